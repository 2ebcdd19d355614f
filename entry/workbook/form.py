"""What writer and reader agree on: sheet, heads, the lines that say whose form it is. Pure Python."""

from __future__ import annotations

import re
from functools import cached_property

from core.month import Month
from core.thai import BUDDHIST_OFFSET, MONTH_NAMES, to_arabic_digits
from entry.grids import Grid
from entry.models import REASON_LENGTH
from entry.values import Field

BASE_SHEET = "ค่าเดิม"  # very hidden: the values as they were downloaded, so that an untouched cell is known
REASON = "unusual_reason"
REASON_LABEL = "เหตุผล"
CODE, PART = "code", "part"
TOTAL_WORD = "รวม"
MAX_REASON = REASON_LENGTH


class Form:
    """The form of one kind of report, with the heads that its amounts have now."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.words = grid.words
        self.sheet = grid.words.form

    @cached_property
    def fields(self) -> list[Field]:
        return self.grid.fields()

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that are read: every field, then the reason."""
        return (*(field.name for field in self.fields), REASON)

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns by which a line finds its row."""
        return (CODE, PART) if self.grid.part else (CODE,)

    @cached_property
    def heads(self) -> dict[str, str]:
        return {
            CODE: f"รหัส{self.words.unit}",
            **({PART: self.words.part} if self.grid.part else {}),
            **{field.name: field.label for field in self.fields},
            REASON: "เหตุผล (ถ้ายอดต่างจากเดิมมาก)",
        }

    @property
    def required(self) -> tuple[str, ...]:
        return (*self.keys, *(field.name for field in self.fields))

    @property
    def columns(self) -> list[tuple[str, float]]:
        """Head and width in characters. The amounts stand together so that a row's sum is one range."""
        return [
            ("ที่", 6),
            (self.heads[CODE], 13),
            *((column.head, column.width) for column in self.grid.form_columns),
            *((field.label, 15) for field in self.fields),
            (TOTAL_WORD, 16),
            ("ยอดเดือนก่อน", 16),
            (self.heads[REASON], 30),
        ]

    @property
    def first_field(self) -> int:
        return 2 + len(self.grid.form_columns)

    @property
    def first_amount(self) -> int:
        return self.first_field + len(self.grid.counted)

    @property
    def last_amount(self) -> int:
        return self.first_field + len(self.fields) - 1


_DISTRICT = re.compile(r"รหัสอำเภอ[\s:]*([0-9]{4})(?![0-9])")
_MONTH = re.compile(rf"เดือน[\s:]*({'|'.join(MONTH_NAMES)})\s*(?:พ\.ศ\.\s*)?([0-9]{{4}})(?![0-9])")


def district_line(district_name: str, province_name: str, code: str) -> str:
    return f"อำเภอ{district_name} จังหวัด{province_name} รหัสอำเภอ {code}"


def month_line(month: Month) -> str:
    return f"ประจำเดือน {month.thai}"


def find_district(text: str) -> str | None:
    """The district's code in the line that `district_line` wrote; Thai digits are digits."""
    found = _DISTRICT.search(to_arabic_digits(text))
    return found[1] if found else None


def find_month(text: str) -> Month | None:
    """The month in the line that `month_line` wrote."""
    found = _MONTH.search(to_arabic_digits(text))
    if not found or not 2443 <= int(found[2]) <= 2943:
        return None
    return Month(int(found[2]) - BUDDHIST_OFFSET, MONTH_NAMES.index(found[1]) + 1)


def squeezed(text: str) -> str:
    """A head, category or code as it is compared: digits Arabic, no spaces, no case, one spelling of ำ."""
    text = "".join(to_arabic_digits(text).split()).replace("\u200b", "")
    return text.replace("\u0e4d\u0e32", "\u0e33").casefold()
