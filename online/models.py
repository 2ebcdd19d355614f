"""Products on the online market, by round: readiness, channels, sales; and where a district's report stands.

“ผลิตภัณฑ์ OTOP ต้องไม่ซ้ำกับข้อมูลผลิตภัณฑ์ OTOP ที่รายงานรอบแรก” (Sa Kaeo, 11 May 2564): a product has one `Listing`
a budget year, whatever the round. The database sees to it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import District, area_filter
from core.fields import BahtField
from core.importing.draft import ImportDraft
from online import channels
from online.rounds import NUMBERS, RoundId
from producers.models import Product


class ReferenceQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Reference data of the department: everyone who works here may read it."""
        return self.all() if getattr(user, "is_active", False) and getattr(user, "role", None) else self.none()

    def offered(self) -> Self:
        return self.filter(retired=False)


class Platform(models.Model):
    """A place to sell online: data of the administrator. Retired, never deleted."""

    KINDS: ClassVar = [(channels.LINK, "ลิงก์"), (channels.PAGE, "ชื่อเพจหรือลิงก์"), (channels.LINE, "ไอดีไลน์")]
    name = models.CharField("ชื่อช่องทาง", max_length=60, unique=True)
    kind = models.CharField("สิ่งที่กรอก", max_length=4, choices=KINDS, default=channels.LINK)
    hosts = models.CharField("เว็บไซต์ที่ยอมรับ", max_length=300, blank=True)
    position = models.PositiveSmallIntegerField("ลำดับ", default=100)
    retired = models.BooleanField("เลิกใช้", default=False)

    objects: Any = ReferenceQuerySet.as_manager()

    class Meta:
        verbose_name = "ช่องทางออนไลน์"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def host_list(self) -> list[str]:
        return [host for host in self.hosts.replace(",", " ").split() if host]

    def clean_value(self, text: str) -> str:
        """A channel of this platform as it is kept. Raises core.days.Unusable."""
        return channels.clean_channel(self.kind, text, self.host_list)


class Round(models.Model):
    """What the department says of a round: which years' registrations count, and when districts are to be done."""

    year = models.PositiveSmallIntegerField("ปีงบประมาณ")
    number = models.PositiveSmallIntegerField("รอบที่", choices=[(n, f"รอบที่ {n}") for n in NUMBERS])
    registered_from = models.PositiveSmallIntegerField("ผลิตภัณฑ์ที่ลงทะเบียนตั้งแต่ปี (พ.ศ.)", null=True, blank=True)
    registered_to = models.PositiveSmallIntegerField("ถึงปี (พ.ศ.)", null=True, blank=True)
    due_on = models.DateField("อำเภอรายงานภายในวันที่", null=True, blank=True)

    objects: Any = ReferenceQuerySet.as_manager()

    class Meta:
        verbose_name = "รอบรายงานตลาดออนไลน์"
        ordering = ["-year", "-number"]
        constraints = [models.UniqueConstraint(fields=["year", "number"], name="online_round_once")]

    def __str__(self) -> str:
        return RoundId(self.year, self.number).label


class AreaQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        return self.filter(area_filter(user, "district"))

    def of_round(self, of: RoundId) -> Self:
        return self.filter(year=of.year, number=of.number)


def _person() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )


class OfRound(models.Model):
    """Something of one district in one round. The district is the one that kept the product then."""

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()

    objects: ClassVar[Any] = AreaQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def round_id(self) -> RoundId:
        return RoundId(self.year, self.number)


class Survey(OfRound):
    """How ready a product and its producer are for the online market, as found in one round."""

    FLAGS: ClassVar = ("trained", "selling", "standard", "starred", "developed")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="surveys")
    trained = models.BooleanField("ผ่านการอบรมเกี่ยวกับตลาดออนไลน์", default=False)
    selling = models.BooleanField("ขายของออนไลน์อยู่แล้ว", default=False)
    standard = models.BooleanField("ได้รับมาตรฐานที่เกี่ยวข้อง", default=False)
    starred = models.BooleanField("ได้รับคัดดาว", default=False)
    developed = models.BooleanField("ผ่านการพัฒนาเกี่ยวกับออนไลน์", default=False)
    surveyed_at = models.DateTimeField()
    surveyed_by = _person()

    class Meta:
        indexes = [models.Index(fields=["year", "number", "district"], name="online_survey_round")]
        constraints = [
            models.UniqueConstraint(fields=["product", "year", "number"], name="online_survey_once"),
            models.CheckConstraint(name="online_survey_number", condition=Q(number__in=NUMBERS)),
        ]


class Listing(OfRound):
    """A product reported as sold online in a round: its channels, and its online sales in baht (None: not known)."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="listings")
    sales = BahtField("ยอดจำหน่ายออนไลน์ของรอบ (บาท)", null=True, blank=True)
    updated_at = models.DateTimeField()
    updated_by = _person()

    class Meta:
        indexes = [models.Index(fields=["year", "number", "district"], name="online_listing_round")]
        constraints = [
            models.UniqueConstraint(fields=["product", "year"], name="online_listing_once_a_year"),
            models.CheckConstraint(name="online_listing_number", condition=Q(number__in=NUMBERS)),
            models.CheckConstraint(
                name="online_listing_sales", condition=Q(sales__isnull=True) | Q(sales__gte=Decimal(0))
            ),
        ]


class Channel(models.Model):
    """Where a listed product is sold: a link, a page's name or a LINE ID, as `channels.clean_channel` leaves it."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="channels")
    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="+")
    value = models.CharField(max_length=channels.LONGEST)

    objects: ClassVar[Any] = ReferenceQuerySet.as_manager()

    class Meta:
        ordering = ["platform__position", "platform_id"]
        constraints = [models.UniqueConstraint(fields=["listing", "platform"], name="online_channel_once")]

    @property
    def href(self) -> str:
        return channels.href(self.platform.kind, self.value)


class Status(models.TextChoices):
    DRAFT = "draft", "ยังไม่ยืนยัน"
    CONFIRMED = "confirmed", "ยืนยันแล้ว"


class DistrictRound(OfRound):
    """Where a district's report of a round stands. Its figures are frozen when it is confirmed."""

    status = models.CharField(max_length=9, choices=Status.choices, default=Status.DRAFT)
    registered = models.PositiveIntegerField(default=0)
    surveyed = models.PositiveIntegerField(default=0)
    online = models.PositiveIntegerField(default=0)
    sales = BahtField(default=Decimal(0))
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = _person()
    return_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "year", "number"], name="online_district_round_once"),
            models.CheckConstraint(name="online_district_round_number", condition=Q(number__in=NUMBERS)),
        ]

    @property
    def is_confirmed(self) -> bool:
        return self.status == Status.CONFIRMED


class OnlineImport(ImportDraft):
    """A filled report, read but not yet taken in; for one district and round."""

    district = models.ForeignKey(District, on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
