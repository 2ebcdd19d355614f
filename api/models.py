"""Tokens of the read API: whose, for what area, until when. The secret itself is kept nowhere."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import District, Province, User

MARK = "otop"  # what a token begins with, so that one left in a file is found by a search


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


class TokenQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """One's own; the administrator sees everyone's, to revoke them."""
        return self.filter(owner__in=User.objects.visible_to(user))

    def living(self, at: datetime) -> Self:
        """Neither revoked nor expired; whether the owner may still use the portal is asked at every use."""
        return self.filter(revoked_at=None, expires_at__gt=at)


class Token(models.Model):
    """A key to the figures that its owner may see at the moment of use, or to one area among them.

    `prefix` finds it, `digest` (SHA-256 of a 256-bit secret: nothing to guess, so no slow hash) proves it.
    `password_mark` is of the owner's password when it was given: another password ends the token, as it ends sessions.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="api_tokens")
    name = models.CharField("ใช้กับอะไร", max_length=80)
    prefix = models.CharField(max_length=8, unique=True)
    digest = models.CharField(max_length=64)
    password_mark = models.CharField(max_length=64)
    province = models.ForeignKey(Province, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    district = models.ForeignKey(District, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: Any = TokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="token_for_one_area", condition=Q(province=None) | Q(district=None)),
            models.CheckConstraint(name="token_expires", condition=Q(expires_at__gt=models.F("created_at"))),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @property
    def area_name(self) -> str:
        """The area it was narrowed to; '' where it follows its owner's."""
        if self.district:
            return self.district.full_name
        return f"จังหวัด{self.province.name}" if self.province else ""
