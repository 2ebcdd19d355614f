"""How alike two producers are, by name, telephone and address; and which of many may be one. Pure Python.

Thai is written without spaces and typed in many orders: a name is brought to one form first, titles and forms of
enterprise off, then compared by rapidfuzz. Who is alike is only proposed: a person decides.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, combinations

from rapidfuzz import fuzz, process

from core.thai import one_spelling, to_arabic_digits

FORMS = (
    *("วิสาหกิจชุมชน", "กลุ่มผู้ผลิตชุมชน", "กลุ่มผู้ผลิต", "กลุ่มอาชีพ", "กลุ่ม", "ชมรม", "วสช"),
    *("ห้างหุ้นส่วนจำกัด", "ห้างหุ้นส่วนสามัญ", "หจก", "บริษัท", "บจก", "บมจ", "ร้าน", "โรงงาน"),
)
TITLES = ("นางสาว", "นส", "นาง", "นาย")
ENDINGS = ("จำกัดมหาชน", "จำกัด", "coltd", "ltd")
LEAST_LETTERS = 3  # a title is not taken off where nothing to compare would be left
NAME_ALONE = 86  # per cent from which a name alone makes two of one subdistrict alike
NAME_ELSEWHERE = 94  # the same where they are of different subdistricts, where names repeat
NAME_WITH_CONTACT = 55  # the same where the telephone or the address is one as well
OTHER_NUMBER = 25  # per cent less where the numbers in the names differ: หมู่ 3 is not หมู่ 5
STRENGTHS = ("น้อย", "ปานกลาง", "มาก")  # likelihood that two are one, in words
GRAM = 3
RAREST = 8  # of a name's groups of letters
COMMON = 150  # what more producers have in common tells none of them apart
_NUMBERS = re.compile(r"\d+")


@lru_cache(maxsize=20_000)
def plain_name(name: str) -> str:
    """'วิสาหกิจชุมชน ทอผ้า บ้านนํ้าใส ๒' → 'ทอผ้าบ้านน้ำใส2': letters and digits alone, in one order, without titles."""
    text = unicodedata.normalize("NFC", to_arabic_digits(name)).casefold()
    text = "".join(char for char in text if unicodedata.category(char)[0] in "LMN")
    return _without_titles(one_spelling(text))


def _without_titles(text: str) -> str:
    """Forms of enterprise, of which several may follow one another; else a person's title."""
    bare = text
    while (shorter := _without_first(bare, FORMS)) != bare:
        bare = shorter
    return _without_ending(bare if bare != text else _without_first(text, TITLES))


def _without_first(text: str, words: Iterable[str]) -> str:
    found = (text[len(w) :] for w in words if text.startswith(w) and len(text) - len(w) >= LEAST_LETTERS)
    return next(found, text)


def _without_ending(text: str) -> str:
    for ending in ENDINGS:
        if text.endswith(ending) and len(text) - len(ending) >= LEAST_LETTERS:
            return text[: -len(ending)]
    return text


@lru_cache(maxsize=20_000)
def plain_address(address: str) -> str:
    """'12/3  ม.4 ถ.สุขุมวิท' → '12/3 4 สุขุมวิท'; '' where no house number stands in it."""
    text = to_arabic_digits(unicodedata.normalize("NFC", address)).replace("ํา", "ำ")
    text = re.sub(r"(?:บ้านเลขที่|เลขที่|หมู่ที่|หมู่|ม\.|ถนน|ถ\.|ซอย|ซ\.)", " ", text)
    words = re.findall(r"[\d/]+|[^\s\d/.,-]+", text)
    return " ".join(words) if any(word[0].isdigit() for word in words) else ""


