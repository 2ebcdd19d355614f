"""What would become of every row of an uploaded registry, worked out against the registry as it is now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from accounts.importing import PlannedRecord
from accounts.models import User
from accounts.places import Places
from core.importing.plan import Fate, Plan, at_most, past_day
from core.importing.sheet import Entry
from core.records import differences, label_of, shown
from core.thai import search_key
from producers import values
from producers.importing.facts import Change, Given, KnownFacts, Standards, find_product, has_facts, read_facts
from producers.models import Category, Producer, ProducerRequest, Product

OF_PRODUCER = ("name", "type", "district", "subdistrict", "address", "phone", "registered_on")


@dataclass
class PlannedProducer(PlannedRecord[Producer]):
    """One row of the registry, with the producer that it names or the district of a new one."""

    categories: list[Category] = field(default_factory=list)
    given: Given = field(default_factory=Given)  # of one product: `product`, or the one that the row makes
    product: Product | None = None
    fact_changes: list[Change] = field(default_factory=list)

    @property
    def summary(self) -> str:
        made = ", ".join(category.label for category in self.categories)
        place = f"ตำบล{self.fields['subdistrict'].name} อำเภอ{self.home.name}"
        return " · ".join([place, made, *(f"{label} {new}" for label, _, new in self.fact_changes)])

    def drop(self, names: Collection[str]) -> None:
        """Leave these fields as they are, and say nothing of them."""
        labels = {label_of(Producer, name) for name in names}
        self.fields = {name: value for name, value in self.fields.items() if name not in names}
        self.changes = [change for change in self.changes if change[0] not in labels]


ProducerPlan = Plan[PlannedProducer]


def make_plan(user: User, entries: Iterable[Entry]) -> ProducerPlan:
    """The fate of every row for this person, in a constant number of queries."""
    rows = [PlannedProducer(entry) for entry in entries]
    known = _Known(user, rows)
    seen: dict[Any, PlannedProducer] = {}
    for row in rows:
        _read(row, known)
        producer = known.by_code.get(row.code)
        row.district = known.places.district_of(row, None)
        of_code = producer.district if producer and producer.district_id in known.visible else None
        known.places.read_subdistrict(row, row.district or of_code)
        _find_producer(row, known)
        _find_product(row, known)
        _judge(row, known, seen)
        row.sort_problems()
    return Plan(rows)


class _Known:
    """What the registry and the areas hold now, of what the rows speak of."""

    def __init__(self, user: User, rows: list[PlannedProducer]) -> None:
        self.places = Places(user)
        ids = self.places.ids
        codes = {row.entry.values.get("code", "") for row in rows} - {""}
        plain = {values.to_arabic_digits(code).strip().upper() for code in codes}
        every = Producer.objects.filter(code__in=plain).select_related("subdistrict", "district")
        self.by_code = {producer.code: producer for producer in every}
        self.visible = ids
        self.names = {
            (district, name): code
            for district, name, code in Producer.objects.active()
            .filter(district__in=ids)
            .values_list("district_id", "search_key", "code")
        }
        asked = ProducerRequest.objects.waiting().filter(kind=ProducerRequest.Kind.NEW, district__in=ids)
        self.asked = {(district, search_key(name)[:320]) for district, name in asked.values_list("district_id", "name")}
        found = [producer.pk for producer in self.by_code.values()]
        self.products: dict[int, list[Product]] = defaultdict(list)
        for product in Product.objects.filter(producer__in=found, withdrawn_on__isnull=True).order_by("pk"):
            self.products[product.producer_id].append(product)
        speaking = [row for row in rows if has_facts(row)]
        self.standards = Standards(any("standards" in row.entry.values for row in speaking))
        self.facts = KnownFacts([p.pk for made in self.products.values() for p in made] if speaking else [])


def _read(row: PlannedProducer, known: _Known) -> None:
    """Bring each filled cell to its value."""
    readers: dict[str, Callable[[str], Any]] = {
        "name": at_most(255),
        "type": values.read_type,
        "address": at_most(255),
        "phone": values.read_phone,
        "registered_on": past_day,
    }
    row.read_all(readers)
    row.code = row.read("code", values.read_code) or ""
    row.categories = row.read("categories", values.read_categories) or []
    row.read("product", at_most(255))
    row.given = read_facts(row, known.standards)


def _find_producer(row: PlannedProducer, known: _Known) -> None:
    """The producer that the code names, if the person may change it."""
    producer = known.by_code.get(row.code)
    if producer is None:
        return
    if producer.district_id not in known.visible:
        row.wrong("code", f"รหัส {row.code} เป็นของผู้ผลิตนอกพื้นที่ที่ท่านรับผิดชอบ")
    elif not producer.is_active:
        row.wrong("code", f"รหัส {row.code} ยกเลิกการลงทะเบียนแล้ว ให้คืนสถานะในหน้าทะเบียนก่อน")
    elif row.district and row.district.pk != producer.district_id:
        row.wrong("district", f"รหัส {row.code} อยู่อำเภออื่น ย้ายอำเภอด้วยไฟล์ไม่ได้")
    else:
        row.record = producer


def _find_product(row: PlannedProducer, known: _Known) -> None:
    """The product that a row is about: one that the producer makes, or the only one that the row adds."""
    name, categories = row.entry.values.get("product", ""), [str(category) for category in row.categories]
    made = known.products[row.record.pk] if row.record else []
    fitting = find_product(made, name, categories)
    row.product = fitting[0] if len(fitting) == 1 else None
    if not row.given or row.product or row.fate is Fate.ERROR:
        return
    if len(fitting) > 1:
        row.wrong("product", "ผู้ผลิตรายนี้มีหลายผลิตภัณฑ์ ใส่ชื่อผลิตภัณฑ์ตามทะเบียน ดาว กลุ่ม และมาตรฐานเป็นของผลิตภัณฑ์เดียว")
    elif len(categories) != 1:
        row.wrong("categories", "ดาว กลุ่ม และมาตรฐานเป็นของผลิตภัณฑ์เดียว ใส่ประเภทผลิตภัณฑ์เพียงประเภทเดียวในแถวนี้")
    elif any(product.category in categories for product in made):
        row.wrong("product", f"ไม่พบผลิตภัณฑ์ “{name[:40]}” ของผู้ผลิตรายนี้ในทะเบียน")


def _judge(row: PlannedProducer, known: _Known, seen: dict[Any, PlannedProducer]) -> None:
    """Settle the fate of a row whose cells have been read."""
    if row.record is None and row.fate is not Fate.ERROR:
        _require_all(row)
    if row.fate is Fate.ERROR:
        return
    first = _earlier(row, seen)
    if first and not _of_another_product(row, first, seen):
        row.repeats("code" if row.code else "name", f"ซ้ำกับแถว {first.entry.number} ของไฟล์ จะไม่นำเข้าแถวนี้")
    elif row.record:
        _compare(row, known)
    else:
        _new(row, known)


def _earlier(row: PlannedProducer, seen: dict[Any, PlannedProducer]) -> PlannedProducer | None:
    """An earlier row about the same producer."""
    keys: list[Any] = [row.code] if row.code else []
    if not row.record:
        keys.append((row.home.pk, search_key(row.fields["name"])))
    found = next((seen[key] for key in keys if key in seen), None)
    for key in keys:
        seen.setdefault(key, row)
    if found is None and row.product:
        seen[row.product] = row
    return found


def _of_another_product(row: PlannedProducer, first: PlannedProducer, seen: dict[Any, PlannedProducer]) -> bool:
    """Whether a row repeats a producer only to speak of another of its products. Of the producer it says nothing."""
    if row.product is None or row.product in seen:
        return False
    said = row.entry.values
    if any(said[name] != first.entry.values.get(name) for name in OF_PRODUCER if name in said):
        return False
    seen[row.product] = row
    row.fields, row.categories = {}, []
    return True


def _require_all(row: PlannedProducer) -> None:
    """A new producer needs all of these."""
    needed = {"name": "ชื่อ", "type": "ประเภทผู้ผลิต", "subdistrict": "ตำบล", "registered_on": "วันที่ลงทะเบียน"}
    for name, label in needed.items():
        if name not in row.entry.values:
            row.wrong(name, f"ผู้ผลิตรายใหม่ต้องมี{label}")
    if not row.entry.values.get("categories"):
        row.wrong("categories", "ผู้ผลิตรายใหม่ต้องมีประเภทผลิตภัณฑ์อย่างน้อยหนึ่งประเภท")
    if row.district is None:
        row.wrong("district", "ผู้ผลิตรายใหม่ต้องระบุอำเภอ")


def _new(row: PlannedProducer, known: _Known) -> None:
    name = row.fields["name"]
    if code := known.names.get((row.home.pk, search_key(name)[:320])):
        row.repeats("name", f"มีชื่อนี้ในอำเภอนี้แล้ว (รหัส {code}) ถ้าต้องการแก้ไขรายเดิม ให้ใส่รหัสในไฟล์")
        return
    if (row.home.pk, search_key(name)[:320]) in known.asked:
        row.repeats("name", "มีคำขอเพิ่มผู้ผลิตชื่อนี้รอจังหวัดพิจารณาอยู่แล้ว จะไม่ขอซ้ำ")
        return
    row.fact_changes = known.facts.changes(None, row.given)
    row.fate = Fate.NEW


def _compare(row: PlannedProducer, known: _Known) -> None:
    """What a row changes of the producer it names. A blank cell changes nothing; categories are only added."""
    changed = differences(row.known, row.fields)
    if "phone" in changed and values.same_phone(*changed["phone"]):
        del changed["phone"]
    row.fields = {name: new for name, (_, new) in changed.items()}
    row.changes = [_spoken(row.known, name, *pair) for name, pair in changed.items()]
    made = {product.category for product in known.products[row.known.pk]}
    row.categories = [category for category in row.categories if category not in made]
    if row.categories:
        row.changes.append(("ประเภทผลิตภัณฑ์", "", "เพิ่ม " + ", ".join(c.label for c in row.categories)))
    row.fact_changes = known.facts.changes(row.product, row.given)
    row.changes += row.fact_changes
    row.fate = Fate.CHANGED if row.changes else Fate.SAME


def _spoken(producer: Producer, name: str, old: Any, new: Any) -> tuple[str, str, str]:
    label = label_of(producer, name)
    if name == "phone":
        return label, values.mask_phone(old) or "–", values.mask_phone(new)
    if name == "address":
        return label, values.mask_address(old) or "–", "ตามไฟล์"
    return label, shown(producer, name, old), shown(producer, name, new)
