"""`manage.py export rt2 --month 2566-10 --district 2402 --format pdf --out rt2.pdf`: documents for operators.

With --province one file holds all its districts: pages one after another, a sheet each, or a column of districts.
Months are in Buddhist years. Unusable input ends with a sentence and exit code 2, and no file is written.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from accounts.models import District
from core.month import Month
from reports import exports, selectors
from reports.document import Document
from reports.documents import DOCUMENTS, rt1
from reports.documents.district_month import DistrictMonth
from sales.selectors.rows import begun_submission

UNUSABLE = 2
PATIENCE = 2.0  # seconds without a progress bar


class Command(BaseCommand):
    help = "Write a document (รต.๑, รต.๒) of a district or of a whole province into a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("document", choices=sorted(DOCUMENTS))
        parser.add_argument("--month", required=True, help="Buddhist year and month: 2566-10")
        place = parser.add_mutually_exclusive_group(required=True)
        place.add_argument("--district", default="", help="DOPA code, 4 digits")
        place.add_argument("--province", default="", help="DOPA code, 2 digits")
        parser.add_argument("--format", choices=sorted(exports.TYPES), default="pdf")
        parser.add_argument("--digits", choices=("thai", "arabic"), default="thai")
        parser.add_argument("--form", choices=rt1.FORMS, default="filled", help="of รต.๑")
        parser.add_argument("--out", required=True, type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        month, districts, out = _month(options["month"]), _districts(options), _writable(options["out"])
        drafts: list[str] = []
        documents = _documents(_with_progress(districts), month, options, drafts)
        names = [district.name for district in districts] if options["province"] else []
        out.write_bytes(exports.write(documents, options["format"], names))
        note = f"; not confirmed: {', '.join(drafts)}" if drafts else ""
        self.stdout.write(f"{out}: {options['document']} of {len(districts)} district(s), {month}{note}")


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
