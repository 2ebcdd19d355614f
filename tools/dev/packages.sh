# Debian and Ubuntu packages: which are needed, which are missing, and installing them without starting services.
RUN_PACKAGES="python3-venv libpangoft2-1.0-0 libharfbuzz-subset0"
TEST_PACKAGES="$RUN_PACKAGES postgresql redis-server poppler-utils"
POLICY=/usr/sbin/policy-rc.d

install_packages() {
  local wanted=$RUN_PACKAGES missing
  [ "$1" = run ] || wanted=$(test_packages)
  missing=$(missing_packages $wanted)
  [ -z "$missing" ] && return
  command -v apt-get >/dev/null || die "install these yourself (no apt-get here): $missing"
  say "installing Debian packages: $missing"
  apt_install $missing
}

# Ubuntu's chromium is a stub for a snap: see find_chromium.
test_packages() {
  case "$(os_field ID)" in
    ubuntu) echo "$TEST_PACKAGES" ;;
    *) echo "$TEST_PACKAGES chromium" ;;
  esac
}

missing_packages() {
  local package missing=""
  for package in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=" $package"
  done
  echo $missing
}

# The servers we install are started by us, on sockets of our own: apt must not start or enable them.
apt_install() {
  local made_policy=""
  if [ ! -e $POLICY ]; then
    printf '#!/bin/sh\nexit 101\n' | as_root tee $POLICY >/dev/null
    as_root chmod 755 $POLICY
    made_policy=yes
  fi
  apt_install_quietly "$@" || { [ -z "$made_policy" ] || as_root rm -f $POLICY; die "apt-get could not install: $*"; }
  [ -z "$made_policy" ] || as_root rm -f $POLICY
  disable_services "$@"
}

apt_install_quietly() {
  local apt="env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0"
  local log status=0
  log=$(mktemp)
  { as_root $apt update && as_root $apt install -y --no-install-recommends "$@"; } >"$log" 2>&1 || status=$?
  [ $status -eq 0 ] || cat "$log" >&2
  rm -f "$log"
  return $status
}

disable_services() {
  [ -d /run/systemd/system ] || return 0
  case " $* " in *" postgresql "*) as_root systemctl disable --quiet postgresql || true ;; esac
  case " $* " in *" redis-server "*) as_root systemctl disable --quiet redis-server || true ;; esac
}
