"""Files kept for people: a private folder beside the database, random names, never below the web root.

A file has its name when all of it is on the disk, so a row may speak of it from then on; what a crash leaves is an
unfinished file, or one without a row, which `orphans` finds.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Container, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

UNFINISHED = ".part"
_STEM = re.compile(r"[0-9a-f]{32}")


class Store:
    """The folder that a setting names, and the endings that its files may have ('.pdf')."""

    def __init__(self, setting: str, *suffixes: str) -> None:
        self._setting, self._suffixes = setting, suffixes

    def put(self, content: bytes, suffix: str) -> str:
        """Write a file and return its name."""
        with self.writing(suffix) as (name, file):
            file.write(content)
        return name

    @contextmanager
    def writing(self, suffix: str) -> Iterator[tuple[str, BinaryIO]]:
        """The name of a new file and a file to write into; gone again when anything is raised."""
        name = secrets.token_hex(16) + suffix
        path = self._path(name)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = path.with_suffix(UNFINISHED)
        try:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                yield name, file
                file.flush()
                os.fsync(file.fileno())
            part.rename(path)
            _sync(path.parent)
        except BaseException:
            part.unlink(missing_ok=True)
            raise

    def read(self, name: str) -> bytes:
        """Raises FileNotFoundError."""
        return self._path(name).read_bytes()

    def open(self, name: str) -> BinaryIO:
        """To be read. Raises FileNotFoundError."""
        return self._path(name).open("rb")

    def drop(self, name: str) -> None:
        """Delete a file; one that is gone already stays gone."""
        self._path(name).unlink(missing_ok=True)

    def free(self) -> int:
        """Bytes that the folder's disk has left."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return shutil.disk_usage(self._folder).free

    def names(self, before: datetime) -> Iterator[str]:
        """What was last written before a moment, whole or not."""
        for path in sorted(self._folder.glob("[0-9a-f][0-9a-f]/*")):
            with_name = self._is_name(path.name)
            if with_name and datetime.fromtimestamp(path.stat().st_mtime, UTC) < before:
                yield path.name

    def orphans(self, before: datetime, known: Container[str]) -> list[str]:
        """Names, written before a moment, that nobody speaks of."""
        return [name for name in self.names(before) if name not in known]

    @property
    def _folder(self) -> Path:
        return Path(getattr(settings, self._setting))

    def _is_name(self, name: str) -> bool:
        stem, dot, ending = name.partition(".")
        return bool(_STEM.fullmatch(stem)) and dot + ending in (*self._suffixes, UNFINISHED)

    def _path(self, name: str) -> Path:
        if not self._is_name(name):
            raise ValueError(f"no name of a file: {name!r}")
        return self._folder / name[:2] / name


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
