"""A letter's table: read in Thai digits, recomputed, differences told in Thai, kept only where ticked."""

import io
import re
from pathlib import Path

import openpyxl
import pytest
from django.urls import reverse

from targets import periods
from targets.apportionment import Tiers
from targets.letters import read_table, recompute_targets
from targets.models import BaseRevenue, Target, TargetImport, TargetSet
from targets.reading import Unusable
from targets.reasons import LOCKED, ROUNDING
from targets.tables import pasted_rows, table_of
from tests.cast import fill
from tests.targets.scene import TABLE, computed, make_import, make_indicator, published
from workflow.models import State, Submission

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
ANNUAL = FIXTURES / "chachoengsao-2566-targets-annual.csv"
UPLOAD = reverse("targets:import", args=["24", 2567, "round1"])
NAMES = ["เมืองฉะเชิงเทรา", "บางคล้า", "บางปะกง"]


def test_every_difference_is_shown_and_only_ticked_ones_are_kept(cast, signed_in):
    make_indicator(cast)
    wichai = signed_in(cast.wichai)
    page = wichai.post(UPLOAD, {"text": TABLE}, follow=True)
    text = page.content.decode()
    assert "300,001.00" in text
    assert "300,000.00" in text
    assert ROUNDING.thai in text
    assert not TargetSet.objects.exists()
    assert wichai.post(page.request["PATH_INFO"], {"keep": "2401-advanced"}).status_code == 302
    kept = Target.objects.get(district=cast.mueang)
    assert (kept.basic, kept.advanced, kept.adjusted) == (100_000, 300_001, True)
    assert not Target.objects.get(district=cast.bangkhla).adjusted
    assert set(BaseRevenue.objects.values_list("source", flat=True)) == {"imported"}
    assert TargetImport.objects.get().accepted_at


def test_what_is_not_ticked_is_recomputed(cast, signed_in):
    make_indicator(cast)
    draft = make_import(cast)
    signed_in(cast.wichai).post(reverse("targets:import-review", args=["24", 2567, "round1", draft.pk]))
    assert Target.objects.get(district=cast.mueang).advanced == 300_000


