"""The access table: for every URL, what each person is answered. `test_access_matrix.py` holds it to the resolver.

Columns: somsri (own district) · pranee (other district) · wichai (own province) · malee (other province) · orathai
(department) · teera (administrator). Outside the area is 404, inside without the right 403, a method that the page
does not know 405. Nobody signed in, suspended: to the login page, unless the row is `public`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

COLUMNS = ("somsri", "pranee", "wichai", "malee", "orathai", "teera")
NOBODY = ("stranger", "suspended")
ALL_200 = "200 200 200 200 200 200"
ALL_302 = "302 302 302 302 302 302"
ALL_401 = "401 401 401 401 401 401"
ALL_405 = "405 405 405 405 405 405"
ADMIN_200 = "403 403 403 403 403 200"
ADMIN_302 = "403 403 403 403 403 302"
READERS = "200 404 200 404 200 200"  # of one district's registry: its officer, its province, the department
FIGURES = "200 404 200 404 403 403"  # of a month not locked: not the department
OFFICER = "302 404 403 404 403 403"  # acts of the district's officer
KEEPER = "200 404 200 404 403 403"  # who keeps the registry of a district
OFFICER_OR_OFFICE = "302 404 302 404 403 403"  # what both who keep a registry may do
KEEPERS = "200 200 200 200 403 403"  # who keeps a registry, each their own
OFFICER_200 = "200 404 403 404 403 403"
OFFICE = "404 404 302 404 403 403"  # acts of the province's office
BOARD = "404 404 200 404 200 200"
OWNER = "200 404 404 404 404 404"  # of an uploaded file, or of one that was asked for
OWNER_302 = "302 404 404 404 404 404"


@dataclass(frozen=True)
class Row:
    """One URL with sample values in it; `get` and `post` in the order of COLUMNS; `data` is what is posted."""

    path: str
    get: str
    post: str = ALL_405
    public: bool = False
    token: bool = False  # of the API: a session opens nothing there, only a token does
    data: Any = field(default_factory=dict)
    json: bool = False


def board_rows(board: str) -> tuple[Row, ...]:
    """The board and the review of one kind."""
    return (
        Row(board, BOARD),
        Row(board + "lock/", ALL_405, OFFICE, data={"district": "2401"}),
        Row(board + "unlock/", ALL_405, OFFICE, data={"district": "2403"}),
        Row(board + "lock-all/", ALL_405, OFFICE),
        Row(board + "unlock-all/", ALL_405, OFFICE),
        Row(board + "2401/", BOARD),
        Row(board + "remind/", "404 404 200 404 403 403", OFFICE),
        Row(board + "2401/return/", OFFICE, OFFICE),
    )


def month_rows(month: str, row: str, upload: str, field: str, added: dict[str, str]) -> tuple[Row, ...]:
    """The entry of one kind's month; `row` and `upload` are names of the scene, `added` what adds a row."""
    return (
        Row(month, FIGURES, OFFICER),
        Row(month + "cells", ALL_405, "200 404 403 404 403 403", data={"changes": []}, json=True),
        Row(
            month + "paste-check",
            ALL_405,
            "200 404 403 404 403 403",
            data={"text": "1", "row": "{" + row + "}", "field": field},
            json=True,
        ),
        Row(month + "sync", ALL_405, OFFICER),
        Row(month + "rows/add", ALL_405, OFFICER, data=added),
        Row(month + f"rows/{{{row}}}/remove", ALL_405, OFFICER),
        Row(month + "zero", ALL_405, OFFICER, data={"rest": "1"}),
        Row(month + "reason", ALL_405, OFFICER, data={"row": "{" + row + "}", "reason": "งานกาชาด"}),
        Row(month + "confirm", "200 404 403 404 403 403", OFFICER),
        Row(month + "withdraw", ALL_405, OFFICER),
        Row(month + "workbook.xlsx", FIGURES),
        Row(month + "upload", ALL_405, OFFICER),
        Row(month + f"upload/{{{upload}}}/", OWNER),
        Row(month + f"upload/{{{upload}}}/accept", ALL_405, "302 404 404 404 404 404"),
    )


