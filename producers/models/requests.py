"""What a district, or another province, asks to be done to the registry, and what was answered."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import District, Province, Role, area_filter, role_of
from core.fields import MonthField
from producers.models.kinds import ProducerType
from producers.models.producers import Producer

FORGOTTEN = "ผู้ผลิตรายเดียว (ลบชื่อแล้ว)"  # the name of a person who has been let go


class RequestQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Those of the user's area, and those that the user's province is asked to answer."""
        if role_of(user) == Role.PROVINCE:
            return self.filter(area_filter(user, "district") | Q(province=user.province_id))
        return self.filter(area_filter(user, "district"))

    def waiting(self) -> Self:
        return self.filter(status=ProducerRequest.Status.ASKED)

    def newest_first(self) -> Self:
        return self.order_by("-asked_at", "-pk")


class ProducerRequest(models.Model):
    """One matter between who asks (`district`; for a transfer the district left) and the `province` that answers.

    A refused one is corrected and asked again in place: its audit trail tells all rounds. `facts` is what the producer
    shall be ({field: text}, and `categories`, `product`); the phone number and address leave it when it is settled.
    """

    class Kind(models.TextChoices):
        NEW = "new", "ขอเพิ่มผู้ผลิต"
        CHANGE = "change", "ขอแก้ไขข้อมูลสำคัญ"
        RESTORE = "restore", "ขอคืนสถานะ"
        TRANSFER = "transfer", "ขอย้ายข้ามจังหวัด"

    class Status(models.TextChoices):
        ASKED = "asked", "รอพิจารณา"
        APPROVED = "approved", "อนุมัติแล้ว"
        REFUSED = "refused", "ไม่อนุมัติ"
        WITHDRAWN = "withdrawn", "ถอนคำขอ"

    kind = models.CharField("เรื่อง", max_length=8, choices=Kind.choices)
    status = models.CharField("สถานะ", max_length=9, choices=Status.choices, default=Status.ASKED)
    district = models.ForeignKey(District, verbose_name="อำเภอ", on_delete=models.PROTECT, related_name="+")
    province = models.ForeignKey(Province, verbose_name="จังหวัดที่พิจารณา", on_delete=models.PROTECT, related_name="+")
    producer = models.ForeignKey(Producer, null=True, on_delete=models.PROTECT, related_name="requests")
    name = models.CharField("ชื่อผู้ผลิต", max_length=255)
    facts = models.JSONField(default=dict)
    reason = models.CharField("เหตุผลที่ขอ", max_length=255, blank=True)
    from_month = MonthField("มีผลตั้งแต่เดือน", null=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField("เหตุผลของจังหวัด", max_length=255, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: Any = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = "คำขอทะเบียนผู้ผลิต"
        indexes = [
            models.Index(fields=["province", "status"], name="request_province_status"),
            models.Index(fields=["district", "status"], name="request_district_status"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["producer", "kind"], condition=Q(status="asked"), name="request_waits_once_a_producer"
            ),
            models.CheckConstraint(name="request_refused_with_reason", condition=~Q(status="refused") | ~Q(answer="")),
            models.CheckConstraint(name="request_of_a_producer", condition=Q(kind="new") | Q(producer__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.name}"

    @property
    def in_trail(self) -> str:
        """As the audit trail calls whom it is about: of a sole owner nothing but the code, once there is one."""
        if self.producer and self.producer.type == ProducerType.SOLE:
            return self.producer.in_trail
        return ProducerType.SOLE.label if self.facts.get("type") == ProducerType.SOLE else self.name

    @property
    def is_waiting(self) -> bool:
        return self.status == self.Status.ASKED

    @property
    def is_forgotten(self) -> bool:
        """Whether whoever it is about has been let go, so that its trail is shown without words."""
        return self.name == FORGOTTEN


class DistinctPair(models.Model):
    """Two producers that a province has looked at and found not to be one. `one` has the smaller id."""

    one = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="distinct_pair_once"),
            models.CheckConstraint(name="distinct_pair_ordered", condition=Q(one__lt=models.F("other"))),
        ]
