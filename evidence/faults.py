"""Why a paper cannot be taken, and what its cleaning may use; apart from it, so that only a child loads its library."""

from __future__ import annotations

from enum import StrEnum

MEMORY = 768 * 1024**2  # bytes of address space
SECONDS = 20


class Fault(StrEnum):
    """Why a file cannot be taken."""

    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    LONG = "long"
    HEAVY = "heavy"
