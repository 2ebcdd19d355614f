# test: everything but browser and workers on SQLite, then database and browser on PostgreSQL.
# --core: the first alone, without the wide ones: every page for every person, every document, the demo.
source tools/dev/setup.sh
source tools/dev/servers.sh

main() {
  local core="" chosen="not browser and not worker" status=0
  if [ "${1:-}" = --core ]; then core=yes; chosen+=" and not wide"; shift; fi
  setup test
  export DJANGO_SETTINGS_MODULE=otop_portal.settings.test
  temporary_folder
  export OTOP_VAR_DIR=$SERVERS/var # never the database and sockets of ./dev run
  mkdir "$OTOP_VAR_DIR"
  [ -n "$core" ] || start_servers
  run_pytest "SQLite, without browser" "sqlite://:memory:" -n "$(nproc)" -m "$chosen" "$@" || status=1
  if [ -z "$core" ]; then
    PYTHONPATH=tools/dev run_pytest "PostgreSQL, Redis, Chromium" "$POSTGRES_URL" -n $(($(nproc) + 1)) -p database_only "$@" || status=1
  fi
  [ "$RAN" -gt 0 ] || die "no test ran"
  return $status
}

# pytest's exit code 5 is "no test selected": right for one of two runs, wrong for both.
RAN=0
run_pytest() {
  local title=$1 url=$2 status=0
  shift 2
  say "tests on $title"
  # In the background, so that a signal is acted on at once: bash holds its traps back while a command runs in front.
  DATABASE_URL=$url env --default-signal=INT setpriv --pdeathsig TERM \
    "$PYTHON" -m pytest --dist worksteal "$@" </dev/null &
  wait $! || status=$?
  [ $status -eq 5 ] && return 0
  RAN=$((RAN + 1))
  return $status
}
