"""`./dev bench documents [--json] [--rows …] [--producers 100000] [--months 12]`: PDF, Excel and CSV beside the fastest
known way to make the same, in one run.

* รต.๒ as PDF in a warm worker beside one collapsing table in WeasyPrint as it comes, and beside Typst: CPU seconds.
* 100,000 rows of Excel beside openpyxl write-only and rustpy-xlsxwriter: CPU seconds, and the memory they add.
* A closing night by one and by two workers (bench/closing.py), scaled by --closing-producers and --closing-districts.
* All rows of a year as CSV beside PostgreSQL's COPY of the same rows: seconds, best of three, taken in turn; the first
  byte (the heads) and the first row.

The CSV and the closing night need DATABASE_URL of a PostgreSQL, which `./dev bench` starts; else they are left out.
"""

from __future__ import annotations

import argparse
import gc
import io
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from html import escape
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "otop_portal.settings.test")
BEST_OF = 3
EXCEL_ROWS = 100_000
PARTS = ("pdf", "xlsx", "csv", "closing")


def cpu(work: Callable[[], Any], times: int = BEST_OF, *, warming: bool = True) -> float:
    """The least CPU seconds of this process, its threads included: a busy machine waits, it does not count."""
    if warming:
        work()
    return min(_once(work, time.process_time) for _ in range(times))


def _once(work: Callable[[], Any], clock: Callable[[], float]) -> float:
    gc.collect()
    start = clock()
    work()
    return clock() - start


