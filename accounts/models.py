"""Areas of Thailand (from geothai, DOPA codes), and the people bound to one role and one area."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from core.thai import sort_key


class AreaQuerySet(models.QuerySet):
    def in_thai_order(self) -> Self:
        return self.order_by("sort_key", "code")


class Area(models.Model):
    """A named place; `code` is the DOPA code (2, 4 or 6 digits)."""

    code = models.CharField("รหัส", max_length=6, unique=True)
    name = models.CharField("ชื่อ", max_length=100)
    sort_key = models.CharField(max_length=120, editable=False, db_index=True)

    class Meta:
        abstract = True
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)


class ProvinceQuerySet(AreaQuerySet):
    def visible_to(self, user: Any) -> Self:
        match role_of(user):
            case Role.DEPARTMENT | Role.ADMIN:
                return self.all()
            case Role.PROVINCE:
                return self.filter(pk=user.province_id)
            case Role.DISTRICT:
                return self.filter(districts=user.district_id)
        return self.none()


class Province(Area):
    """จังหวัด. `reports` is off where OTOP sales are not reported to the department (Bangkok)."""

    reports = models.BooleanField("รายงานยอดจำหน่าย", default=True)

    objects: ClassVar[Any] = ProvinceQuerySet.as_manager()

    class Meta(Area.Meta):
        verbose_name = "จังหวัด"


class DistrictQuerySet(AreaQuerySet):
    def visible_to(self, user: Any) -> Self:
        return self.filter(area_filter(user))


class District(Area):
    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="districts")

    objects: ClassVar[Any] = DistrictQuerySet.as_manager()

    class Meta(Area.Meta):
        verbose_name = "อำเภอ"

    @property
    def full_name(self) -> str:
        return f"อำเภอ{self.name} จังหวัด{self.province.name}"


class Subdistrict(Area):
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="subdistricts")

    objects: ClassVar[Any] = AreaQuerySet.as_manager()

    class Meta(Area.Meta):
        verbose_name = "ตำบล"


class Role(models.TextChoices):
    DISTRICT = "district", "เจ้าหน้าที่อำเภอ"
    PROVINCE = "province", "สำนักงานพัฒนาชุมชนจังหวัด"
    DEPARTMENT = "department", "นักวิเคราะห์กรมการพัฒนาชุมชน"
    ADMIN = "admin", "ผู้ดูแลระบบ กรมการพัฒนาชุมชน"


def role_of(user: Any) -> str | None:
    """The role of somebody who may use the portal now; None for strangers and the suspended."""
    return getattr(user, "role", None) if getattr(user, "is_active", False) else None


def area_filter(user: Any, district: str = "") -> Q:
    """The one scope by area: a filter on rows whose `district` path leads to a District ('' = is one).

    Nothing for strangers. Whether *figures* may be seen is another question: `workflow`'s `figures_visible_to`.
    """
    path = f"{district}__" if district else ""
    match role_of(user):
        case Role.DEPARTMENT | Role.ADMIN:
            return Q()
        case Role.PROVINCE:
            return Q(**{f"{path}province_id": user.province_id})
        case Role.DISTRICT:
            return Q(**{f"{path}pk" if path else "pk": user.district_id})
    return Q(pk__in=[])


class UserQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Accounts are managed by the department's administrator alone; everyone sees their own."""
        if getattr(user, "role", None) == Role.ADMIN and user.is_active:
            return self.all()
        return self.filter(pk=getattr(user, "pk", None))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person: one role, one area. A district user has a district, a province user a province."""

    username = models.CharField("ชื่อผู้ใช้", max_length=60, unique=True)
    display_name = models.CharField("ชื่อ–สกุล", max_length=200)
    position = models.CharField("ตำแหน่ง", max_length=200, blank=True)
    role = models.CharField("บทบาท", max_length=12, choices=Role.choices)
    province = models.ForeignKey(
        Province, verbose_name="จังหวัด", null=True, blank=True, on_delete=models.PROTECT, related_name="users"
    )
    district = models.ForeignKey(
        District, verbose_name="อำเภอ", null=True, blank=True, on_delete=models.PROTECT, related_name="users"
    )
    is_active = models.BooleanField("ใช้งานได้", default=True)
    must_change_password = models.BooleanField("ต้องเปลี่ยนรหัสผ่าน", default=False)
    is_demo = models.BooleanField(default=False)

    objects: ClassVar[Any] = UserManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "ผู้ใช้"
        constraints = [
            models.CheckConstraint(
                name="user_area_fits_role",
                condition=(
                    Q(role="district", district__isnull=False, province__isnull=True)
                    | Q(role="province", province__isnull=False, district__isnull=True)
                    | Q(role__in=["department", "admin"], province__isnull=True, district__isnull=True)
                ),
                violation_error_message="พื้นที่ไม่ตรงกับบทบาท: อำเภอต้องระบุอำเภอ จังหวัดต้องระบุจังหวัด",
            )
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def area_name(self) -> str:
        if self.district:
            return self.district.full_name
        return f"จังหวัด{self.province.name}" if self.province else "กรมการพัฒนาชุมชน"

    def keeps(self, district: District) -> bool:
        """Whether this person keeps the registers of a district: its own officer, or the office of its province."""
        own = self.is_district and self.district_id == district.pk
        above = self.is_province and self.province_id == district.province_id
        return self.is_active and (own or above)

    @property
    def is_district(self) -> bool:
        return self.role == Role.DISTRICT

    @property
    def is_province(self) -> bool:
        return self.role == Role.PROVINCE

    @property
    def is_national(self) -> bool:
        return self.role in (Role.DEPARTMENT, Role.ADMIN)

    @property
    def is_admin(self) -> bool:
        return self.role == Role.ADMIN
