"""Writes of areas and accounts."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

import geothai
from django.db import models, transaction

from accounts.models import District, Province, Subdistrict, User
from core import audit
from core.thai import sort_key

NOT_REPORTING = {"10"}  # Bangkok has no community-development offices


def _upsert(model: type[models.Model], rows: Sequence[models.Model], extra: list[str]) -> int:
    model._default_manager.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "sort_key", *extra],
        batch_size=1000,
    )
    return len(rows)


def _known() -> set[tuple[Any, ...]]:
    """Every area as it is: code, name, and what it is in."""
    of: list[tuple[type[models.Model], tuple[str, ...]]] = [
        (Province, ("code", "name")),
        (District, ("code", "name", "province")),
        (Subdistrict, ("code", "name", "district")),
    ]
    return {row for model, fields in of for row in model._default_manager.values_list(*fields)}


def _ids(model: type[models.Model]) -> dict[str, int]:
    return dict(model._default_manager.values_list("code", "pk"))


@transaction.atomic
def load_areas() -> dict[str, int]:
    """Bring the area tables to geothai's data; returns how many of each there are. `reports` is left alone.

    Areas that have changed are an act like any other, by which readers of the data know that it is new.
    """
    before = _known()
    provinces = [
        Province(code=p.code, name=p.name_th, sort_key=sort_key(p.name_th), reports=p.code not in NOT_REPORTING)
        for p in geothai.provinces()
    ]
    counts = {"provinces": _upsert(Province, provinces, [])}
    parents = _ids(Province)
    districts = [
        District(code=d.code, name=d.name_th, sort_key=sort_key(d.name_th), province_id=parents[code])
        for code in parents
        for d in geothai.districts(code)
    ]
    counts["districts"] = _upsert(District, districts, ["province"])
    parents = _ids(District)
    subdistricts = [
        Subdistrict(code=s.code, name=s.name_th, sort_key=sort_key(s.name_th), district_id=parents[code])
        for code in parents
        for s in geothai.subdistricts(code)
    ]
    counts["subdistricts"] = _upsert(Subdistrict, subdistricts, ["district"])
    if changed := len(_known() - before):
        audit.record(None, "areas.loaded", Province.objects.order_by("pk")[0], added=changed)
    return counts


@transaction.atomic
def create_user(*, actor: User | None, **fields: Any) -> tuple[User, str]:
    """A new account with a one-time password, which is returned and shown once. `actor` None = the command line."""
    password = secrets.token_urlsafe(9)
    user = User.objects.create_user(password=password, must_change_password=True, **fields)
    audit.record(actor, "user.created", user, username=user.username, role=user.role, area=user.area_name)
    return user, password


@transaction.atomic
def update_user(*, actor: User, user: User, **fields: Any) -> User:
    """Change role, area or name. Whoever changes area is logged out everywhere at the next request's scope check."""
    locked = User.objects.select_for_update().get(pk=user.pk)
    before = {name: str(getattr(locked, name) or "") for name in fields}
    for name, value in fields.items():
        setattr(locked, name, value)
    locked.full_clean(exclude=["password"])
    locked.save(update_fields=list(fields))
    after = {name: str(getattr(locked, name) or "") for name in fields}
    changed = {name: [before[name], after[name]] for name in fields if before[name] != after[name]}
    audit.record(actor, "user.changed", locked, **changed)
    return locked


@transaction.atomic
def set_active(*, actor: User, user: User, active: bool) -> None:
    """Suspend or restore an account; a suspended one is refused at its next request."""
    changed = User.objects.filter(pk=user.pk, is_active=not active).update(is_active=active)
    if changed:
        audit.record(actor, "user.restored" if active else "user.suspended", user)


@transaction.atomic
def reset_password(*, actor: User, user: User) -> str:
    """A new one-time password, shown once; sessions opened with the old one end."""
    password = secrets.token_urlsafe(9)
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    audit.record(actor, "user.password_reset", user)
    return password


@transaction.atomic
def password_changed(*, user: User) -> None:
    """The person chose a password of their own."""
    User.objects.filter(pk=user.pk).update(must_change_password=False)
    audit.record(user, "user.password_changed", user)
