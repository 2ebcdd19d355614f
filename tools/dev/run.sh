# run: set up, bring the database up to date, load areas and demo, then hand over to the supervisor.
source tools/dev/setup.sh

main() {
  local bind=127.0.0.1 port=8000
  while [ $# -gt 0 ]; do
    case "$1" in
      --port) port=${2:?--port N}; shift 2 ;;
      --bind) bind=${2:?--bind ADDR}; shift 2 ;;
      *) die "run: unknown argument $1 (--port N, --bind ADDR)" ;;
    esac
  done
  setup run
  export DJANGO_SETTINGS_MODULE=${DJANGO_SETTINGS_MODULE:-otop_portal.settings.dev}
  allow_hosts "$bind"
  exec "$PYTHON" -m otop_portal.supervisor --bind "$bind" --port "$port"
}

# Listening beyond this machine, the portal answers to the machine's own names and addresses, and to no others.
allow_hosts() {
  case "$1" in 127.* | localhost | ::1) return ;; esac
  local names="127.0.0.1 localhost $1 $(hostname) $(hostname -I 2>/dev/null || true)"
  export OTOP_ALLOWED_HOSTS=${OTOP_ALLOWED_HOSTS:-$(echo $names | tr ' ' ',')}
}