def test_a_csv_file_is_read_as_well(cast, signed_in):
    make_indicator(cast)
    lines = "\n".join(",".join(f'"{cell}"' for cell in line.split("\t")) for line in TABLE.split("\n"))
    file = io.BytesIO(lines.encode("utf-8-sig"))
    file.name = "ตาราง.csv"
    assert signed_in(cast.wichai).post(UPLOAD, {"file": file}).status_code == 302


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("ก\tข", "ไม่พบแถวหัวตาราง"),
        (TABLE.replace("ขั้นสูง", "สูงสุด"), "หัวตารางต้องมี"),
        (TABLE.replace("บางคล้า", "บ้านนอก"), "ไม่มีอำเภอ"),
        (TABLE.replace("บางคล้า", "บางปะกง"), "ซ้ำ"),
        (TABLE.replace("๕๐,๐๐๐\n", "ห้าหมื่น\n", 1), "แถวที่"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_in_thai(text, sentence):
    with pytest.raises(Unusable) as error:
        table_of(pasted_rows(text), NAMES)
    assert sentence in error.value.thai


def test_a_stated_zero_is_kept_where_it_is_ticked(cast, signed_in):
    stated = TABLE.replace("\t๕๐,๐๐๐\t๕๐,๐๐๐\t๕๐,๐๐๐\nรวม", "\t๐\t๒๕,๐๐๐\t๕๐,๐๐๐\nรวม")
    draft = make_import(cast, stated)
    make_indicator(cast)
    page = reverse("targets:import-review", args=["24", 2567, "round1", draft.pk])
    signed_in(cast.wichai).post(page, {"keep": ["2404-basic"]})
    kept = Target.objects.get(district=cast.bangpakong)
    assert (kept.basic, kept.standard, kept.advanced) == (0, 25_000, 50_000)


def test_satang_are_not_cut_off_a_figure_that_is_kept(cast, signed_in):
    draft = make_import(cast, TABLE.replace("๓๐๐,๐๐๑", "๓๐๐,๐๐๑.๗๕"))
    make_indicator(cast)
    page = reverse("targets:import-review", args=["24", 2567, "round1", draft.pk])
    assert "มีสตางค์" in signed_in(cast.wichai).post(page, {"keep": ["2401-advanced"]}).content.decode()
    assert not TargetSet.objects.exists()


def test_a_head_that_begins_with_a_blank_cell_keeps_its_columns(cast, signed_in):
    text = TABLE.replace("ที่\t", "\t", 1)
    assert signed_in(cast.wichai).post(UPLOAD, {"text": text}).status_code == 302
    assert TargetImport.objects.get().table["rows"]["เมืองฉะเชิงเทรา"]["advanced"] == "300001"


def test_a_published_set_takes_no_table(cast, signed_in):
    published(cast)
    answer = signed_in(cast.wichai).post(UPLOAD, {"text": TABLE})
    assert (answer.status_code, TargetImport.objects.count()) == (422, 0)


def test_a_table_of_another_officer_does_not_exist(cast, signed_in):
    draft = make_import(cast)
    TargetImport.objects.update(owner=cast.malee)
    path = reverse("targets:import-review", args=["24", 2567, "round1", draft.pk])
    assert signed_in(cast.wichai).get(path).status_code == 404


def test_the_letter_of_2566_is_read_as_it_stands():
    text = (FIXTURES / "chachoengsao-2566-targets-round1.csv").read_text(encoding="utf-8")
    names = [line.split(",")[0] for line in text.splitlines()[1:-1]]
    table = table_of(pasted_rows(text), names)
    assert table.rows["บ้านโพธิ์"]["fy2564"] == 2_048_780_188
    assert table.province["advanced"] == 2_557_160_000


def test_a_reason_says_in_thai_what_it_says_in_english():
    said = {(d.district, d.column): d.reason for d in recompute_targets(read_table(ANNUAL.read_text())).differences}
    own = "ปีฐาน 2564 ต่างจากที่ยอดรวมของคอลัมน์ยอมให้ +40 บาท น่าจะพิมพ์ปีฐานผิด"
    assert said["บางปะกง", "advanced"].thai == own
    assert said["บ้านโพธิ์", "advanced"].thai.startswith("เป็นผลจากปีฐาน 2564 ของบางปะกง")


def as_csv(encoding):
    lines = "\n".join(",".join(f'"{cell}"' for cell in line.split("\t")) for line in TABLE.split("\n"))
    return lines.encode(encoding)


def as_xlsx():
    book = openpyxl.Workbook()
    for line in TABLE.split("\n"):
        book.active.append(line.split("\t"))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def handed_in(client, name, content):
    file = io.BytesIO(content)
    file.name = name
    return client.post(UPLOAD, {"file": file})


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("ตาราง.csv", as_csv("utf-8")),
        ("ตาราง.csv", as_csv("cp874")),
        ("ตาราง.csv", as_csv("tis-620")),
        ("ตาราง.xlsx", as_xlsx()),
    ],
    ids=["utf-8", "windows-874", "tis-620", "xlsx"],
)
def test_thai_digits_are_read_from_every_kind_of_file(cast, signed_in, name, content):
    assert handed_in(signed_in(cast.wichai), name, content).status_code == 302
    draft = TargetImport.objects.get()
    assert draft.file_name == name
    assert draft.table["rows"]["เมืองฉะเชิงเทรา"]["advanced"] == "300001"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("ตาราง.xlsx", b"PK\x03\x04 not a workbook"),
        ("ตาราง.csv", b""),
        ("ตาราง.csv", b"\x00\x01\x02\x03" * 50),
        ("ตาราง.csv", "อำเภอ,ปี\nก,1".encode()),
        ("ตาราง.pdf", b"%PDF-1.7"),
    ],
    ids=["broken workbook", "empty", "binary", "no columns", "pdf"],
)
def test_a_bad_file_is_refused_with_a_thai_sentence(cast, signed_in, name, content):
    answer = handed_in(signed_in(cast.wichai), name, content)
    assert (answer.status_code, TargetImport.objects.count()) == (422, 0)
    assert re.search("<(p|li)>[^<]*[ก-๙]", answer.content.decode())


