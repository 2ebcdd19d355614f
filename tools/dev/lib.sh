# What every command of ./dev shares. Sourced with the repository as working folder.
REPO=$PWD
VENV=$REPO/.venv
PYTHON=$VENV/bin/python
unset PYTHONDONTWRITEBYTECODE # compiling Django and our tests anew costs each process seconds

say() { printf '\033[1m› %s\033[0m\n' "$*" >&2; }
die() { printf 'dev: %s\n' "$*" >&2; exit 1; }

# Runs a command as root: directly, or with sudo for an ordinary user.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else die "this needs root: install sudo, or run as root: $*"
  fi
}

os_field() { (. /etc/os-release 2>/dev/null && eval "printf %s \"\${$1:-}\""); }
