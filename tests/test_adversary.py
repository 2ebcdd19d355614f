"""A stolen district account and a phished provincial one try what they can: forged ids, fields, sessions, hosts."""

from __future__ import annotations

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from accounts import services as accounts
from accounts.models import User
from core.models import AuditEntry
from producers.models import Producer
from sales.models import SalesRow
from tests.cast import PASSWORD, fill
from tests.stolen import NOVEMBER, change, figures, post_json
from workflow import services
from workflow.models import State, Submission

MINE, THEIRS = "/entry/2401/2566-11/", "/entry/2402/2566-11/"


# Other people's rows


def test_cells_of_another_district_are_out_of_reach(officer, months):
    theirs = SalesRow.objects.filter(submission=months[1]).first()
    before = figures()
    assert post_json(officer, THEIRS + "cells", {"changes": [change(theirs.pk)]}).status_code == 404
    answer = post_json(officer, MINE + "cells", {"changes": [change(theirs.pk)]})
    assert [result["status"] for result in answer.json()["results"]] == ["gone"]
    assert "theirs" not in answer.json()["results"][0]
    assert figures() == before


@pytest.mark.parametrize("form", ["plain", "zero", "reason", "remove", "button zero", "button remove"])
def test_no_form_of_mine_changes_a_row_of_theirs(officer, months, form):
    theirs = SalesRow.objects.filter(submission=months[1]).first().pk
    SalesRow.objects.filter(pk=theirs).update(domestic_offline=None)
    before = figures()
    forms = {
        "plain": lambda: officer.post(MINE, {f"c-{theirs}-domestic_offline": "5", f"v-{theirs}": "1"}),
        "zero": lambda: officer.post(MINE + "zero", {"row": theirs}),
        "reason": lambda: officer.post(MINE + "reason", {"row": theirs, "reason": "ท"}),
        "remove": lambda: officer.post(f"{MINE}rows/{theirs}/remove"),
        "button zero": lambda: officer.post(MINE, {"action": f"zero-row:{theirs}"}),
        "button remove": lambda: officer.post(MINE, {"action": f"remove-row:{theirs}"}),
    }
    assert forms[form]().status_code in (302, 404)
    assert figures() == before


def test_a_producer_of_another_district_gets_no_row_in_mine(officer, cast, months):
    theirs = cast.producers_of(cast.bangkhla)[0]
    answer = officer.post(MINE + "rows/add", {"producer": theirs.pk, "category": "herb"})
    assert answer.status_code == 404
    assert not SalesRow.objects.filter(submission=months[0], producer=theirs).exists()


def test_the_province_locks_no_district_of_another_province(office, cast, months):
    theirs = Submission.objects.get_or_create(kind="sales", district=cast.aranyaprathet, month=NOVEMBER)[0]
    fill(cast.aranyaprathet, NOVEMBER)
    services.confirm(theirs, actor=cast.kanya)
    office.post("/board/24/2566-11/lock/", {"district": "2706"})
    office.post("/board/24/2566-11/unlock/", {"district": "2706", "reason": "ท"})
    assert office.post("/board/27/2566-11/lock/", {"district": "2706"}).status_code == 404
    assert office.get("/board/24/2566-11/2706/").status_code == 404
    theirs.refresh_from_db()
    assert theirs.state == State.CONFIRMED


def test_the_province_writes_no_figure_of_its_own_district(office, months):
    row = SalesRow.objects.filter(submission=months[0]).first().pk
    before = figures()
    assert post_json(office, MINE + "cells", {"changes": [change(row)]}).status_code == 403
    assert office.post(MINE, {f"c-{row}-domestic_offline": "5", f"v-{row}": "1"}).status_code == 403
    assert office.post(MINE + "confirm").status_code == 403
    assert figures() == before


# Fields that no form has


@pytest.mark.parametrize("name", ["somsri", "wichai", "orathai"])
def test_nobody_makes_themselves_administrator(cast, signed_in, name):
    person = getattr(cast, name)
    forged = {
        "old_password": PASSWORD, "new_password1": "กขคง-2567-ใหม่", "new_password2": "กขคง-2567-ใหม่",
        "role": "admin", "district": "", "province": "", "is_active": "1", "username": "root",
    }  # fmt: skip
    assert signed_in(person).post("/password/", forged).status_code == 302
    now = User.objects.get(pk=person.pk)
    assert (now.role, now.username, now.district_id, now.province_id) == (
        person.role, person.username, person.district_id, person.province_id,
    )  # fmt: skip


def test_an_officer_moves_no_producer_to_another_district_nor_changes_its_code(officer, cast):
    mine = cast.producers_of(cast.mueang)[0]
    theirs = cast.producers_of(cast.bangkhla)[0]
    subdistrict = theirs.subdistrict_id
    form = {"name": "ชื่อใหม่", "type": "group", "subdistrict": subdistrict, "registered_on": "1/1/2563", "version": 1}
    forged = {"district": cast.bangkhla.pk, "code": "X", "sort_key": "0", "id": theirs.pk, "pk": theirs.pk}
    officer.post(f"/producers/{mine.pk}/edit/", {**form, **forged})
    now = Producer.objects.get(pk=mine.pk)
    assert (now.district_id, now.code, now.subdistrict_id) == (mine.district_id, mine.code, mine.subdistrict_id)
    assert Producer.objects.get(pk=theirs.pk).name == theirs.name


# Sessions and signing in


def test_signing_in_makes_a_new_session(cast, client):
    client.get("/login/")
    client.cookies["sessionid"] = "a" * 32  # planted by the attacker
    client.post("/login/", {"username": "somsri", "password": PASSWORD})
    assert client.session.session_key != "a" * 32
    assert client.session[SESSION_KEY] == str(cast.somsri.pk)


