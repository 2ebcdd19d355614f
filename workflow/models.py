"""Months, windows and the states of a district's month. Only `workflow.services` changes any of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.models import District, Province, Role, area_filter, role_of
from core.fields import MonthField


class Kind(models.TextChoices):
    """What is reported monthly. Each kind has windows, deadlines, submissions and states of its own."""

    SALES = "sales", "ยอดจำหน่าย OTOP"
    MARKETS = "markets", "ยอดจำหน่ายตลาดนัดคนไทยยิ้มได้"


class State(models.TextChoices):
    DRAFT = "draft", "กำลังบันทึก"
    RETURNED = "returned", "จังหวัดส่งคืน"
    CONFIRMED = "confirmed", "อำเภอยืนยันแล้ว"
    LOCKED = "locked", "จังหวัดล็อกแล้ว"


EDITABLE_STATES = (State.DRAFT, State.RETURNED)


def _person() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )


class SubmissionQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Submissions whose *state* the user may know."""
        return self.filter(area_filter(user, "district"))

    def figures_visible_to(self, user: Any) -> Self:
        """Submissions whose *figures* the user may see: the department sees only what provinces have locked."""
        visible = self.visible_to(user)
        if getattr(user, "role", None) in (Role.DEPARTMENT, Role.ADMIN):
            return visible.filter(state=State.LOCKED)
        return visible


class Submission(models.Model):
    """One month of one district, of one kind: the thing that is confirmed, locked, returned.

    `total` is its newest revision's, in baht, so that sums of a country's locked months read one row each; None before
    the first confirmation.
    """

    kind = models.CharField(max_length=8, choices=Kind.choices)
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="submissions")
    month = MonthField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    revision_number = models.PositiveIntegerField(default=0)
    total = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = _person()
    locked_at = models.DateTimeField(null=True, blank=True)
    locked_by = _person()
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_by = _person()
    reopen_reason = models.CharField(max_length=500, blank=True)

    objects: Any = SubmissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "district", "month"], name="submission_once"),
            models.CheckConstraint(
                name="submission_confirmed_has_revision",
                condition=Q(state__in=["draft", "returned"]) | Q(revision_number__gte=1),
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "month", "state"], name="submission_month_state"),
            models.Index(fields=["kind", "state", "month", "district", "total"], name="submission_total"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.district_id} {self.month}"

    @property
    def is_editable_state(self) -> bool:
        return self.state in EDITABLE_STATES


class Revision(models.Model):
    """What a district confirmed, frozen: canonical content (docs/canonical-form.md) and its SHA-256. Append-only."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=12, unique=True)
    sha256 = models.CharField(max_length=64)
    content = models.TextField()
    row_count = models.PositiveIntegerField()
    total = models.DecimalField(max_digits=18, decimal_places=2)
    confirmed_at = models.DateTimeField()
    confirmed_by = _person()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["submission", "number"], name="revision_once")]


class ReturnNote(models.Model):
    """The province's reason on one row of a returned month. `row_key` is the row's key in the canonical form."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="return_notes")
    row_key = models.CharField(max_length=60)
    reason = models.CharField(max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "row_key"], name="return_note_once")]


class WindowOverride(models.Model):
    """Other dates than day 10 – day 6 for one month, given by the department (September 2564)."""

    kind = models.CharField("รายงาน", max_length=8, choices=Kind.choices, default=Kind.SALES)
    month = MonthField("เดือน")
    opens_at = models.DateTimeField("เปิด")
    closes_at = models.DateTimeField("ปิด")
    reason = models.CharField("เหตุผล", max_length=500)
    created_by = _person()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "month"], name="window_override_once"),
            models.CheckConstraint(
                name="window_opens_before_it_closes", condition=Q(closes_at__gt=models.F("opens_at"))
            ),
        ]


class ConfirmDeadlineQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        return self.filter(province__in=Province.objects.visible_to(user))


class ConfirmDeadline(models.Model):
    """The day of the month by which a province's districts confirm, where it is not `calendar.CONFIRM_DAYS`."""

    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.SALES)
    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="+")
    from_month = MonthField("ใช้ตั้งแต่เดือน")
    day = models.PositiveSmallIntegerField("ภายในวันที่", validators=[MinValueValidator(10), MaxValueValidator(31)])
    created_by = _person()

    objects: Any = ConfirmDeadlineQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "province", "from_month"], name="deadline_once")]


class ExtensionQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        match role_of(user):
            case Role.DEPARTMENT | Role.ADMIN:
                return self.all()
            case Role.PROVINCE:
                return self.filter(Q(province=user.province_id) | Q(district__province=user.province_id))
            case Role.DISTRICT:
                return self.filter(Q(district=user.district_id) | Q(province__districts=user.district_id))
        return self.none()

    def covering(self, district: District) -> Self:
        return self.filter(Q(district=district) | Q(province=district.province_id))

    def within(self, province: Province) -> Self:
        """For the province as a whole, or for any of its districts."""
        return self.filter(Q(province=province) | Q(district__province=province))

    def in_force(self, at: Any) -> Self:
        return self.filter(granted_at__lte=at, until__gt=at).filter(Q(revoked_at=None) | Q(revoked_at__gt=at))


class Extension(models.Model):
    """A month kept open, or reopened, for one province or one district until a moment, with a reason."""

    kind = models.CharField("รายงาน", max_length=8, choices=Kind.choices, default=Kind.SALES)
    month = MonthField("เดือน")
    province = models.ForeignKey(
        Province, verbose_name="จังหวัด", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    district = models.ForeignKey(
        District, verbose_name="อำเภอ", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    granted_at = models.DateTimeField()
    until = models.DateTimeField("เปิดถึง")
    reason = models.CharField("เหตุผล", max_length=500)
    granted_by = _person()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = _person()

    objects: Any = ExtensionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="extension_for_one_area",
                condition=Q(province__isnull=False, district__isnull=True)
                | Q(province__isnull=True, district__isnull=False),
            ),
            models.CheckConstraint(name="extension_ends_after_grant", condition=Q(until__gt=models.F("granted_at"))),
        ]
        indexes = [models.Index(fields=["kind", "month"], name="extension_month")]

    @property
    def ends_at(self) -> datetime:
        """The instant from which it holds no longer: its end, or its revocation."""
        return min(self.until, self.revoked_at) if self.revoked_at else self.until


class MonthEvent(models.Model):
    """What the jobs of days 10 and 6 did, once per month: an announcement and a snapshot, never a permission."""

    class Event(models.TextChoices):
        OPENED = "opened", "เปิดให้บันทึก"
        CLOSED = "closed", "ปิดระบบ"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    month = MonthField()
    event = models.CharField(max_length=6, choices=Event.choices)
    at = models.DateTimeField()
    snapshot = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "month", "event"], name="month_event_once")]
