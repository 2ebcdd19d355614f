"""Every URL × every person × GET and POST, from the resolver: a URL without a row in tests/access.py fails."""

from __future__ import annotations

import json
from copy import deepcopy
from urllib.parse import urlsplit

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from tests import pages
from tests.access import ALL_405, COLUMNS, NOBODY, TABLE, Row
from tests.cast import make_cast
from tests.conftest import frozen
from tests.scene import make_scene, path_of

BOTH_ENGINES = ("somsri", "orathai")  # between them they are shown all that is read of the database
OF_THE_READER = "django_session"  # a reader's own session is touched
OWNERS = ("somsri", "wichai")  # the district that typed the figures, and its province
WALKS = [pytest.param(n, marks=() if n in BOTH_ENGINES else pytest.mark.one_engine) for n in COLUMNS]


@pytest.fixture(scope="module")
def made(once):
    with once(), frozen() as clock:
        return make_scene(make_cast(), clock, pages.AMOUNT)


@pytest.fixture
def scene(made, db, at):
    at("2566-11-15 10:00")
    return deepcopy(made)


def ask(client: Client, row: Row, scene, method: str):
    """The answer; whatever it did is undone."""
    path = path_of(row, scene)
    with transaction.atomic():
        if method == "get":
            answer = client.get(path)
        elif row.json:
            data = {k: _number(v, scene) for k, v in row.data.items()}
            answer = client.post(path, json.dumps(data), content_type="application/json")
        else:
            answer = client.post(path, {k: v.format(**scene.names) for k, v in row.data.items()})
        transaction.set_rollback(True)
    return answer


def _number(value, scene):
    return int(value.format(**scene.names)) if isinstance(value, str) and value.startswith("{") else value


def routes(patterns=None, prefix=""):
    """Every route of the resolver, as it is written in the urls modules."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route


def test_every_url_has_its_row_and_every_row_its_url(scene):
    known = {resolve(urlsplit(path_of(row, scene)).path).route for row in TABLE}
    assert set(routes()) - known == set(), "URLs without a row in tests/access.py"
    assert known - set(routes()) == set()


def read(client: Client, row: Row, scene):
    """The answer to a GET, which writes nothing, and which of the figures not locked it shows."""
    with CaptureQueriesContext(connection) as queries:
        answer = ask(client, row, scene, "get")
        shown = pages.figures_in(answer)
    writes = [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert [sql for sql in writes if OF_THE_READER not in sql] == [], row.path
    return answer, shown


@pytest.mark.parametrize("name", WALKS)
def test_a_page_answers_as_the_table_says_writes_nothing_and_keeps_figures_not_locked(scene, signed_in, name):
    """Those who may see the figures do: otherwise it would prove nothing that the others do not."""
    client, column = signed_in(getattr(scene.cast, name)), COLUMNS.index(name)
    told, expected, seen = {}, {}, {}
    for row in TABLE:
        answer, seen[row.path] = read(client, row, scene)
        told[row.path] = answer.status_code
        expected[row.path] = int(row.get.split()[column])
        pages.assert_sound(answer, person=name)
    assert told == expected
    if name in OWNERS:
        assert set().union(*seen.values()) >= set(pages.FIGURES[::2])
    else:
        assert {path: figures for path, figures in seen.items() if figures} == {}


@pytest.mark.parametrize("name", WALKS)
def test_a_person_may_do_what_the_table_says(scene, signed_in, name):
    client, column = signed_in(getattr(scene.cast, name)), COLUMNS.index(name)
    told, expected = {}, {}
    for row in TABLE:
        answer = ask(client, row, scene, "post")
        told[row.path] = answer.status_code
        expected[row.path] = int(row.post.split()[column])
        pages.assert_sound(answer, person=name)
    assert told == expected


@pytest.mark.one_engine
@pytest.mark.parametrize("name", NOBODY)
@pytest.mark.parametrize("method", ["get", "post"])
def test_without_an_account_only_public_pages_answer(scene, signed_in, name, method):
    client = signed_in(getattr(scene.cast, name))
    for row in TABLE:
        if method == "get":
            answer, shown = read(client, row, scene)
            assert not shown, row.path
        else:
            answer = ask(client, row, scene, method)
        pages.assert_sound(answer, person="")
        if row.public:
            assert answer.status_code in (401, 404, 405) if row.token else (200, 405), row.path
        else:
            assert (answer.status_code, answer.url.split("=")[0]) == (302, "/login/?next"), row.path


@pytest.mark.one_engine
def test_a_one_time_password_opens_nothing_but_its_change(scene, signed_in):
    client = signed_in(scene.cast.newcomer)
    for row in TABLE:
        if row.path not in ("/password/", "/logout/"):
            for method in ("get", "post"):
                answer = ask(client, row, scene, method)
                assert (answer.status_code, answer.headers.get("Location")) == (302, "/password/"), row.path


@pytest.mark.one_engine
@pytest.mark.parametrize("name", ["somsri", "wichai", "teera"])
def test_every_post_needs_its_token(scene, signed_in, name):
    client = signed_in(getattr(scene.cast, name), enforce_csrf_checks=True)
    for row in TABLE:
        if row.post != ALL_405:
            answer = ask(client, row, scene, "post")
            assert answer.status_code == 403, row.path
            assert "กลับไปหน้าเดิม" in answer.content.decode(), row.path


@pytest.mark.one_engine
def test_a_script_without_a_session_is_told_in_json(scene, signed_in):
    client = signed_in(scene.cast.stranger)
    for row in TABLE:
        if not row.public:
            answer = client.get(path_of(row, scene), headers={"accept": "application/json"})
            assert (answer.status_code, answer.json()["code"]) == (401, "login"), row.path
