"""`./dev bench summaries [--producers 100000] [--months 12] [--revisions] [--json]`: national summaries over HTTP,
beside plain SQL.

On the PostgreSQL that `./dev bench` starts, with `load_national`: one gunicorn process, one connection a request. Each
summary stands beside an empty view behind the same token, and beside SQL by hand on the totals of the same grain over
one open connection. Then the months are repeated until five years stand there, and everything is measured again.
Times are medians in milliseconds; the smallest of them is given too, and the web process's own CPU, since a busy
machine waits.

Each is measured twice: `http` after an act of somebody's, so that the figures are read anew, and `again` where nobody
has acted since, so that the answer that was made is given once more (api/answers.py). The goals (issue 5) are of the
first three; beside them a month's districts, whose sums are not kept by province, and
`province_month_stale`: the month a district of which has just been unlocked, before what is kept has been renewed.
`--revisions` freezes every month as production does (minutes of loading): then a month's districts are read from the
sums of frozen revisions, else from the rows. What is kept by province is read in the same way either way.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.portal"
REPEAT = 60
YEARS = 5
GOALS = ("province_month", "month_category", "district_targets")
# By hand, on the tables of the same grain that the portal keeps.
PROVINCES = """SELECT p.code, p.name, t.domestic_offline, t.domestic_online, t.foreign_offline, t.foreign_online
    FROM reports_lockedtotal t JOIN accounts_province p ON p.id = t.province_id
    WHERE p.reports AND t.month = %(last)s AND t.category = '' AND t.type = '' ORDER BY p.sort_key"""
CATEGORIES = """SELECT t.month, t.category, sum(t.domestic_offline), sum(t.domestic_online), sum(t.foreign_offline),
    sum(t.foreign_online)
    FROM reports_lockedtotal t JOIN accounts_province p ON p.id = t.province_id
    WHERE p.reports AND t.month BETWEEN %(first)s AND %(last)s AND t.category > '' AND t.type = ''
    GROUP BY t.month, t.category ORDER BY t.month, t.category"""
TARGETS = """SELECT d.code, d.name, x.basic, x.standard, x.advanced, s.total
    FROM accounts_district d JOIN accounts_province p ON p.id = d.province_id
    LEFT JOIN (SELECT district_id, sum(total) AS total FROM workflow_submission WHERE kind = 'sales'
        AND state = 'locked' AND month BETWEEN %(first)s AND %(last)s GROUP BY district_id) s ON s.district_id = d.id
    LEFT JOIN (SELECT a.district_id, a.basic, a.standard, a.advanced FROM targets_target a
        JOIN targets_targetset b ON b.id = a.target_set_id
        WHERE b.status = 'published' AND b.year = %(year)s AND b.period = 'annual') x ON x.district_id = d.id
    WHERE p.reports ORDER BY p.sort_key, d.sort_key"""
# By hand, on what each district's month comes to, which the portal read before.
DISTRICTS = """SELECT d.code, d.name, sum(t.domestic_offline), sum(t.domestic_online), sum(t.foreign_offline),
    sum(t.foreign_online)
    FROM sales_salestotal t JOIN workflow_submission s ON s.id = t.submission_id
    JOIN accounts_district d ON d.id = s.district_id JOIN accounts_province p ON p.id = d.province_id
    WHERE s.kind = 'sales' AND s.state = 'locked' AND p.reports AND s.month = %(last)s
    GROUP BY d.code, d.name, p.sort_key, d.sort_key ORDER BY p.sort_key, d.sort_key"""
STRETCH = """INSERT INTO workflow_submission (kind, district_id, month, state, revision_number, total, reopen_reason)
    SELECT kind, district_id, (month - make_interval(years => %(back)s))::date, state, revision_number, total, ''
    FROM workflow_submission WHERE month > %(before)s ON CONFLICT DO NOTHING"""
STRETCH_TOTALS = """INSERT INTO reports_lockedtotal (province_id, month, category, type, domestic_offline,
        domestic_online, foreign_offline, foreign_online)
    SELECT province_id, (month - make_interval(years => %(back)s))::date, category, type, domestic_offline,
        domestic_online, foreign_offline, foreign_online
    FROM reports_lockedtotal WHERE month > %(before)s ON CONFLICT DO NOTHING"""
KEPT = "UPDATE reports_lockedmonth SET is_stale = false"
STALE = """UPDATE reports_lockedmonth SET is_stale = true WHERE month = %(last)s
    AND province_id = (SELECT min(id) FROM accounts_province)"""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--producers", type=int, default=100_000)
    parser.add_argument("--months", type=int, default=12)
    parser.add_argument("--revisions", action="store_true", help="freeze the months, as production does")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()

    import django

    django.setup()
    from django.db import connection

    if connection.vendor != "postgresql":
        sys.exit("summaries are measured on PostgreSQL: run ./dev bench summaries")
    from bench.documents import load

    load(options.producers, options.months, revisions=options.revisions)
    from core.month import Month
    from otop_portal.demo.national import last_closed_month

    last = last_closed_month()
    period = {"first": last - (options.months - 1), "last": last}
    token = _token()
    set_targets(most_months(period).number)
    figures: dict[str, Any] = {"producers": options.producers, "revisions": options.revisions}
    figures["one_year"] = measure(token, period)
    stretch(Month(last.year, last.number), options.months)
    figures["five_years"] = measure(token, period)
    figures["five_years_to_one"] = {
        name: round(figures["five_years"][name]["http_least"] / figures["one_year"][name]["http_least"], 2)
        for name in figures["one_year"]
    }
    figures["goals"] = goals(figures)
    print(json.dumps(figures, indent=2) if options.json else as_text(figures))


def most_months(period: dict[str, Any]) -> Any:
    """The budget year that has most of the months that are loaded."""
    from core.period import Period

    years = [month.budget_year for month in Period(period["first"], period["last"]).months]
    return max(years, key=years.count)


def goals(figures: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What issue 5 asks of each summary, by the least times and the web process's CPU."""
    told = {}
    for name in GOALS:
        one, ratio = figures["one_year"][name], figures["five_years_to_one"][name]
        above = one["above_empty_least"]
        told[name] = {
            "above_empty_ms": above,
            "at_most_5": above <= 5,
            "again_above_empty_ms": one["again_above_empty_least"],
            "again_at_most_5": one["again_above_empty_least"] <= 5,
            "five_to_one": ratio,
            "at_most_1_2": ratio <= 1.2,
        }
    return told


