# bench: run bench/NAME.py. Those that read a whole country's months get a PostgreSQL of their own, as the tests do.
source tools/dev/setup.sh
source tools/dev/servers.sh
ON_POSTGRES=" documents closing summaries "

main() {
  local name=${1:?which bench? see bench/}
  shift
  setup test
  if [[ $ON_POSTGRES == *" $name "* && -z ${DATABASE_URL:-} ]]; then
    temporary_folder
    mkdir "$SERVERS/pg"
    start_postgres
    export DATABASE_URL=$POSTGRES_URL
  fi
  "$PYTHON" -m "bench.$name" "$@"
}
