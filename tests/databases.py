"""The migrated database that the workers of one run copy, so that one of them migrates and not each."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection


def copy_migrated(folder: Path, run: str) -> None:
    """Make this process's test database as a copy of the run's migrated one, which the first to come makes.

    `folder` is one that the workers of the run share, `run` its name.
    """
    with (folder / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        name = str(folder / "migrated.sqlite3") if connection.vendor == "sqlite" else f"migrated_{run}"
        made = folder / "migrated"
        if not made.exists():
            _migrate(name)
            made.touch()
        _copy(name, connection.settings_dict["TEST"]["NAME"])


def _migrate(name: str) -> None:
    with _named(name):
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        connection.close()


@contextmanager
def _named(name: str) -> Iterator[None]:
    """Django shall create this one as its test database; afterwards all is as it was."""
    both = (settings.DATABASES["default"], connection.settings_dict)
    before = [(each, each["NAME"], each["TEST"]["NAME"]) for each in both]
    for each in both:
        each["TEST"]["NAME"] = name
    yield
    for each, own, test in before:
        each["NAME"], each["TEST"]["NAME"] = own, test


def _copy(name: str, to: str) -> None:
    if connection.vendor == "sqlite":
        shutil.copyfile(name, to)
        return
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{to}" TEMPLATE "{name}"')
