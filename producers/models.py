"""Registry of OTOP producers and their products. A producer is deregistered, never deleted."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.models import District, Subdistrict, area_filter
from core.month import Month
from core.thai import search_key, sort_key


class ProducerType(models.TextChoices):
    GROUP = "group", "กลุ่มผู้ผลิตชุมชน"
    SOLE = "sole", "ผู้ผลิตชุมชนที่เป็นเจ้าของรายเดียว"
    SME = "sme", "ผู้ผลิตที่เป็นวิสาหกิจขนาดกลางและขนาดย่อม (SMEs)"


class Category(models.TextChoices):
    """The five product categories, in the order of the forms."""

    FOOD = "food", "อาหาร"
    DRINK = "drink", "เครื่องดื่ม"
    TEXTILE = "textile", "ผ้าและเครื่องแต่งกาย"
    DECOR = "decor", "ของใช้ ของตกแต่ง และของที่ระลึก"
    HERB = "herb", "สมุนไพรที่ไม่ใช่อาหาร"


class ProducerQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        return self.filter(area_filter(user, "district"))

    def active(self) -> Self:
        return self.filter(deregistered_on__isnull=True)

    def trading_in(self, month: Month) -> Self:
        """Registered by the end of the month, and not deregistered by then."""
        after = (month + 1).first_day
        return self.filter(registered_on__lt=after).filter(
            Q(deregistered_on__isnull=True) | Q(deregistered_on__gte=after)
        )

    def in_thai_order(self) -> Self:
        return self.order_by("sort_key", "code")


class Producer(models.Model):
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
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name)[:320]
        self.search_key = search_key(self.name)[:320]
        if (fields := kwargs.get("update_fields")) and "name" in fields:
            kwargs["update_fields"] = {*fields, "sort_key", "search_key"}
        super().save(*args, **kwargs)

    @property
    def is_active(self) -> bool:
        return self.deregistered_on is None


class ProductQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        return self.filter(area_filter(user, "producer__district"))


class Product(models.Model):
    """A registered product. Its category decides which rows the producer has in the monthly entry."""

    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="products")
    name = models.CharField("ชื่อผลิตภัณฑ์", max_length=255)
    category = models.CharField("ประเภทผลิตภัณฑ์", max_length=8, choices=Category.choices)
    registered_on = models.DateField("วันที่ลงทะเบียน")
    stars = models.PositiveSmallIntegerField(
        "ระดับดาว", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    stars_year = models.PositiveSmallIntegerField(
        "ปีที่คัดสรร (พ.ศ.)", null=True, blank=True, validators=[MinValueValidator(2540), MaxValueValidator(2643)]
    )
    standards = models.CharField("มาตรฐาน", max_length=255, blank=True)
    withdrawn_on = models.DateField("วันที่เลิกผลิต", null=True, blank=True)

    objects: Any = ProductQuerySet.as_manager()

    class Meta:
        verbose_name = "ผลิตภัณฑ์"
        constraints = [
            models.CheckConstraint(
                name="product_stars_with_year",
                condition=Q(stars__isnull=True, stars_year__isnull=True)
                | Q(stars__range=(1, 5), stars_year__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.name


class RegistryImportQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """A file waits for the person who sent it, for nobody else."""
        return self.filter(owner_id=getattr(user, "pk", None))


class RegistryImport(models.Model):
    """An uploaded registry, read but not yet taken in. `rows` holds personal data: emptied when accepted or expired.

    Kept here rather than in the session, so that accepting twice takes it in once.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    sheet_name = models.CharField(max_length=60)
    created_at = models.DateTimeField()
    rows = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    accepted_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(default=dict)

    objects: Any = RegistryImportQuerySet.as_manager()

    class Meta:
        verbose_name = "ไฟล์นำเข้าทะเบียน"

    def __str__(self) -> str:
        return self.file_name
