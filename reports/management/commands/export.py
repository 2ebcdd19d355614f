"""`manage.py export rt2 --month 2566-10 --district 2402 --format pdf --out rt2.pdf`: documents for operators.

Every document of ส่งออกข้อมูล is known by its code: `export growth-table --period 2567-r2 --province 24 --out t.xlsx`,
for the nation without a place. It shows what that area's own office sees; of the nation, what the department sees.

With --province one file holds all its districts: pages one after another, a sheet each, or a column of districts.
Months are in Buddhist years. Unusable input ends with a sentence and exit code 2, and no file is written.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.http import Http404
from tqdm import tqdm

from accounts.models import District
from core.month import Month
from reports import exports, selectors
from reports.asking import NATION, Refused, Spec
from reports.document import Document
from reports.documents import DOCUMENTS, DOWNLOADS, rt1
from reports.documents.district_month import DistrictMonth
from sales.selectors.rows import begun_submission

UNUSABLE = 2
PATIENCE = 2.0  # seconds without a progress bar


class Command(BaseCommand):
    help = "Write a document of a district, a province or the nation into a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("document", choices=sorted(DOCUMENTS | DOWNLOADS))
        when = parser.add_mutually_exclusive_group(required=True)
        when.add_argument("--month", default="", help="Buddhist year and month: 2566-10")
        when.add_argument("--period", default="", help="2567, 2567-r1, 2567-q2, 2566-10_2567-02")
        place = parser.add_mutually_exclusive_group()
        place.add_argument("--district", default="", help="DOPA code, 4 digits")
        place.add_argument("--province", default="", help="DOPA code, 2 digits")
        parser.add_argument("--format", choices=sorted(exports.TYPES), default="pdf")
        parser.add_argument("--digits", choices=("thai", "arabic"), default="thai")
        parser.add_argument("--form", choices=rt1.FORMS, default="filled", help="of รต.๑")
        parser.add_argument("--archive", action="store_true", help="PDF/A-3u with tags, of --period")
        parser.add_argument("--out", required=True, type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["document"] not in DOCUMENTS or options["period"]:
            self._download(options)
            return
        if not (options["district"] or options["province"]):
            raise _refuse("write --district or --province")
        month, districts, out = _month(options["month"]), _districts(options), _writable(options["out"])
        drafts: list[str] = []
        documents = _documents(_with_progress(districts), month, options, drafts)
        names = [district.name for district in districts] if options["province"] else []
        out.write_bytes(exports.write(documents, options["format"], names))
        note = f"; not confirmed: {', '.join(drafts)}" if drafts else ""
        self.stdout.write(f"{out}: {options['document']} of {len(districts)} district(s), {month}{note}")

    def _download(self, options: dict[str, Any]) -> None:
        """One document of an area and a period, as its own office sees it."""
        out, area = _writable(options["out"]), options["district"] or options["province"] or NATION
        period, form = options["period"] or options["month"], options["form"] if options["document"] == "rt1" else ""
        spec = Spec(options["document"], area, period, options["format"], options["digits"], form, options["archive"])
        try:
            made = exports.render(spec, selectors.office_for_export(options["district"], options["province"]))
            with out.open("wb") as file:
                file.writelines(made.pieces)
        except (Http404, PermissionDenied, Refused) as error:
            raise _refuse(
                str(error) or f"{spec.document}, {area}, {period}: no such document, place or period"
            ) from error
        self.stdout.write(f"{out}: {spec.document} of {area}, {period}")


def _refuse(sentence: str) -> CommandError:
    return CommandError(sentence, returncode=UNUSABLE)


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError as error:
        raise _refuse(f"--month {text!r}: write a Buddhist year and a month, as in 2566-10") from error


def _districts(options: dict[str, Any]) -> list[District]:
    found = selectors.districts_for_export(district=options["district"], province=options["province"])
    if not found:
        place = "--district" if options["district"] else "--province"
        raise _refuse(f"{place} {options['district'] or options['province']!r}: no such DOPA code")
    return found


def _writable(out: Path) -> Path:
    if out.is_dir() or not out.parent.is_dir():
        raise _refuse(f"--out {out}: not a file in an existing folder")
    return out


def _documents(
    districts: Iterable[District], month: Month, options: dict[str, Any], drafts: list[str]
) -> Iterator[Document]:
    """One document a district, made when the renderer asks for it; drafts are noted by district."""
    form = options["form"] if options["document"] == "rt1" else ""
    for district in districts:
        source = DistrictMonth(district, month, begun_submission(district, month), exports.verify_url())
        made = DOCUMENTS[options["document"]](source, digits=options["digits"], form=form)
        if made.mark:
            drafts.append(district.name)
        yield made


def _with_progress(districts: list[District]) -> Iterable[District]:
    """The districts, with a bar once they take longer than PATIENCE."""
    return tqdm(districts, unit="district", delay=PATIENCE, file=sys.stderr, leave=False)
