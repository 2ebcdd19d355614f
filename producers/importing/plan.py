"""What would become of every row of an uploaded registry, worked out against the registry as it is now."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.models import District, Subdistrict, User
from core import clock
from core.days import Unusable, read_day
from core.importing.plan import Fate, Plan, Planned, at_most
from core.importing.sheet import Entry
from core.records import differences, label_of, shown
from core.thai import plain_area, search_key
from producers import values
from producers.models import Category, Producer, ProducerRequest, Product


@dataclass
class PlannedProducer(Planned):
    """One row of the registry, with the producer that it names or the district of a new one."""

    producer: Producer | None = None
    district: District | None = None
    categories: list[Category] = field(default_factory=list)

    @property
    def known(self) -> Producer:
        """The producer that the row names; only of rows that name one."""
        if self.producer is None:
            raise LookupError(self.entry.number)
        return self.producer

    @property
    def home(self) -> District:
        """The district of the row; only of rows without errors."""
        found = self.producer.district if self.producer else self.district
        if found is None:
            raise LookupError(self.entry.number)
        return found

    @property
    def summary(self) -> str:
        made = ", ".join(category.label for category in self.categories)
        return f"ตำบล{self.fields['subdistrict'].name} อำเภอ{self.home.name} · {made}"

    def drop(self, names: Collection[str]) -> None:
        """Leave these fields as they are, and say nothing of them."""
        labels = {label_of(Producer, name) for name in names}
        self.fields = {name: value for name, value in self.fields.items() if name not in names}
        self.changes = [change for change in self.changes if change[0] not in labels]

    @property
    def version(self) -> int | None:
        return self.producer.version if self.producer else None


ProducerPlan = Plan[PlannedProducer]


def make_plan(user: User, entries: Iterable[Entry]) -> ProducerPlan:
    """The fate of every row for this person, in a constant number of queries."""
    rows = [PlannedProducer(entry) for entry in entries]
    known = _Known(user, rows)
    seen: dict[Any, int] = {}
    for row in rows:
        _read(row)
        _find_place(row, known)
        _find_producer(row, known)
        _judge(row, known, seen)
        row.sort_problems()
    return Plan(rows)


class _Known:
    """What the registry and the areas hold now, of what the rows speak of."""

    def __init__(self, user: User, rows: list[PlannedProducer]) -> None:
        self.districts = list(District.objects.visible_to(user).select_related("province"))
        ids = [district.pk for district in self.districts]
        self.subdistricts = {
            key: place
            for place in Subdistrict.objects.filter(district__in=ids)
            for key in ((place.district_id, plain_area(place.name)), (place.district_id, place.code))
        }
        codes = {row.entry.values.get("code", "") for row in rows} - {""}
        plain = {values.to_arabic_digits(code).strip().upper() for code in codes}
        every = Producer.objects.filter(code__in=plain).select_related("subdistrict", "district")
        self.by_code = {producer.code: producer for producer in every}
        self.visible = set(ids)
        self.names = {
            (district, name): code
            for district, name, code in Producer.objects.active()
            .filter(district__in=ids)
            .values_list("district_id", "search_key", "code")
        }
        asked = ProducerRequest.objects.waiting().filter(kind=ProducerRequest.Kind.NEW, district__in=ids)
        self.asked = {(district, search_key(name)[:320]) for district, name in asked.values_list("district_id", "name")}
        found = [producer.pk for producer in self.by_code.values()]
        self.categories: dict[int, set[str]] = {}
        made = Product.objects.filter(producer__in=found, withdrawn_on__isnull=True)
        for producer_id, category in made.values_list("producer_id", "category"):
            self.categories.setdefault(producer_id, set()).add(category)


def _read(row: PlannedProducer) -> None:
    """Bring each filled cell to its value."""
    readers: dict[str, Callable[[str], Any]] = {
        "name": at_most(255),
        "type": values.read_type,
        "address": at_most(255),
        "phone": values.read_phone,
        "registered_on": _past_day,
    }
    row.read_all(readers)
    row.code = row.read("code", values.read_code) or ""
    row.categories = row.read("categories", values.read_categories) or []
    row.read("product", at_most(255))


def _past_day(text: str) -> date:
    day = read_day(text)
    if day > clock.today():
        raise Unusable("วันที่ลงทะเบียนต้องไม่เป็นวันในอนาคต")
    return day


def _find_place(row: PlannedProducer, known: _Known) -> None:
    """The district, of those the person keeps, and the subdistrict in it."""
    text = row.entry.values.get("district", "")
    wanted = plain_area(values.to_arabic_digits(text))
    fitting = [d for d in known.districts if wanted in (d.name, d.code) or (not text and len(known.districts) == 1)]
    if text and not fitting:
        row.wrong("district", f"“{text[:40]}” อยู่นอกพื้นที่ที่ท่านรับผิดชอบ หรือสะกดไม่ตรง")
    row.district = fitting[0] if len(fitting) == 1 else None
    if place := row.entry.values.get("subdistrict"):
        _find_subdistrict(row, known, place)


def _find_subdistrict(row: PlannedProducer, known: _Known, text: str) -> None:
    district = row.district or _district_of_code(row, known)
    if district is None:
        return
    found = known.subdistricts.get((district.pk, plain_area(values.to_arabic_digits(text))))
    if found is None:
        row.wrong("subdistrict", f"ไม่มีตำบล “{text[:40]}” ในอำเภอ{district.name}")
    else:
        row.fields["subdistrict"] = found


def _district_of_code(row: PlannedProducer, known: _Known) -> District | None:
    """The district of the producer that the code names, when the row names none."""
    producer = known.by_code.get(row.code)
    return next((d for d in known.districts if producer and d.pk == producer.district_id), None)


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
        row.producer = producer


def _judge(row: PlannedProducer, known: _Known, seen: dict[Any, int]) -> None:
    """Settle the fate of a row whose cells have been read."""
    if row.producer is None and row.fate is not Fate.ERROR:
        _require_all(row)
    if row.fate is Fate.ERROR:
        return
    if first := _earlier(row, seen):
        row.repeats("code" if row.code else "name", f"ซ้ำกับแถว {first} ของไฟล์ จะไม่นำเข้าแถวนี้")
    elif row.producer:
        _compare(row, known)
    else:
        _new(row, known)


def _earlier(row: PlannedProducer, seen: dict[Any, int]) -> int | None:
    """The number of an earlier row about the same producer."""
    keys: list[Any] = [row.code] if row.code else []
    if not row.producer:
        keys.append((row.home.pk, search_key(row.fields["name"])))
    found = next((seen[key] for key in keys if key in seen), None)
    for key in keys:
        seen.setdefault(key, row.entry.number)
    return found


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
    row.fate = Fate.NEW


def _compare(row: PlannedProducer, known: _Known) -> None:
    """What a row changes of the producer it names. A blank cell changes nothing; categories are only added."""
    changed = differences(row.known, row.fields)
    if "phone" in changed and values.same_phone(*changed["phone"]):
        del changed["phone"]
    row.fields = {name: new for name, (_, new) in changed.items()}
    row.changes = [_spoken(row.known, name, *pair) for name, pair in changed.items()]
    made = known.categories.get(row.known.pk, set())
    row.categories = [category for category in row.categories if category not in made]
    if row.categories:
        row.changes.append(("ประเภทผลิตภัณฑ์", "", "เพิ่ม " + ", ".join(c.label for c in row.categories)))
    row.fate = Fate.CHANGED if row.changes else Fate.SAME


def _spoken(producer: Producer, name: str, old: Any, new: Any) -> tuple[str, str, str]:
    label = label_of(producer, name)
    if name == "phone":
        return label, values.mask_phone(old) or "–", values.mask_phone(new)
    if name == "address":
        return label, values.mask_address(old) or "–", "ตามไฟล์"
    return label, shown(producer, name, old), shown(producer, name, new)
