"""The register of markets (ข้อมูลตลาดนัดคนไทยยิ้มได้; Lampang, 31 July 2567, the last enclosure).

A market is closed, never deleted. Its status has a history; the register form's ticks are the fields of `Market`.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Greatest

from accounts.models import District, Subdistrict, area_filter
from core.importing.draft import ImportDraft
from core.month import Month
from core.thai import search_key, sort_key

WEEKDAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")


class Status(models.TextChoices):
    ACTIVE = "active", "ใช้งาน"
    PAUSED = "paused", "ปิดชั่วคราว"
    CLOSED = "closed", "ปิดถาวร"
    UNUSED = "unused", "ไม่ใช้งาน"


class Origin(models.TextChoices):
    """Whether the market stands in the base register of the year before (ตลาดเดิมตามฐาน), or is new."""

    EXISTING = "existing", "ตลาดเดิม"
    NEW = "new", "ตลาดใหม่"


class Frequency(models.TextChoices):
    """As the form defines them: every day; at least once a week; at least once a month; or said in words."""

    DAILY = "daily", "รายวัน"
    WEEKLY = "weekly", "รายสัปดาห์"
    MONTHLY = "monthly", "รายเดือน"
    OTHER = "other", "อื่น ๆ"


KEPT_UP = (Status.ACTIVE, Status.PAUSED)  # whose data the register is to hold in full
UNSTATED_DAYS = (
    Q(frequency=Frequency.WEEKLY, weekdays=[])
    | Q(frequency=Frequency.MONTHLY, month_days=[])
    | Q(frequency=Frequency.OTHER, frequency_note="")
)
INCOMPLETE = Q(origin="") | Q(sellers__isnull=True) | Q(offline=False, online=False) | Q(frequency="") | UNSTATED_DAYS


class MarketQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        return self.filter(area_filter(user, "district"))

    def open_in(self, month: Month) -> Self:
        """In use on at least one day of the month, as far as its history says today."""
        first, after = month.first_day, (month + 1).first_day
        later = MarketStatus.objects.filter(market=OuterRef("market"), number__gt=OuterRef("number"))
        ended = later.filter(since__lte=Greatest(OuterRef("since"), models.Value(first, models.DateField())))
        in_use = MarketStatus.objects.filter(market=OuterRef("pk"), status=Status.ACTIVE, since__lt=after)
        return self.filter(Exists(in_use.exclude(Exists(ended))))

    def kept_up(self) -> Self:
        """Neither closed for good nor out of use: those whose data the register is to hold in full."""
        return self.filter(status__in=KEPT_UP)

    def complete(self) -> Self:
        return self.exclude(INCOMPLETE)

    def incomplete(self) -> Self:
        return self.filter(INCOMPLETE)

    def in_thai_order(self) -> Self:
        return self.order_by("sort_key", "code")


class Market(models.Model):
    """One market. `status` is what its history said last; only the services write it, with a row of history.

    `weekdays` holds 0 (Monday) to 6, `month_days` 1 to 31, both sorted and without repetition; which of them counts
    follows from `frequency`. `expected_days` is the number of market days in a month of an อื่น ๆ market.
    """

    code = models.CharField("รหัสตลาด", max_length=12, unique=True)
    name = models.CharField("ชื่อตลาด", max_length=255)
    sort_key = models.CharField(max_length=320, editable=False, db_index=True)
    search_key = models.CharField(max_length=320, editable=False, db_index=True)
    district = models.ForeignKey(District, verbose_name="อำเภอ", on_delete=models.PROTECT, related_name="markets")
    subdistrict = models.ForeignKey(Subdistrict, verbose_name="ตำบล", on_delete=models.PROTECT, related_name="+")
    sellers = models.PositiveIntegerField("ผู้ประกอบการทั้งหมด", null=True, blank=True)
    origin = models.CharField("ตลาดเดิมหรือตลาดใหม่", max_length=8, choices=Origin.choices, blank=True)
    status = models.CharField("สถานะของตลาด", max_length=6, choices=Status.choices)
    offline = models.BooleanField("ตลาดออฟไลน์", default=False)
    online = models.BooleanField("ตลาดออนไลน์", default=False)
    frequency = models.CharField("ลักษณะการจัดตลาด", max_length=7, choices=Frequency.choices, blank=True)
    weekdays = models.JSONField("วันในสัปดาห์ที่เปิด", default=list, blank=True)
    month_days = models.JSONField("วันที่ของเดือนที่เปิด", default=list, blank=True)
    expected_days = models.PositiveSmallIntegerField("จำนวนวันที่เปิดต่อเดือน", null=True, blank=True)
    frequency_note = models.CharField("อื่น ๆ ระบุ", max_length=255, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[Any] = MarketQuerySet.as_manager()

    class Meta:
        verbose_name = "ตลาด"
        indexes = [models.Index(fields=["district", "sort_key"], name="market_district_name")]
        constraints = [
            models.CheckConstraint(
                name="market_expected_days_of_a_month",
                condition=Q(expected_days__isnull=True) | Q(expected_days__range=(0, 31)),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name)[:320]
        self.search_key = search_key(self.name)[:320]
        if (fields := kwargs.get("update_fields")) and "name" in fields:
            kwargs["update_fields"] = {*fields, "sort_key", "search_key"}
        super().save(*args, **kwargs)

    def missing_fields(self) -> list[str]:
        """Thai labels of what is not said yet, in the order of the form. `INCOMPLETE` is the same in SQL."""
        missing = {
            "ผู้ประกอบการทั้งหมด": self.sellers is None,
            "ตลาดเดิมหรือตลาดใหม่": not self.origin,
            "รูปแบบการจัดตลาด": not (self.offline or self.online),
            "ลักษณะการจัดตลาด": not self.frequency,
            "วันในสัปดาห์ที่เปิด": self.frequency == Frequency.WEEKLY and not self.weekdays,
            "วันที่ของเดือนที่เปิด": self.frequency == Frequency.MONTHLY and not self.month_days,
            "ลักษณะการจัดตลาด อื่น ๆ (ระบุ)": self.frequency == Frequency.OTHER and not self.frequency_note,
        }
        return [label for label, is_missing in missing.items() if is_missing]

    @property
    def is_complete(self) -> bool:
        return not self.missing_fields()

    @property
    def form_label(self) -> str:
        """'ออฟไลน์', 'ออนไลน์', both, or nothing."""
        return " และ".join(label for label, held in (("ออฟไลน์", self.offline), ("ออนไลน์", self.online)) if held)

    @property
    def opening_label(self) -> str:
        """When it opens, in words: 'รายสัปดาห์ (เสาร์, อาทิตย์)'; nothing when the frequency is not stated."""
        said = {
            Frequency.WEEKLY: ", ".join(WEEKDAYS[day] for day in self.weekdays),
            Frequency.MONTHLY: "วันที่ " + ", ".join(map(str, self.month_days)) if self.month_days else "",
            Frequency.OTHER: self.frequency_note,
        }.get(Frequency(self.frequency) if self.frequency else Frequency.DAILY, "")
        return f"{self.get_frequency_display()} ({said})" if said else self.get_frequency_display()


class MarketStatus(models.Model):
    """One line of a market's history: from `since` on it has this status, until a later `number` says otherwise.

    What is recorded last counts from its day on, whatever stood there before: so a wrong line is put right by another.
    Rows are append-only by database trigger.
    """

    market = models.ForeignKey(Market, on_delete=models.PROTECT, related_name="history")
    number = models.PositiveIntegerField()
    status = models.CharField("สถานะของตลาด", max_length=6, choices=Status.choices)
    since = models.DateField("ตั้งแต่วันที่")
    reason = models.CharField("เหตุผล", max_length=255, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "สถานะของตลาด"
        ordering = ["market", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["market", "number"], name="market_status_number"),
            models.CheckConstraint(
                name="market_closing_has_reason",
                condition=Q(number=1) | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()} {self.since}"


class RegisterYear(models.Model):
    """By when the register of a budget year is to be complete, and which year's register the ตลาดเดิม stand in."""

    year = models.PositiveSmallIntegerField("ปีงบประมาณ", unique=True)
    due = models.DateField("บันทึกข้อมูลตลาดให้ครบภายในวันที่")
    base_year = models.PositiveSmallIntegerField("ปีของฐานตลาดเดิม (พ.ศ.)")

    class Meta:
        verbose_name = "กำหนดส่งข้อมูลตลาด"

    def __str__(self) -> str:
        return str(self.year)


class MarketImport(ImportDraft):
    """An uploaded register of markets."""

    class Meta:
        verbose_name = "ไฟล์นำเข้าข้อมูลตลาด"
