"""What every test may use: the cast, the clock, people signed in. The engine is the one DATABASE_URL names."""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.cache import caches
from django.test import Client
from hypothesis import settings as hypothesis_settings

from core.clock import BANGKOK
from core.thai import BUDDHIST_OFFSET
from tests.cast import Cast, make_cast
from tests.databases import copy_migrated

pytest_plugins = [
    "tests.flush",
    "tests.once",
    "tests.stolen",
    "tests.workers",
]  # fixtures: once; months, officer, office; broker, worker
MEMORY = Path("/dev/shm")
hypothesis_settings.register_profile("portal", deadline=None)  # a busy machine is no failure
hypothesis_settings.load_profile("portal")

gc.set_threshold(100_000, 20, 20)  # everything imported is there to stay: looking through it takes a tenth of the time


WIDE = (
    *("test_access_matrix.py", "test_leaks.py", "test_malformed.py"),
    *("demo", "reports/test_every_document.py", "reports/test_closing.py"),
)
WIDE_PLACES = {Path(__file__).parent / name for name in WIDE}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if not WIDE_PLACES.isdisjoint((item.path, item.path.parent)):
            item.add_marker(pytest.mark.wide)


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()


def moment(text: str) -> datetime:
    """'2566-11-10 00:00' or '2566-11-09 23:59:59.999999', Buddhist year and Bangkok time, as an instant (in UTC)."""
    year, rest = text.split("-", 1)
    local = datetime.fromisoformat(f"{int(year) - BUDDHIST_OFFSET}-{rest}").replace(tzinfo=BANGKOK)
    return local.astimezone(UTC)


class Clock:
    """A frozen clock. The zone of the process stays what it is: time-machine would change it for a ZoneInfo."""

    def __init__(self) -> None:
        self._travel: Any = None

    def at(self, when: str | datetime) -> datetime:
        """Stand still at a moment, and return it."""
        self.go_on()
        instant = moment(when) if isinstance(when, str) else when.astimezone(UTC)
        self._travel = time_machine.travel(instant, tick=False)
        self._travel.start()
        return instant

    def go_on(self) -> None:
        """Back to the real time."""
        if self._travel:
            self._travel.stop()
        self._travel = None


@contextmanager
def frozen(when: str = "") -> Iterator[Clock]:
    """A clock that stands still at a moment, or when told to; afterwards the real time goes on."""
    clock = Clock()
    if when:
        clock.at(when)
    try:
        yield clock
    finally:
        clock.go_on()


@pytest.fixture
def clock() -> Iterator[Clock]:
    with frozen() as clock:
        yield clock


@pytest.fixture
def at(clock: Clock) -> Callable[[str | datetime], datetime]:
    return clock.at


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def signed_in(db: None) -> Callable[..., Client]:
    """A browser in which this person has signed in (anyone else than a User: nobody has)."""

    def sign_in(person: Any, **options: Any) -> Client:
        client = Client(**options)
        if person.is_authenticated:
            client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture(scope="session", autouse=True)
def _folders_of_their_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Files that tests keep lie in a folder of theirs."""
    settings.EVIDENCE_DIR = tmp_path_factory.mktemp("evidence")
    settings.EXPORTS_DIR = tmp_path_factory.mktemp("exports")


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """What one test was refused or throttled for is nothing to the next."""
    yield
    for alias in settings.CACHES:
        caches[alias].clear()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """SQLite tests run in a file, as the portal does: a database in memory locks whole tables between threads."""
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        yield
        return
    with tempfile.TemporaryDirectory(prefix="otop-test-", dir=MEMORY if MEMORY.is_dir() else None) as folder:
        database.setdefault("TEST", {})["NAME"] = str(Path(folder) / "portal.sqlite3")
        yield


@pytest.fixture(scope="session")
def django_db_keepdb(
    request: pytest.FixtureRequest,
    django_db_modify_db_settings: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> bool:
    """Whether pytest-django finds the database made and migrated: one worker does it for all."""
    if not hasattr(request.config, "workerinput"):
        return False
    with django_db_blocker.unblock():
        run = request.config.workerinput["testrunuid"]
        copy_migrated(tmp_path_factory.getbasetemp().parent, run)
    return True
