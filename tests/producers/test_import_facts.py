"""Stars, quadrants and standards of products from a file: dry run, errors by cell, out of the portal and back in."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse

from core.importing.plan import Fate
from core.month import Month
from producers.importing.plan import make_plan
from producers.models import Producer, ProducerRequest, Product, Standard
from producers.services import facts, imports, requests
from tests.producers.conftest import new, registry_file

pytestmark = pytest.mark.django_db
MINE = "24010001"  # makes food and drink
STARS = {"stars": "๔ ดาว", "stars_year": "2566"}
QUADRANT = {"quadrant": "b", "quadrant_on": "1/12/2566"}


@pytest.fixture(autouse=True)
def standards(cast, at):
    at("2567-03-15 09:00")
    return [Standard.objects.get_or_create(name=name)[0] for name in ("มผช.", "อย.")]


def planned(actor, *rows):
    file = registry_file(*rows)
    draft = imports.receive(file, name=file.name, actor=actor)
    return draft, make_plan(actor, draft.entries)


def accepted(actor, *rows):
    draft, plan = planned(actor, *rows)
    assert plan.acceptable, [row.problems for row in plan.rows]
    imports.accept(draft, plan.digest, actor=actor)
    return plan


def food(cast):
    return Product.objects.get(producer__code=MINE, category="food")


def known(product):
    product.refresh_from_db()
    held = sorted(held.standard.name for held in product.held_standards.all())
    return product.stars, product.stars_year, product.quadrant, product.quadrant_on, held


def test_facts_of_a_product_are_shown_then_written_each_with_its_trail(cast, standards):
    product = food(cast)
    facts.set_standards(actor=cast.somsri, product=product, certificates={standards[0].pk: ("12/2566", None)})
    row = {"code": MINE, "product": product.name, "categories": "อาหาร", **STARS, **QUADRANT, "standards": "อย., มผช."}
    plan = accepted(cast.somsri, row)
    assert plan.rows[0].changes == [
        (f"คัดสรรปี 2566 ({product.name})", "–", "4 ดาว"),
        (f"กลุ่ม ณ 1 ธันวาคม 2566 ({product.name})", "–", "B อนุรักษ์ สร้างคุณค่า"),
        (f"มาตรฐาน ({product.name})", "", "เพิ่ม อย."),
    ]
    assert known(product) == (4, 2566, "B", date(2023, 12, 1), ["มผช.", "อย."])
    assert product.held_standards.get(standard=standards[0]).number == "12/2566"
    assert planned(cast.somsri, row)[1].rows[0].fate is Fate.SAME


@pytest.mark.parametrize(
    ("field", "cells"),
    [
        ("stars", {"stars": "6", "stars_year": "2566"}),
        ("stars_year", {"stars": "4", "stars_year": "2568"}),
        ("stars_year", {"stars": "4"}),
        ("stars", {"stars_year": "2566"}),
        ("quadrant", {"quadrant": "E", "quadrant_on": "1/1/2567"}),
        ("quadrant_on", {"quadrant": "A", "quadrant_on": "1/1/2569"}),
        ("quadrant_on", {"quadrant": "A"}),
        ("quadrant", {"quadrant_on": "1/1/2567"}),
        ("standards", {"standards": "อย., ไม่มีจริง"}),
        ("product", {**STARS, "categories": None}),  # of two products
        ("product", {**STARS, "product": "ไม่มีในทะเบียน"}),
    ],
)
def test_a_wrong_fact_is_named_by_its_cell(cast, field_of, field, cells):
    row = planned(cast.somsri, {"code": MINE, "categories": "อาหาร", **cells})[1].rows[0]
    assert row.fate is Fate.ERROR
    assert [ref for ref, _ in row.problems] == [field_of(field, 2)]


def test_a_new_producer_brings_the_facts_of_its_one_product(cast, field_of):
    accepted(cast.wichai, new(**STARS, standards="มผช."))
    assert known(Product.objects.get(producer__name="กลุ่มจักสานบ้านใหม่")) == (4, 2566, "", None, ["มผช."])
    row = planned(cast.wichai, new(name="สอง", categories="อาหาร, เครื่องดื่ม", **STARS))[1].rows[0]
    assert row.problems[0][0] == field_of("categories", 2)


def test_a_district_asks_for_them_and_approval_writes_them(cast, signed_in):
    accepted(cast.somsri, new(**STARS, **QUADRANT, standards="อย."))
    request = ProducerRequest.objects.get()
    page = signed_in(cast.wichai).get(reverse("producers:request", args=[request.pk])).content.decode()
    assert "คัดสรรปี 2566" in page
    requests.approve(actor=cast.wichai, request=request, version=request.version, from_month=Month.parse("2567-03"))
    product = Product.objects.get(producer__name="กลุ่มจักสานบ้านใหม่")
    assert known(product) == (4, 2566, "B", date(2023, 12, 1), ["อย."])


def test_the_registry_taken_out_comes_back_unchanged_and_completed(cast, signed_in):
    facts.record_selection(actor=cast.somsri, product=food(cast), year=2565, stars=3)
    file = signed_in(cast.somsri).get(reverse("producers:import-template") + "?filled=1").content
    assert b"0812345678" not in file
    draft = imports.receive(BytesIO(file), name="ทะเบียน.xlsx", actor=cast.somsri)
    plan = make_plan(cast.somsri, draft.entries)
    assert {row.fate for row in plan.rows} == {Fate.SAME}
    assert len(plan.rows) == Product.objects.filter(producer__district=cast.mueang).count() > 2
    rows = [dict(entry.values, **STARS) for entry in draft.entries]
    accepted(cast.somsri, *rows)
    assert set(Product.objects.filter(producer__district=cast.mueang).values_list("stars", "stars_year")) == {(4, 2566)}
    assert Producer.objects.filter(district=cast.mueang, phone="").count() == 0
    again = planned(cast.somsri, rows[0], rows[0])[1]
    assert [row.fate for row in again.rows] == [Fate.SAME, Fate.DUPLICATE]
