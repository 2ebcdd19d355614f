"""Two accounts in the wrong hands, and what they send."""

from __future__ import annotations

import json

import pytest

from core.month import Month
from sales.models import SalesRow
from tests.cast import fill

NOVEMBER = Month.parse("2566-11")
TODAY = "2566-11-15 10:00"


def begin_months(cast):
    return fill(cast.mueang, NOVEMBER), fill(cast.bangkhla, NOVEMBER)


@pytest.fixture
def months(cast, at):
    at(TODAY)
    return begin_months(cast)


@pytest.fixture
def officer(cast, months, signed_in):
    """The stolen account: somsri's."""
    return signed_in(cast.somsri)


@pytest.fixture
def office(cast, months, signed_in):
    """The phished one: wichai's."""
    return signed_in(cast.wichai)


def post_json(client, path, body):
    text = body if isinstance(body, str) else json.dumps(body)
    return client.post(path, text, content_type="application/json", headers={"accept": "application/json"})


def figures():
    return list(SalesRow.objects.order_by("pk").values("pk", "total", "unusual_reason", "version"))


def change(row, value="1", version=1, field="domestic_offline", **extra):
    return {"row": row, "field": field, "value": value, "version": version, **extra}
