"""What the registry's views share."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, QueryDict

from producers import selectors
from producers.models import Producer


def keeper_only(request: HttpRequest) -> None:
    """403 for those who may only read the registry."""
    if not selectors.may_edit(request.user):
        raise PermissionDenied


def office_only(request: HttpRequest) -> None:
    """403 for everyone but a province's office."""
    if not (request.user.is_active and request.user.is_province):
        raise PermissionDenied


def id_in(given: QueryDict, name: str) -> int:
    """A posted id; 0, which nothing has, where none stands there."""
    return id_of(given.get(name, ""))


def id_of(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else 0


def kept_producer(request: HttpRequest, pk: int) -> Producer:
    """A producer that the person may change: 404 outside the area, 403 without the right."""
    producer = selectors.producer_or_404(request.user, pk)
    keeper_only(request)
    return producer
