"""A producer moves to another district from a month on. Its months before stay with the old one."""

from __future__ import annotations

from django.db import transaction

from accounts.models import District, Subdistrict, User
from core import audit
from core.month import Month
from core.records import Refused
from producers.models import Producer, ProducerRequest
from producers.services import months
from producers.services.registry import check_subdistrict, end_stretch, guard_office, hold, not_before_its_stretch, save


@transaction.atomic
def transfer(
    *, actor: User, producer: Producer, district: District, subdistrict: Subdistrict, from_month: Month, reason: str
) -> Producer:
    """Within a province, by its office. A producer that is there already stays as it is. Raises Refused."""
    held = hold(actor, producer)
    guard_office(actor, held.district.province_id)
    guard_office(actor, district.province_id)
    if held.district_id != district.pk:
        move(actor, held, subdistrict, district, from_month, reason)
    return held


def move(
    actor: User, held: Producer, subdistrict: Subdistrict, district: District, from_month: Month, reason: str
) -> None:
    """Write the move of a held producer; who may is asked before. Raises Refused."""
    if not held.is_active:
        raise Refused("ผู้ผลิตรายนี้ยกเลิกการลงทะเบียนแล้ว จึงย้ายไม่ได้")
    check_subdistrict(district, subdistrict)
    months.check(from_month)
    from_month = not_before_its_stretch(held, from_month)
    old = held.district
    end_stretch(held, from_month)
    place = {"district": district, "subdistrict": subdistrict, "trades_from": from_month}
    save(held, place, {})
    _follow(actor, held, old)
    facts = {"from_district": str(old), "to_district": str(district), "from_month": str(from_month), "reason": reason}
    audit.record(actor, "producer.transferred", held, **facts)


def _follow(actor: User, held: Producer, old: District) -> None:
    """What is asked about the producer is asked by its new district; not across provinces, where nobody there did."""
    waiting = ProducerRequest.objects.waiting().filter(producer=held).exclude(kind=ProducerRequest.Kind.TRANSFER)
    if held.district.province_id == old.province_id:
        waiting.update(district=held.district)
        return
    for request in list(waiting):
        audit.record(actor, "request.withdrawn", request, of=request.name, reason=f"ย้ายไป{held.district.full_name}")
    waiting.update(status=ProducerRequest.Status.WITHDRAWN, facts={})
