"""Tokens: shown once, dead at once, in the header only; ETags; limits; nothing is written through the API."""

from __future__ import annotations

import base64
from datetime import timedelta

import pytest
from django.test import Client

from accounts import services as accounts
from api import services
from api.models import Token
from core.audit import trail
from core.month import Month
from tests.cast import fill

SALES = "/api/v1/sales"
AREAS = "/api/v1/areas"


def test_it_is_shown_once_and_kept_hashed(cast, signed_in):
    client = signed_in(cast.wichai)
    page = client.post("/account/tokens/", {"name": "Excel", "lasting": "90", "area": "2402"}).content.decode()
    text = page.split('once-long">')[1].split("<")[0]
    token = Token.objects.get()
    assert text.startswith(f"otop_{token.prefix}_")
    secret = text.split("_", 2)[2]
    assert secret not in str([getattr(token, f.attname) for f in Token._meta.fields])
    assert secret not in client.get("/account/tokens/").content.decode()
    assert (token.digest, token.district) == (services.digest_of(secret), cast.bangkhla)
    assert Client(headers={"authorization": f"Bearer {text}"}).get(SALES).status_code == 200
    (entry,) = trail(cast.wichai)
    assert (entry.action, secret in str(entry.details)) == ("token.issued", False)


@pytest.mark.parametrize("end", ["revoked", "admin", "expired", "suspended", "password", "first password"])
def test_it_is_dead_at_once(cast, program, signed_in, at, end):
    at("2566-11-20 10:00")
    client = program(cast.somsri)
    assert client.get(SALES).status_code == 200
    token = Token.objects.get()
    match end:
        case "revoked":
            signed_in(cast.somsri).post(f"/account/tokens/{token.pk}/revoke/")
        case "admin":
            assert token.prefix in signed_in(cast.teera).get("/account/tokens/").content.decode()
            signed_in(cast.teera).post(f"/account/tokens/{token.pk}/revoke/")
        case "expired":
            at(token.expires_at)
        case "suspended":
            accounts.set_active(actor=cast.teera, user=cast.somsri, active=False)
        case "password":
            accounts.reset_password(actor=cast.teera, user=cast.somsri)
            accounts.password_changed(user=cast.somsri)
        case _:
            type(cast.somsri).objects.filter(pk=cast.somsri.pk).update(must_change_password=True)
    answer = client.get(SALES)
    assert (answer.status_code, answer.json()["code"]) == (401, "token")


def test_a_moved_officer_takes_the_token_along(cast, program):
    client, narrowed = program(cast.somsri), program(cast.wichai, district=cast.bangkhla)
    accounts.update_user(actor=cast.teera, user=cast.somsri, district=cast.bangkhla)
    accounts.update_user(actor=cast.teera, user=cast.wichai, province=cast.sakaeo)
    assert [row["district_code"] for row in client.get("/api/v1/areas").json()["items"]] == ["2402"]
    assert narrowed.get("/api/v1/areas").status_code == 404


def test_only_the_header_carries_it(cast, program, signed_in):
    client = program(cast.somsri)
    text = client.token_text
    for query in ({"token": text}, {"access_token": text}, {"key": text}):
        assert Client().get(SALES, query).status_code == 401
    assert signed_in(cast.somsri).get(SALES).status_code == 401
    for pair in (f"token:{text}", f"{text}:", f"{text}:x"):
        basic = base64.b64encode(pair.encode()).decode()
        assert Client(headers={"authorization": f"Basic {basic}"}).get(SALES + ".csv").status_code == 200
    answer = Client().get(SALES)
    assert "Basic" in answer["WWW-Authenticate"]
    for wrong in ("Bearer", "Bearer x", "Basic !", "Bearer otop_ก_ข", f"Bearer {text}x", f"Token {text}"):
        headers = {"HTTP_AUTHORIZATION": wrong}
        assert Client().get(SALES, **headers).status_code == 401, wrong


