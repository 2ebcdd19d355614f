"""What a row of the registry's file says of one product: stars of a year, quadrant of a day, standards it holds.

A blank cell changes nothing, standards are only added: what is wrong is taken away on the product's own page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from core import clock
from core.days import Unusable
from core.importing.plan import Planned, past_day
from core.thai import BUDDHIST_OFFSET, search_key, thai_date
from producers import values
from producers.models import Product, ProductStandard, Quadrant, QuadrantRating, Selection, Standard

CELLS = ("stars", "stars_year", "quadrant", "quadrant_on", "standards")
PAIRS = (
    ("stars", "stars_year", "ระบุปีที่คัดสรรด้วย"),
    ("stars_year", "stars", "ระบุระดับดาวด้วย หรือลบปีที่คัดสรร"),
    ("quadrant", "quadrant_on", "ระบุวันที่จัดกลุ่มด้วย"),
    ("quadrant_on", "quadrant", "ระบุกลุ่มด้วย หรือลบวันที่จัดกลุ่ม"),
)
Change = tuple[str, str, str]


@dataclass(frozen=True)
class Given:
    """What the cells say, as `services.facts.record` takes it: (year, stars), (quadrant, day), ids of standards."""

    selection: tuple[int, int] | None = None
    quadrant: tuple[str, date] | None = None
    standards: tuple[Standard, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.selection or self.quadrant or self.standards)

    def as_json(self) -> dict[str, str]:
        """As a request keeps it until the province approves."""
        stars = {"stars_year": str(self.selection[0]), "stars": str(self.selection[1])} if self.selection else {}
        rated = {"quadrant": self.quadrant[0], "quadrant_on": self.quadrant[1].isoformat()} if self.quadrant else {}
        held = {"standards": ",".join(str(s.pk) for s in self.standards)} if self.standards else {}
        return stars | rated | held


def has_facts(row: Planned) -> bool:
    return any(name in row.entry.values for name in CELLS)


class Standards:
    """The reference list, by name; read once, and only where a row speaks of it."""

    def __init__(self, wanted: bool) -> None:
        self.named = {search_key(s.name): s for s in Standard.objects.offered()} if wanted else {}

    def read(self, text: str) -> tuple[Standard, ...]:
        """'มผช., อย.' Raises Unusable with what the list has."""
        return values.read_named(text, self.named, "มาตรฐาน")


def read_facts(row: Planned, standards: Standards) -> Given:
    """The facts of a row; what cannot be taken is noted on its cell."""
    stars, year = row.read("stars", values.read_stars), row.read("stars_year", _past_year)
    quadrant, on = row.read("quadrant", values.read_quadrant), row.read("quadrant_on", past_day)
    held = row.read("standards", standards.read) or ()
    for one, other, sentence in PAIRS:
        if one in row.entry.values and other not in row.entry.values:
            row.wrong(other, sentence)
    return Given((year, stars) if year and stars else None, (quadrant, on) if quadrant and on else None, held)


def _past_year(text: str) -> int:
    year = values.read_year(text)
    if year > clock.today().year + BUDDHIST_OFFSET:
        raise Unusable("ต้องไม่เป็นปีในอนาคต")
    return year


class KnownFacts:
    """What is known already of the products that rows speak of. Three queries."""

    def __init__(self, products: Collection[int]) -> None:
        self.stars: dict[tuple[int, int], int] = {}
        self.quadrants: dict[tuple[int, date], str] = {}
        self.held: dict[int, set[int]] = defaultdict(set)
        if products:
            self._read(products)

    def _read(self, products: Collection[int]) -> None:
        selections = Selection.objects.filter(product__in=products)
        self.stars = {(p, year): stars for p, year, stars in selections.values_list("product_id", "year", "stars")}
        ratings = QuadrantRating.objects.filter(product__in=products)
        self.quadrants = {(p, on): q for p, on, q in ratings.values_list("product_id", "rated_on", "quadrant")}
        held = ProductStandard.objects.filter(product__in=products)
        for product, standard in held.values_list("product_id", "standard_id"):
            self.held[product].add(standard)

    def changes(self, product: Product | None, given: Given) -> list[Change]:
        """[(label, old, new)] of what the row adds; `product` None is one that the row itself makes."""
        pk = product.pk if product else 0
        of = f" ({product.name})" if product else ""
        said: list[Change] = []
        if given.selection and (old := self.stars.get((pk, given.selection[0]))) != given.selection[1]:
            year, stars = given.selection
            said.append((f"คัดสรรปี {year}{of}", f"{old} ดาว" if old else "–", f"{stars} ดาว"))
        if given.quadrant and (was := self.quadrants.get((pk, given.quadrant[1]), "")) != given.quadrant[0]:
            words = dict(Quadrant.choices)
            said.append((f"กลุ่ม ณ {thai_date(given.quadrant[1])}{of}", words.get(was, "–"), words[given.quadrant[0]]))
        if new := [s.name for s in given.standards if s.pk not in self.held.get(pk, ())]:
            said.append((f"มาตรฐาน{of}", "", "เพิ่ม " + ", ".join(new)))
        return said


def find_product(made: Iterable[Product], name: str, categories: Collection[str]) -> list[Product]:
    """The products that a row may mean: of its categories, if it names any; of its name, if it says one."""
    fitting = [p for p in made if not categories or p.category in categories]
    return [p for p in fitting if search_key(p.name) == search_key(name)] if name else fitting


def of_request(facts: Mapping[str, str]) -> Given:
    """What `Given.as_json` kept. One query where there are standards."""
    ids = [int(key) for key in facts.get("standards", "").split(",") if key]
    return Given(
        (int(facts["stars_year"]), int(facts["stars"])) if "stars" in facts else None,
        (facts["quadrant"], date.fromisoformat(facts["quadrant_on"])) if "quadrant" in facts else None,
        tuple(Standard.objects.filter(pk__in=ids)) if ids else (),
    )