def _token() -> str:
    from accounts.models import User
    from api.services import issue

    analyst = User.objects.filter(username="bench").first() or User.objects.create_user(
        "bench", role="department", display_name="bench"
    )
    return issue(actor=analyst, name="bench", lasting=timedelta(days=1))[1]


def set_targets(year: int) -> None:
    """Published targets of the budget year for every reporting district."""
    from accounts.models import Province
    from core import clock
    from targets.models import Indicator, IndicatorKind, SetState, Target, TargetSet

    if TargetSet.objects.exists():
        return
    indicator = Indicator.objects.create(
        kind=IndicatorKind.TIER, name="รายได้", year=year, period="annual", created_at=clock.now()
    )
    for province in Province.objects.filter(reports=True).prefetch_related("districts"):
        tiers = {"basic": 1_000_000, "standard": 1_200_000, "advanced": 1_400_000}
        made = TargetSet.objects.create(
            province=province,
            year=year,
            period="annual",
            indicator=indicator,
            status=SetState.PUBLISHED,
            basic=tiers["basic"],
            advanced=tiers["advanced"],
            computed_at=clock.now(),
        )
        Target.objects.bulk_create(Target(target_set=made, district=d, **tiers) for d in province.districts.all())


def stretch(last: Any, months: int) -> None:
    """The same months again, one to four years earlier: what a summary must not slow down by."""
    from django.db import connection

    with connection.cursor() as cursor:
        for back in range(1, YEARS):
            values = {"back": back, "before": (last - months).first_day}
            cursor.execute(STRETCH, values)
            cursor.execute(STRETCH_TOTALS, values)
        cursor.execute(KEPT)


