"""The registry, the online market, targets and downloads, as a stolen account tries them; and what must not stay."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from core import audit, retention
from core import clock as portal
from core.models import AuditEntry
from core.period import Period
from online.models import DistrictRound, Platform, Survey
from online.rounds import RoundId
from online.services import report as online
from producers.models import Producer, ProducerRequest, Product
from producers.retention import FORGOTTEN, REFUSED_KEPT
from producers.services import requests
from reports.asking import Ask
from reports.document import Column, Document, RowGroup
from reports.renderers.csv import csv
from reports.versions import unlocked_since
from tests.producers.asking import ask_new
from tests.stolen import NOVEMBER, post_json
from workflow.models import Submission

TOO_LARGE = 2**63


# Addresses and bodies that no page makes


def test_ids_that_no_table_can_hold_do_not_exist(officer, cast):
    for path in (
        f"/producers/{TOO_LARGE}/products/1/",
        f"/entry/2401/2566-11/evidence/{TOO_LARGE}/1/file",
        f"/producers/import/{'9' * 25}/progress",
    ):
        assert officer.get(path).status_code == 404, path


@pytest.mark.parametrize("period", ["2943-12", "2599", "2569-10_2573-09", "2544-01_2549-01", "2443-01"])
def test_documents_of_years_beyond_the_calendar_do_not_exist(office, period):
    for path in (f"/downloads/rt4/24/{period}/", f"/downloads/detail/24/{period}.csv"):
        assert office.get(path).status_code == 404, path


@pytest.mark.parametrize("row", [1.0, "1", [1], None, 13])
def test_a_paste_into_no_month_is_malformed(officer, row):
    body = {"text": "1", "row": row, "field": "domestic_offline"}
    assert post_json(officer, "/targets/forecast/2401/2567/paste-check", body).status_code == 400


def test_no_head_of_a_csv_is_a_formula():
    document = Document(
        code="x", title=("x",), columns=(Column('=HYPERLINK("http://x")'), Column("ยอด", "count")),
        groups=[RowGroup([("@x", 1)])],
    )  # fmt: skip
    lines = csv(document).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("\"'=HYPERLINK")
    assert lines[1] == "'@x,1"


# What the department may not see any more


def test_a_month_locked_anew_and_unlocked_again_is_not_read_from_an_older_file(cast, months):
    made = portal.now()
    ask = Ask(cast.orathai, None, Period.month(NOVEMBER))
    mine = Submission.objects.filter(pk=months[0].pk)
    mine.update(
        state="locked", revision_number=1, locked_at=made + timedelta(days=1), reopened_at=made + timedelta(hours=1)
    )
    assert unlocked_since(ask, made) == []
    mine.update(state="returned", reopened_at=made + timedelta(days=2))
    assert unlocked_since(ask, made) == [months[0]]


# What people are called by, where they are found


def test_the_trail_never_keeps_a_persons_page_or_line_id(cast, at):
    at("2567-05-10 09:00")
    product = Product.objects.filter(producer__district=cast.mueang).first()
    page = Platform.objects.get_or_create(name="Facebook", defaults={"kind": "page"})[0]
    flags = dict.fromkeys(Survey.FLAGS, False)
    for named in ({page.pk: "เพจของสมศรี"}, {page.pk: "เพจใหม่ของสมศรี"}, {}):
        found = online.Found(flags, named)
        online.save_line(actor=cast.somsri, district=cast.mueang, of=RoundId(2567, 1), product=product, found=found)
    trail = list(audit.trail(DistrictRound.objects.get()))
    assert len(trail) == 3
    assert all("Facebook" in entry.details["changes"] for entry in trail)
    assert "สมศรี" not in json.dumps([entry.details for entry in trail], ensure_ascii=False)


def test_who_was_asked_for_in_vain_is_forgotten_after_a_year(cast, clock, signed_in):
    clock.at("2566-11-15 10:00")
    refused = ask_new(cast, "นางสาวแดง ใจดี", type="sole")
    requests.refuse(actor=cast.wichai, request=refused, version=1, reason="เอกสารไม่ครบ")
    approved, group = ask_new(cast, "กลุ่มทอผ้า"), ask_new(cast, "กลุ่มจักสาน")
    requests.approve(actor=cast.wichai, request=approved, version=1, from_month=NOVEMBER)
    requests.withdraw(actor=cast.somsri, request=group)
    clock.at(portal.now() + REFUSED_KEPT)
    assert [line for line in retention.run() if "withdrawn" in line.rule] == []
    clock.at(portal.now() + timedelta(seconds=1))
    assert len([line for line in retention.run() if "withdrawn" in line.rule]) == 2
    assert [line for line in retention.run() if "withdrawn" in line.rule] == []
    refused.refresh_from_db()
    assert (refused.name, refused.facts, refused.status) == (FORGOTTEN, {}, "withdrawn")
    assert ProducerRequest.objects.get(pk=group.pk).name == "กลุ่มจักสาน"  # a group is no person
    assert ProducerRequest.objects.get(pk=approved.pk).facts["name"] == "กลุ่มทอผ้า"
    page = signed_in(cast.somsri).get(reverse("producers:request", args=[refused.pk])).content.decode()
    assert "แดง" not in page
    assert signed_in(cast.somsri).get(reverse("producers:request-edit", args=[refused.pk])).status_code == 403


def test_what_is_held_names_nobody_who_is_forgotten(cast, months, signed_in):
    one = cast.producers_of(cast.mueang)[0]
    audit.record(cast.wichai, "producer.changed", one, changes={"ชื่อ": ["นางสาวแดง ใจดี", one.name]})
    address = reverse("reports:held", args=[one.pk])
    assert "แดง ใจดี" in signed_in(cast.somsri).get(address).content.decode()
    Producer.objects.filter(pk=one.pk).update(forgotten_on=portal.today())
    assert "แดง ใจดี" not in signed_in(cast.somsri).get(address).content.decode()


# Acts that must leave a trace


def test_a_request_that_a_move_ends_says_so(cast, months):
    one = cast.producers_of(cast.mueang)[0]
    change = requests.ask_change(actor=cast.somsri, producer=one, facts={"name": "ชื่อใหม่"})
    move = requests.ask_transfer(
        actor=cast.wichai, producer=one, province=cast.sakaeo, from_month=NOVEMBER + 1, reason="ย้ายโรงงาน"
    )
    place = cast.aranyaprathet.subdistricts.first()
    requests.approve(actor=cast.malee, request=move, version=1, from_month=NOVEMBER + 1, subdistrict=place)
    change.refresh_from_db()
    assert (change.status, change.facts) == ("withdrawn", {})
    assert AuditEntry.objects.get(action="request.withdrawn").target_id == change.pk
