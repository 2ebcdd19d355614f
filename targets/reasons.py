"""Likely reasons of a difference between a letter and its recomputation, as commands and as pages say them."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple


class Reason(NamedTuple):
    english: str
    thai: str


COLUMN = Reason("the column does not sum to its stated total", "ผลรวมของคอลัมน์ไม่เท่ากับยอดรวมที่ระบุ")
INVERTED = Reason("tiers inverted", "ขั้นต้นมากกว่าขั้นสูง สลับขั้นกัน")
TOTALS = Reason("the stated total is not the province's figure", "ยอดรวมที่ระบุไม่ใช่ตัวเลขของจังหวัด")
MEAN = Reason("the standard is not the mean of the other two", "ขั้นมาตรฐานไม่ใช่ค่ากลางของขั้นต้นและขั้นสูง")
DIGIT = Reason("off by a digit", "ต่างกันหนึ่งหลัก หรือสลับหลัก น่าจะพิมพ์ผิด")
BALANCE = Reason("this district balances the column", "อำเภอที่รับผลต่างของคอลัมน์")
ROUNDING = Reason("rounding", "ปัดเศษต่างกัน")
OWN = Reason("its own figures say otherwise", "ตัวเลขในแถวเดียวกันให้ผลอย่างอื่น")
LOCKED = Reason("the portal's own locked months say otherwise", "ยอดที่ล็อกแล้วในระบบเป็นตัวเลขอื่น")
NEW = Reason("a district without a base year: somebody set it", "อำเภอที่ไม่มีปีฐาน มีผู้กำหนดเอง")
BASE = Reason("its base says otherwise", "ปีฐานให้ผลอย่างอื่น")


def own_base(year: str, base: Decimal, apart: Decimal) -> Reason:
    """Of the district whose base of `year` (fy2563) its column's total does not allow."""
    return Reason(
        f"the base {year} {base:,} stands {apart:+,} baht from what its column's total allows",
        f"ปีฐาน {year.removeprefix('fy')} ต่างจากที่ยอดรวมของคอลัมน์ยอมให้ {apart:+,} บาท น่าจะพิมพ์ปีฐานผิด",
    )


def base_of(district: str, year: str, apart: Decimal) -> Reason:
    """Of the other districts, whose targets that base moves."""
    return Reason(
        f"the base {year} of {district} stands {apart:+,} baht from what its column's total allows",
        f"เป็นผลจากปีฐาน {year.removeprefix('fy')} ของ{district} ซึ่งต่างจากที่ยอดรวมของคอลัมน์ยอมให้ {apart:+,} บาท",
    )


def total_of(year: str, apart: Decimal) -> Reason:
    return Reason(
        f"the stated total of {year} stands {apart:+,} baht from its column's sum",
        f"เป็นผลจากยอดรวมปีฐาน {year.removeprefix('fy')} ซึ่งต่างจากผลรวมของคอลัมน์ {apart:+,} บาท",
    )


def own_province(basic: int, advanced: int) -> Reason:
    return Reason(
        f"the table's own province figures are {basic:,} and {advanced:,}",
        f"ตารางใช้ตัวเลขของจังหวัดเป็นขั้นต้น {basic:,} และขั้นสูง {advanced:,} บาท ไม่ใช่ยอดรวมของปีฐาน",
    )


def figure_of(district: str) -> Reason:
    return Reason(f"this is the figure of {district}", f"เป็นตัวเลขของ{district} น่าจะวางผิดแถว")