API_TABLES = ("months", "areas", "submissions", "sales", "targets", "scores", "markets")
OWN_PAGE = "200 404 403 404 403 403"  # forms of the district's officer
ONLINE = "/online/2567/1/2401/"
MONTH = "/entry/2401/2566-11/"
BOARD_PATH = "/board/24/2566-11/"
PRODUCER = "/producers/{producer}/"
ASKED = "/producers/requests/{asked}/"
EVIDENCE = MONTH + "evidence/{producer}/"
SET = "/targets/24/2567/round1/"
EXPORT = "/downloads/mine/{export}/"
FORECAST = "/targets/forecast/2401/2567/"
CHANNEL = "domestic_offline"
PAIR = {"one": "{producer}", "other": "{second}"}
TABLE = (
    Row("/", ALL_302),
    Row("/healthz", ALL_200, public=True),
    # accounts
    Row("/login/", ALL_302, ALL_302, public=True),
    Row("/password/", ALL_200, ALL_200),
    Row("/users/", ADMIN_200),
    Row("/users/new/", ADMIN_200, ADMIN_200),
    Row("/users/{user}/", ADMIN_200, ADMIN_200),
    Row("/users/{user}/password/", ALL_405, ADMIN_200),
    Row("/users/{user}/active/", ALL_405, ADMIN_302),
    # producers
    Row("/producers/", ALL_200),
    Row("/producers/add/", KEEPERS, KEEPERS),
    Row("/producers/add/?district=2401", "200 200 200 404 403 403", "200 200 200 404 403 403"),
    Row("/producers/import/", KEEPERS, KEEPERS),
    Row("/producers/import/template.xlsx", KEEPERS),
    Row("/producers/import/{import_}/", "200 404 404 404 403 403"),
    Row("/producers/import/{import_}/accept", ALL_405, "302 404 404 404 403 403"),
    Row("/producers/import/{import_}/progress", "200 404 404 404 403 403"),
    Row("/producers/import/{import_}/cancel", ALL_405, "302 404 404 404 403 403"),
    Row("/producers/likely", ALL_405, "200 200 200 404 403 403", data={"district": "2401", "name": "กลุ่ม"}),
    Row("/producers/duplicates/", "403 403 200 200 403 403"),
    Row("/producers/duplicates/distinct", ALL_405, "403 403 302 404 403 403", data=PAIR),
    Row(PRODUCER + "merge/{second}/", "403 404 200 404 403 403", "403 404 200 404 403 403"),
    Row(PRODUCER + "transfer/", "403 404 200 404 403 403", "403 404 200 404 403 403"),
    Row("/producers/requests/", KEEPERS),
    Row("/producers/requests/approve", ALL_405, "403 403 302 302 403 403"),
    Row(ASKED, KEEPER),
    Row(ASKED + "edit/", "200 404 403 404 403 403", "200 404 403 404 403 403"),
    Row(ASKED + "withdraw", ALL_405, OFFICER),
    Row(ASKED + "approve", ALL_405, "403 404 200 404 403 403"),
    Row(ASKED + "refuse", ALL_405, "403 404 200 404 403 403"),
    Row(PRODUCER, READERS),
    Row(PRODUCER + "edit/", KEEPER, KEEPER),
    Row(PRODUCER + "deregister/", KEEPER, KEEPER),
    Row(PRODUCER + "restore/", KEEPER, KEEPER),
    Row(PRODUCER + "reveal", ALL_405, KEEPER, data={"what": "phone", "purpose": "contact"}),
    Row(PRODUCER + "held/", KEEPER, KEEPER),
    Row(PRODUCER + "products/add/", KEEPER, KEEPER),
    Row(PRODUCER + "products/{product}/", KEEPER, KEEPER),
    Row(PRODUCER + "products/{product}/selection", ALL_405, KEEPER),
    Row(PRODUCER + "products/{product}/quadrant", ALL_405, KEEPER),
    Row(PRODUCER + "products/{product}/standards", ALL_405, OFFICER_OR_OFFICE),
    Row("/producers/standards/", ADMIN_200),
    Row("/producers/progress/", ALL_200),
    Row("/producers/progress/2567/", ALL_200),
    Row("/producers/progress/rules/", ADMIN_200),
    Row("/producers/progress/rules/add/", ADMIN_200, ADMIN_200),
    Row("/producers/progress/rules/{rule}/", ADMIN_200, ADMIN_200),
    Row("/producers/progress/2567/24/", BOARD),
    Row("/producers/progress/2567/24/officers/", "404 404 200 404 403 200", "404 404 302 404 403 302"),
    Row("/producers/standards/add/", ADMIN_200, ADMIN_200),
    Row("/producers/standards/{standard}/", ADMIN_200, ADMIN_200),
    # the province's board and the calendar
    Row("/board/", ALL_302),
    *board_rows(BOARD_PATH),
    Row("/calendar/", ALL_200),
    Row("/calendar/2567/", ALL_200),
    Row("/calendar/extensions/new/", ADMIN_200, ADMIN_200),
    Row("/calendar/extensions/{extension}/revoke/", ALL_405, ADMIN_302),
    Row("/calendar/windows/2566-11/", ADMIN_200, ADMIN_200),
    Row("/calendar/windows/2566-09/clear/", ALL_405, ADMIN_302),
    Row("/calendar/deadline/", "403 403 200 200 403 403", "403 403 200 200 403 403"),
    # entry
    Row("/entry/", ALL_302),
    Row("/entry/producer/{producer}/", READERS),
    *month_rows(MONTH, "row", "upload", "domestic_offline", {"producer": "{producer}", "category": "herb"}),
    # evidence behind a producer's month
    Row(EVIDENCE, FIGURES, OFFICER),
    Row(EVIDENCE + "{evidence}/file", FIGURES),
    Row(EVIDENCE + "{evidence}/thumbnail", FIGURES),
    Row(EVIDENCE + "{evidence}/remove", ALL_405, "302 404 403 404 403 403"),
    # market sales: the same pages of another kind
    Row("/markets/entry/", ALL_302),
    *month_rows("/markets/entry/2401/2566-11/", "market_row", "market_upload", "line_1", {"market": "{market_id}"}),
    Row("/markets/board/", ALL_302),
    *board_rows("/markets/board/24/2566-11/"),
    Row("/markets/calendar/windows/2566-11/", ADMIN_200, ADMIN_200),
    Row("/markets/calendar/windows/2566-09/clear/", ALL_405, ADMIN_302),
    Row("/markets/lines/", ADMIN_200, ADMIN_200),
    # the register of markets
    Row("/markets/", ALL_200),
    Row("/markets/add/", KEEPERS, KEEPERS),
    Row("/markets/add/?district=2401", "200 200 200 404 403 403", "200 200 200 404 403 403"),
    Row("/markets/progress/", "403 403 200 200 200 200"),
    Row("/markets/progress/?province=24", "403 403 200 200 200 200"),
    Row("/markets/deadline/", ADMIN_200, ADMIN_200),
    Row("/markets/import/", KEEPERS, KEEPERS),
    Row("/markets/import/template.xlsx", KEEPERS),
    Row("/markets/import/template.xlsx?filled=1", KEEPERS),
    Row("/markets/import/{market_import}/", "200 404 404 404 403 403"),
    Row("/markets/import/{market_import}/accept", ALL_405, "302 404 404 404 403 403"),
    Row("/markets/{market}/", READERS),
    Row("/markets/{market}/edit/", KEEPER, KEEPER),
    Row("/markets/{market}/status/", KEEPER, KEEPER),
    # the online market
    Row("/online/", ALL_302),
    Row("/online/platforms/", ADMIN_200),
    Row("/online/platforms/add/", ADMIN_200, ADMIN_200),
    Row("/online/platforms/{platform}/", ADMIN_200, ADMIN_200),
    Row("/online/rounds/", ADMIN_200),
    Row("/online/rounds/add/", ADMIN_200, ADMIN_200),
    Row("/online/rounds/{round}/", ADMIN_200, ADMIN_200),
    Row("/online/2567/1/", "403 403 403 403 200 200"),
    Row("/online/2567/1/24/", BOARD),
    Row(ONLINE, FIGURES),
    Row(ONLINE + "products/{product}/", OWN_PAGE, OFFICER),
    Row(ONLINE + "confirm", OWN_PAGE, OFFICER),
    Row(ONLINE + "return", ALL_405, "403 404 200 404 403 403"),
    Row(ONLINE + "import/", OWN_PAGE, OWN_PAGE),
    Row(ONLINE + "import/{online_import}/", "200 404 403 404 403 403"),
    Row(ONLINE + "import/{online_import}/accept", ALL_405, OFFICER),
    Row("/online/2567/1/report/2401.xlsx", READERS, KEEPER),
    # targets and scores
    Row("/targets/", ALL_200),
    Row("/targets/2567/round1/all/", ALL_200),
    Row("/targets/2567/round1/growth/", ALL_200),
    Row("/targets/2567/round1/growth/24/", BOARD),
    Row("/targets/2567/round1/", ALL_200),
    Row("/targets/2567/round1/24/", BOARD),
    Row("/targets/forecast/", "302 302 200 200 200 200"),
    Row("/targets/forecast/2567/", "302 302 200 200 200 200"),
    Row("/targets/forecast/2567/24/", BOARD),
    Row(FORECAST, READERS, "302 404 403 404 403 403", data={"act": "save", "version": "0"}),
    Row(FORECAST + "paste-check", ALL_405, OFFICER_200, data={"text": "1", "row": 1, "field": CHANNEL}, json=True),
    Row(FORECAST + "confirm/", OFFICER, OFFICER),
    Row(FORECAST + "reopen/", ALL_405, "403 404 302 404 403 403", data={"reason": "แก้ยอด"}),
    Row("/targets/indicators/", ADMIN_200),
    Row("/targets/indicators/new/", ADMIN_200, ADMIN_200),
    Row("/targets/indicators/{indicator}/", ADMIN_200, ADMIN_200),
    Row("/targets/indicators/{indicator}/retire/", ALL_405, ADMIN_302, data={"reason": "ยกเลิกตัวชี้วัด"}),
    Row("/targets/24/2567/", OFFICE),
    Row(SET, "404 404 200 404 403 403"),
    Row(SET + "compute/", ALL_405, OFFICE),
    Row(SET + "bases/", "404 404 200 404 403 403", OFFICE),
    Row(SET + "rebalance/", ALL_405, OFFICE),
    Row(SET + "publish/", ALL_405, OFFICE),
    Row(SET + "withdraw/", ALL_405, OFFICE, data={"reason": "แก้ปีฐาน"}),
    Row(SET + "inputs/online/", "200 200 200 404 403 403", "302 302 302 404 403 403"),
    Row(SET + "inputs-close/", ALL_405, OFFICE),
    Row(SET + "inputs-reopen/", ALL_405, OFFICE, data={"reason": "นับใหม่"}),
    Row(SET + "import/", "404 404 200 404 403 403", "404 404 422 404 403 403", data={"text": "ก"}),
    Row(SET + "import/{target_import}/", "404 404 200 404 403 403", "404 404 200 404 403 403"),
    Row(SET + "2401/", OFFICE, OFFICE),
    # documents and the department's view
    Row("/downloads/", ALL_200),
    Row("/downloads/overview/nation/2567-r1/", "403 403 403 403 200 200"),
    Row("/downloads/rt4/24/2566-11/", BOARD),
    Row("/downloads/rt3/24/2566-11.csv", BOARD, "404 404 302 404 302 302"),
    Row("/downloads/overview/nation/2567-r1.csv", "403 403 403 403 200 200", "403 403 403 403 302 302"),
    Row("/downloads/forecast/2401/2567.csv", "200 404 200 404 422 422", "302 404 302 404 422 422"),
    Row("/downloads/forecast/24/2567.csv", BOARD, "404 404 302 404 302 302"),
    Row("/downloads/rt1/2401/2566-11.csv", "200 404 200 404 422 422", "302 404 302 404 422 422"),
    Row("/documents/rt1/2401/2566-11.csv", "200 404 200 404 404 404"),
    Row("/documents/rt1/2401/2566-11?format=csv", "200 404 200 404 404 404"),
    Row("/downloads/market-register/2401/2566-11/", READERS),
    Row("/downloads/market-register/24/2566-11.csv", BOARD, "404 404 302 404 302 302"),
    Row("/downloads/mine/", ALL_200),
    Row(EXPORT, OWNER),
    Row(EXPORT + "file", OWNER),
    Row(EXPORT + "progress", OWNER),
    Row(EXPORT + "cancel", ALL_405, OWNER_302),
    Row(EXPORT + "again", ALL_405, OWNER_302),
    Row("/downloads/closing/", "403 403 302 302 302 302"),
    Row("/downloads/closing/2566-09/", "403 403 200 200 200 200", "403 403 403 403 302 302"),
    Row("/downloads/closing/2566-09/rt3/24/file", "403 403 302 404 302 302"),
    Row("/overview/", ALL_200),
    Row("/overview/?year=2567&area=nation&kind=sales", "403 403 403 403 200 200"),
    Row("/overview/?year=2567&area=24&kind=sales", BOARD),
    Row("/overview/?year=2567&area=2401&kind=sales", READERS),
    Row("/overview/?year=2567&area=2401&kind=markets", READERS),
    Row("/overview/2566-11/", ALL_200),
    Row("/overview/2566-10/?area=24&kind=sales", BOARD),
    Row("/overview/2566-11/?area=2401&kind=sales", READERS),
    Row("/downloads/overview-league/24/2567.csv", BOARD, "404 404 302 404 302 302"),
    Row("/downloads/overview-cumulative/2401/2567.csv", READERS, "302 404 302 404 302 302"),
    Row("/downloads/overview-movers/nation/2566-11.csv", "403 403 403 403 200 200", "403 403 403 403 302 302"),
    Row("/national/", "403 403 403 403 200 200"),
    Row("/national/2567/", "403 403 403 403 200 200"),
    Row("/markets/national/", "403 403 403 403 200 200"),
    Row("/markets/national/2567/", "403 403 403 403 200 200"),
    Row("/reconcile/", "403 403 200 200 200 200", "403 403 200 200 200 200"),
    # the API: 401 without a token, whoever has signed in
    Row("/api/", ALL_200),
    Row("/api/v1/openapi.json", ALL_200, public=True),
    *(Row(f"/api/v1/{table}{end}", ALL_401, public=True, token=True) for table in API_TABLES for end in ("", ".csv")),
    Row("/api/v1/anything/else", "404 404 404 404 404 404", public=True, token=True),
    Row("/account/tokens/", ALL_200, ALL_200),
    Row("/account/tokens/{token}/revoke/", ALL_405, "302 404 404 404 404 302"),
    Row("/verify/", ALL_200, public=True),
    Row("/verify/{code}", ALL_200, public=True),
    # notices
    Row("/notices/", ALL_200),
    Row("/notices/read/", ALL_405, ALL_302, data={"up_to": "1"}),
    Row("/notices/settings/", ALL_200, "422 422 422 422 422 422"),
    Row("/notices/settings/mail/", ALL_405, ALL_302, data={"address": "a@example.go.th"}),
    Row("/notices/settings/mail/made-up/", "404 404 404 404 404 404", "404 404 404 404 404 404"),
    Row("/webhooks/", ADMIN_200),
    Row("/webhooks/new/", ADMIN_200, "403 403 403 403 403 422"),
    Row("/webhooks/{webhook}/", ADMIN_200, "403 403 403 403 403 422"),
    Row("/webhooks/{webhook}/test/", ALL_405, ADMIN_302),
    Row("/webhooks/{webhook}/rotate/", ALL_405, ADMIN_200),
    Row("/webhooks/{webhook}/active/", ALL_405, ADMIN_302, data={"active": "0"}),
    Row("/notices/{notice}/", OWNER, OWNER_302),
    Row("/logout/", ALL_405, ALL_302),  # last: whoever posts it is gone
)