def in_a_child(work: Callable[[], dict[str, float]]) -> dict[str, float]:
    """Figures of a process of their own, with the peak of memory that it added to what it began with."""
    read, write = os.pipe()
    if not (child := os.fork()):
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        figures = work()
        figures["added_mb"] = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        figures["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        os.write(write, json.dumps(figures).encode())
        os._exit(0)
    os.close(write)
    os.waitpid(child, 0)
    with os.fdopen(read) as answer:
        return json.load(answer)


# PDF


def pdf_figures(rows: int) -> dict[str, float]:
    from reports.renderers import pdf
    from tests.reports import samples

    document = samples.document(rows)
    pdf.warm()
    plain_pdf(samples.document(1))
    figures = {
        "rows": rows,
        "portal_s": cpu(lambda: pdf.pdf(document)),
        "plain_weasyprint_s": cpu(lambda: plain_pdf(document), BEST_OF if rows < 500 else 1, warming=False),
        "typst_s": cpu(lambda: typst_pdf(document)),
    }
    figures["to_plain"] = figures["portal_s"] / figures["plain_weasyprint_s"]
    figures["to_typst"] = figures["portal_s"] / figures["typst_s"]
    return figures


def plain_pdf(document: Any) -> bytes:
    """The same table as one writes it first: borders collapse, widths are found from the cells."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    from reports.renderers import fonts, html

    config = FontConfiguration()
    style = (
        "@page{size:A4 landscape;margin:12mm}body{font:8pt Sarabun}table{border-collapse:collapse;width:100%}"
        "td,th{border:.3pt solid #000;padding:.5mm 1mm}.n{text-align:right}.c{text-align:center}"
    )
    sheet = weasyprint.CSS(string=fonts.font_face_css() + style, font_config=config)
    text = f"<html lang=th><body><h1>{escape(document.title[0])}</h1>{html.table_html(document)}</body></html>"
    return weasyprint.HTML(string=text).write_pdf(stylesheets=[sheet], font_config=config)


def typst_pdf(document: Any) -> bytes:
    """The same table in Typst, heads repeated."""
    import typst
    from fontpkg_sarabun import ROOT

    from reports.document import head_cells

    def words(text: str) -> str:
        return json.dumps(text, ensure_ascii=False)

    heads = "".join(
        f"table.cell(colspan:{h.columns},rowspan:{h.levels},x:{h.column},y:{h.level})[#{words(document.say(h.text))}],"
        for h in head_cells(document.columns)
    )
    cells = "".join(
        f"[#{words(document.show(column, value))}],"
        for line in document.lines()
        for column, value in zip(document.leaves, line.cells, strict=True)
    )
    aligned = ",".join(
        "left" if c.kind == "text" else "center" if c.kind == "tick" else "right" for c in document.leaves
    )
    widths = ",".join("1fr" if c.kind == "text" else "auto" for c in document.leaves)
    source = (
        '#set page("a4",flipped:true,margin:12mm)\n#set text(font:"Sarabun",size:8pt,lang:"th")\n'
        f"#{words(document.title[0])}\n"
        f"#table(columns:({widths}),align:({aligned}),stroke:.3pt,inset:2pt,table.header({heads}),{cells})"
    )
    return typst.compile(source.encode(), font_paths=[ROOT / "files"], ignore_system_fonts=True)


# Excel


def excel_figures(count: int) -> dict[str, Any]:
    rows = list(detail_rows(count))
    ways = {"portal": portal_xlsx, "openpyxl": openpyxl_xlsx, "rustpy": rustpy_xlsx}
    figures: dict[str, Any] = {"rows": count}
    for name, way in ways.items():
        measured = in_a_child(lambda way=way: {"s": cpu(lambda: way(rows), 1)})
        figures |= {f"{name}_s": measured["s"], f"{name}_added_mb": measured["added_mb"]}
    alone = in_a_child(lambda: {"s": _once(lambda: portal_xlsx(detail_rows(count)), time.process_time)})
    figures["portal_alone_added_mb"] = alone["added_mb"]
    figures["to_openpyxl"] = figures["portal_s"] / figures["openpyxl_s"]
    return figures


def detail_rows(count: int) -> Any:
    from core.month import Month

    month = Month.parse("2567-10")
    for at in range(count):
        amounts = [Decimal((at * factor) % 10**8) / 100 for factor in (7919, 104729, 1299709, 15485863)]
        place = ("ฉะเชิงเทรา", f"อำเภอที่ {at % 900}", f"LOAD-{at % 100_000:07d}")
        name = f"กลุ่มแม่บ้านเกษตรกรแปรรูปน้ำพริกบ้านหนองน้ำใส {at % 100_000}"
        yield (month, *place, name, "อาหาร", *amounts, sum(amounts), "จังหวัดล็อกแล้ว")


def portal_xlsx(rows: Any) -> int:
    """Sent piece by piece, as the download is; how many bytes."""
    from reports.detail import COLUMNS
    from reports.renderers.xlsx_stream import Sheet, xlsx_pieces

    return sum(len(piece) for piece in xlsx_pieces(Sheet("รายผู้ผลิต", "ยอดจำหน่าย", COLUMNS), rows))


def openpyxl_xlsx(rows: Any) -> int:
    import openpyxl

    from reports.detail import HEADS

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("รายผู้ผลิต")
    sheet.append(HEADS)
    for row in rows:
        sheet.append([row[0].first_day, *row[1:]])
    stored = io.BytesIO()
    book.save(stored)
    return len(stored.getvalue())


def rustpy_xlsx(rows: Any) -> int:
    from rustpy_xlsxwriter import FastExcel

    from reports.detail import HEADS

    stored = io.BytesIO()
    records = (
        dict(zip(HEADS, (row[0].first_day, *row[1:6], *map(float, row[6:11]), row[11]), strict=True)) for row in rows
    )
    FastExcel(stored).sheet("รายผู้ผลิต", records).save()
    return len(stored.getvalue())


# CSV


def csv_figures() -> dict[str, float]:
    """Every row in the database, by the export and by COPY of a query of the same columns."""
    from django.db import connection

    from accounts.models import Role, User
    from core.period import Period
    from reports import detail
    from reports.asking import Ask
    from workflow.models import Submission

    months = sorted(Submission.objects.values_list("month", flat=True).distinct().order_by("month"))
    ask = Ask(User(role=Role.DEPARTMENT, is_active=True), None, Period(months[0], months[-1]))
    first: list[float] = []
    first_rows: list[float] = []

    def export() -> int:
        start, size = time.perf_counter(), 0
        for at, piece in enumerate(detail.csv_pieces(ask)):
            if at < 2:
                (first, first_rows)[at].append(time.perf_counter() - start)
            size += len(piece)
        return size

    def copy() -> int:
        with connection.cursor() as cursor, cursor.cursor.copy(COPY) as blocks:
            return sum(len(block) for block in blocks)

    size = export()
    copy()
    times = [(_once(export, time.perf_counter), _once(copy, time.perf_counter)) for _ in range(BEST_OF)]
    portal_s, copy_s = (min(of) for of in zip(*times, strict=True))
    figures = {
        "megabytes": size / 1e6,
        "portal_s": portal_s,
        "copy_s": copy_s,
        "first_byte_ms": min(first) * 1e3,
        "first_row_ms": min(first_rows) * 1e3,
    }
    figures["portal_added_mb"] = in_a_child(lambda: _apart(connection, export))["added_mb"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sales_salesrow")
        figures["rows"] = cursor.fetchone()[0]
    figures["to_copy"] = figures["portal_s"] / figures["copy_s"]
    return figures


def _apart(connection: Any, export: Callable[[], int]) -> dict[str, float]:
    """In a child process a connection of its own."""
    connection.connection = None
    return {"bytes": export()}


COPY = """COPY (
    SELECT s.month, pr.name, d.name, p.code, p.name,
           CASE r.category WHEN 'food' THEN 'อาหาร' WHEN 'drink' THEN 'เครื่องดื่ม' WHEN 'textile' THEN 'ผ้าและเครื่องแต่งกาย'
             WHEN 'decor' THEN 'ของใช้ ของตกแต่ง และของที่ระลึก' ELSE 'สมุนไพรที่ไม่ใช่อาหาร' END,
           r.domestic_offline, r.domestic_online, r.foreign_offline, r.foreign_online, r.total,
           CASE s.state WHEN 'locked' THEN 'จังหวัดล็อกแล้ว' END
    FROM sales_salesrow r JOIN workflow_submission s ON s.id = r.submission_id
    JOIN accounts_district d ON d.id = s.district_id JOIN accounts_province pr ON pr.id = d.province_id
    JOIN producers_producer p ON p.id = r.producer_id WHERE s.state = 'locked'
) TO STDOUT (FORMAT csv)"""


def closing_night(producers: int, districts: int) -> dict[str, Any]:
    """bench.closing, in a database of its own on the same server: its months are frozen."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DROP DATABASE IF EXISTS closing")
        cursor.execute("CREATE DATABASE closing")
    url = os.environ["DATABASE_URL"].rpartition("/")[0] + "/closing"
    command = [sys.executable, "-m", "bench.closing", "--json"]
    command += ["--producers", str(producers), "--districts", str(districts)]
    told = subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, stdout=subprocess.PIPE, check=True)
    return json.loads(told.stdout)


