# check: everything that can be said about the code without running its tests. All steps run; any failure fails.
source tools/dev/setup.sh

FAILED=()

main() {
  [ $# -eq 0 ] || die "check takes no arguments"
  setup test
  local bin=$VENV/bin
  step "format" "$bin/ruff" format --check --quiet .
  step "lint" "$bin/ruff" check --quiet .
  step "types" "$bin/mypy" --no-error-summary .
  step "import direction" "$bin/lint-imports" --no-logo
  step "missing migrations" test_settings manage.py makemigrations --check --dry-run
  step "deploy check" production_settings manage.py check --deploy --fail-level WARNING
  step "hygiene" "$PYTHON" tools/dev/hygiene.py
  [ ${#FAILED[@]} -eq 0 ] || die "failed: ${FAILED[*]}"
  say "all checks passed"
}

# The output of a step is shown when it fails, and the hygiene step's remarks always.
step() {
  local title=$1 output status=0
  shift
  output=$("$@" 2>&1) || status=$?
  if [ $status -eq 0 ]; then
    say "$title: ok"
    [ "$title" != hygiene ] || [ -z "$output" ] || echo "$output"
  else
    say "$title: FAILED"
    echo "$output"
    FAILED+=("$title,")
  fi
}

test_settings() { DJANGO_SETTINGS_MODULE=otop_portal.settings.test "$PYTHON" "$@"; }

# Made-up values: the check looks at settings and reaches no server.
production_settings() {
  DJANGO_SETTINGS_MODULE=otop_portal.settings.production ALLOWED_HOSTS=portal.example \
    SECRET_KEY=made-up-for-the-deploy-check-$(printf '%s' "$REPO" | sha256sum | cut -c1-50) \
    DATABASE_URL=postgres://user:password@localhost/portal CELERY_BROKER_URL=redis://localhost/0 "$PYTHON" "$@"
}
