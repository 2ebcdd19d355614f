"""Producers. One is deregistered, never deleted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import Q

from accounts.models import District, Subdistrict, area_filter
from core.fields import MonthField
from core.month import Month
from core.thai import search_key, sort_key
from producers.models.kinds import ProducerType
from producers.models.places import EarlierPlace

FOLLOWING = {"name": ("sort_key", "search_key"), "deregistered_on": ("trades_until",)}  # fields saved with another


class ProducerQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Those that the user's area keeps now. Figures of past months are asked of their submissions instead."""
        return self.filter(area_filter(user, "district"))

    def known_to(self, user: Any) -> Self:
        """Those of the user's area now, and those that once traded there: to be read, not kept."""
        here = area_filter(user, "district")
        once = EarlierPlace.objects.filter(here).values("producer")
        return self.filter(here | Q(pk__in=once)) if here else self.all()  # an empty Q, the whole country, adds nothing

    def active(self) -> Self:
        return self.filter(deregistered_on__isnull=True)

    def trading_in(self, month: Month) -> Self:
        """Those that report the month, wherever they were then."""
        return self.filter(_goes_on_in(month) | Q(pk__in=EarlierPlace.objects.covering(month).values("producer")))

    def registered_by(self, month: Month) -> Self:
        """Those on the registry when the month ends: who report it, and who begin to only afterwards."""
        begun = EarlierPlace.objects.filter(from_month__lte=month).values("producer")
        to_come = Q(registered_on__lt=(month + 1).first_day, trades_from__gt=month) & ~Q(pk__in=begun)
        reporting = _goes_on_in(month) | Q(pk__in=EarlierPlace.objects.covering(month).values("producer"))
        return self.filter(reporting | to_come)

    def of_district(self, district: District, month: Month) -> Self:
        """Those that report the month in this district: the one answer for Sync, rows, documents and boards.

        A producer transferred since is still of its old district in the months before, and of it alone.
        """
        once = EarlierPlace.objects.covering(month).filter(district=district).values("producer")
        return self.filter((_goes_on_in(month) & Q(district=district)) | Q(pk__in=once))

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> Any:
        objs = list(objs)
        for producer in objs:
            producer.settle_months()
        return super().bulk_create(objs, *args, **kwargs)

    def in_thai_order(self) -> Self:
        return self.order_by("sort_key", "code")


def _goes_on_in(month: Month) -> Q:
    """The stretch on the producer itself covers the month."""
    return Q(trades_from__lte=month) & (Q(trades_until__isnull=True) | Q(trades_until__gt=month))


class Producer(models.Model):
    """`trades_from` is the first month of the stretch that goes on, `trades_until` the first month it does not report.

    Left out when made, they follow the day of registration and of deregistration. Earlier stretches: EarlierPlace.
    """

    code = models.CharField("รหัส", max_length=20, unique=True)
    name = models.CharField("ชื่อกลุ่ม/ผู้ผลิต ผู้ประกอบการ", max_length=255)
    sort_key = models.CharField(max_length=320, editable=False, db_index=True)
    search_key = models.CharField(max_length=320, editable=False, db_index=True)
    type = models.CharField("ประเภทผู้ผลิต", max_length=5, choices=ProducerType.choices)
    district = models.ForeignKey(District, verbose_name="อำเภอ", on_delete=models.PROTECT, related_name="producers")
    subdistrict = models.ForeignKey(Subdistrict, verbose_name="ตำบล", on_delete=models.PROTECT, related_name="+")
    address = models.CharField("ที่อยู่ (เลขที่ หมู่ ถนน)", max_length=255, blank=True)
    phone = models.CharField("โทรศัพท์", max_length=20, blank=True)
    registered_on = models.DateField("วันที่ลงทะเบียน")
    deregistered_on = models.DateField("วันที่ยกเลิกการลงทะเบียน", null=True, blank=True)
    deregistration_reason = models.CharField("เหตุผลที่ยกเลิก", max_length=255, blank=True)
    trades_from = MonthField("รายงานยอดตั้งแต่เดือน", editable=False)
    trades_until = MonthField("ไม่รายงานยอดตั้งแต่เดือน", null=True, editable=False)
    merged_into = models.ForeignKey(
        "self", verbose_name="รวมเข้ากับ", null=True, editable=False, on_delete=models.PROTECT, related_name="merged"
    )
    forgotten_on = models.DateField(null=True, editable=False)  # the name, phone and address have been let go
    version = models.PositiveIntegerField(default=1)

    objects: Any = ProducerQuerySet.as_manager()

    class Meta:
        verbose_name = "ผู้ผลิต"
        indexes = [models.Index(fields=["district", "sort_key"], name="producer_district_name")]
        constraints = [
            models.CheckConstraint(
                name="producer_deregistered_with_reason",
                condition=Q(deregistered_on__isnull=True, deregistration_reason="")
                | (Q(deregistered_on__isnull=False) & ~Q(deregistration_reason="")),
            ),
            models.CheckConstraint(
                name="producer_stops_when_deregistered",
                condition=Q(deregistered_on__isnull=True, trades_until__isnull=True)
                | Q(deregistered_on__isnull=False, trades_until__isnull=False),
            ),
            models.CheckConstraint(
                name="producer_merged_is_deregistered",
                condition=Q(merged_into__isnull=True) | Q(deregistered_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.settle_months()
        self.sort_key = sort_key(self.name)[:320]
        self.search_key = search_key(self.name)[:320]
        if fields := kwargs.get("update_fields"):
            kwargs["update_fields"] = {*fields, *(also for field in fields for also in FOLLOWING.get(field, ()))}
        super().save(*args, **kwargs)

    @property
    def in_trail(self) -> str:
        """As the audit trail calls it, which is never rewritten: a sole owner is a person, and has a code there."""
        return self.code if self.type == ProducerType.SOLE else f"{self.name} ({self.code})"

    def settle_months(self) -> None:
        """Without months of its own it reports from the month of registration until that of deregistration."""
        if self.trades_from is None:
            self.trades_from = Month.of(self.registered_on)
        if self.deregistered_on is None:
            self.trades_until = None
        elif self.trades_until is None:
            self.trades_until = Month.of(self.deregistered_on)

    @property
    def is_active(self) -> bool:
        return self.deregistered_on is None
