"""Where finished files lie, under random names."""

from __future__ import annotations

from core.store import Store

files = Store("EXPORTS_DIR", ".pdf", ".xlsx", ".csv")
