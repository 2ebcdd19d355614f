"""`manage.py export`: files for operators, and plain words where the input is unusable."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import pymupdf
import pytest
from django.core.management import CommandError, call_command

from tests.cast import Cast, fill
from tests.reports.conftest import OCTOBER
from tests.reports.test_csv import read
from tests.reports.test_xlsx import opened
from workflow.models import Revision


def export(out: Path, document: str = "rt2", month: str = "2566-10", **options: str) -> str:
    said = io.StringIO()
    call_command("export", document, month=month, out=out, stdout=said, **options)
    return said.getvalue()


@pytest.mark.parametrize("document", ["rt1", "rt2"])
@pytest.mark.parametrize("format_", ["pdf", "xlsx", "csv"])
def test_one_district(document: str, format_: str, tmp_path: Path, cast: Cast, confirmed: Revision) -> None:
    out = tmp_path / f"out.{format_}"
    said = export(out, document, district="2401", format=format_)
    assert "1 district(s), 2566-10" in said
    assert "not confirmed" not in said
    assert out.read_bytes()[:4] == {"pdf": b"%PDF", "xlsx": b"PK\x03\x04", "csv": b"\xef\xbb\xbf\xe0"}[format_][:4]


def test_a_province_in_one_file(tmp_path: Path, cast: Cast, confirmed: Revision) -> None:
    fill(cast.bangkhla, OCTOBER, "5.00")
    files = {format_: tmp_path / f"out.{format_}" for format_ in ("pdf", "xlsx", "csv")}
    for format_, out in files.items():
        assert "not confirmed: บางคล้า, บางปะกง" in export(out, province="24", format=format_)
    with pymupdf.open(files["pdf"]) as pages:
        texts = [page.get_text() for page in pages]
    assert len(texts) == 3
    assert all("หน้า ๑/๑" in text for text in texts)
    assert opened(files["xlsx"].read_bytes()).sheetnames == ["รต.2 บางคล้า", "รต.2 บางปะกง", "รต.2 เมืองฉะเชิงเทรา"]
    heads, *rows = read(files["csv"].read_bytes())
    assert heads[0] == "อำเภอ"
    assert [row[0] for row in rows] == ["บางคล้า", "บางปะกง", *["เมืองฉะเชิงเทรา"] * 3]
    assert sum(Decimal(row[-1] or 0) for row in rows) == Decimal("1203.00") + 20


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"month": "2023-10", "district": "2401"}, "Buddhist"),
        ({"month": "ตุลาคม", "district": "2401"}, "Buddhist"),
        ({"district": "9999"}, "no such DOPA code"),
        ({"province": "99"}, "no such DOPA code"),
        ({"district": "2401", "out": "/nowhere/rt2.pdf"}, "existing folder"),
    ],
)
def test_unusable_input_writes_nothing_and_exits_with_2(
    options: dict[str, str], said: str, tmp_path: Path, cast: Cast
) -> None:
    out = tmp_path / "out.pdf"
    with pytest.raises(CommandError) as refused:
        export(**{"out": out} | {k: Path(v) if k == "out" else v for k, v in options.items()})
    assert refused.value.returncode == 2
    assert said in str(refused.value)
    assert not out.exists()


def test_a_month_may_be_written_in_thai_digits(tmp_path: Path, cast: Cast) -> None:
    assert "2566-10" in export(tmp_path / "out.csv", month="๒๕๖๖-๑๐", district="2401", format="csv")
