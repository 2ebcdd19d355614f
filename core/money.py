"""Amounts of money as people write them: in a cell, in a LINE message, in Excel. Pure Python, never float.

The browser has the same rules in JavaScript; `fixtures/amounts.json` is the list of cases both must pass.
An amount is in baht with two decimals (satang), 0 to 999,999,999,999.99: what `core.fields.BahtField` holds.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal

from core.thai import to_arabic_digits

SATANG = Decimal("0.01")
MAX_BAHT = Decimal("999999999999.99")
MAX_INTEGER_DIGITS = 12
MAX_TEXT = 100  # longer is no amount, whatever it says
NOISE = Decimal("0.000001")

_LINE_BREAKS = re.compile("[ \u00a0]*[\t\n\v\f\r\u2028\u2029]+[ \u00a0]*")
_SPACE = " \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_SPACES = re.compile(f"[{_SPACE}]+")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣"), "-")
_UNIT_BEFORE = re.compile(r"^(?:฿|THB) ?", re.IGNORECASE)
_UNIT_AFTER = re.compile(r" ?(?:บาท(?:ถ้วน)?|บ\.|฿|THB)$", re.IGNORECASE)
_PRICE_TAIL = re.compile(r"(?<=[0-9]) ?\.-$")  # 1,500.- as on a Thai price tag
_AROUND_MARKS = re.compile(r" ?([.,]) ?")

_PLAIN = re.compile(r"([0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]{0,2}(?: [0-9]{3})+)?(?:\.([0-9]*))?")
_DOT_FOR_COMMA = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{2}0")  # 1.500: a comma mistyped, or written as abroad?
_NEGATIVE = re.compile(r"-\s?\(?[0-9.,]+\)?|\([0-9.,\s]+\)|[0-9.,\s]+-")
_SCIENTIFIC = re.compile(r"[-+]?[0-9.,]+\s?[eE]\s?[-+]?[0-9]+")
_DIGITS_AND_MARKS = re.compile(r"[0-9.,\s]+")

EXAMPLE = "พิมพ์เป็นตัวเลข เช่น 1500 หรือ 1,500.50"


class AmountError(ValueError):
    """Not an amount; `message` is a Thai sentence for the person who typed it."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def parse_baht(text: str | None, digits: int = MAX_INTEGER_DIGITS) -> Decimal | None:
    """The amount a person wrote, with two decimals. Blank is None (not filled); a dash alone is 0 (no sale).

    `digits`: how many the whole baht may have; more than the default fit no field of the database.
    Raises AmountError. See `fixtures/amounts.json` for what is accepted and what is not.
    """
    if len(text or "") > MAX_TEXT:
        raise AmountError(f"ข้อความยาวเกินกว่าจะเป็นจำนวนเงิน {EXAMPLE}")
    plain = _tidy(text or "")
    if not plain:
        return None
    number = _without_unit(plain)
    if not number:
        raise AmountError(f"มีแต่หน่วย ไม่มีจำนวน {EXAMPLE}")
    if not number.strip("-"):
        return Decimal("0.00")
    return _from_match(_PLAIN.fullmatch(number), number, plain, digits)


def baht_from_number(value: float | Decimal) -> Decimal:
    """The amount in a spreadsheet's number cell, with two decimals. Raises AmountError.

    Excel stores binary floats, so a sum may hold 0.30000000000000004. The number is taken by its `repr` (the
    shortest decimal that is that float) and accepted when it lies within 0.000001 baht of a whole satang; or,
    where floats themselves are coarser (above 4,000 million baht), within two units of their last place, which
    is at most 0.00025 baht. Anything else has more than two decimals and is refused, never rounded.
    """
    exact = _decimal(value)
    if -NOISE < exact <= 0:
        exact = Decimal(0)
    if exact < 0:
        raise _negative(str(value))
    if exact > MAX_BAHT + NOISE:
        raise _too_big()
    nearest = exact.quantize(SATANG)
    if abs(exact - nearest) > max(NOISE, 2 * Decimal(math.ulp(float(exact)))):
        raise _too_many_decimals()
    return min(nearest, MAX_BAHT)


def format_baht(value: Decimal) -> str:
    """1234.5 → '1,234.50'. `parse_baht` reads it back."""
    return f"{value:,.2f}"


