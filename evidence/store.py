"""Where the files lie, under random names."""

from __future__ import annotations

from core.store import Store

_store = Store("EVIDENCE_DIR", ".jpg", ".pdf")
put, read, drop, names, orphans = _store.put, _store.read, _store.drop, _store.names, _store.orphans
