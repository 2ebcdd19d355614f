"""Programs that ask with a token."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from api.services import issue


@pytest.fixture
def program(db):
    """A program to which a person has given a token: `program(cast.somsri).get("/api/v1/sales")`."""

    def give(person, **narrowed):
        _, text = issue(actor=person, name="Excel", lasting=timedelta(days=30), **narrowed)
        client = Client(headers={"authorization": f"Bearer {text}"})
        client.token_text = text
        return client

    return give
