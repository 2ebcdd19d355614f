#!/usr/bin/env bash
# Runs inside the bare chroot of `./dev test-bare`: ./dev run as root, ./dev test as an ordinary user with sudo.
set -euo pipefail
QUICK=${1:-}
PORT=8765
cd /portal

say() { printf '\033[1m» bare: %s (%s s)\033[0m\n' "$*" "$SECONDS"; }
fail() { say "FAILED: $*"; exit 1; }
fail_with_log() { cat /tmp/run.log; fail "$@"; }

main() {
  say "./dev run"
  run_once
  row_counts >/tmp/before
  say "./dev run again: quick, and the data stays"
  run_once
  row_counts >/tmp/after
  no_row_lost || fail "the second start lost rows"
  say "./dev test as an ordinary user with sudo"
  make_user
  run_tests
  nothing_left || fail "processes are left after the tests"
  say "done"
}

# Start, wait for the pages, Ctrl-C, and see that nothing is left.
run_once() {
  : >/tmp/run.log # here, not by the job's own redirection: the last start's "Ctrl-C stops" must be gone before the first look
  env --default-signal=INT setsid ./dev run --port $PORT >>/tmp/run.log 2>&1 &
  local started=$! _
  for _ in $(seq 600); do
    kill -0 $started 2>/dev/null || fail_with_log "./dev run ended by itself"
    ! grep -q "Ctrl-C stops" /tmp/run.log || break
    sleep 0.5
  done
  page_answers /healthz || fail_with_log "/healthz does not answer"
  page_answers /login/ || fail "the login page does not answer"
  say "answers"
  kill -INT $started
  wait $started || fail_with_log "./dev run ended with code $?"
  tr '\r' '\n' </tmp/run.log | grep -v 'demo:.*|' # without the steps of the progress bar
  nothing_left || fail "processes are left after Ctrl-C"
}

page_answers() {
  .venv/bin/python -c '
import sys, urllib.request
sys.exit(urllib.request.urlopen(f"http://127.0.0.1:{sys.argv[1]}{sys.argv[2]}", timeout=10).status != 200)
' $PORT "$1"
}

# In a process namespace of its own there is nobody here but this script and what it started.
nothing_left() {
  local folder pid left=""
  sleep 1
  for folder in /proc/[0-9]*; do
    pid=${folder#/proc/}
    [ "$pid" = $$ ] || [ "$pid" = "$BASHPID" ] || ! grep -q . "$folder/cmdline" 2>/dev/null || left+=" $pid:$(tr '\0' ' ' <"$folder/cmdline")"
  done
  [ -z "$left" ] || { echo "$left"; return 1; }
}

row_counts() {
  .venv/bin/python -c '
import sqlite3
database = sqlite3.connect("var/portal.sqlite3")
for (table,) in database.execute("select name from sqlite_master where type = ? order by name", ["table"]):
    print(table, database.execute(f"select count(*) from \"{table}\"").fetchone()[0])
'
}

no_row_lost() {
  .venv/bin/python -c '
import sys
before, after = ({n: int(c) for n, c in map(str.split, open(f))} for f in ("/tmp/before", "/tmp/after"))
lost = [table for table in before if after.get(table, 0) < before[table]]
print("rows:", sum(before.values()), "lost in:", lost)
sys.exit(bool(lost))
'
}

make_user() {
  apt-get install -qq -y --no-install-recommends sudo >/dev/null 2>&1
  useradd --create-home --shell /bin/bash officer
  echo 'officer ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/officer
  chown -R officer: /portal
}

run_tests() {
  if [ -z "$QUICK" ]; then
    as_officer ./dev test
  else
    as_officer ./dev test --core tests/core tests/portal tests/reports # what leans on the system; the rest runs outside
    as_officer ./dev test -m browser -k "${BARE_SMOKE:-smoke}"
  fi
}

as_officer() { setpriv --reuid=officer --regid=officer --init-groups env HOME=/home/officer USER=officer "$@"; }

main
