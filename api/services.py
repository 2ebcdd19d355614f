"""Giving and revoking tokens."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import District, Province, User
from api.models import MARK, Token, digest_of
from core import audit, clock

SECRET_BYTES = 32
PREFIX_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
PREFIX_LENGTH = 8
LONGEST = timedelta(days=365)
MOST_LIVING = 10
USED_EVERY = timedelta(minutes=1)  # how exactly `last_used_at` is kept


class Refused(Exception):
    """Why no token was given; a Thai sentence."""


@transaction.atomic
def issue(
    *, actor: User, name: str, lasting: timedelta, province: Province | None = None, district: District | None = None
) -> tuple[Token, str]:
    """A token of the actor's own and its text, which is returned once and kept nowhere. Raises Refused."""
    if not timedelta() < lasting <= LONGEST:
        raise Refused("โทเค็นมีอายุได้ไม่เกิน 1 ปี")
    owner, at = User.objects.select_for_update().get(pk=actor.pk), clock.now()
    if Token.objects.filter(owner=owner).living(at).count() >= MOST_LIVING:
        raise Refused(f"มีโทเค็นที่ใช้งานได้ครบ {MOST_LIVING} รายการแล้ว เพิกถอนรายการที่ไม่ใช้ก่อน")
    secret = secrets.token_urlsafe(SECRET_BYTES)
    token = Token.objects.create(
        owner=owner,
        name=name,
        prefix="".join(secrets.choice(PREFIX_ALPHABET) for _ in range(PREFIX_LENGTH)),
        digest=digest_of(secret),
        password_mark=owner.get_session_auth_hash(),
        province=province,
        district=district,
        created_at=at,
        expires_at=at + lasting,
    )
    more = {"area": token.area_name} if token.area_name else {}
    audit.record(actor, "token.issued", owner, token=str(token), until=token.expires_at.isoformat(), **more)
    return token, f"{MARK}_{token.prefix}_{secret}"


@transaction.atomic
def revoke(token: Token, *, actor: User) -> None:
    """End a token at once; a revoked one stays as it is."""
    locked = Token.objects.select_for_update().get(pk=token.pk)
    if locked.revoked_at:
        return
    locked.revoked_at, locked.revoked_by = clock.now(), actor
    locked.save(update_fields=["revoked_at", "revoked_by"])
    audit.record(actor, "token.revoked", locked.owner, token=str(locked))


def used(token: Token, at: datetime) -> None:
    """Note the use, at most once a minute."""
    if token.last_used_at is None or at - token.last_used_at >= USED_EVERY:
        Token.objects.filter(pk=token.pk).update(last_used_at=at)
