"""Rows of an uploaded register of things that belong to a district."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from accounts.models import District
from core.importing.plan import Planned

Record = TypeVar("Record", bound=Any)  # a model with a district and a version


@dataclass
class PlannedRecord(Planned, Generic[Record]):
    """One row, with the record that it names or the district of a new one."""

    record: Record | None = None
    district: District | None = None

    @property
    def known(self) -> Record:
        """The record that the row names; only of rows that name one."""
        if self.record is None:
            raise LookupError(self.entry.number)
        return self.record

    @property
    def home(self) -> District:
        """The district of the row; only of rows without errors."""
        found = self.record.district if self.record else self.district
        if found is None:
            raise LookupError(self.entry.number)
        return found

    @property
    def version(self) -> int | None:
        return self.record.version if self.record else None
