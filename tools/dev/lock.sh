# lock: the lock files anew. They carry hashes, name no registry host and no path of the machine that made them.
source tools/dev/setup.sh

main() {
  make_venv # not setup: it would install from the very locks that are out of date
  install_requirements test
  compile requirements-dev.lock --group dev
  # The smaller lock takes its versions from the larger, so that one environment satisfies both.
  compile requirements.lock --constraint requirements-dev.lock
  npm install --package-lock-only --silent
}

compile() {
  local out=$1
  shift
  "$VENV/bin/uv" pip compile pyproject.toml "$@" --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "./dev lock" -o "$out" --quiet
}