def measure(token: str, period: dict[str, Any]) -> dict[str, dict[str, float]]:
    """HTTP, above the empty view, and SQL for each summary; the times of the empty view are its own."""
    from django.db import connection

    year = most_months(period)
    span = f"{period['first']}_{period['last']}"
    asked = {
        "province_month": (f"/api/v1/sales?period={period['last']}&by=province", PROVINCES),
        "month_category": (f"/api/v1/sales?period={span}&by=month,category", CATEGORIES),
        "district_targets": (f"/api/v1/targets?year={year}&period=annual&by=district&limit=1000", TARGETS),
    }
    month = f"/api/v1/sales?period={period['last']}"
    asked |= {
        "month_districts": (f"{month}&by=district&limit=1000", DISTRICTS),
        "province_month_stale": (f"{month}&by=province", PROVINCES),
    }
    months = {"first": year.first_month, "last": year.months[-1]}
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    found: dict[str, dict[str, float]] = {}
    with served() as (port, server):
        ask = _asker(port, token)
        empty = timed(lambda: ask("/bench-empty/"))
        busy = worker_cpu(server, lambda: ask("/bench-empty/"))
        found["empty"] = {"http": empty[0], "http_least": empty[1], "worker_cpu": busy}
        for name, (address, sql) in asked.items():
            of = months if name == "district_targets" else period
            values: dict[str, Any] = {"first": of["first"].first_day, "last": of["last"].first_day, "year": year.number}
            with connection.cursor() as cursor:
                if name == "province_month_stale":
                    cursor.execute(STALE, values)
                body = json.loads(ask(address))
                rows = _run(cursor, sql, values)
                assert len(rows) == body["count"], (name, len(rows), body["count"])
                by_hand = timed(lambda c=cursor, s=sql, v=values: _run(c, s, v))
            http_times = timed(lambda a=address: ask(a), before=act)
            busy = worker_cpu(server, lambda a=address: ask(a), before=act)
            again = timed(lambda a=address: ask(a))
            found[name] = {
                "http": http_times[0],
                "worker_cpu": busy,
                "worker_cpu_above_empty": busy - found["empty"]["worker_cpu"],
                "http_least": http_times[1],
                "above_empty": http_times[0] - empty[0],
                "above_empty_least": http_times[1] - empty[1],
                "again": again[0],
                "again_above_empty": again[0] - empty[0],
                "again_above_empty_least": again[1] - empty[1],
                "sql": by_hand[0],
                "sql_least": by_hand[1],
            }
        with connection.cursor() as cursor:
            cursor.execute(KEPT)
        etag = _etag(port, token, asked["district_targets"][0])
        again = timed(lambda: ask(asked["district_targets"][0], {"If-None-Match": etag}))
        found["not_modified"] = {"http": again[0], "http_least": again[1], "above_empty": again[0] - empty[0]}
    return found


def _run(cursor: Any, sql: str, values: dict[str, date]) -> list[Any]:
    cursor.execute(sql, values)
    return cursor.fetchall()


def act() -> None:
    """Somebody acts: what is kept of answers is of no use any more."""
    from accounts.models import Province
    from core import audit

    audit.record(None, "bench.act", Province(pk=0))


def timed(work: Callable[[], Any], before: Callable[[], Any] = lambda: None) -> tuple[float, float]:
    """Median and least of many, in milliseconds, after a few that warm up; `before` each, unmeasured."""
    times = []
    for at in range(REPEAT + 5):
        before()
        began = time.perf_counter()
        work()
        if at >= 5:
            times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times), min(times)


def worker_cpu(
    server: int, work: Callable[[], Any], times: int = 20, before: Callable[[], Any] = lambda: None
) -> float:
    """Milliseconds of CPU that the web process spends on one request: a busy machine waits, it does not count."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    clocks = [Path(f"/proc/{pid}/schedstat") for pid in children]
    began = sum(int(clock.read_text().split()[0]) for clock in clocks)
    for _ in range(times):
        before()
        work()
    return (sum(int(clock.read_text().split()[0]) for clock in clocks) - began) / times / 1e6


def _asker(port: int, token: str) -> Callable[..., bytes]:
    def ask(address: str, headers: dict[str, str] | None = None) -> bytes:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        connection.request("GET", address, headers={"Authorization": f"Bearer {token}", **(headers or {})})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        assert answer.status in (200, 304), (answer.status, body[:300])
        return body

    return ask


def _etag(port: int, token: str, address: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", address, headers={"Authorization": f"Bearer {token}"})
    answer = connection.getresponse()
    answer.read()
    return answer.headers["ETag"]


@contextmanager
def served() -> Iterator[tuple[int, int]]:
    """The portal in one gunicorn process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "otop_portal.wsgi", "-b", f"127.0.0.1:{port}", "--log-level", "error"]
    server = subprocess.Popen(command)
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(20)


def as_text(figures: dict[str, Any]) -> str:
    lines = [f"producers {figures['producers']}"]
    for part in ("one_year", "five_years"):
        for name, values in figures[part].items():
            lines.append(f"{part} {name}: " + "  ".join(f"{key} {value:.2f}" for key, value in values.items()))
    for name, told in figures["goals"].items():
        lines.append(
            f"goal {name}: {told['above_empty_ms']:.2f} ms above an empty view (at most 5: {_yes(told['at_most_5'])}), "
            f"asked again {told['again_above_empty_ms']:.2f} (at most 5: {_yes(told['again_at_most_5'])}), "
            f"five years {told['five_to_one']} x of one (at most 1.2: {_yes(told['at_most_1_2'])})"
        )
    lines.append("five years to one: " + "  ".join(f"{k} {v}" for k, v in figures["five_years_to_one"].items()))
    return "\n".join(lines)


def _yes(reached: bool) -> str:
    return "yes" if reached else "no"


if __name__ == "__main__":
    main()
