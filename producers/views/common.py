"""What the registry's views share."""

from __future__ import annotations

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, QueryDict

from producers import selectors
from producers.models import Producer
from producers.services.registry import Refused


def keeper_only(request: HttpRequest) -> None:
    """403 for those who may only read the registry."""
    if not selectors.may_edit(request.user):
        raise PermissionDenied


def kept_producer(request: HttpRequest, pk: int) -> Producer:
    """A producer that the person may change: 404 outside the area, 403 without the right."""
    producer = selectors.producer_or_404(request.user, pk)
    keeper_only(request)
    return producer


def sent(request: HttpRequest) -> QueryDict | None:
    """What was posted, however little; None when nothing was."""
    return request.POST if request.method == "POST" else None


def refuse(form: forms.Form, refused: Refused) -> None:
    """Put a service's refusal where the person looks: at its field, else above the form."""
    form.add_error(refused.field if refused.field in form.fields else None, refused.message)
