"""Likely reasons of a difference between a letter and its recomputation: code, English and Thai. Pure Python."""

from __future__ import annotations

import re

# code: (what the command line says, what the page says)
REASONS = {
    "column": ("the column does not sum to its stated total", "ผลรวมของคอลัมน์ไม่เท่ากับยอดรวมที่ระบุ"),
    "inverted": ("tiers inverted", "ขั้นต้นมากกว่าขั้นสูง สลับขั้นกัน"),
    "total": ("the stated total is not the province's figure", "ยอดรวมที่ระบุไม่ใช่ตัวเลขของจังหวัด"),
    "mean": (
        "the standard is not the mean of the other two",
        "ขั้นมาตรฐานไม่ใช่ค่ากลางของขั้นต้นและขั้นสูง",
    ),
    "digit": ("off by a digit", "ต่างกันหนึ่งหลัก หรือสลับหลัก น่าจะพิมพ์ผิด"),
    "balance": ("this district balances the column", "อำเภอที่รับผลต่างของคอลัมน์"),
    "rounding": ("rounding", "ปัดเศษต่างกัน"),
    "own": ("its own figures say otherwise", "ตัวเลขในแถวเดียวกันให้ผลอย่างอื่น"),
    "locked": ("the portal's own locked months say otherwise", "ยอดที่ล็อกแล้วในระบบเป็นตัวเลขอื่น"),
    "new": ("a district without a base year: somebody set it", "อำเภอที่ไม่มีปีฐาน มีผู้กำหนดเอง"),
    "base": ("its base says otherwise", "ปีฐานให้ผลอย่างอื่น"),
}
_THAI = dict(REASONS.values())
_SENTENCES = [  # (what the command line says, what the page says of the parts found in it)
    (
        re.compile(r"the base fy(\d{4})(?: [\d,.]+)? stands ([+-][\d,.]+) baht from what its column's total allows"),
        "ปีฐาน {0} ต่างจากที่ยอดรวมของคอลัมน์ยอมให้ {1} บาท น่าจะพิมพ์ปีฐานผิด",
    ),
    (
        re.compile(r"the base fy(\d{4}) of (.+) stands ([+-][\d,.]+) baht from what its column's total allows"),
        "เป็นผลจากปีฐาน {0} ของ{1} ซึ่งต่างจากที่ยอดรวมของคอลัมน์ยอมให้ {2} บาท",
    ),
    (
        re.compile(r"the stated total of fy(\d{4}) stands ([+-][\d,.]+) baht from its column's sum"),
        "เป็นผลจากยอดรวมปีฐาน {0} ซึ่งต่างจากผลรวมของคอลัมน์ {1} บาท",
    ),
    (
        re.compile(r"the table's own province figures are ([\d,]+) and ([\d,]+)"),
        "ตารางใช้ตัวเลขของจังหวัดเป็นขั้นต้น {0} และขั้นสูง {1} บาท ไม่ใช่ยอดรวมของปีฐาน",
    ),
    (re.compile(r"this is the figure of (.+)"), "เป็นตัวเลขของ{0} น่าจะวางผิดแถว"),
]


def thai_reason(reason: str) -> str:
    """The Thai sentence of an English reason; '' for none."""
    if thai := _THAI.get(reason):
        return thai
    found = ((thai, text.fullmatch(reason)) for text, thai in _SENTENCES)
    return next((thai.format(*match.groups()) for thai, match in found if match), "")
