"""Writes of the monthly entry of sales: those of every kind (`entry.services`), for this one."""

from __future__ import annotations

from accounts.models import District, User
from core.month import Month
from entry import services
from entry.services import (
    CellChange,
    CellResult,
    add_row,
    fill_zero,
    give_reason,
    refresh_totals,
    remove_row,
    save_cells,
    sync,
)
from workflow.models import Kind, Submission

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


def begin(district: District, month: Month, *, actor: User) -> Submission:
    """The month's submission of sales, begun by someone who may edit it now. Raises Refused."""
    return services.begin(district, month, Kind.SALES, actor=actor)