def test_nothing_is_written_through_it(cast, program):
    client = program(cast.somsri)
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(client, method)(SALES)
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")
    head = client.head(SALES)
    assert (head.status_code, head.content, bool(head["ETag"])) == (200, b"", True)
    assert client.options(SALES).status_code == 204


def test_an_unchanged_table_is_not_read_again(cast, program, django_assert_num_queries):
    client, other = program(cast.wichai), program(cast.malee)
    first = client.get(SALES)
    assert first["Cache-Control"] == "private, no-cache"
    assert "Authorization" in first["Vary"]
    assert other.get(SALES, headers={"if-none-match": first["ETag"]}).status_code == 200
    with django_assert_num_queries(3):  # the token, and how new the data are
        again = client.get(SALES, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    fill(cast.mueang, Month.parse("2567-01"))
    accounts.set_active(actor=cast.teera, user=cast.pranee, active=False)  # any act that leaves its entry
    assert client.get(SALES, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_the_same_question_is_answered_with_what_was_made_until_somebody_acts(cast, program, django_assert_num_queries):
    client = program(cast.wichai)
    first = client.get(AREAS)
    with django_assert_num_queries(3):
        again = client.get(AREAS)
    assert (again.content, again["ETag"], again["Content-Type"]) == (
        first.content,
        first["ETag"],
        first["Content-Type"],
    )
    assert again["Cache-Control"] == "private, no-cache"
    other = program(cast.malee).get(AREAS)  # another province is told of its own
    assert other["ETag"] != first["ETag"]
    assert other.json()["items"] != first.json()["items"]
    assert client.get(AREAS + ".csv")["Content-Type"].startswith("text/csv")
    paged = {"limit": 1}
    assert "elsewhere.example" in client.get(AREAS, paged, headers={"host": "elsewhere.example"}).json()["next"]
    assert "elsewhere.example" not in client.get(AREAS, paged).json()["next"]
    accounts.set_active(actor=cast.teera, user=cast.pranee, active=False)
    assert client.get(AREAS)["ETag"] != first["ETag"]


@pytest.mark.parametrize(
    "text", ["otop_\0_x", "otop_abcdefgh_\0", "otop__x", "otop_a", "otop_" + "a" * 9 + "_x", "ก_ข_ค"]
)
def test_what_is_no_token_is_not_even_looked_up(db, client, text, django_assert_num_queries):
    """PostgreSQL cannot compare a NUL, which Basic carries as well as anything."""
    basic = base64.b64encode(f"{text}:".encode()).decode()
    with django_assert_num_queries(0):
        assert client.get(SALES, headers={"authorization": f"Basic {basic}"}).status_code == 401


def test_too_often_is_told_when_to_come_back(cast, program, settings, at):
    at("2566-11-20 10:00:15")
    settings.API_REQUESTS_PER_MINUTE = 2
    client, other = program(cast.somsri), program(cast.pranee)
    assert [client.get(SALES).status_code for _ in range(3)] == [200, 200, 429]
    assert (client.get(SALES)["Retry-After"], other.get(SALES).status_code) == ("45", 200)
    at("2566-11-20 10:01:00")
    assert client.get(SALES).status_code == 200


def test_tokens_end_within_a_year_and_are_few(cast, signed_in, monkeypatch):
    with pytest.raises(services.Refused):
        services.issue(actor=cast.somsri, name="x", lasting=timedelta(days=366))
    monkeypatch.setattr(services, "MOST_LIVING", 1)
    client = signed_in(cast.somsri)
    answers = [client.post("/account/tokens/", {"name": "x", "lasting": "30"}).status_code for _ in range(2)]
    assert answers == [200, 422]
    assert client.post("/account/tokens/", {"name": "x", "lasting": "9999"}).status_code == 422
    assert signed_in(cast.wichai).post(
        "/account/tokens/", {"name": "x", "lasting": "30", "area": "2706"}
    ).status_code == 422  # fmt: skip
