"""What the grid's script asks for, in JSON: saving cells, and checking a pasted block before it is saved."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from accounts.models import District
from core.clock import thai_datetime
from core.json_body import Malformed, json_body
from core.money import AmountError
from core.month import Month
from core.paste import parse_block, placed
from core.paste_names import NamedRow, rows_by_name
from core.templatetags.numbers import baht
from entry import grids, services
from entry.grids import Grid
from entry.selectors.entry import EntryRow, entry_page
from entry.selectors.rows import month_sums, rows_by_id
from entry.services.cells import CONFLICT, CellChange, CellResult
from entry.values import Field
from entry.views.common import entry_view
from workflow.models import Submission
from workflow.services import Refused

MAX_CHANGES = 4000
MAX_TEXT = 100


def _change(grid: Grid, item: Any) -> CellChange:
    try:
        row, version, field = item["row"], item["version"], item["field"]
        text, seen = item["value"], item.get("seen")
        whole = all(isinstance(number, int) and 0 <= number < 2**62 for number in (row, version))
        words = isinstance(text, str) and (seen is None or isinstance(seen, str)) and len(text) <= MAX_TEXT
        if not (whole and words and grid.field(field)):
            raise Malformed
        return CellChange(row, field, text, version, seen)
    except (KeyError, TypeError, ValueError) as error:
        raise Malformed from error


def _changes(grid: Grid, body: dict[str, Any]) -> list[CellChange]:
    items = body.get("changes")
    if not isinstance(items, list) or len(items) > MAX_CHANGES:
        raise Malformed
    return [_change(grid, item) for item in items]


def _malformed() -> JsonResponse:
    return JsonResponse({"code": "malformed", "message": "คำขอไม่ถูกต้อง ยังไม่มีการบันทึกใด ๆ"}, status=400)


@require_POST
@entry_view
def cells(request: HttpRequest, grid: Grid, district: District, month: Month) -> HttpResponse:
    try:
        changes = _changes(grid, json_body(request))
    except Malformed:
        return _malformed()
    submission = services.begin(district, month, grid.kind, actor=request.user)
    results = services.save_cells(submission, changes, actor=request.user)
    return JsonResponse({"results": [_result(r) for r in results], **_sums(submission, results)})


def _result(result: CellResult) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "row": result.change.row,
        "field": result.change.field,
        "status": result.status,
        "value": result.value,
        "message": result.message,
    }
    if result.row is not None:
        answer |= {"version": result.row.version, "unusual": result.row.unusual}
    if result.status == CONFLICT and result.row is not None:
        who = result.row.updated_by
        by, at = (who.display_name if who else ""), thai_datetime(result.row.updated_at)
        answer |= {"theirs": result.value, "by": by, "at": at}
    return answer


def _sums(submission: Submission, results: list[CellResult]) -> dict[str, Any]:
    """Totals of the rows touched and of the month, read after the save."""
    grid = grids.of(submission)
    touched = rows_by_id(submission, {result.change.row for result in results})
    sums = month_sums(submission)
    rows, filled = sums["rows"], sums["filled"]
    return {
        "rows": {
            row.pk: {
                "total": baht(row.total),
                "version": row.version,
                "filled": row.is_filled,
                "unusual": row.unusual,
                "remark": grid.remark(row),
            }
            for row in touched
        },
        "column_totals": [field.show_sum(sums[field.name]) for field in grid.fields()],
        "grand_total": baht(sums["total"]),
        "progress": {"rows": rows, "filled": filled, "percent": 100 * filled // rows if rows else 0},
    }


@require_POST
@entry_view
def paste_check(request: HttpRequest, grid: Grid, district: District, month: Month) -> HttpResponse:
    """Where each pasted cell would go, with its value or its error; nothing is saved."""
    try:
        body = json_body(request)
        text, row, field = body.get("text"), body.get("row"), body.get("field")
        order = body.get("order")  # the row ids as the page shows them (a filter may hide some)
        if not isinstance(text, str) or not isinstance(row, int) or not _is_field(grid, field):
            raise Malformed
    except Malformed:
        return _malformed()
    page = entry_page(request.user, district, month, grid.kind)
    if not page.can_edit:
        raise Refused(page.verdict)
    ids = [r.id for r in page.rows]
    if isinstance(order, list):
        known = set(ids)
        ids = [pk for pk in order if isinstance(pk, int) and pk in known]
    if row not in ids:
        return _malformed()
    start = next(at for at, of in enumerate(page.fields) if of.name == field)
    fields = {of.name: of for of in page.fields[start:]}
    block, shown, below = parse_block(text), set(ids), ids[ids.index(row) :]
    named = rows_by_name(block, (_named(of) for of in page.rows if of.id in shown))
    by_name = named is not None and named != below[: len(named)]
    answer = placed(block, named if named and by_name else below, list(fields)) | {"by_name": by_name}
    for cell in answer["cells"]:
        cell |= _counted(fields[cell["field"]], cell["value"])
    return JsonResponse(answer)


def _named(row: EntryRow) -> NamedRow:
    return NamedRow(row.id, row.unit.name, row.unit.code, row.part_label)


def _is_field(grid: Grid, name: Any) -> bool:
    return isinstance(name, str) and grid.field(name) is not None


def _counted(field: Field, value: str) -> dict[str, str]:
    """What a pasted amount is in a column of whole numbers: the number, or why it is none."""
    if not field.is_count or not value:
        return {}
    try:
        return {"value": field.show(field.parse(value))}
    except AmountError as error:
        return {"value": "", "error": str(error)}
