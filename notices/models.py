"""Notices to people, what each person wants to be told, and how far the audit trail has been read for them."""

from __future__ import annotations

import secrets
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import District, Province, Role, area_filter, role_of
from core.fields import MonthField
from notices.outgoing import Outgoing, Status
from workflow.models import Kind

MESSAGE_LENGTH = 300


class Topic(models.TextChoices):
    """What a notice is about: people choose by topic how they are told."""

    OPENED = "opened", "เปิดให้บันทึกเดือนใหม่"
    DAYS_LEFT = "days-left", "ใกล้ครบกำหนด"
    REMINDED = "reminded", "จังหวัดเตือนให้ยืนยัน"
    RETURNED = "returned", "จังหวัดส่งคืนให้แก้ไข"
    UNLOCKED = "unlocked", "จังหวัดปลดล็อก"
    LOCKED = "locked", "จังหวัดล็อกแล้ว"
    EXTENDED = "extended", "ขยายเวลา หรือยกเลิกการขยายเวลา"
    EXPORT = "export", "ไฟล์ที่ขอพร้อมดาวน์โหลด"
    HOOK = "hook", "การส่งไประบบภายนอกหยุดทำงาน"


TOPICS_OF: dict[str, tuple[Topic, ...]] = {
    Role.DISTRICT: (
        *(Topic.OPENED, Topic.DAYS_LEFT, Topic.REMINDED, Topic.RETURNED),
        *(Topic.UNLOCKED, Topic.LOCKED, Topic.EXTENDED, Topic.EXPORT),
    ),
    Role.PROVINCE: (Topic.OPENED, Topic.DAYS_LEFT, Topic.EXTENDED, Topic.EXPORT),
    Role.DEPARTMENT: (Topic.EXPORT,),
    Role.ADMIN: (Topic.EXPORT, Topic.HOOK),
}
ALWAYS = {  # cannot be silenced, and why
    Topic.REMINDED: "ปิดไม่ได้ เพราะจังหวัดรอคำตอบ",
    Topic.HOOK: "ปิดไม่ได้ เพราะต้องมีผู้แก้ไขให้ส่งต่อได้",
}


class Way(models.TextChoices):
    APP = "app", "ในระบบ"
    MAIL = "mail", "ในระบบและอีเมล"
    NONE = "none", "ไม่ต้องแจ้ง"


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """The person's own, of the area that is theirs now: an officer who has moved leaves the old one's behind."""
        if role_of(user) is None:
            return self.none()
        of_district = Q(district=None) | area_filter(user, "district")
        return self.filter(of_district & self._of_province(user), person=user.pk)

    @staticmethod
    def _of_province(user: Any) -> Q:
        match user.role:
            case Role.DISTRICT:
                return Q(province=None) | Q(province__districts=user.district_id)
            case Role.PROVINCE:
                return Q(province=None) | Q(province=user.province_id)
        return Q(province=None)

    def unread(self) -> Self:
        return self.filter(read_at=None)


class Notice(models.Model):
    """One thing told to one person: `title` what happened, `todo` what to do and by when, `url` where one does it.

    `said` are words that somebody typed (a reason, a message); they stay in the portal. `event` names what happened:
    the same event is told to the same person once.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    topic = models.CharField(max_length=10, choices=Topic.choices)
    event = models.CharField(max_length=80)
    district = models.ForeignKey(District, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    province = models.ForeignKey(Province, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=300)
    todo = models.CharField(max_length=500, blank=True)
    said = models.CharField(max_length=500, blank=True)
    url = models.CharField(max_length=300)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    objects: Any = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["event", "person"], name="notice_once")]
        indexes = [
            models.Index(fields=["person", "-at"], name="notice_of_person"),
            models.Index(fields=["person"], name="notice_unread", condition=Q(read_at=None)),
        ]

    def __str__(self) -> str:
        return self.title


class Wish(models.Model):
    """How a person wants to be told of a topic, where it is not the default."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_wishes")
    topic = models.CharField(max_length=10, choices=Topic.choices)
    way = models.CharField(max_length=4, choices=Way.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "topic"], name="wish_once")]


class Told(models.Model):
    """An event that has been told: written in the transaction of its notices, so that both are there or neither."""

    event = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField()


class Cursor(models.Model):
    """The one row: entries of the audit trail up to `entry` need not be looked at again (notices.relay)."""

    entry = models.BigIntegerField(default=0)


class Reminder(models.Model):
    """The office has asked a district to confirm; at most once a day."""

    kind = models.CharField(max_length=8, choices=Kind.choices)
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="+")
    month = MonthField()
    day = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    message = models.CharField(max_length=MESSAGE_LENGTH, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "district", "month", "day"], name="reminder_once_a_day")]


class Address(models.Model):
    """Where a person wants letters; nothing but the asking goes there before it is confirmed from there."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="address")
    address = models.EmailField("อีเมล")
    confirmed_at = models.DateTimeField(null=True, blank=True)


class Letter(Outgoing):
    """A notice by e-mail; without a notice, the asking whether the address is the person's."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    notice = models.OneToOneField(Notice, null=True, blank=True, on_delete=models.CASCADE, related_name="letter")
    asked_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["next_at"], name="letter_due", condition=Q(status=Status.WAITING))]


class WebhookQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """The administrator's alone: they tell of areas all over the country."""
        return self.all() if role_of(user) == Role.ADMIN else self.none()


def _nonce() -> str:
    return secrets.token_hex(16)


class Webhook(models.Model):
    """Where another system wants to hear of events. `quiet_until`: after a failure it is left in peace for a while.

    The secret is not stored: it follows from the portal's own key and `nonce`, a new one of which rotates it.
    """

    name = models.CharField("ชื่อ", max_length=100)
    url = models.CharField("ที่อยู่ปลายทาง", max_length=500)
    province = models.ForeignKey(Province, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    events = models.JSONField(default=list)
    nonce = models.CharField(max_length=32, default=_nonce)
    is_active = models.BooleanField(default=True)
    failures = models.PositiveIntegerField(default=0)  # one after another
    quiet_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects: Any = WebhookQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class Delivery(Outgoing):
    """One event on its way to one webhook: the body is the same at every attempt, and so is the event's id."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    event = models.CharField(max_length=80)
    name = models.CharField(max_length=40)
    body = models.TextField()
    made_at = models.DateTimeField()
    code = models.PositiveSmallIntegerField(null=True, blank=True)
    answer = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["webhook", "event"], name="delivery_once")]
        indexes = [models.Index(fields=["webhook", "next_at"], name="delivery_due", condition=Q(status=Status.WAITING))]
