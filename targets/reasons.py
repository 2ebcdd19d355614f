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
    "base": ("its base says otherwise", "ปีฐานให้ผลอย่างอื่น"),
}
_CODES = {english: code for code, (english, _) in REASONS.items()}
_MISREAD = re.compile(r"the base fy(\d{4}) stands ([+-][\d,.]+) baht from what its column's total allows")


def code_of(reason: str) -> str:
    """The code of an English reason; 'misread' for a base year that its column contradicts, '' for none."""
    return "misread" if _MISREAD.fullmatch(reason) else _CODES.get(reason, "")


def thai_reason(reason: str) -> str:
    """The Thai sentence of an English reason; '' for none."""
    if found := _MISREAD.fullmatch(reason):
        return f"ปีฐาน {found[1]} ต่างจากที่ยอดรวมของคอลัมน์ยอมให้ {found[2]} บาท น่าจะพิมพ์ปีฐานผิด"
    return REASONS[code_of(reason)][1] if code_of(reason) else ""
