"""What reports keep: sums of frozen revisions, made once; and the files that workers make."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Province, Role, role_of
from core import clock
from core.fields import MonthField
from core.jobs import UNFINISHED, Job, JobQuerySet, Status
from producers.models import Category, ProducerType
from workflow.models import Revision

SUM_DIGITS = 18


class FrozenTotal(models.Model):
    """What a frozen revision adds up to by category and producer type, in baht; `producers` are codes, each once.

    A memo of a text that never changes, so it is never stale, and is made again where it is missing. The type is
    the one that was frozen: a producer that changes its type later changes no past month.
    """

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="totals")
    category = models.CharField(max_length=8, choices=Category.choices)
    type = models.CharField(max_length=5, choices=ProducerType.choices)
    domestic_offline = models.DecimalField(max_digits=SUM_DIGITS, decimal_places=2)
    domestic_online = models.DecimalField(max_digits=SUM_DIGITS, decimal_places=2)
    foreign_offline = models.DecimalField(max_digits=SUM_DIGITS, decimal_places=2)
    foreign_online = models.DecimalField(max_digits=SUM_DIGITS, decimal_places=2)
    producers = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["revision", "category", "type"], name="frozen_total_once")]


class LockedMonth(models.Model):
    """That a province's month has locked sales, and whether LockedTotal says what they come to.

    A trigger (reports/migrations) makes it stale in the transaction that locks or unlocks one of its districts.
    """

    province = models.ForeignKey(Province, on_delete=models.CASCADE, related_name="+")
    month = MonthField()
    is_stale = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["province", "month"], name="locked_month_once")]
        indexes = [models.Index(fields=["month"], condition=Q(is_stale=True), name="locked_month_stale")]


class LockedTotal(models.Model):
    """What the locked sales of a province's month add up to, in baht, by category and producer type.

    '' is all categories, or all types: whoever asks for less reads fewer rows. Never of confirmed months or drafts.
    """

    province = models.ForeignKey(Province, on_delete=models.CASCADE, related_name="+")
    month = MonthField()
    category = models.CharField(max_length=8, choices=Category.choices, blank=True)
    type = models.CharField(max_length=5, choices=ProducerType.choices, blank=True)
    domestic_offline = models.DecimalField(max_digits=SUM_DIGITS, decimal_places=2)
    domestic_online = models.DecimalField(max_digits=SUM_DIGITS, decimal_places=2)
    foreign_offline = models.DecimalField(max_digits=SUM_DIGITS, decimal_places=2)
    foreign_online = models.DecimalField(max_digits=SUM_DIGITS, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["type", "month", "category", "province"], name="locked_total_once")
        ]


class MadeFile(Job):
    """A document that a worker makes. `stored` is its random name on the disk; '' once it is gone.

    `fingerprint` says of which request, for which eyes and of which data it is (reports.versions).
    """

    spec = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    stored = models.CharField(max_length=40, blank=True)
    file_name = models.CharField(max_length=300, blank=True)
    size = models.PositiveBigIntegerField(default=0)

    objects: ClassVar[Any] = JobQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def format(self) -> str:
        return str(self.spec["format"])


class ExportJobQuerySet(JobQuerySet):
    def kept(self) -> Self:
        """Finished, with a file that may still be fetched."""
        return self.filter(status=Status.DONE, expires_at__gt=clock.now()).exclude(stored="")


class ExportJob(MadeFile):
    """A download that somebody asked for and that takes longer than one waits for. The file is theirs alone.

    `scope` is the person's role and area at the asking, `origin` the address that printed codes lead to.
    """

    task_name = "reports.tasks.export"

    title = models.CharField(max_length=300)
    scope = models.CharField(max_length=40)
    origin = models.CharField(max_length=200, blank=True)
    seconds = models.PositiveIntegerField(default=0)  # that it was thought to take
    expires_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = ExportJobQuerySet.as_manager()

    class Meta:
        verbose_name = "ไฟล์ที่ขอ"
        constraints = [
            models.UniqueConstraint(
                fields=["requested_by", "fingerprint"], condition=Q(status__in=UNFINISHED), name="export_once_at_a_time"
            )
        ]
        indexes = [models.Index(fields=["requested_by", "-requested_at"], name="export_of_person")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_kept(self) -> bool:
        """Whether there is a file that may still be fetched."""
        return self.status == Status.DONE and bool(self.stored and self.expires_at and self.expires_at > clock.now())

    @property
    def is_empty(self) -> bool:
        """Done, and there was nothing to put into it."""
        return self.status == Status.DONE and not self.done

    @property
    def shown_status(self) -> str:
        """The status as a badge: a file whose days are over is neither done nor failed."""
        return "expired" if self.status == Status.DONE and not self.is_kept else self.status

    @property
    def shown_words(self) -> str:
        """The status in a word or two."""
        if self.shown_status == "expired":
            return "หมดอายุแล้ว"
        return "ไม่มีข้อมูลในช่วงนี้" if self.is_empty else Status(self.status).label


class ClosingDocumentQuerySet(JobQuerySet):
    def visible_to(self, user: Any) -> Self:
        """The department's, and of each province its own."""
        match role_of(user):
            case Role.DEPARTMENT | Role.ADMIN:
                return self.all()
            case Role.PROVINCE:
                return self.filter(province=user.province_id)
        return self.none()


class ClosingDocument(MadeFile):
    """One document of a month that has closed: of a province all of whose districts are locked, or of the nation."""

    task_name = "reports.tasks.closing_document"

    requested_by = models.ForeignKey(  # type: ignore[assignment]  # nobody asks for it
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    month = MonthField()
    document = models.SlugField(max_length=40)
    area = models.CharField(max_length=6)  # as in the spec
    province = models.ForeignKey(Province, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[Any] = ClosingDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "เอกสารปิดเดือน"
        constraints = [models.UniqueConstraint(fields=["month", "document", "area"], name="closing_document_once")]
