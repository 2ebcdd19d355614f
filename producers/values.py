"""What people write in a registry, brought to one form: codes, phone numbers, days, kinds. Pure Python."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

from core.days import Unusable
from core.thai import search_key, to_arabic_digits
from producers.models import Category, ProducerType, Quadrant
from producers.models.facts import FIRST_YEAR, LAST_YEAR

T = TypeVar("T")

_CODE = re.compile(r"[0-9A-Z][0-9A-Z/.-]{0,19}")
_SEPARATORS = re.compile(r"[,;/\n|]+")
_TYPE_WORDS = {
    ProducerType.GROUP: ("กลุ่มผู้ผลิตชุมชน", "กลุ่ม", "กลุ่มผู้ผลิต", "group"),
    ProducerType.SOLE: ("ผู้ผลิตชุมชนที่เป็นเจ้าของรายเดียว", "เจ้าของรายเดียว", "รายเดียว", "sole"),
    ProducerType.SME: (
        "ผู้ผลิตที่เป็นวิสาหกิจขนาดกลางและขนาดย่อม",
        "ผู้ผลิตที่เป็นวิสาหกิจขนาดกลางและขนาดย่อม(smes)",
        "วิสาหกิจขนาดกลางและขนาดย่อม",
        "sme",
        "smes",
    ),
}
_TYPES = {word: kind for kind, words in _TYPE_WORDS.items() for word in words}
_CATEGORIES = {search_key(label): value for value, label in Category.choices} | dict(
    zip(Category.values, Category.values, strict=True)
)


def read_code(text: str) -> str:
    """'๒๔๐๑-๐๐๑ ' → '2401-001'."""
    code = to_arabic_digits(text).strip().upper()
    if not _CODE.fullmatch(code):
        raise Unusable("รหัสใช้ได้เฉพาะตัวเลข ตัวอักษรอังกฤษ และ - / . ไม่เกิน 20 ตัว")
    return code


def read_phone(text: str) -> str:
    """Digits only, 9 or 10 with the leading zero, which Excel loses and +66 replaces. Blank stays blank."""
    digits = re.sub(r"[\s().\u200b\u00a0–-]", "", to_arabic_digits(text))
    digits = re.sub(r"^\+?66(?=\d{8,9}$)", "0", digits)
    if re.fullmatch(r"[689]\d{8}|[2-7]\d{7}", digits):
        digits = "0" + digits
    if digits and not re.fullmatch(r"0\d{8,9}", digits):
        raise Unusable("หมายเลขโทรศัพท์ต้องมี 9 หรือ 10 หลัก ขึ้นต้นด้วย 0 และมีหมายเลขเดียว เช่น 081-234-5678")
    return digits


def mask_phone(phone: str) -> str:
    """'0812345678' → '08x-xxx-5678'. Enough to tell which number it is, not to call it."""
    return f"{phone[:2]}x-xxx-{phone[-4:]}" if len(phone) >= 9 else "xxx" if phone else ""


def mask_address(address: str) -> str:
    """Whether there is one, and nothing of it: pages go down to the subdistrict."""
    return "ปกปิดไว้" if address else ""


def same_phone(one: str, other: str) -> bool:
    """Whether two numbers are one, however they are written."""
    return plain_phone(one) == plain_phone(other)


def plain_phone(phone: str) -> str:
    """The digits of a number alone, however it was kept."""
    return re.sub(r"\D", "", phone)


def show_phone(phone: str) -> str:
    """'0812345678' → '081-234-5678'; a number of nine digits '03-851-1239'."""
    if not phone.isdigit() or len(phone) not in (9, 10):
        return phone
    first = len(phone) - 7
    return f"{phone[:first]}-{phone[first:-4]}-{phone[-4:]}"


def read_type(text: str) -> ProducerType:
    word = search_key(text)
    if word not in _TYPES:
        raise Unusable("ประเภทผู้ผลิตต้องเป็น " + " หรือ ".join(ProducerType.labels))
    return _TYPES[word]


def read_categories(text: str) -> list[Category]:
    """One or more of the five, parted by a comma, semicolon, slash or line break; in the order of the forms."""
    words = [search_key(word) for word in _SEPARATORS.split(text) if word.strip()]
    unknown = [word for word in words if word not in _CATEGORIES]
    if unknown or not words:
        raise Unusable("ประเภทผลิตภัณฑ์ต้องเป็น " + " · ".join(Category.labels) + " คั่นด้วยจุลภาคถ้ามีหลายประเภท")
    chosen = {_CATEGORIES[word] for word in words}
    return [category for category in Category if category in chosen]


def read_named(text: str, named: Mapping[str, T], label: str) -> tuple[T, ...]:
    """One or more of what `named` has by search key, parted as categories are, each once, in the order written."""
    words = {search_key(word): word.strip() for word in _SEPARATORS.split(text) if word.strip()}
    if unknown := [word for key, word in words.items() if key not in named]:
        known = " · ".join(str(one) for one in named.values())
        raise Unusable(f"ไม่มี{label} {', '.join(unknown)[:80]} ในรายการ ใช้ได้ {known} คั่นด้วยจุลภาค")
    return tuple(named[key] for key in words)


def read_stars(text: str) -> int:
    """'4', '๔ ดาว' → 4."""
    word = to_arabic_digits(text).replace("ดาว", "").strip()
    if word not in ("1", "2", "3", "4", "5"):
        raise Unusable("ระดับดาวต้องเป็น 1 ถึง 5")
    return int(word)


def read_year(text: str) -> int:
    """A Buddhist year; '2566', 'พ.ศ. ๒๕๖๖'."""
    word = re.sub(r"^(พ\.?ศ\.?|ปี)", "", to_arabic_digits(text).strip()).strip()
    if not re.fullmatch(r"2[56]\d\d", word) or not FIRST_YEAR <= int(word) <= LAST_YEAR:
        raise Unusable("พิมพ์ปี พ.ศ. เช่น 2567")
    return int(word)


def read_quadrant(text: str) -> str:
    """'A', 'a ดาวเด่นสู่สากล' → 'A'."""
    letter = text.strip()[:1].upper()
    if letter not in Quadrant.values or search_key(text) not in (
        search_key(letter),
        search_key(Quadrant(letter).label),
    ):
        raise Unusable("กลุ่มต้องเป็น A B C หรือ D")
    return letter
