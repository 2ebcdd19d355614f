"""What no linter says: machine paths, hosts in lock files, generated files, unfinished work, long files."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

LONGEST_FILE = 400
OURS = {".py", ".js", ".css", ".html", ".sh"}
LOCKS = {"requirements.lock", "requirements-dev.lock", "package-lock.json"}
GENERATED = re.compile(
    r"(^|/)(node_modules|\.venv|var|__pycache__|staticfiles|vendor)/|\.(pyc|mo|min\.js|min\.css|map|whl|sqlite3)$"
)
PICTURE = re.compile(r"\.(png|jpe?g|gif|webp|avif|bmp|tiff?|ico)$", re.IGNORECASE)
GOLDEN = "tests/golden/"
# Written with brackets, so that this file does not name what it looks for.
MACHINE_PATH = re.compile(r"(^|[^\w.])/(wor[k]|far[m]|hom[e]/\w+|roo[t]/\w|Users/\w+)/")
UNFINISHED = re.compile(
    r"(#|//|<!--|/\*)[^\"]*\b(TOD[O]|FIXM[E]|XX[X])\b|^\s*raise NotImplementedErro[r]"
    r"|--rerun[s]|pytest\.mark\.(ski[p]|xfai[l])\b"
)
HOST = re.compile(r"https?://")
FUNDING_OR_LICENCE = re.compile(r'"url": "https://')


def tracked() -> list[str]:
    """Files that git knows or would take: a mistake is better seen before the commit."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return sorted({name for name in names.split("\0") if name and Path(name).is_file()})


def faults_of_name(name: str) -> Iterator[str]:
    if GENERATED.search(name):
        yield f"{name}: generated or third-party, not to be tracked"
    if PICTURE.search(name) and not name.startswith(GOLDEN):
        yield f"{name}: a picture outside {GOLDEN}"


def faults_of_line(name: str, number: int, line: str) -> Iterator[str]:
    if MACHINE_PATH.search(line):
        yield f"{name}:{number}: names a path of one machine"
    if name in LOCKS and HOST.search(line) and not FUNDING_OR_LICENCE.search(line):
        yield f"{name}:{number}: a lock file names a host"
    if Path(name).suffix in OURS and UNFINISHED.search(line):
        yield f"{name}:{number}: unfinished work: {line.strip()}"


def faults_of_text(name: str) -> Iterator[str]:
    try:
        lines = Path(name).read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return
    for number, line in enumerate(lines, 1):
        yield from faults_of_line(name, number, line)


def pins(lock: str) -> set[str]:
    return set(re.findall(r"^([\w.-]+==[^\s;]+)", Path(lock).read_text(), re.MULTILINE))


def faults_of_locks() -> Iterator[str]:
    """An environment made for the tests must hold exactly what production gets."""
    for pin in sorted(pins("requirements.lock") - pins("requirements-dev.lock")):
        yield f"requirements.lock: {pin} is not in requirements-dev.lock (./dev lock)"


def long_files(names: list[str]) -> Iterator[str]:
    for name in names:
        if Path(name).suffix in OURS and "/migrations/" not in name:
            length = len(Path(name).read_bytes().splitlines())
            if length > LONGEST_FILE:
                yield f"{name}: {length} lines (over {LONGEST_FILE}: a room, or a drawer?)"


def main() -> int:
    names = tracked()
    faults = [fault for name in names for fault in (*faults_of_name(name), *faults_of_text(name))]
    faults += faults_of_locks()
    for remark in long_files(names):
        print(f"warning: {remark}")
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
