"""What the demo's districts ask of their province, and a producer that is about to move."""

from __future__ import annotations

from datetime import timedelta
from itertools import cycle
from typing import Any

from django.db import transaction

from accounts.models import District
from core import clock
from otop_portal.demo.figures import CHACHOENGSAO
from otop_portal.demo.people import Cast
from otop_portal.demo.registry import PREFIX
from producers.likeness import plain_name
from producers.models import Category, EarlierPlace, Producer, ProducerRequest, ProducerType
from producers.services import months, requests, transfer

NEW = (
    ("กลุ่มแปรรูปมะม่วงน้ำดอกไม้", ProducerType.GROUP, Category.FOOD, "มะม่วงกวน"),
    ("นางสาวพิมพ์ใจ แสงอรุณ", ProducerType.SOLE, Category.DECOR, "กระเป๋าสานผักตบชวา"),
    ("กลุ่มสมุนไพรตำรับยายทองดี", ProducerType.GROUP, Category.HERB, "ลูกประคบสมุนไพร"),
)
REFUSED = "เอกสารจดทะเบียนกลุ่มยังไม่ครบ ขอสำเนาบัตรสมาชิกกลุ่มเพิ่มเติม"


@transaction.atomic
def ensure_requests(districts: list[District], cast: Cast) -> None:
    """Four that wait, one refused, one producer that moves next month; nothing where the demo has any already."""
    home = [d for d in districts if d.province.code == CHACHOENGSAO and cast.officers[d.pk].is_active]
    if ProducerRequest.objects.filter(district__in=home).exists() or len(home) < 2:
        return
    made = [_ask(cast, district, *new) for district, new in zip(cycle(home), NEW, strict=False)]
    office = cast.provinces[home[0].province_id]
    requests.refuse(actor=office, request=made[2], version=made[2].version, reason=REFUSED)
    first = _producers(home[0])[0]
    _ask(cast, home[0], f"วิสาหกิจชุมชน {plain_name(first.name)}", first.type, Category.FOOD, "")
    changed = _producers(home[1])[0]
    facts = {"name": f"{changed.name} (เดิม)", "registered_on": changed.registered_on}
    requests.ask_change(actor=cast.officers[home[1].pk], producer=changed, facts=facts, reason="จดทะเบียนชื่อใหม่")
    _move(cast, home[1], home[0])


def _producers(district: District) -> list[Producer]:
    found = Producer.objects.active().filter(district=district, code__startswith=PREFIX)
    return list(found.select_related("district__province").order_by("code")[:3])


def _ask(cast: Cast, district: District, name: str, kind: str, category: str, product: str) -> ProducerRequest:
    facts: dict[str, Any] = {
        "name": name,
        "type": kind,
        "subdistrict": district.subdistricts.order_by("code").first(),
        "address": "99 หมู่ 9",
        "phone": "",
        "registered_on": clock.today() - timedelta(days=12),
        "categories": [category],
        "product": product,
    }
    return requests.ask_new(actor=cast.officers[district.pk], district=district, facts=facts)


def _move(cast: Cast, old: District, new: District) -> None:
    """Only from a month that no district of the demo has begun."""
    place, moving = new.subdistricts.order_by("code").first(), _producers(old)[-1]
    if place is None or EarlierPlace.objects.filter(producer=moving).exists():
        return
    transfer.transfer(
        actor=cast.provinces[old.province_id],
        producer=moving,
        district=new,
        subdistrict=place,
        from_month=months.present() + 1,
        reason="ย้ายที่ตั้งโรงผลิต",
    )
