"""From a table to an answer: a page of JSON or a whole CSV, with an ETag that costs one query to check.

An answer is kept under its ETag: until somebody acts, who asks the same with the same rights is given the same bytes.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from ninja import Schema

from api.problems import Unprocessable
from api.schemas import Paged
from api.selectors.callers import Caller
from api.selectors.tables import MOST_ROWS, Cells, Table, TooMany
from api.selectors.version import Version, data_version
from core import clock
from reports.renderers.csv import BOM, safe_text

VERSION = "1"  # of the answers' shape: another one makes every ETag another
FORMS: dict[type, Callable[[Any], str]] = {
    Decimal: "{:.2f}".format,
    datetime: lambda moment: moment.astimezone(clock.BANGKOK).isoformat(),
    date: date.isoformat,
}
Make = Callable[[], Table]
KEPT_SECONDS = 600
MOST_KEPT = 300_000  # bytes of an answer; a hundred are kept in each web process
TOO_MANY = f"ผลลัพธ์เกิน {MOST_ROWS:,} แถว กรุณาย่อช่วงเวลา เลือกพื้นที่ หรือแยกตามให้น้อยลง"


def answer(request: HttpRequest, make: Make, row: type[Schema], paged: Paged | None) -> HttpResponse:
    """304 before anything is read where the client has it already; `paged` None is a CSV of all rows."""
    version = data_version()
    etag = _etag(request, version)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = _kept(etag) or _made(request, make, row, paged, version, etag)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Authorization"])
    return response


def _kept(etag: str) -> HttpResponse | None:
    kept = caches["answers"].get(etag)
    return HttpResponse(kept[0], content_type=kept[1]) if kept else None


def _made(
    request: HttpRequest, make: Make, row: type[Schema], paged: Paged | None, version: Version, etag: str
) -> HttpResponse:
    try:
        table = make()
    except TooMany:
        raise Unprocessable(TOO_MANY) from None
    response = _csv(table, row) if paged is None else _json(request, table, paged, version)
    if len(response.content) <= MOST_KEPT:
        kept = response.content, response["Content-Type"]
        caches["answers"].set(etag, kept, KEPT_SECONDS)
    return response


def _etag(request: HttpRequest, version: Version) -> str:
    """Of the data, of who asks, what and of which host; and of the minute, on which windows open and close."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    asked = sorted((name, tuple(values)) for name, values in request.GET.lists())
    now = clock.now()
    moment = now.replace(second=0, microsecond=0) if request.path.startswith("/api/v1/months") else now.date()
    parts = repr((VERSION, version.text, caller.scope, request.build_absolute_uri(request.path), asked, str(moment)))
    return f'"{hashlib.sha256(parts.encode()).hexdigest()[:32]}"'


def _json(request: HttpRequest, table: Table, paged: Paged, version: Version) -> HttpResponse:
    first = (paged.page - 1) * paged.limit
    cells = table.rows[first : first + paged.limit]
    more = first + paged.limit < len(table.rows)
    body = {
        "items": [dict(zip(table.columns, row, strict=True)) for row in plain_rows(cells)],
        "count": len(table.rows),
        "page": paged.page,
        "limit": paged.limit,
        "next": _next(request, paged.page + 1) if more else None,
        "version": version.text,
        "as_of": plain(version.at),
    }
    return HttpResponse(json.dumps(body, ensure_ascii=False), content_type="application/json")


def _next(request: HttpRequest, page: int) -> str:
    query = request.GET.copy()
    query["page"] = str(page)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def _csv(table: Table, row: type[Schema]) -> HttpResponse:
    """UTF-8 with the mark that Excel wants, Thai heads, texts that are no formula."""
    text = io.StringIO()
    text.write(BOM)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(str(row.model_fields[column].title) for column in table.columns)
    writer.writerows([_csv_cell(value) for value in cells] for cells in table.rows)
    return HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")


def _csv_cell(value: Any) -> Any:
    return safe_text(value) if isinstance(value, str) else plain(value)


def plain_rows(rows: Sequence[Cells]) -> Iterator[Cells]:
    """Every cell plain; column by column, since most columns hold words and numbers that are so already."""
    columns = zip(*rows, strict=True)
    return zip(
        *(map(plain, column) if FORMS.keys() & set(map(type, column)) else column for column in columns), strict=True
    )


def plain(value: Any) -> Any:
    """As JSON and CSV have it: money with two decimals, moments in Bangkok, ISO."""
    form = FORMS.get(type(value))
    return form(value) if form else value
