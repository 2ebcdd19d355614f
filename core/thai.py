"""Thai digits, month names, dates and sort order. Pure Python."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

BUDDHIST_OFFSET = 543
MONTH_NAMES = [
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
]
MONTH_ABBREVIATIONS = ["ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."]
_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_TO_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_LEADING_VOWELS = "เแโใไ"
_TONE_MARKS = "็่้๊๋์ํ๎ฺ"
_VOWELS, _TONES = "ัิีึืฺุูํ็", "่้๊๋์"
_MARKS = re.compile(f"[{_VOWELS}{_TONES}]{{2,}}")
_TITLES = ("นางสาว", "น.ส.", "นาง", "นาย", "ด.ญ.", "ด.ช.", "ว่าที่ร้อยตรี")


def to_thai_digits(text: object) -> str:
    return str(text).translate(_TO_THAI)


def to_arabic_digits(text: str) -> str:
    return text.translate(_TO_ARABIC)


def thai_date(day: date, *, short: bool = False) -> str:
    """'13 มีนาคม 2567' or '13 มี.ค. 67'."""
    year = day.year + BUDDHIST_OFFSET
    if short:
        return f"{day.day} {MONTH_ABBREVIATIONS[day.month - 1]} {year % 100:02d}"
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {year}"


def sort_key(text: str) -> str:
    """A key whose code-point order is the Royal Institute's dictionary order (TIS: primary, then tones).

    The leading vowel is swapped behind its consonant; tone marks count only between otherwise equal words.
    """
    text = unicodedata.normalize("NFC", " ".join(text.split())).casefold().replace("ํา", "ำ")
    letters: list[str] = []
    marks: list[str] = []
    pending = ""
    for char in text:
        if char in _LEADING_VOWELS:
            letters.append(pending)
            pending = char
        elif char in _TONE_MARKS:
            marks.append(f"{len(letters):03d}{char}")
        else:
            letters.append(char + pending)
            pending = ""
    return "".join(letters) + pending + "\x1f" + "".join(marks)


def search_key(text: str) -> str:
    """What a search compares: no spaces, titles or case; digits Arabic, letters in one spelling."""
    text = to_arabic_digits(unicodedata.normalize("NFC", text)).casefold().strip()
    for title in _TITLES:
        if text.startswith(title):
            text = text[len(title) :]
            break
    return one_spelling("".join(text.split()).replace("​", ""))


def one_spelling(text: str) -> str:
    """What looks alike typed in one way: 'นํ้า' and 'นำ้' as 'น้ำ', two 'เ' as 'แ', vowels before tones, each once."""
    text = re.sub(r"ํ([่-๋]?)า", r"\1ำ", text.replace("เเ", "แ"))
    return _MARKS.sub(_in_order, re.sub(r"ำ([่-๋])", r"\1ำ", text))


def _in_order(found: re.Match[str]) -> str:
    """How marks are typed differs, how they look does not."""
    return "".join(sorted(set(found[0]), key=lambda mark: (mark in _TONES, mark)))


def plain_area(name: str) -> str:
    """An area's name for comparing: without อำเภอ, ตำบล and the like before it."""
    return re.sub(r"^(?:จังหวัด|อำเภอ|เขต|ตำบล|แขวง|จ\.|อ\.|ต\.)\s*", "", " ".join(name.split())).replace("ํา", "ำ")
