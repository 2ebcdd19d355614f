"""What would become of every row of an uploaded register: its fate, what is wrong with it, what it would change.

An app works its plan out against its register as it is now. The same plan is shown, and made again when the person
accepts: if it differs by then, nothing is written.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.core.paginator import Paginator

from core import clock
from core.days import Unusable, read_day
from core.importing.sheet import Entry
from core.records import Refused

ROWS_PER_PAGE = 100


class Fate(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    DUPLICATE = "duplicate"
    ERROR = "error"


LABELS = {
    Fate.NEW: "ใหม่",
    Fate.CHANGED: "เปลี่ยนแปลง",
    Fate.SAME: "ไม่เปลี่ยน",
    Fate.DUPLICATE: "ซ้ำ",
    Fate.ERROR: "ผิดพลาด",
}
# What needs a person's eyes comes first.
ORDER = (Fate.ERROR, Fate.DUPLICATE, Fate.CHANGED, Fate.NEW, Fate.SAME)
# The mark beside a row's fate, of those that states have.
MARKS = {
    Fate.NEW: "locked",
    Fate.CHANGED: "draft",
    Fate.SAME: "none",
    Fate.DUPLICATE: "confirmed",
    Fate.ERROR: "returned",
}


@dataclass
class Planned:
    """One row: its fate, what is wrong with it [(cell, sentence)], and what it would write.

    `changes` are [(label, old, new)] as people read them. Registers add what a row of theirs names.
    """

    entry: Entry
    fate: Fate = Fate.SAME
    problems: list[tuple[str, str]] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    fields: dict[str, Any] = field(default_factory=dict)
    code: str = ""

    @property
    def fate_label(self) -> str:
        return LABELS[self.fate]

    @property
    def fate_mark(self) -> str:
        return MARKS[self.fate]

    @property
    def name(self) -> str:
        return self.fields.get("name") or self.entry.values.get("name") or "–"

    @property
    def summary(self) -> str:
        """What a new row would register, in a line."""
        return ""

    @property
    def version(self) -> int | None:
        """The version of the record that the row names."""
        return None

    def wrong(self, name: str, sentence: str) -> None:
        """Note a cell that cannot be taken, and the row with it."""
        self.problems.append((self._ref(name), sentence))
        self.fate = Fate.ERROR

    def repeats(self, name: str, sentence: str) -> None:
        """Note that the row is about what is there already: it is passed over."""
        self.fate = Fate.DUPLICATE
        self.problems.append((self._ref(name), sentence))

    def notes(self, name: str, sentence: str) -> None:
        """Say of a cell what whoever accepts the row should know; the row is taken all the same."""
        self.problems.append((self._ref(name), sentence))

    def read(self, name: str, reader: Callable[[str], Any]) -> Any:
        """The value of a cell; None where it is blank or wrong."""
        text = self.entry.values.get(name)
        try:
            return reader(text) if text else None
        except Unusable as error:
            self.wrong(name, f"“{(text or '')[:40]}” ใช้ไม่ได้ {error.message}")
            return None

    def read_all(self, readers: Mapping[str, Callable[[str], Any]]) -> None:
        """Bring each filled cell to its value, in `fields`."""
        for name, reader in readers.items():
            if (value := self.read(name, reader)) is not None:
                self.fields[name] = value

    def sort_problems(self) -> None:
        """As the cells stand in the row."""
        self.problems.sort(key=lambda problem: (len(problem[0]), problem[0]))

    def _ref(self, name: str) -> str:
        return self.entry.refs.get(name, f"แถว {self.entry.number}")


def at_most(length: int) -> Callable[[str], str]:
    """A reader of text that fits its column."""

    def check(text: str) -> str:
        if len(text) > length:
            raise Unusable(f"ยาวเกิน {length} ตัวอักษร")
        return text

    return check


def past_day(text: str) -> date:
    """A reader of a day that has come."""
    day = read_day(text)
    if day > clock.today():
        raise Unusable("ต้องไม่เป็นวันในอนาคต")
    return day


class PlanChanged(Refused):
    """The register is no longer the one that the shown plan was made against. Nothing was written."""

    def __init__(self) -> None:
        super().__init__("ทะเบียนมีการเปลี่ยนแปลงหลังจากที่ท่านเปิดหน้านี้ ยังไม่มีการนำเข้า กรุณาตรวจรายการอีกครั้งก่อนยืนยัน")


Row = TypeVar("Row", bound=Planned)


@dataclass(frozen=True)
class Plan(Generic[Row]):
    rows: list[Row]

    @cached_property
    def counts(self) -> Counter[Fate]:
        return Counter(row.fate for row in self.rows)

    def of(self, fate: Fate) -> list[Row]:
        return [row for row in self.rows if row.fate is fate]

    @property
    def writes(self) -> int:
        """How many rows would be written."""
        return self.counts[Fate.NEW] + self.counts[Fate.CHANGED]

    @property
    def acceptable(self) -> bool:
        """Whether there is something to write, and nothing wrong: a file is taken in whole or not at all."""
        return not self.counts[Fate.ERROR] and bool(self.writes)

    def check(self, digest: str) -> None:
        """Raise unless this is the plan that the person was shown, and one that can be written."""
        if self.digest != digest:
            raise PlanChanged
        if not self.acceptable:
            raise Refused("ไฟล์นี้ยังนำเข้าไม่ได้ ให้แก้ไขแถวที่ผิดพลาดในไฟล์ แล้วส่งใหม่")

    @cached_property
    def digest(self) -> str:
        """Tells whether a plan made later is the one that was shown."""
        said = [[r.entry.number, r.fate, r.changes, r.problems, r.version] for r in self.rows]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()

    def shown(self, asked: Mapping[str, str]) -> dict[str, Any]:
        """The context of the review page: a page of the rows of the fate asked for, what needs eyes first."""
        chosen = asked.get("fate", "")
        rows = [row for row in self.rows if not chosen or row.fate == chosen]
        rows.sort(key=lambda row: ORDER.index(row.fate))
        return {
            "plan": self,
            "chosen": chosen,
            "fates": [(fate, LABELS[fate], self.counts[fate]) for fate in ORDER],
            "errors": self.counts[Fate.ERROR],
            "writes": self.writes,
            "page": Paginator(rows, ROWS_PER_PAGE).get_page(asked.get("page")),
        }
