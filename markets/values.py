"""What people write of a market, brought to one form: numbers of sellers, days of opening, kinds. Pure Python."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from core.days import Unusable
from core.thai import search_key, to_arabic_digits
from markets.models import WEEKDAYS, Frequency, Origin, Status

MOST_SELLERS = 9_999
LAST_DAY = 31
_SHORT_WEEKDAYS = ("จ", "อ", "พ", "พฤ", "ศ", "ส", "อา")
_WEEKDAYS = {word: at for words in (WEEKDAYS, _SHORT_WEEKDAYS) for at, word in enumerate(words)} | {"พฤหัส": 3}
_SEPARATORS = re.compile(r"[,;/|\s]+|และ")
_RANGE = re.compile(r"\s*(?:[-–]|ถึง)\s*")
NONE_ELSE: Mapping[str, str] = {}
_MEANS = {"ออฟไลน์": "offline", "offline": "offline", "ออนไลน์": "online", "online": "online"}


def read_count(text: str, most: int = MOST_SELLERS) -> int:
    """'๑,๒๐๐' → 1200; not beyond `most`."""
    plain = to_arabic_digits(text).replace(",", "").strip()
    plain = plain.removesuffix(".0")  # Excel's own
    if not (plain.isascii() and plain.isdigit() and len(plain) <= 6 and int(plain) <= most):
        raise Unusable(f"ต้องเป็นจำนวนเต็มตั้งแต่ 0 ถึง {most:,d}")
    return int(plain)


def read_days_a_month(text: str) -> int:
    return read_count(text, LAST_DAY)


def read_month_days(text: str) -> list[int]:
    """'1, 16' or '๑-๓' → the days of a month, sorted, each once."""
    return _read_list(text, _day_of_month, "วันที่ของเดือนเป็นเลข 1 ถึง 31 คั่นด้วยจุลภาค เช่น 1, 16")


def read_weekdays(text: str) -> list[int]:
    """'เสาร์, อาทิตย์', 'จ.-ศ.' → days of the week, Monday 0, sorted, each once; a range may pass Sunday."""
    return _read_list(text, _weekday, "วันในสัปดาห์เป็น " + " ".join(WEEKDAYS) + " คั่นด้วยจุลภาค", wraps=len(WEEKDAYS))


def _read_list(text: str, read: Callable[[str], int | None], sentence: str, *, wraps: int = 0) -> list[int]:
    found: set[int] = set()
    for part in filter(None, _SEPARATORS.split(_RANGE.sub("-", to_arabic_digits(text)))):
        ends = [read(end) for end in part.split("-")]
        if len(ends) > 2 or None in ends:
            raise Unusable(sentence)
        first, last = int(ends[0] or 0), int(ends[-1] or 0)
        if last < first and not wraps:
            raise Unusable(sentence)
        found.update(day % wraps if wraps else day for day in range(first, last + 1 + (wraps if last < first else 0)))
    if not found:
        raise Unusable(sentence)
    return sorted(found)


def _day_of_month(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,2}", text) and 1 <= int(text) <= LAST_DAY else None


def _weekday(text: str) -> int | None:
    return _WEEKDAYS.get(text.removeprefix("วัน").replace(".", ""))


def read_means(text: str) -> set[str]:
    """'ออฟไลน์ และ Online' → {'offline', 'online'}."""
    words = [word.removeprefix("ตลาด") for word in _SEPARATORS.split(text.casefold()) if word]
    if not words or any(word not in _MEANS for word in words):
        raise Unusable("รูปแบบการจัดตลาดเป็น ออฟไลน์ หรือ ออนไลน์ หรือทั้งสองอย่างคั่นด้วยจุลภาค")
    return {_MEANS[word] for word in words}


def _choice(text: str, choices: Iterable[tuple[str, str]], sentence: str, also: Mapping[str, str] = NONE_ELSE) -> str:
    words = {search_key(label): value for value, label in choices} | dict(also)
    try:
        return words[search_key(text)]
    except KeyError:
        raise Unusable(sentence) from None


def read_origin(text: str) -> Origin:
    sentence = "ต้องเป็น " + " หรือ ".join(Origin.labels)
    also = {"เดิม": Origin.EXISTING, "ตลาดเก่า": Origin.EXISTING, "ใหม่": Origin.NEW}
    return Origin(_choice(text, Origin.choices, sentence, also))


def read_status(text: str) -> Status:
    sentence = "สถานะของตลาดเป็น " + " · ".join(Status.labels)
    also = {"ปิดตลาดชั่วคราว": Status.PAUSED, "ปิดตลาดถาวร": Status.CLOSED}
    return Status(_choice(text, Status.choices, sentence, also))


def read_frequency(text: str) -> Frequency:
    sentence = "ลักษณะการจัดตลาดเป็น " + " · ".join(Frequency.labels)
    return Frequency(_choice(text, Frequency.choices, sentence))
