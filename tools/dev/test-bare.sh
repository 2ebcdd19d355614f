# test-bare: both commands of the README inside a fresh Debian 12, so that a missing install step cannot hide.
# --quick leaves the tests to those that lean on the system and one browser smoke, --keep leaves the chroot's folder behind.
source tools/dev/packages.sh

main() {
  local quick="" keep=""
  while [ $# -gt 0 ]; do
    case "$1" in
      --quick) quick=yes ;;
      --keep) keep=yes ;;
      *) die "test-bare: unknown argument $1 (--quick, --keep)" ;;
    esac
    shift
  done
  [ "$(id -u)" -eq 0 ] || die "test-bare makes a chroot: run it as root"
  [ -z "$(missing_packages debootstrap)" ] || apt_install debootstrap
  BARE=$(mktemp -d /tmp/otop-bare.XXXXXX)
  KEEP=$keep
  trap clean_up EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  chmod 755 "$BARE"
  make_chroot
  enter_chroot "$quick"
}

# Mounts are in namespaces of their own, and end with the process that made them: only the folder is left to remove.
clean_up() {
  trap '' INT TERM HUP
  [ -z "$(jobs -p)" ] || kill -KILL $(jobs -p) 2>/dev/null || true
  wait
  rm -f "$BARE.log"
  [ -n "$KEEP" ] || rm -rf --one-file-system "$BARE"
}

# In the background, so that a signal is acted on at once: bash holds its traps back while a command runs in front.
in_namespace() {
  unshare --mount --pid --fork --kill-child=KILL "$@" </dev/null &
  wait $!
}

make_chroot() {
  say "debootstrap into $BARE"
  in_namespace debootstrap --variant=minbase bookworm "$BARE" $(host_mirror) >"$BARE.log" 2>&1 ||
    { tail -20 "$BARE.log" >&2; die "debootstrap failed"; }
  copy_registry_access
  mkdir "$BARE/portal"
  git archive HEAD | tar -x -C "$BARE/portal"
  cp tools/dev/inside-chroot.sh "$BARE/inside-chroot.sh"
}

# The Debian mirror, package registries, proxies and certificates are those of this machine, read when needed.
host_is_bookworm() { [ "$(os_field VERSION_CODENAME)" = bookworm ]; }

host_mirror() {
  host_is_bookworm || return 0
  cat /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list 2>/dev/null |
    grep -oE '^(URIs:|deb( \[[^]]*\])?) *https?://[^ ]+' | grep -oE 'https?://[^ ]+' | head -1 || true
}

copy_registry_access() {
  cp -L /etc/resolv.conf /etc/hosts "$BARE/etc/"
  if host_is_bookworm && [ -f /etc/apt/sources.list.d/debian.sources ]; then
    rm -f "$BARE/etc/apt/sources.list"
    cp /etc/apt/sources.list.d/debian.sources "$BARE/etc/apt/sources.list.d/"
  fi
  apt-config dump | grep -iE '^Acquire::(https?|ftp)::.*Proxy|^Acquire::Check-' >"$BARE/etc/apt/apt.conf.d/00host" || true
  local ca=${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}
  [ ! -f "$ca" ] || install -D -m 644 "$ca" "$BARE/etc/ssl/host-ca.crt"
}

# The environment inside: nothing of this machine's but how to reach the registries.
bare_environment() {
  local name value
  echo "PATH=/usr/sbin:/usr/bin:/sbin:/bin" "HOME=/root" "LANG=C.UTF-8" "TERM=dumb" "CI=${CI:-}"
  for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY PIP_INDEX_URL PIP_DEFAULT_TIMEOUT; do
    value=${!name:-}
    [ -z "$value" ] || echo "$name=$value"
  done
  if [ -f "$BARE/etc/ssl/host-ca.crt" ]; then
    for name in PIP_CERT SSL_CERT_FILE REQUESTS_CA_BUNDLE NODE_EXTRA_CA_CERTS; do
      echo "$name=/etc/ssl/host-ca.crt"
    done
  fi
  value=$(pip_setting index-url)
  [ -z "$value" ] || [ -n "${PIP_INDEX_URL:-}" ] || echo "PIP_INDEX_URL=$value"
  value=$(npm_setting registry)
  [ -z "$value" ] || echo "NPM_CONFIG_REGISTRY=$value"
}

pip_setting() { python3 -m pip config get "global.$1" 2>/dev/null || true; }
npm_setting() { command -v npm >/dev/null && (cd / && npm config get "$1" 2>/dev/null) || true; }

enter_chroot() {
  local -a environment
  readarray -t environment < <(bare_environment | tr ' ' '\n')
  in_namespace bash -euo pipefail -c '
    mount -t proc proc "$1/proc"
    mount --rbind /dev "$1/dev"
    exec env -i "${@:3}" chroot "$1" bash /inside-chroot.sh "$2"
  ' enter "$BARE" "$1" "${environment[@]}"
}
