"""What writer and reader agree on: sheets, heads, the lines that say whose form it is. Pure Python."""

from __future__ import annotations

import re
from decimal import Decimal

from core.month import Month
from core.thai import BUDDHIST_OFFSET, MONTH_NAMES, to_arabic_digits
from sales.models import CHANNEL_LABELS, CHANNELS

SHEET = "รต.๑"
BASE_SHEET = "ค่าเดิม"  # very hidden: the values as they were downloaded, so that an untouched cell is known
REASON = "unusual_reason"
FIELDS = (*CHANNELS, REASON)
CODE, CATEGORY = "code", "category"
TOTAL_WORD = "รวม"
MAX_REASON = 500

HEADS = {
    CODE: "รหัสผู้ผลิต",
    CATEGORY: "ประเภทผลิตภัณฑ์",
    **CHANNEL_LABELS,
    REASON: "เหตุผล (ถ้ายอดต่างจากเดิมมาก)",
}
REQUIRED = (CODE, CATEGORY, *CHANNELS)
FIELD_LABELS = {**CHANNEL_LABELS, REASON: "เหตุผล"}

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


def amount_text(value: Decimal | None) -> str:
    """An amount as it is kept and compared: '1200.50', '' when not filled. `parse_baht` reads it."""
    return "" if value is None else f"{value:.2f}"
