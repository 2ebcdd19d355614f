"""What is kept goes in its time: said before it is done, done once, wherever it was interrupted; figures stay."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from core import audit, retention
from core import clock as portal
from core.month import Month
from core.records import Refused
from entry.models import Upload
from evidence import services as evidence
from evidence.models import Evidence
from online.models import Channel, Listing, Platform
from producers.models import Producer, Product, RegistryImport
from producers.retention import FORGOTTEN
from producers.services import registry, requests
from tests.cast import fill
from tests.evidence.files import photograph
from workflow import services
from workflow.selectors.frozen import shown_rows
from workflow.verification import faults_of

pytestmark = pytest.mark.django_db
NAME = "นางสาวน้ำผึ้ง กำแพงแก้ว"


@pytest.fixture
def past(cast, clock, settings, tmp_path):
    """November 2566 confirmed with a photograph; the sole owner and a group leave that month."""
    settings.EVIDENCE_DIR = tmp_path
    clock.at("2566-11-15 10:00")
    november = fill(cast.mueang, Month.parse("2566-11"))
    owner = Producer.objects.get(name=NAME)
    evidence.add(cast.mueang, november.month, owner, photograph(), title="ก.jpg", actor=cast.somsri)
    services.confirm(november, actor=cast.somsri)
    Producer.objects.filter(district=cast.mueang).update(
        deregistered_on=date(2023, 11, 20), trades_until=Month(2023, 12), deregistration_reason="ถึงแก่กรรม"
    )
    return november


def run(**options):
    said = StringIO()
    call_command("retention", stdout=said, **options)
    return said.getvalue()


def facts():
    return list(Producer.objects.order_by("pk").values_list("name", "phone", "address", "deregistration_reason"))


def test_on_the_last_day_nothing_goes_and_on_the_next_the_person_does(past, clock, settings):
    before = facts()
    clock.at("2576-11-20 23:59")
    assert "0 gone" in run()
    assert facts() == before
    clock.at("2576-11-21 00:00")
    run()
    owner = Producer.objects.get(forgotten_on__isnull=False)
    assert (owner.name, owner.phone, owner.address, owner.code) == (FORGOTTEN, "", "", "24010002")
    assert NAME not in owner.search_key
    assert audit.trail(owner).first().action == "producer.forgotten"
    assert Producer.objects.exclude(phone="").count() == len(before) - 1  # a group is no person


def test_a_dry_run_says_what_a_run_does_and_writes_nothing(past, clock):
    clock.at("2577-01-15 10:00")
    before = facts()
    said = run(dry_run=True)
    assert facts() == before
    assert Evidence.objects.exists()
    assert NAME not in said
    assert said.splitlines()[:-1] == run().splitlines()[:-1]
    assert "24010002, deregistered 2023-11-20" in said
    assert "0 gone" in run()


def test_figures_and_revisions_stay_as_they_were_signed(past, clock, cast):
    clock.at("2577-01-15 10:00")
    revision = past.revisions.get()
    run()
    past.refresh_from_db()
    assert faults_of(past) == []
    again = past.revisions.get()
    assert (again.content, again.sha256) == (revision.content, revision.sha256)
    labels = {row.unit: row.label for row in shown_rows(again)}
    assert labels == {"24010001": "กลุ่มแม่บ้านเกษตรกรหน้าเมือง", "24010002": FORGOTTEN}


def test_who_is_forgotten_is_not_brought_back_or_renamed(past, clock, cast, signed_in):
    """New evidence and a new name would be taken for the old person's, and go or stay when they should not."""
    clock.at("2577-01-15 10:00")
    run()
    owner = Producer.objects.get(forgotten_on__isnull=False)
    with pytest.raises(Refused, match="รายใหม่"):
        registry.restore(actor=cast.wichai, producer=owner, reason="กลับมา")
    with pytest.raises(Refused, match="รายใหม่"):
        registry.update_producer(actor=cast.wichai, producer=owner, version=owner.version, name=NAME)
    for ask in (requests.ask_restore, requests.ask_change):
        also = {"facts": {"name": NAME}} if ask is requests.ask_change else {}
        with pytest.raises(Refused, match="รายใหม่"):
            ask(actor=cast.somsri, producer=owner, reason="กลับมา", **also)
    page = signed_in(cast.wichai).get(f"/producers/{owner.pk}/").content.decode()
    assert f"/producers/{owner.pk}/restore/" not in page
    assert f"/producers/{owner.pk}/edit/" not in page


def test_no_page_names_a_person_who_is_forgotten(past, clock, cast, signed_in):
    clock.at("2577-01-15 10:00")
    run()
    owner = Producer.objects.get(forgotten_on__isnull=False)
    client = signed_in(cast.wichai)
    for url in (
        f"/producers/{owner.pk}/",
        "/producers/?status=all",
        "/board/24/2566-11/2401/",
        "/entry/2401/2566-11/",
        "/documents/rt2/2401/2566-11.csv",
    ):
        answer = client.get(url)
        assert answer.status_code == 200, url
        text = b"".join(answer).decode()
        assert NAME not in text, url


def test_evidence_goes_with_its_file_after_the_years_or_with_its_person(
    past, clock, settings, tmp_path, django_capture_on_commit_callbacks
):
    Producer.objects.update(type="group")
    clock.at("2576-11-30 10:00")
    run()
    assert Evidence.objects.count() == 1
    clock.at("2576-12-01 00:00")
    with django_capture_on_commit_callbacks(execute=True):
        run()
    assert not Evidence.objects.exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert audit.trail(past).first().action == "evidence.expired"


def test_files_that_wait_go_and_those_taken_in_stay(cast, past):
    old = portal.now() - timedelta(days=40)
    taken = RegistryImport.objects.create(owner=cast.somsri, created_at=old, accepted_at=old)
    RegistryImport.objects.create(owner=cast.somsri, created_at=old, rows=[{"phone": "0812345678"}])
    Upload.objects.create(submission=past, owner=cast.somsri, created_at=old)
    assert "2 gone" in run()
    assert RegistryImport.objects.get() == taken
    assert not Upload.objects.exists()


def test_where_a_forgotten_person_sold_online_goes_and_what_was_sold_stays(past, clock, cast):
    sold = {"district": cast.mueang, "year": 2567, "number": 1, "sales": 500, "updated_at": portal.now()}
    listings = [Listing.objects.create(product=product, **sold) for product in Product.objects.all()]
    line = Platform.objects.create(name="ไลน์ของผู้ผลิต", kind="line")
    for listing in listings:
        Channel.objects.create(listing=listing, platform=line, value="@namphueng")
    clock.at("2577-01-15 10:00")
    run()
    assert Channel.objects.count() == len(listings) - 1
    assert Listing.objects.count() == len(listings)


def test_one_that_fails_stops_no_other_and_is_done_the_next_time(cast, past, clock, monkeypatch):
    clock.at("2577-01-15 10:00")
    broken = Producer.save

    def fails(producer, **options):
        raise OSError

    monkeypatch.setattr(Producer, "save", fails)
    done = retention.run()
    assert [line.words.partition(",")[0] for line in done] == ["24010002"]  # the evidence alone: years have passed
    monkeypatch.setattr(Producer, "save", broken)
    assert len(retention.run()) == 1
    assert Producer.objects.filter(forgotten_on__isnull=False).count() == 1


@pytest.mark.parametrize(
    ("day", "before"), [("2567-02-29 10:00", date(2014, 2, 28)), ("2567-03-01 00:00", date(2014, 3, 1))]
)
def test_years_before_a_day_that_not_every_year_has(at, day, before):
    assert retention.years_before(at(day), 10) == before
