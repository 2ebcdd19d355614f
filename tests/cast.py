"""The people and places of the tests: real names of areas, few of each, made in milliseconds.

`somsri` enters เมืองฉะเชิงเทรา, `pranee` บางคล้า; `wichai` is the province above both. `malee` is the province of
สระแก้ว with `kanya` in its อรัญประเทศ. `orathai` analyses and `teera` administers at the department. `suspended` was
somsri's colleague; `newcomer` still has the administrator's one-time password; `stranger` has no account.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from types import SimpleNamespace

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AnonymousUser

from accounts.models import District, Province, Role, Subdistrict, User
from core import clock
from core.month import Month
from core.thai import search_key, sort_key
from producers.models import Category, Producer, ProducerType, Product
from sales.models import CHANNELS, SalesRow, SalesTotal
from workflow.models import Submission

PASSWORD = "ไก่ย่างบางคล้า-2567"
FOUNDED = date(2020, 1, 1)
AREAS = {
    ("24", "ฉะเชิงเทรา"): {
        ("2401", "เมืองฉะเชิงเทรา"): ("240101", "หน้าเมือง"),
        ("2402", "บางคล้า"): ("240201", "บางคล้า"),
        ("2404", "บางปะกง"): ("240401", "บางปะกง"),
    },
    ("27", "สระแก้ว"): {
        ("2701", "เมืองสระแก้ว"): ("270101", "สระแก้ว"),
        ("2706", "อรัญประเทศ"): ("270601", "อรัญประเทศ"),
    },
}
PRODUCERS = {
    "2401": (
        ("24010001", "กลุ่มแม่บ้านเกษตรกรหน้าเมือง", ProducerType.GROUP, (Category.FOOD, Category.DRINK)),
        ("24010002", "นางสาวน้ำผึ้ง กำแพงแก้ว", ProducerType.SOLE, (Category.TEXTILE,)),
    ),
    "2402": (("24020001", "กลุ่มมะพร้าวน้ำหอมบางคล้า", ProducerType.GROUP, (Category.FOOD,)),),
    "2404": (("24040001", "บริษัท ปลากะพงบางปะกง จำกัด", ProducerType.SME, (Category.FOOD,)),),
    "2701": (("27010001", "กลุ่มทอผ้าไหมสระแก้ว", ProducerType.GROUP, (Category.TEXTILE,)),),
    "2706": (("27060001", "นายเกรียงไกร ชายแดน", ProducerType.SOLE, (Category.HERB,)),),
}
PEOPLE = {
    "somsri": ("สมศรี ใจดี", Role.DISTRICT, "2401"),
    "pranee": ("ปราณี บางคล้า", Role.DISTRICT, "2402"),
    "kanya": ("กัญญา อรัญ", Role.DISTRICT, "2706"),
    "wichai": ("วิชัย แปดริ้ว", Role.PROVINCE, "24"),
    "malee": ("มาลี สระแก้ว", Role.PROVINCE, "27"),
    "orathai": ("อรทัย วิเคราะห์", Role.DEPARTMENT, ""),
    "teera": ("ธีระ ดูแลระบบ", Role.ADMIN, ""),
    "suspended": ("สมปอง ย้ายไปแล้ว", Role.DISTRICT, "2401"),
    "newcomer": ("น้องใหม่ เพิ่งมา", Role.DISTRICT, "2401"),
}


class Cast(SimpleNamespace):
    """Everyone and everywhere by name: `cast.somsri`, `cast.mueang`, `cast.chachoengsao`."""

    somsri: User
    pranee: User
    kanya: User
    wichai: User
    malee: User
    orathai: User
    teera: User
    suspended: User
    newcomer: User
    stranger: AnonymousUser
    chachoengsao: Province
    sakaeo: Province
    mueang: District
    bangkhla: District
    bangpakong: District
    mueang_sakaeo: District
    aranyaprathet: District

    def producers_of(self, district: District) -> list[Producer]:
        return list(Producer.objects.filter(district=district).order_by("code"))


@dataclass
class _Places:
    provinces: dict[str, Province] = field(default_factory=dict)
    districts: dict[str, District] = field(default_factory=dict)
    subdistricts: dict[str, Subdistrict] = field(default_factory=dict)


@cache
def _password_hash() -> str:
    return make_password(PASSWORD)


def make_cast() -> Cast:
    """All places, people and producers, in eight statements."""
    places = _make_places()
    people = _make_people(places)
    _make_producers(places)
    of = places.districts
    return Cast(
        **people,
        stranger=AnonymousUser(),
        chachoengsao=places.provinces["24"],
        sakaeo=places.provinces["27"],
        mueang=of["2401"],
        bangkhla=of["2402"],
        bangpakong=of["2404"],
        mueang_sakaeo=of["2701"],
        aranyaprathet=of["2706"],
    )


def _make_places() -> _Places:
    places = _Places()
    for (code, name), districts in AREAS.items():
        province = Province(code=code, name=name, sort_key=sort_key(name))
        places.provinces[code] = province
        for (d_code, d_name), (s_code, s_name) in districts.items():
            district = District(code=d_code, name=d_name, sort_key=sort_key(d_name), province=province)
            places.districts[d_code] = district
            places.subdistricts[d_code] = Subdistrict(
                code=s_code, name=s_name, sort_key=sort_key(s_name), district=district
            )
    Province.objects.bulk_create(places.provinces.values())
    District.objects.bulk_create(places.districts.values())
    Subdistrict.objects.bulk_create(places.subdistricts.values())
    return places


def _make_people(places: _Places) -> dict[str, User]:
    people = {
        username: User(
            username=username,
            display_name=name,
            role=role,
            district=places.districts.get(area),
            province=places.provinces.get(area),
            password=_password_hash(),
            is_active=username != "suspended",
            must_change_password=username == "newcomer",
        )
        for username, (name, role, area) in PEOPLE.items()
    }
    User.objects.bulk_create(people.values())
    return people


def _make_producers(places: _Places) -> None:
    producers, products = [], []
    for district, entries in PRODUCERS.items():
        for code, name, type_, categories in entries:
            producer = Producer(
                code=code,
                name=name,
                sort_key=sort_key(name),
                search_key=search_key(name),
                type=type_,
                district=places.districts[district],
                subdistrict=places.subdistricts[district],
                address="12 หมู่ 3",
                phone="0812345678",
                registered_on=FOUNDED,
            )
            producers.append(producer)
            products += [
                Product(producer=producer, name=f"สินค้า{c.label}", category=c, registered_on=FOUNDED) for c in categories
            ]
    Producer.objects.bulk_create(producers)
    Product.objects.bulk_create(products)


def fill(district: District, month: Month, amount: str | Decimal = "100.25", kind: str = "sales") -> Submission:
    """A draft of the month with every row of the district filled: `amount` baht in each of the four channels.

    Written straight into the tables, totals included: what the calendar says about the month does not matter here.
    """
    submission = Submission.objects.get_or_create(kind=kind, district=district, month=month)[0]
    products = Product.objects.filter(producer__district=district).order_by("producer__code", "category")
    for product in products:
        SalesRow.objects.create(
            submission=submission,
            producer=product.producer,
            category=product.category,
            updated_at=clock.now(),
            **dict.fromkeys(CHANNELS, Decimal(amount)),
        )
    _total(submission)
    return submission


def _total(submission: Submission) -> None:
    rows = list(SalesRow.objects.filter(submission=submission))
    for category in {row.category for row in rows}:
        of_category = [row for row in rows if row.category == category]
        sums = {c: sum((getattr(row, c) for row in of_category), Decimal(0)) for c in CHANNELS}
        SalesTotal.objects.update_or_create(
            submission=submission,
            category=category,
            defaults={**sums, "total": sum(sums.values()), "rows": len(of_category), "filled": len(of_category)},
        )
