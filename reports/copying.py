"""The CSV of rows as PostgreSQL writes it: COPY of a month at a time, the next one sorted while one is being sent.

Each month is read in a transaction of its own, several of them on connections of their own. Who asks is told how far it
is when no month is under way on the caller's connection, and so may ask the database.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import chain, islice
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Model, Q

from accounts.models import District, Province
from core.month import Month
from producers.models import Category, Producer
from reports.asking import Ask
from reports.figures import reported
from reports.renderers.csv import safe_text
from sales.models import CHANNELS, SalesRow
from workflow.models import State, Submission

AT_ONCE = 200  # rows in a piece: more of them leave the processor's cache, which costs twice the time
LANES = 2
SETTINGS = (
    "SET LOCAL work_mem = '64MB'",  # for sorting the rows of one month of the nation
    "SET LOCAL jit = off",  # compiling a month's query takes longer than it saves
)
DOUBTFUL = "[\u0e4d\x01-\x1f\x7f]|\u0e33[\u0e48-\u0e4b]|^\\s*[-=+@＝＋－＠]"  # what `safe_text` might change
CATEGORY_LABELS: dict[Any, str] = dict(Category.choices)
STATE_LABELS: dict[Any, str] = dict(State.choices)
Lines = list[bytes]
Statement = tuple[str, tuple[Any, ...]]


def copied(ask: Ask) -> Iterator[bytes]:
    """The lines below the heads."""
    unsafe, number = _unsafe(), 0
    statements = [_copy_of(ask, month, unsafe) for month in ask.period.months]
    with _lanes(len(statements)) as lanes, ThreadPoolExecutor(1) as helper:
        for month in _in_turn(statements, lanes, helper):
            for lines in month:
                yield b"".join(lines)
                number += len(lines)
            ask.on_rows(number)


@contextmanager
def _lanes(statements: int) -> Iterator[list[Any]]:
    """The driver's connections to copy on.

    The caller's own alone for a single month, and within a transaction: another would not see what that has written.
    """
    if statements == 1 or connection.in_atomic_block:
        connection.ensure_connection()
        yield [connection.connection]
        return
    lanes = [connection.copy() for _ in range(LANES)]
    try:
        for lane in lanes:
            lane.ensure_connection()
        yield [lane.connection for lane in lanes]
    finally:
        for lane in lanes:
            lane.close()


class _Begun(NamedTuple):
    """A COPY that the helper has begun: its lines, and the first of them when they are there."""

    lane: Any
    lines: Generator[Lines, None, None]
    first: Future[Lines | None]

    def every(self) -> Iterator[Lines]:
        first = self.first.result()
        return chain([first] if first else [], self.lines)

    def stop(self) -> None:
        if not self.first.done():
            self.lane.cancel()
        self.first.exception()  # waits for it
        self.lines.close()


def _in_turn(statements: list[Statement], lanes: list[Any], helper: ThreadPoolExecutor) -> Iterator[Iterator[Lines]]:
    """The lines of every statement, each to be taken to its end; a lane that is free begins the next one meanwhile."""
    waiting, begun = deque(statements), deque[_Begun]()
    try:
        for lane in lanes:
            _begin(lane, waiting, begun, helper)
        while begun:
            yield begun[0].every()
            _begin(begun.popleft().lane, waiting, begun, helper)
    finally:
        for copy in begun:
            copy.stop()


def _begin(lane: Any, waiting: deque[Statement], begun: deque[_Begun], helper: ThreadPoolExecutor) -> None:
    if waiting:
        lines = _lines(lane, waiting.popleft())
        begun.append(_Begun(lane, lines, helper.submit(next, lines, None)))


def _lines(lane: Any, statement: Statement) -> Generator[Lines, None, None]:
    """One statement's lines, many at once."""
    with lane.transaction(), lane.cursor() as cursor:
        for setting in SETTINGS:
            cursor.execute(setting)
        with cursor.copy(*statement) as copy:
            lines = iter(copy)  # bytes of one line each
            while some := list(islice(lines, AT_ONCE)):
                yield some


def _copy_of(ask: Ask, month: Month, unsafe: dict[int, tuple[str, str]]) -> Statement:
    """The statement, in the portal's own tables; the few names that are not safe as they stand come from here."""
    seen = reported(ask.user, ask.period, ask.area).filter(month=month).values("pk")
    chosen, params = seen.query.sql_with_params()
    code, name, join = "p.code", "p.name", ""
    if unsafe:
        code, name = "coalesce(safe.code, p.code)", "coalesce(safe.name, p.name)"
        join = """LEFT JOIN (SELECT key::bigint AS id, value->>0 AS code, value->>1 AS name FROM jsonb_each(%s::jsonb))
            safe ON safe.id = p.id"""
    statement = f"""
        COPY (
          WITH chosen AS MATERIALIZED (
            SELECT s.id, p.name AS province, d.name AS district, {_case("s.state", STATE_LABELS)} AS state,
                   row_number() OVER (ORDER BY p.sort_key, d.sort_key, s.id) AS place
            FROM {_table(Submission)} s JOIN {_table(District)} d ON d.id = s.district_id
            JOIN {_table(Province)} p ON p.id = d.province_id WHERE s.id IN ({chosen})
          )
          SELECT %s, c.province, c.district, {code}, {name},
                 {_case("r.category", CATEGORY_LABELS)}, {", ".join(f"r.{channel}" for channel in CHANNELS)},
                 r.total, c.state
          FROM {_table(SalesRow)} r JOIN chosen c ON c.id = r.submission_id
          JOIN {_table(Producer)} p ON p.id = r.producer_id {join}
          ORDER BY c.place, r.producer_id, r.category
        ) TO STDOUT (FORMAT csv)"""  # noqa: S608  (names of tables and columns, and labels, are the portal's own)
    return statement, (*params, str(month), *([json.dumps(unsafe)] if unsafe else []))


def _unsafe() -> dict[int, tuple[str, str]]:
    """Code and name as a file may hold them, of the producers where that is not as they were typed."""
    doubtful = Producer.objects.filter(Q(code__regex=DOUBTFUL) | Q(name__regex=DOUBTFUL))
    return {pk: (safe_text(code), safe_text(name)) for pk, code, name in doubtful.values_list("pk", "code", "name")}


def _table(model: type[Model]) -> str:
    return model._meta.db_table


def _case(column: str, labels: dict[Any, str]) -> str:
    whens = " ".join(f"WHEN '{value}' THEN '{label}'" for value, label in labels.items())
    return f"CASE {column} {whens} END"
