# The tests start hundreds of processes: what Python compiled once is kept, whatever the machine says.
unset PYTHONDONTWRITEBYTECODE

# What the machine lacks is installed where that is allowed; else it is named and left out, and in CI that is a failure.
left_out=()

say() { printf '\n— %s\n' "$1"; }

has_postgresql() { compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null; }
has_chromium() { command -v chromium >/dev/null; }

# need NAME CHECK PACKAGE: whether it is here, after trying to install it.
need() {
  if "$2"; then return 0; fi
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "installing $1"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$3" >/dev/null
    if "$2"; then return 0; fi
  fi
  if [ -n "${CI:-}" ]; then
    echo "$1 is missing and could not be installed; in CI nothing may be left out." >&2
    exit 1
  fi
  left_out+=("$1 is missing (Debian package: $3)")
  return 1
}

tell_what_was_left_out() { for reason in "${left_out[@]}"; do echo "Left out: $reason."; done; }