def _decimal(value: float | Decimal) -> Decimal:
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if isinstance(value, bool) or not number.is_finite():
        raise AmountError(f"“{value}” ไม่ใช่จำนวนเงิน {EXAMPLE}")
    return number


def _tidy(text: str) -> str:
    """Arabic digits, ASCII marks, single spaces, nothing invisible. Line breaks stay: they part amounts."""
    text = to_arabic_digits(text).translate(_FULL_WIDTH).translate(_DASHES)
    return _LINE_BREAKS.sub("\n", _SPACES.sub(" ", _INVISIBLE.sub("", text))).strip(" \n")


def _without_unit(text: str) -> str:
    text = _UNIT_AFTER.sub("", _UNIT_BEFORE.sub("", text))
    return _AROUND_MARKS.sub(r"\1", _PRICE_TAIL.sub("", text)).strip(" ")


def _from_match(found: re.Match[str] | None, number: str, written: str, digits: int) -> Decimal:
    if found is None or not (found[1] or found[2]):
        raise _why_not(number, written)
    if _DOT_FOR_COMMA.fullmatch(number):
        raise AmountError(f"“{_short(written)}” มีทศนิยมสามตำแหน่ง ให้คั่นหลักพันด้วยจุลภาค เช่น 1,500 หรือใช้สองตำแหน่ง เช่น 1.50")
    whole = (found[1] or "0").replace(",", "").replace(" ", "").lstrip("0") or "0"
    decimals = (found[2] or "").rstrip("0")
    if len(decimals) > 2:
        raise _too_many_decimals()
    if len(whole) > digits:
        raise _too_big()
    return Decimal(f"{whole}.{decimals:0<2}")


def _why_not(number: str, written: str) -> AmountError:
    """What is wrong with something that is no amount, the most telling reason first."""
    if written.startswith("="):
        return AmountError("เป็นสูตร ไม่ใช่จำนวน ให้คัดลอกแล้ววางเป็นค่า (Paste Values) หรือพิมพ์ตัวเลขผลลัพธ์")
    if written.startswith("#"):
        return AmountError(f"“{_short(written)}” เป็นข้อผิดพลาดของ Excel ให้ขยายคอลัมน์หรือแก้สูตรแล้วคัดลอกใหม่")
    if _NEGATIVE.fullmatch(number):
        return _negative(written)
    if _SCIENTIFIC.fullmatch(number):
        return AmountError(f"“{_short(written)}” เป็นเลขแบบย่อของ Excel ให้พิมพ์ตัวเลขเต็ม เช่น 120000")
    if _DIGITS_AND_MARKS.fullmatch(number):
        return _misplaced(number, written)
    return AmountError(f"“{_short(written)}” ไม่ใช่จำนวนเงิน {EXAMPLE} ถ้าไม่มียอดให้พิมพ์ 0")


def _misplaced(number: str, written: str) -> AmountError:
    if number.count(".") > 1:
        return AmountError(f"“{_short(written)}” มีจุดทศนิยมเกินหนึ่งจุด ให้เหลือจุดเดียว เช่น 1,500.50")
    if "," in number:
        return AmountError(f"“{_short(written)}” วางจุลภาคผิดที่ ให้คั่นทุกสามหลัก เช่น 1,500 หรือไม่ต้องใส่ เช่น 1500")
    if " " in number or "\n" in number:
        return AmountError(f"“{_short(written)}” มีช่องว่างคั่น อ่านได้มากกว่าหนึ่งจำนวน ให้พิมพ์ติดกัน เช่น 1500")
    return AmountError(f"“{_short(written)}” ไม่มีตัวเลข {EXAMPLE}")


def _negative(written: str) -> AmountError:
    return AmountError(f"“{_short(written)}” ติดลบ ยอดจำหน่ายต้องเป็น 0 หรือมากกว่า ถ้าไม่มียอดให้พิมพ์ 0")


def _too_many_decimals() -> AmountError:
    return AmountError("มีทศนิยมเกินสองตำแหน่ง ให้ปัดเป็นสตางค์ เช่น 1500.25")


def _too_big() -> AmountError:
    return AmountError("จำนวนเงินมากเกินไป ต้องไม่เกิน 999,999,999,999.99 บาท ตรวจว่าพิมพ์เลขเกินหรือไม่")


def _short(text: str) -> str:
    text = text.replace("\n", " ")
    return text if len(text) <= 30 else text[:29] + "…"
