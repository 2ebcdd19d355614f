"""The supervisor of ./dev run: its children come back when they die, and none is left when it is gone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from otop_portal.supervisor import Child, describe_exit, tell_own_url

PATIENCE = 20.0
SLEEP = [sys.executable, "-c", "import time; time.sleep(300)"]
ORPHAN_MAKER = """
import sys, time
from otop_portal.supervisor import Child
child = Child("sleeper", [sys.executable, "-c", "import time; time.sleep(300)"])
child.start()
print(child.process.pid, flush=True)
time.sleep(300)
"""


def wait_until(happened: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


def is_alive(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def sleeper() -> Iterator[Child]:
    child = Child("sleeper", SLEEP)
    child.start()
    yield child
    child.stop()


def pid_of(child: Child) -> int:
    assert child.process is not None
    return child.process.pid


def test_a_killed_child_is_reported_and_started_again(sleeper, capfd):
    first = pid_of(sleeper)
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: sleeper.look_after() or (sleeper.process is not None and pid_of(sleeper) != first))
    assert "sleeper ended (signal SIGKILL); starting again in 1 s" in capfd.readouterr().out


def test_the_pause_doubles_up_to_half_a_minute(capfd):
    child = Child("broken", ["false"])
    for _ in range(8):
        child.started = time.monotonic()
        child._plan_restart(1)
    pauses = [line.split(" in ")[1] for line in capfd.readouterr().out.splitlines()]
    assert pauses == ["1 s", "2 s", "4 s", "8 s", "16 s", "30 s", "30 s", "30 s"]


def test_a_child_that_lived_long_has_a_clean_record(capfd):
    child = Child("steady", ["false"], deaths=7)
    child.started = time.monotonic() - 3600
    child._plan_restart(1)
    assert child.deaths == 1


def test_stopping_ends_a_child_and_a_second_stop_does_nothing(sleeper):
    pid = pid_of(sleeper)
    sleeper.stop()
    assert not is_alive(pid)
    sleeper.stop()


def test_a_killed_supervisor_leaves_no_orphan():
    supervisor = subprocess.Popen([sys.executable, "-c", ORPHAN_MAKER], stdout=subprocess.PIPE, text=True)
    assert supervisor.stdout is not None
    orphan = int(supervisor.stdout.readline())
    assert is_alive(orphan)
    supervisor.kill()
    supervisor.wait()
    wait_until(lambda: not is_alive(orphan))


def test_an_exit_is_described_by_signal_or_code():
    assert describe_exit(-15) == "signal SIGTERM"
    assert describe_exit(3) == "exit code 3"


@pytest.mark.parametrize(
    ("bind", "told", "url"),
    [
        ("127.0.0.1", None, "http://127.0.0.1:8000"),
        ("::1", None, "http://[::1]:8000"),
        ("0.0.0.0", None, None),
        ("127.0.0.1", "https://portal.example.go.th", "https://portal.example.go.th"),
    ],
)
def test_letters_lead_to_the_portal_on_this_machine_or_to_the_address_that_is_told(monkeypatch, bind, told, url):
    environ = {"PORTAL_URL": told} if told else {}
    monkeypatch.setattr(os, "environ", environ)
    tell_own_url(bind, 8000)
    assert environ.get("PORTAL_URL") == url
