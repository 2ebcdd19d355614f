"""Who a sole owner was is kept for a time.

Source: Personal Data Protection Act B.E. 2562, section 37(3), data no longer necessary is deleted or made anonymous.
A group and a company are no persons; their facts stay.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from core import audit, clock
from core.retention import Due, years_before
from producers.models import Producer, ProducerRequest, ProducerType
from producers.models.requests import FORGOTTEN

REFUSED_KEPT = timedelta(days=365)  # to be corrected and asked again


class ForgetSoleOwners:
    """Name, phone number and address; the code, the place and every figure stay."""

    @property
    def name(self) -> str:
        return f"sole owners deregistered more than {settings.RETENTION_YEARS} years ago: name, phone, address"

    def due(self, at: datetime) -> Iterator[Due]:
        for producer in self._due(at).order_by("pk"):
            yield Due(producer.pk, f"{producer.code}, deregistered {producer.deregistered_on}")

    def _due(self, at: datetime) -> QuerySet[Producer]:
        sole = Producer.objects.filter(type=ProducerType.SOLE, forgotten_on__isnull=True)
        return sole.filter(deregistered_on__lt=years_before(at))

    @transaction.atomic
    def settle(self, pk: int, at: datetime) -> bool:
        held = self._due(at).select_for_update().filter(pk=pk).first()
        if held is None:
            return False
        held.name, held.phone, held.address = FORGOTTEN, "", ""
        held.deregistration_reason = "–"  # written by hand: may name the person, an illness, a death
        held.forgotten_on = at.astimezone(clock.BANGKOK).date()
        held.version += 1
        named = ["name", "phone", "address", "deregistration_reason", "forgotten_on", "version"]
        held.save(update_fields=named)
        ProducerRequest.objects.filter(producer=held).update(name=FORGOTTEN, facts={}, reason="")
        audit.record(None, "producer.forgotten", held)
        return True


class DropFruitlessRequests:
    """What was asked for and never came to be: who it was to be, with telephone number and address."""

    @property
    def name(self) -> str:
        return f"new producers refused or withdrawn more than {REFUSED_KEPT.days} days ago: name, phone, address"

    def due(self, at: datetime) -> Iterator[Due]:
        for pk in self._due(at).order_by("pk").values_list("pk", flat=True):
            yield Due(pk, f"request {pk}")

    def _due(self, at: datetime) -> QuerySet[ProducerRequest]:
        over = (ProducerRequest.Status.REFUSED, ProducerRequest.Status.WITHDRAWN)
        asked = ProducerRequest.objects.filter(kind=ProducerRequest.Kind.NEW, status__in=over)
        return asked.filter(asked_at__lt=at - REFUSED_KEPT).exclude(facts={})

    @transaction.atomic
    def settle(self, pk: int, at: datetime) -> bool:
        """It cannot be asked again then: nothing is left to correct."""
        held = self._due(at).select_for_update(of=("self",)).filter(pk=pk).first()
        if held is None:
            return False
        if held.facts.get("type") == ProducerType.SOLE:
            held.name = FORGOTTEN
        held.status, held.facts, held.reason = ProducerRequest.Status.WITHDRAWN, {}, ""
        held.version += 1
        held.save(update_fields=["name", "status", "facts", "reason", "version"])
        audit.record(None, "request.forgotten", held)
        return True