@dataclass(frozen=True)
class Facts:
    """What is compared of one producer. `phone` digits only; `place` its subdistrict's id; `id` tells it apart."""

    id: int
    name: str
    phone: str = ""
    address: str = ""
    place: int | None = None

    @cached_property
    def plain(self) -> str:
        return plain_name(self.name)

    @cached_property
    def house(self) -> tuple[int, str] | None:
        """The house in its subdistrict; None where it is not known."""
        plain = plain_address(self.address) if self.place is not None else ""
        return (self.place, plain) if self.place is not None and plain else None


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two are: `name` in per cent; whether telephone, house and subdistrict are one. `score` orders them.

    `other_phone`: both have a telephone, and not the same one.
    """

    name: int
    phone: bool
    address: bool
    place: bool | None  # None: not known of one of them
    other_phone: bool = False

    @property
    def score(self) -> int:
        """Strength first: how alike the names are tells the pairs of one strength apart."""
        alike = self.name + 20 * self.phone + 10 * self.address + 5 * bool(self.place)
        return 1000 * self.strength + 100 * len(self.reasons) + alike - 10 * self.other_phone

    @property
    def strength(self) -> int:
        """An index of `STRENGTHS`. A name alone is weak where place or telephone speak against it: names repeat."""
        if len(self.reasons) > 1:
            return 2
        return 0 if self.place is False or self.other_phone else 1

    @property
    def strength_words(self) -> str:
        return STRENGTHS[self.strength]

    @property
    def is_likely(self) -> bool:
        if self.phone and self.address:
            return True
        if self.phone or self.address:
            return self.name >= NAME_WITH_CONTACT
        return self.name >= (NAME_ELSEWHERE if self.place is False else NAME_ALONE)

    @property
    def reasons(self) -> list[str]:
        """Why, as a person reads it."""
        named = "ชื่อเดียวกัน (ไม่นับคำนำหน้าและการเว้นวรรค)" if self.name == 100 else f"ชื่อคล้ายกัน {self.name}%"
        said = [named] if self.name >= NAME_WITH_CONTACT else []
        return said + ["โทรศัพท์เดียวกัน"] * self.phone + ["ที่อยู่เดียวกัน"] * self.address


def compare(one: Facts, other: Facts) -> Likeness:
    phone = bool(one.phone) and one.phone == other.phone
    differs = bool(one.phone and other.phone) and not phone
    place = None if None in (one.place, other.place) else one.place == other.place
    address = one.house is not None and one.house == other.house
    return Likeness(_name_score(one.plain, other.plain), phone, address, place, differs)


def _name_score(one: str, other: str) -> int:
    if one == other:
        return 100
    score = int(fuzz.ratio(one, other, score_cutoff=NAME_WITH_CONTACT))
    if score and _NUMBERS.findall(one) != _NUMBERS.findall(other):
        score -= OTHER_NUMBER
    return max(0, min(score, 99))


def likely(wanted: Facts, among: Sequence[Facts], *, most: int = 5) -> list[tuple[Facts, Likeness]]:
    """Those of `among` that may be the wanted one or have its telephone, the likeliest first."""
    near = {at for _, _, at in process.extract(wanted.plain, [f.plain for f in among], limit=50, score_cutoff=60)}
    if wanted.phone:
        near |= {at for at, facts in enumerate(among) if facts.phone == wanted.phone}
    found = [(among[at], compare(wanted, among[at])) for at in near if among[at].id != wanted.id]
    found = [(facts, likeness) for facts, likeness in found if likeness.is_likely or likeness.phone]
    return sorted(found, key=lambda pair: (-pair[1].score, pair[0].id))[:most]


def pairs(among: Sequence[Facts]) -> list[tuple[Facts, Facts, Likeness]]:
    """All likely pairs, the likeliest first. Compared are those that share a telephone, a house or rare letters."""
    found = []
    for one, other in _worth_comparing(among):
        likeness = compare(among[one], among[other])
        if likeness.is_likely:
            found.append((among[one], among[other], likeness))
    return sorted(found, key=lambda pair: (-pair[2].score, pair[0].id, pair[1].id))


def _worth_comparing(among: Sequence[Facts]) -> set[tuple[int, int]]:
    """Pairs of places in `among`, the smaller first."""
    chosen: set[tuple[int, int]] = set()
    for block in _blocks(among):
        if len(block) <= COMMON:
            chosen.update(combinations(block, 2))
    return chosen | _sharing_letters([facts.plain for facts in among])


def _blocks(among: Sequence[Facts]) -> Iterable[list[int]]:
    """Those with one telephone, with one house, with one name."""
    blocks: dict[object, list[int]] = defaultdict(list)
    for at, facts in enumerate(among):
        blocks["name", facts.plain].append(at)
        if facts.phone:
            blocks["phone", facts.phone].append(at)
        if facts.house:
            blocks["house", facts.house].append(at)
    return blocks.values()


def _sharing_letters(names: Sequence[str]) -> set[tuple[int, int]]:
    """Pairs whose names share at least two of their rarest groups of three letters.

    Two names that are alike share most groups, so also some of the rarest; common ones tell nothing and cost most.
    """
    grams = [{name[at : at + GRAM] for at in range(max(1, len(name) - GRAM + 1))} for name in names]
    often = Counter(chain.from_iterable(grams))
    having: dict[str, list[int]] = defaultdict(list)
    chosen: set[tuple[int, int]] = set()
    for at, of_name in enumerate(grams):
        shared: Counter[int] = Counter()
        for gram in sorted(of_name, key=lambda gram: (often[gram], gram))[:RAREST]:
            if often[gram] <= COMMON:
                shared.update(having[gram])
                having[gram].append(at)
        chosen.update((before, at) for before, times in shared.items() if times > 1)
    return chosen
