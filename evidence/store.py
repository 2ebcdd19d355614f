"""Where the files lie: a private folder beside the database, under random names, never below the web root."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

NAME = re.compile(r"[0-9a-f]{32}\.(?:jpg|pdf)")
UNFINISHED = ".part"


def put(content: bytes, suffix: str) -> str:
    """Write a file and return its name. On the disk, name and all, when this returns: a row may now speak of it."""
    name = secrets.token_hex(16) + suffix
    path = _path(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_suffix(UNFINISHED)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)
    _sync(path.parent)
    return name


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read(name: str) -> bytes:
    """Raises FileNotFoundError."""
    return _path(name).read_bytes()


def drop(name: str) -> None:
    """Delete a file; one that is gone already stays gone."""
    _path(name).unlink(missing_ok=True)


def names(before: datetime) -> Iterator[str]:
    """What was last written before a moment, whole or not."""
    for path in sorted(Path(settings.EVIDENCE_DIR).glob("[0-9a-f][0-9a-f]/*")):
        written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        if written < before and (NAME.fullmatch(path.name) or path.suffix == UNFINISHED):
            yield path.name


def _path(name: str) -> Path:
    if not (NAME.fullmatch(name) or re.fullmatch(r"[0-9a-f]{32}\.part", name)):
        raise ValueError(f"no name of a file: {name!r}")
    return Path(settings.EVIDENCE_DIR) / name[:2] / name