def load(producers: int, months: int, *, revisions: bool = False) -> None:
    """The country's synthetic months, once a database."""
    from django.core.management import call_command
    from django.db import connection

    from accounts.models import District
    from accounts.services import load_areas
    from sales.models import SalesRow

    call_command("migrate", verbosity=0)
    if not District.objects.exists():
        load_areas()
    if not SalesRow.objects.exists():
        options = {"producers": producers, "months": months, "no_revisions": not revisions}
        call_command("load_national", **options, yes_demo=True, verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, nargs="*", default=[140, 1000])
    parser.add_argument("--producers", type=int, default=100_000)
    parser.add_argument("--months", type=int, default=12)
    parser.add_argument("--only", choices=PARTS, nargs="*", default=PARTS)
    parser.add_argument("--closing-producers", type=int, default=20_000)
    parser.add_argument("--closing-districts", type=int, default=100, help="of which รต.๒ are made; 0: all")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()

    import django

    django.setup()
    from django.db import connection

    figures: dict[str, Any] = {}
    if "xlsx" in options.only:  # first: a child begins with what its parent has grown to
        figures["xlsx"] = excel_figures(EXCEL_ROWS)
    if "csv" in options.only and connection.vendor == "postgresql":
        load(options.producers, options.months)
        figures["csv"] = csv_figures()
    if "pdf" in options.only:
        figures["pdf"] = [pdf_figures(rows) for rows in options.rows]
    if "closing" in options.only and connection.vendor == "postgresql":
        figures["closing"] = closing_night(options.closing_producers, options.closing_districts)
    print(json.dumps(figures, indent=2) if options.json else as_text(figures))


def as_text(figures: dict[str, Any]) -> str:
    lines = []
    for name, found in figures.items():
        for each in found if isinstance(found, list) else [found]:
            lines.append(f"{name}: " + "  ".join(f"{key} {_short(value)}" for key, value in each.items()))
    return "\n".join(lines)


def _short(value: Any) -> str:
    """A number, or numbers by name."""
    if isinstance(value, dict):
        return "(" + " ".join(f"{key} {number:.4g}" for key, number in value.items()) + ")"
    return f"{value:.4g}"


if __name__ == "__main__":
    main()
