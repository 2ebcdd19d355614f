"""A sole owner's page, LINE ID and shop go with the name (producers.retention); what was sold there stays."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from core.retention import DropOld
from online.models import Channel


def _of_the_forgotten(at: datetime) -> QuerySet[Channel]:
    return Channel.objects.filter(listing__product__producer__forgotten_on__isnull=False)


CHANNELS = DropOld("online channels of sole owners that are forgotten", _of_the_forgotten)
