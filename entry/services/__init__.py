"""Writes of the monthly entry, the same for every kind of report."""

from entry.services.cells import CellChange, CellResult, fill_zero, give_reason, save_cells
from entry.services.rows import add_row, begin, remove_row, sync
from entry.services.totals import refresh_totals

__all__ = [
    "CellChange",
    "CellResult",
    "add_row",
    "begin",
    "fill_zero",
    "give_reason",
    "refresh_totals",
    "remove_row",
    "save_cells",
    "sync",
]