def test_a_table_of_other_base_years_is_refused_with_both_named(cast, signed_in):
    make_indicator(cast, base_years=(2564, 2565, 2566))
    answer = signed_in(cast.wichai).post(UPLOAD, {"text": TABLE})
    assert answer.status_code == 422
    assert "ปีฐานในตารางคือ 2565, 2566 แต่ตัวชี้วัดของรอบนี้ใช้ปีฐาน 2564, 2565, 2566" in answer.content.decode()
    assert not TargetImport.objects.exists()


def test_base_years_changed_after_the_upload_refuse_it_when_it_is_accepted(cast, signed_in):
    draft = make_import(cast)
    make_indicator(cast, base_years=(2564, 2565))
    page = signed_in(cast.wichai).post(reverse("targets:import-review", args=["24", 2567, "round1", draft.pk]))
    assert "ปีฐานในตารางคือ 2565, 2566" in page.content.decode()
    assert not TargetSet.objects.exists()


ROUND2 = reverse("targets:import", args=["24", 2567, "round2"])


def test_a_table_of_round_two_is_held_against_the_year_less_round_one(cast, signed_in):
    """Its base years would give other figures; they only say who balances."""
    make_indicator(cast, periods.ROUND2)
    refused = signed_in(cast.wichai).post(ROUND2, {"text": TABLE})
    assert (refused.status_code, TargetImport.objects.count()) == (422, 0)
    assert "รอบที่ 2 คือทั้งปีลบรอบที่ 1" in refused.content.decode()
    computed(cast, periods.ANNUAL)
    computed(cast, periods.ROUND1)
    Target.objects.filter(target_set__period=periods.ANNUAL, district=cast.mueang).update(basic=150_000)
    TargetSet.objects.filter(period=periods.ANNUAL).update(basic=400_000)
    page = signed_in(cast.wichai).post(ROUND2, {"text": TABLE}, follow=True)
    assert "100,000.00" in page.content.decode()
    signed_in(cast.wichai).post(page.request["PATH_INFO"])
    assert Target.objects.get(target_set__period=periods.ROUND2, district=cast.mueang).tiers == Tiers(0, 25_000, 50_000)


def test_a_cell_that_is_no_amount_is_named_in_thai():
    with pytest.raises(Unusable) as error:
        table_of(pasted_rows(TABLE.replace("๓๐๐,๐๐๑", "สามแสน")), NAMES)
    assert error.value.thai.startswith("แถวที่ 2 คอลัมน์ขั้นสูง: “สามแสน”")


def test_a_base_year_that_the_portal_has_locked_otherwise_is_told_and_the_targets_keep_what_made_them(cast, signed_in):
    make_indicator(cast)
    for month in periods.months_of(2566, periods.ROUND1):
        fill(cast.bangkhla, month, "10000")
    Submission.objects.update(state=State.LOCKED, revision_number=1)
    page = signed_in(cast.wichai).post(UPLOAD, {"text": TABLE}, follow=True)
    text = page.content.decode()
    assert LOCKED.thai in text
    assert "240,000.00" in text  # six months × four channels; the table states 250,000
    signed_in(cast.wichai).post(page.request["PATH_INFO"])
    target = Target.objects.get(district=cast.bangkhla)
    assert target.bases == [[2565, "200000.00", "imported"], [2566, "250000.00", "imported"]]
    assert target.advanced == 250_000


def test_a_district_renamed_after_the_upload_asks_for_the_table_anew(cast, signed_in):
    make_indicator(cast)
    draft = make_import(cast)
    type(cast.mueang).objects.filter(pk=cast.mueang.pk).update(name="เมืองแปดริ้ว")
    address = reverse("targets:import-review", args=["24", 2567, "round1", draft.pk])
    for answer in (signed_in(cast.wichai).get(address, follow=True), signed_in(cast.wichai).post(address, follow=True)):
        assert "ให้นำเข้าตารางใหม่" in answer.content.decode()
    assert not TargetSet.objects.exists()
