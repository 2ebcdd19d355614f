"""What the registry's views share."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from producers import selectors
from producers.models import Producer


def keeper_only(request: HttpRequest) -> None:
    """403 for those who may only read the registry."""
    if not selectors.may_edit(request.user):
        raise PermissionDenied


def kept_producer(request: HttpRequest, pk: int) -> Producer:
    """A producer that the person may change: 404 outside the area, 403 without the right."""
    producer = selectors.producer_or_404(request.user, pk)
    keeper_only(request)
    return producer
