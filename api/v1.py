"""The addresses of version 1: each table once as JSON pages and once as CSV, described by api.schemas."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Query, Schema

from api import problems
from api.answers import answer
from api.auth import Basic, Bearer
from api.problems import CONTENT_TYPE, Unprocessable
from api.schemas import (
    AreaQuery,
    AreaRow,
    MarketQuery,
    MarketRow,
    MonthRow,
    Page,
    Paged,
    Problem,
    SalesQuery,
    SalesRow,
    ScoreRow,
    StandingQuery,
    SubmissionQuery,
    SubmissionRow,
    TargetQuery,
    TargetRow,
    YearQuery,
)
from api.selectors import tables
from api.selectors.callers import Caller, area_of
from api.selectors.tables import Table
from core.period import Period
from targets.selectors.scores import present

DESCRIPTION = (
    "ตัวเลขชุดเดียวกับหน้าเว็บและเอกสาร ตามบทบาทและพื้นที่ของเจ้าของโทเค็นในขณะที่เรียก กรมฯ เห็นเฉพาะเดือนที่จังหวัดล็อกแล้ว "
    "อ่านได้อย่างเดียว จำนวนเงินเป็นข้อความทศนิยมสองตำแหน่ง เดือนและปีเป็นพุทธศักราช"
)
ERRORS = dict.fromkeys((401, 404, 422, 429), Problem)
Read = Callable[[Caller, Any], Table]


class Portal(NinjaAPI):
    """Documents errors as problems and CSV as CSV: ninja knows one content type only."""

    def get_openapi_schema(self, **options: Any) -> Any:
        schema = super().get_openapi_schema(**options)
        for path, item in schema["paths"].items():
            for operation in item.values():
                _without_null(operation.get("parameters", []))
                for status, response in operation["responses"].items():
                    _retype(response, _type_of(path, int(status)))
                _tell_etag(operation)
        return schema


def _without_null(parameters: list[dict[str, Any]]) -> None:
    """A parameter that may be left out is left out; no address says null."""
    for parameter in parameters:
        choices = [one for one in parameter["schema"].pop("anyOf", []) if one != {"type": "null"}]
        for choice in choices:
            parameter["schema"].update(choice)


def _tell_etag(operation: dict[str, Any]) -> None:
    """What api.answers does with every table: an ETag, and 304 to who has it already."""
    text = {"type": "string"}
    sent = {"in": "header", "name": "If-None-Match", "schema": text, "description": "ETag ที่ได้ครั้งก่อน"}
    operation.setdefault("parameters", []).append(sent)
    operation["responses"][200]["headers"] = {"ETag": {"schema": text, "description": "เปลี่ยนเมื่อข้อมูลเปลี่ยน"}}
    operation["responses"][304] = {"description": "ข้อมูลไม่เปลี่ยนจาก ETag ที่ส่งมา"}


def _type_of(path: str, status: int) -> str:
    if status >= 400:
        return CONTENT_TYPE
    return "text/csv" if path.endswith(".csv") else "application/json"


def _retype(response: dict[str, Any], type_: str) -> None:
    if type_ == "text/csv":
        response["content"] = {type_: {"schema": {"type": "string"}}}
    elif content := response.pop("content", None):
        response["content"] = {type_: next(iter(content.values()))}


api = Portal(
    title="API ระบบรายงานยอดจำหน่าย OTOP",
    version="1",
    description=DESCRIPTION,
    auth=[Bearer(), Basic()],
    docs_url=None,
    openapi_url=None,
    urls_namespace="api-v1",
)
problems.register(api)


def table(name: str, label: str, query: type[Schema], row: type[Schema], read: Read) -> None:
    """Two addresses of one table: /NAME, in pages, and /NAME.csv, whole."""
    paged = type(f"Paged{query.__name__}", (query, Paged), {"__module__": __name__})
    page = type(f"{row.__name__}Page", (Page,), {"__module__": __name__, "__annotations__": {"items": list[row]}})  # type: ignore[valid-type]

    def pages(request: HttpRequest, asked: paged = Query(...)) -> HttpResponse:  # type: ignore[valid-type]  # noqa: B008
        _all_known(request, paged)
        return answer(request, lambda: read(request.auth, asked), row, asked)  # type: ignore[attr-defined]

    def whole(request: HttpRequest, asked: query = Query(...)) -> HttpResponse:  # type: ignore[valid-type]  # noqa: B008
        _all_known(request, query)
        return answer(request, lambda: read(request.auth, asked), row, None)  # type: ignore[attr-defined]

    responses: dict[int, Any] = {200: page, **ERRORS}
    api.get(f"/{name}", response=responses, summary=label, operation_id=name, url_name=name)(pages)
    csv: dict[int, Any] = {200: str, **ERRORS}
    api.get(f"/{name}.csv", response=csv, summary=f"{label} (CSV)", operation_id=f"{name}_csv", url_name=f"{name}-csv")(
        whole
    )


def _all_known(request: HttpRequest, query: type[Schema]) -> None:
    """A filter that is misspelt is told: left out in silence, it would give other figures than were asked for."""
    if unknown := sorted(set(request.GET) - set(query.model_fields)):
        names = " ".join(name[:40] for name in unknown[:5])
        raise Unprocessable(f"ไม่มีพารามิเตอร์ {names} ใช้ได้: {' '.join(query.model_fields)}")


def _period(asked: Any) -> Period:
    try:
        return Period.parse(asked.period or str(tables.this_year()))
    except ValueError:
        raise Unprocessable("ช่วงเวลาต้องเริ่มก่อนสิ้นสุด และไม่เกิน 60 เดือน") from None


def _by(asked: Any) -> tuple[str, ...]:
    """In the order of the columns, each once; a district says its province too."""
    wanted = set(asked.by.split(","))
    return tuple(name for name in tables.BY if name in wanted and not (name == "province" and "district" in wanted))


def months(caller: Caller, asked: Any) -> Table:
    return tables.months(caller.user, asked.year or tables.this_year())


def areas(caller: Caller, asked: Any) -> Table:
    return tables.area_list(caller.user, area_of(caller, asked.area))


def submissions(caller: Caller, asked: Any) -> Table:
    return tables.submissions(caller.user, _period(asked), area_of(caller, asked.area), asked.kind)


def sales(caller: Caller, asked: Any) -> Table:
    return tables.sales(caller.user, _period(asked), area_of(caller, asked.area), _by(asked))


def markets(caller: Caller, asked: Any) -> Table:
    return tables.markets(caller.user, _period(asked), area_of(caller, asked.area), _by(asked))


def targets(caller: Caller, asked: Any) -> Table:
    year, period = present()
    area = area_of(caller, asked.area)
    read = tables.district_targets if asked.by == "district" and area is None else tables.targets
    return read(caller.user, asked.year or year, asked.period or period, area)


def scores(caller: Caller, asked: Any) -> Table:
    year, period = present()
    return tables.scores(caller.user, asked.year or year, asked.period or period, area_of(caller, asked.area))


TABLES: tuple[tuple[str, str, type[Schema], type[Schema], Read], ...] = (
    ("months", "เดือนและวันเปิด–ปิดระบบ", YearQuery, MonthRow, months),
    ("areas", "จังหวัดและอำเภอในพื้นที่", AreaQuery, AreaRow, areas),
    ("submissions", "สถานะรายงานของแต่ละอำเภอและเดือน", SubmissionQuery, SubmissionRow, submissions),
    ("sales", "ยอดจำหน่ายตามช่องทาง (บาท)", SalesQuery, SalesRow, sales),
    ("targets", "เป้าหมายสามขั้น รายได้ และคะแนน", StandingQuery, TargetRow, targets),
    ("scores", "คะแนนทุกตัวชี้วัด", TargetQuery, ScoreRow, scores),
    ("markets", "ยอดจำหน่ายตลาดนัด (บาท)", MarketQuery, MarketRow, markets),
)
for entry in TABLES:
    table(*entry)
