"""The served OpenAPI document and the answers agree (schemathesis), whatever is asked."""

from __future__ import annotations

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from otop_portal.wsgi import application
from tests.cast import fill

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
PATHS = [f"/api/v1/{t}{end}" for t in ("months", "areas", "submissions", "sales", "targets", "scores", "markets")
         for end in ("", ".csv")]  # fmt: skip


few = hypothesis_settings(
    max_examples=5, derandomize=True, phases=[Phase.generate], database=None, suppress_health_check=list(HealthCheck)
)


def document():
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


def test_it_is_openapi_31_and_names_every_table(client, db):
    told = client.get("/api/v1/openapi.json")
    assert told.json()["openapi"].startswith("3.1")
    assert sorted(told.json()["paths"]) == sorted(PATHS)
    assert client.get("/api/v1/openapi.json", headers={"if-none-match": told["ETag"]}).status_code == 304


def test_the_document_tells_how_to_ask_for_what_has_changed_only(client, db):
    for path in client.get("/api/v1/openapi.json").json()["paths"].values():
        operation = path["get"]
        assert "If-None-Match" in {asked["name"] for asked in operation["parameters"] if asked["in"] == "header"}
        assert "ETag" in operation["responses"]["200"]["headers"]
        assert "content" not in operation["responses"]["304"]


@pytest.fixture
def one_connection():
    """A request inside the test's transaction must not close its connection, as a server's does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_answers_are_as_documented(cast, months, program, settings, one_connection):
    settings.API_REQUESTS_PER_MINUTE = 10_000
    fill(cast.aranyaprathet, months[0].month)
    headers = {"Authorization": f"Bearer {program(cast.wichai).token_text}", "Accept-Encoding": "identity"}
    schema, asked = document(), []

    def ask(case):
        answer = case.call(headers=headers)
        case.validate_response(answer, checks=CHECKS)
        asked.append(answer.status_code)

    for path in PATHS:
        few(given(case=schema[path]["GET"].as_strategy())(ask))()
    assert {200, 404} <= set(asked)
