"""`./dev bench entry [--rows 140] [--json]`: the entry page and its saves, beside the least Django can do.

Ratios in one run, on a database of its own (SQLite in memory unless DATABASE_URL says otherwise), over Django's test
client: what the network and the server add is the same for both. Times are medians in milliseconds.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "otop_portal.settings.test"
REPEAT = 15


def median_ms(work: Callable[[], Any]) -> float:
    work()
    times = []
    for _ in range(REPEAT):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, nargs="*", default=[140, 1000])
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()

    import django
    from django.test.utils import get_runner, setup_test_environment

    django.setup()
    setup_test_environment()
    from django.conf import settings

    runner = get_runner(settings)(verbosity=0)
    databases = runner.setup_databases()
    try:
        figures = [measure(rows) for rows in options.rows]
    finally:
        runner.teardown_databases(databases)
    print(json.dumps(figures, indent=2) if options.json else "\n".join(map(as_line, figures)))


def measure(row_count: int) -> dict[str, float]:
    """One district of `row_count` producers with a month and a year of history."""
    from django.db import connection, transaction
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    with transaction.atomic():
        officer, url, ids = make_month(row_count)
        client = Client()
        client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
        versions = dict.fromkeys(ids, 0)
        turn = iter(range(10**6))

        def save(cells: int) -> None:
            value = str(next(turn) + 1)
            changes = [
                {"row": pk, "field": "domestic_offline", "value": value, "seen": "x", "version": versions[pk] + 1}
                for pk in ids[:cells]
            ]
            body = json.dumps({"changes": changes})
            answer = client.post(url + "cells", body, content_type="application/json").json()
            for result in answer["results"]:
                assert result["status"] == "saved", result
                versions[result["row"]] = result["version"] - 1

        with CaptureQueriesContext(connection) as queries:
            page = client.get(url)
        figures = {
            "rows": row_count,
            "page_queries": len(queries),
            "page_kilobytes": round(len(page.content) / 1024),
            "empty_view_ms": median_ms(lambda: client.get("/healthz")),
            "login_page_ms": median_ms(lambda: Client().get("/login/")),
            "page_ms": median_ms(lambda: client.get(url)),
            "save_one_cell_ms": median_ms(lambda: save(1)),
            "save_five_cells_ms": median_ms(lambda: save(5)),
            "save_all_rows_ms": median_ms(lambda: save(row_count)),
        }
        transaction.set_rollback(True)
    figures["page_to_login_page"] = figures["page_ms"] / figures["login_page_ms"]
    figures["five_cells_to_one"] = figures["save_five_cells_ms"] / figures["save_one_cell_ms"]
    return figures


def make_month(row_count: int) -> tuple[Any, str, list[int]]:
    from datetime import date

    from core import clock
    from producers.models import Producer, Product
    from sales import services
    from sales.models import SalesRow
    from tests.cast import fill, make_cast
    from workflow.calendar import working_month
    from workflow.services import grant_extension, submission_of

    cast = make_cast()
    template = cast.producers_of(cast.bangkhla)[0]
    Producer.objects.bulk_create(
        Producer(
            code=f"2401{n + 1000:05d}",
            name=f"กลุ่มแม่บ้านเกษตรกรที่ {n}",
            type="group",
            district=cast.mueang,
            subdistrict=template.subdistrict,
            registered_on=date(2020, 1, 1),
        )
        for n in range(row_count - 3)
    )
    fresh = Producer.objects.filter(district=cast.mueang, products=None)
    Product.objects.bulk_create(
        Product(producer=p, name="สินค้า", category="food", registered_on=date(2020, 1, 1)) for p in fresh
    )
    month = working_month(cast.mueang)
    until = clock.midnight(month + 3, 1)
    grant_extension(actor=cast.teera, month=month, until=until, reason="bench", district=cast.mueang)
    for back in (1, 2, 3, 12):
        fill(cast.mueang, month - back)
    submission = submission_of(cast.mueang, month)
    services.sync(submission, actor=cast.somsri)
    ids = list(SalesRow.objects.filter(submission=submission).order_by("pk").values_list("pk", flat=True))
    return cast.somsri, f"/entry/2401/{month}/", ids


def as_line(figures: dict[str, float]) -> str:
    return "  ".join(f"{name} {value:.4g}" for name, value in figures.items())


if __name__ == "__main__":
    main()
