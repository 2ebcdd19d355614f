"""From the text of a token to the person who asks and the area they may ask about."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404

from accounts.models import District, Province, User
from api.models import MARK, Token, digest_of
from core import clock
from reports.figures import Area

MOST_SHOWN = 200
FORM = re.compile(rf"{MARK}_([a-z0-9]{{1,8}})_([A-Za-z0-9_-]{{1,100}})")


@dataclass(frozen=True)
class Caller:
    """A person as they are now, by a token; `area` is what the token was narrowed to (None: all that they see)."""

    token: Token
    user: User
    area: Area

    @property
    def scope(self) -> tuple[object, ...]:
        """What decides which figures are seen: equal scopes are answered alike."""
        user, area = self.user, self.area
        return (user.role, user.province_id, user.district_id, area.code if area else "")


def caller_of(text: str, at: datetime | None = None) -> Caller | None:
    """Who a token speaks for; None for an unknown, expired, revoked one, or of somebody who may not sign in now."""
    form = FORM.fullmatch(text.strip())
    if form is None:  # also whatever no column can hold, as a NUL
        return None
    prefix, secret = form.groups()
    related = ("owner__province", "owner__district__province", "province", "district__province")
    token = Token.objects.living(at or clock.now()).select_related(*related).filter(prefix=prefix).first()
    if token is None or not hmac.compare_digest(token.digest, digest_of(secret)) or not is_trusted(token):
        return None
    return Caller(token, token.owner, token.district or token.province)


def is_trusted(token: Token) -> bool:
    """Whether the owner may use the portal now, with the password of when the token was given."""
    owner = token.owner
    marks = [owner.get_session_auth_hash(), *owner.get_session_auth_fallback_hash()]
    return owner.is_active and not owner.must_change_password and token.password_mark in marks


def area_of(caller: Caller, code: str | None) -> Area:
    """The area asked for, within the person's and the token's; without a code the widest. Raises Http404."""
    if not code:
        _still_seen(caller)
        return caller.area or caller.user.district or caller.user.province
    area: Area = _areas(caller, code).filter(code=code).first()
    if area is None or not _within(area, caller.area):
        raise Http404
    return area


def _areas(caller: Caller, code: str) -> QuerySet:
    if len(code) > 2:
        return District.objects.visible_to(caller.user).select_related("province")
    return Province.objects.none() if caller.user.is_district else Province.objects.visible_to(caller.user)


def _still_seen(caller: Caller) -> None:
    """A token narrowed to an area that its owner has left since is good for nothing."""
    narrowed = caller.area
    if narrowed and not type(narrowed).objects.visible_to(caller.user).filter(pk=narrowed.pk).exists():
        raise Http404


def _within(area: Area, whole: Area) -> bool:
    if whole is None or area == whole:
        return True
    return isinstance(area, District) and isinstance(whole, Province) and area.province_id == whole.pk


@dataclass(frozen=True)
class ShownToken:
    """A token as its page lists it."""

    token: Token
    at: datetime

    @property
    def status(self) -> str:
        """'live', 'revoked', 'expired', or 'dead': its owner is suspended or has another password."""
        if self.token.revoked_at:
            return "revoked"
        if self.token.expires_at <= self.at:
            return "expired"
        return "live" if is_trusted(self.token) else "dead"


def tokens_of(user: User) -> list[ShownToken]:
    """The person's own tokens, newest first."""
    return _shown(Token.objects.visible_to(user).filter(owner=user))


def tokens_of_others(user: User) -> list[ShownToken]:
    """For the administrator: everyone else's that could still be used."""
    return _shown(Token.objects.visible_to(user).exclude(owner=user).living(clock.now()))


def _shown(tokens: QuerySet) -> list[ShownToken]:
    at = clock.now()
    related = tokens.select_related("owner__province", "owner__district__province", "province", "district__province")
    return [ShownToken(token, at) for token in related[:MOST_SHOWN]]