def test_signing_out_ends_the_session_on_the_server(cast, signed_in):
    client = signed_in(cast.somsri)
    key = client.session.session_key
    client.post("/logout/")
    assert not Session.objects.filter(session_key=key).exists()


def test_a_new_password_ends_the_thiefs_session(cast, signed_in):
    thief = signed_in(cast.somsri)
    assert thief.get("/producers/").status_code == 200
    accounts.reset_password(actor=cast.teera, user=cast.somsri)
    assert thief.get("/producers/").status_code == 302


def test_a_suspended_person_is_out_at_the_next_request(cast, signed_in):
    client = signed_in(cast.somsri)
    accounts.set_active(actor=cast.teera, user=cast.somsri, active=False)
    assert client.get("/producers/").url.startswith("/login/")


def test_a_moved_officer_loses_the_old_district_at_once(officer, cast):
    accounts.update_user(actor=cast.teera, user=cast.somsri, district=cast.bangpakong)
    assert officer.get(MINE).status_code == 404


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
        "\t//evil.example",
    ],
)
def test_signing_in_leads_to_no_other_site(cast, client, target):
    for where in ({"next": target}, {}):
        query = {"next": target} if not where else {}
        data = {"username": "somsri", "password": PASSWORD, **where}
        answer = client.post("/login/", data, query_params=query)
        assert answer.url == "/"
        client.logout()


def test_the_answer_to_a_wrong_sign_in_tells_nothing_about_the_account(cast, client):
    answers = set()
    for name in ("somsri", "suspended", "nobody-of-this-name"):
        page = client.post("/login/", {"username": name, "password": "ผิด"}).content.decode()
        token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        answers.add(page.replace(name, "").replace(token, ""))
    assert len(answers) == 1


def test_guessing_passwords_is_stopped_and_only_for_that_account_and_address(cast, client, settings):
    settings.AXES_ENABLED = True
    for _ in range(settings.AXES_FAILURE_LIMIT):
        answer = client.post("/login/", {"username": "somsri", "password": "ผิด"})
    assert answer.status_code in (403, 429)
    assert "นาที" in answer.content.decode()
    locked = client.post("/login/", {"username": "somsri", "password": PASSWORD})
    assert locked.status_code in (403, 429)
    assert SESSION_KEY not in client.session
    elsewhere = client.post("/login/", {"username": "somsri", "password": PASSWORD}, REMOTE_ADDR="10.0.0.9")
    assert elsewhere.status_code == 302


def test_one_guess_at_many_names_is_stopped_for_that_address_alone(cast, client, settings):
    settings.AXES_ENABLED = True
    settings.SPRAYED_NAMES_LIMIT = 3
    for number in range(4):
        assert client.post("/login/", {"username": f"officer{number}", "password": "ผิด"}).status_code == 200
    right = {"username": "somsri", "password": PASSWORD}
    assert client.post("/login/", right).status_code == 429
    assert client.post("/login/", right, REMOTE_ADDR="10.0.0.9").status_code == 302


def test_a_forged_address_header_does_not_escape_the_throttle(cast, client, settings):
    settings.AXES_ENABLED = True
    for number in range(settings.AXES_FAILURE_LIMIT):
        headers = {"X-Forwarded-For": f"10.0.0.{number}"}
        answer = client.post("/login/", {"username": "somsri", "password": "ผิด"}, headers=headers)
    assert answer.status_code in (403, 429)


def test_behind_a_proxy_each_client_has_its_own_address_and_cannot_choose_it(cast, client, settings):
    settings.AXES_ENABLED = True
    settings.PROXY_COUNT = 1

    def sign_in(forwarded, password):
        headers = {"X-Forwarded-For": forwarded}
        return client.post("/login/", {"username": "somsri", "password": password}, headers=headers).status_code

    for number in range(settings.AXES_FAILURE_LIMIT):
        sign_in(f"10.9.9.{number}, 10.0.0.1", "ผิด")
    assert sign_in("10.9.9.200, 10.0.0.1", PASSWORD) in (403, 429)
    assert sign_in("10.0.0.2", PASSWORD) == 302


def test_the_administrator_alone_resets_a_password_and_sees_it_once(cast, signed_in):
    page = signed_in(cast.teera).post(f"/users/{cast.somsri.pk}/password/").content.decode()
    cast.somsri.refresh_from_db()
    assert cast.somsri.must_change_password
    assert not cast.somsri.check_password(PASSWORD)
    assert AuditEntry.objects.get(action="user.password_reset").details == {}
    assert any(cast.somsri.check_password(word) for word in page.replace("<", " ").replace(">", " ").split())


# The verifying page


def test_a_wrong_code_says_nothing_and_finds_nothing(cast, client, months):
    revision = services.confirm(months[0], actor=cast.somsri)
    assert client.get(f"/verify/{revision.code}").status_code == 200
    for wrong in (revision.code[:-1], revision.code + "2", revision.code[::-1], "%25", "_" * 10, "*"):
        assert client.get(f"/verify/{wrong}").status_code in (302, 404), wrong


def test_a_stranger_holding_the_paper_sees_no_figure(cast, client, months):
    revision = services.confirm(months[0], actor=cast.somsri)
    page = client.get(f"/verify/{revision.code}").content.decode()
    assert "1,203.00" not in page
    assert revision.sha256 not in page


# Hosts


def test_an_unknown_host_is_refused(db, client, settings):
    settings.ALLOWED_HOSTS = ["otop.example"]
    assert client.get("/login/", headers={"host": "evil.example"}).status_code == 400
    assert (
        client.get("/login/", headers={"host": "otop.example", "x-forwarded-host": "evil.example"}).status_code == 200
    )
