# PostgreSQL and Redis of the tests: on sockets in a temporary folder, for nobody else, and gone with this shell.
SERVERS=
set -m # each background job has a process group of its own, so that it can be stopped with all it started

start_servers() {
  mkdir "$SERVERS/pg" "$SERVERS/redis"
  start_postgres
  start_redis
}

# A folder that goes away with this shell, and with it the jobs that were started in the background.
temporary_folder() {
  SERVERS=$(mktemp -d /tmp/otop-test.XXXXXX)
  trap clean_up EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
}

# The tests first, then the servers; SIGINT asks each of them for a quick and orderly end.
clean_up() {
  trap '' INT TERM HUP
  local job
  for job in $(jobs -p | tac); do
    stop_group "$job"
  done
  rm -rf "$SERVERS"
}

stop_group() {
  local _
  kill -INT -- "-$1" 2>/dev/null || return 0
  for _ in $(seq 100); do
    kill -0 -- "-$1" 2>/dev/null || return 0
    sleep 0.1
  done
  kill -KILL -- "-$1" 2>/dev/null || true
}

# PostgreSQL refuses to run as root: there it runs as the package's own user.
postgres_user() { [ "$(id -u)" -ne 0 ] || echo --reuid=postgres --regid=postgres --clear-groups; }

start_postgres() {
  local bin
  bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
  if [ "$(id -u)" -eq 0 ]; then
    chmod 711 "$SERVERS"
    chown postgres "$SERVERS/pg"
  fi
  (cd / && setpriv $(postgres_user) "$bin/initdb" -D "$SERVERS/pg/data" -U otop -A trust -E UTF8 \
    --locale=C.UTF-8 --no-sync >"$SERVERS/initdb.log") || { cat "$SERVERS/initdb.log" >&2; die "initdb failed"; }
  (cd / && exec setpriv --pdeathsig QUIT $(postgres_user) "$bin/postgres" -D "$SERVERS/pg/data" -k "$SERVERS/pg" \
    -c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
    -c shared_buffers=128MB -c max_connections=60) >"$SERVERS/postgres.log" 2>&1 &
  wait_for "$SERVERS/pg/.s.PGSQL.5432" "$SERVERS/postgres.log"
  until "$bin/pg_isready" -q -h "$SERVERS/pg"; do sleep 0.1; done
  POSTGRES_URL="postgres://otop@$(printf %s "$SERVERS/pg" | sed 's#/#%2F#g')/postgres"
}

start_redis() {
  setpriv --pdeathsig TERM redis-server --port 0 --unixsocket "$SERVERS/redis/redis.sock" --save '' \
    --dir "$SERVERS/redis" --logfile "$SERVERS/redis.log" &
  wait_for "$SERVERS/redis/redis.sock" "$SERVERS/redis.log"
  export CELERY_BROKER_URL="redis+socket://$SERVERS/redis/redis.sock"
}

wait_for() {
  local _
  for _ in $(seq 1200); do
    [ ! -S "$1" ] || return 0
    sleep 0.05
  done
  cat "$2" >&2
  die "a server of the tests did not start"
}
