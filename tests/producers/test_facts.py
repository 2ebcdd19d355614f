"""Selections, quadrants and standards of products: the newest stands, earlier ones stay, wrong ones go."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from core import audit
from core.records import Refused
from producers.models import Product, Standard
from producers.selectors import Filters, find_producers
from producers.services import facts


@pytest.fixture
def product(cast):
    return Product.objects.filter(producer__district=cast.mueang).order_by("pk").first()


@pytest.fixture
def standard(cast):
    return Standard.objects.get_or_create(name="มผช.")[0]


def current(product):
    product.refresh_from_db()
    return product.stars, product.stars_year, product.quadrant, product.quadrant_on


def test_the_newest_selection_stands_whatever_the_order_of_entry(cast, product):
    for year, stars in ((2565, 4), (2562, 3), (2567, 5), (2564, 2)):
        facts.record_selection(actor=cast.somsri, product=product, year=year, stars=stars)
    assert current(product)[:2] == (5, 2567)
    facts.record_selection(actor=cast.somsri, product=product, year=2567, stars=None)
    assert current(product)[:2] == (4, 2565)
    assert list(product.selections.values_list("year", "stars")) == [(2565, 4), (2564, 2), (2562, 3)]


def test_the_same_result_twice_is_one_act(cast, product):
    for _ in range(2):
        facts.record_selection(actor=cast.somsri, product=product, year=2565, stars=4)
    assert [entry.action for entry in audit.trail(product.producer)] == ["product.selected"]


def test_a_year_without_a_result_left_leaves_no_stars(cast, product):
    facts.record_selection(actor=cast.somsri, product=product, year=2565, stars=4)
    facts.record_selection(actor=cast.somsri, product=product, year=2565, stars=None)
    assert current(product)[:2] == (None, None)


def test_the_newest_quadrant_stands_with_its_day(cast, product):
    facts.record_quadrant(actor=cast.somsri, product=product, quadrant="A", on=date(2024, 2, 1))
    facts.record_quadrant(actor=cast.somsri, product=product, quadrant="D", on=date(2022, 2, 1))
    assert current(product)[2:] == ("A", date(2024, 2, 1))
    facts.record_quadrant(actor=cast.somsri, product=product, quadrant="", on=date(2024, 2, 1))
    assert current(product)[2:] == ("D", date(2022, 2, 1))


def test_standards_are_saved_whole_and_told_in_the_trail(cast, product, standard):
    facts.set_standards(actor=cast.somsri, product=product, certificates={standard.pk: ("12/2566", date(2027, 3, 1))})
    facts.set_standards(actor=cast.wichai, product=product, certificates={})
    assert not product.held_standards.exists()
    newest, first = audit.trail(product.producer)
    assert first.details["changes"] == {"มาตรฐาน มผช.": ["–", "ได้รับ เลขที่ 12/2566 ถึง 1 มีนาคม 2570"]}
    assert newest.details["changes"]["มาตรฐาน มผช."][1] == "–"


def test_of_two_tabs_the_later_takes_no_standard_of_the_earlier_away(cast, signed_in, product, standard):
    client, args = signed_in(cast.somsri), [product.producer_id, product.pk]
    page, url = (reverse(f"producers:{name}", args=args) for name in ("product-edit", "product-standards"))
    shown = client.get(page).context["certificates"].version
    first = {f"held-{standard.pk}": "on", "version": shown}
    assert client.post(url, first).status_code == 302
    assert client.post(url, first).status_code == 302, "the same again is no other's work"
    other = Standard.objects.exclude(pk=standard.pk).first()
    late = client.post(url, {f"held-{other.pk}": "on", "version": shown}).content.decode()
    assert "มีผู้แก้ไขข้อมูลนี้ไปก่อนแล้ว" in late
    assert [row.standard_id for row in product.held_standards.all()] == [standard.pk]
    newest = client.get(page).context["certificates"].version
    assert client.post(url, {f"held-{other.pk}": "on", "version": newest}).status_code == 302


def test_others_change_nothing_of_a_product(cast, product):
    for person in (cast.pranee, cast.malee, cast.orathai, cast.teera, cast.suspended):
        with pytest.raises(PermissionDenied):
            facts.record_selection(actor=person, product=product, year=2565, stars=4)
    assert current(product)[0] is None


def test_only_the_administrator_keeps_the_list_of_standards(cast, standard):
    with pytest.raises(PermissionDenied):
        facts.save_standard(actor=cast.orathai, standard=None, name="ใหม่")
    with pytest.raises(Refused):
        facts.save_standard(actor=cast.teera, standard=None, name="มผช.")
    facts.save_standard(actor=cast.teera, standard=standard, name="มผช.", retired=True)
    assert not Standard.objects.offered().filter(name="มผช.").exists()


def test_the_page_of_a_product_keeps_what_was_typed_and_tells_what_is_wrong(cast, signed_in, product, standard):
    client = signed_in(cast.somsri)
    args = [product.producer_id, product.pk]
    typed = {f"held-{standard.pk}": "on", f"number-{standard.pk}": "77/2566", f"until-{standard.pk}": "31/2/2570"}
    answer = client.post(reverse("producers:product-standards", args=args), typed)
    assert "ไม่มีวันนี้ในปฏิทิน" in answer.content.decode()
    assert "77/2566" in answer.content.decode()
    assert not product.held_standards.exists()
    client.post(reverse("producers:product-selection", args=args), {"year": "2565", "stars": "4"})
    client.post(reverse("producers:product-quadrant", args=args), {"on": "1/2/2567", "quadrant": "B"})
    page = client.get(reverse("producers:detail", args=args[:1])).content.decode()
    assert "B อนุรักษ์ สร้างคุณค่า" in page
    assert 'aria-label="4 ดาว"' in page


def test_the_list_is_narrowed_by_one_product_that_fits_all_that_was_asked(cast, product, standard):
    other = Product.objects.filter(producer=product.producer).exclude(pk=product.pk).get()
    facts.record_selection(actor=cast.somsri, product=product, year=2565, stars=4)
    facts.record_quadrant(actor=cast.somsri, product=other, quadrant="C", on=date(2024, 2, 1))
    facts.set_standards(actor=cast.somsri, product=product, certificates={standard.pk: ("", None)})

    def found(**asked):
        return [p.code for p in find_producers(cast.wichai, Filters.of(asked))]

    assert found(stars="4", standard=str(standard.pk)) == ["24010001"]
    assert found(stars="4", quadrant="C") == []
    assert "24010001" in found(stars="none")
    assert len(found(stars="9", quadrant="Z", standard="x")) == 4
