"""Photographs and papers that officers keep behind a producer's figures of a month."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Role, area_filter, role_of
from producers.models import Producer
from workflow.models import Submission


class Form(models.TextChoices):
    """What a file is, by its content."""

    IMAGE = "image", "ภาพถ่าย"
    PDF = "pdf", "PDF"


class EvidenceQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """For the district of the month and its province alone: account books name people, the department counts."""
        if role_of(user) in (Role.DISTRICT, Role.PROVINCE):
            return self.filter(area_filter(user, "submission__district"))
        return self.none()


class Evidence(models.Model):
    """One file. `name` is random and says where it lies; `title` is what the sender called it, only ever shown.

    `sha256` is of the file as it was sent, so that sending it again changes nothing.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="evidence")
    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="evidence")
    form = models.CharField(max_length=5, choices=Form.choices)
    name = models.CharField(max_length=40, unique=True)
    thumbnail = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField(default=1)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects: Any = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = "หลักฐาน"
        constraints = [
            models.UniqueConstraint(fields=["submission", "producer", "sha256"], name="evidence_once"),
            models.CheckConstraint(name="evidence_image_has_thumbnail", condition=Q(form="pdf") | ~Q(thumbnail="")),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_image(self) -> bool:
        return self.form == Form.IMAGE

    @property
    def files(self) -> list[str]:
        """The names of what lies in the store."""
        return [name for name in (self.name, self.thumbnail) if name]
