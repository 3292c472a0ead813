# Sourced by tests/*/run. shellcheck shell=bash
# shellcheck source=../scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../scripts/common.sh"

# binary_of [PATH]: the program under test, as an absolute path.
binary_of() {
  local binary=${1:-$ROOT/build/dev/bin/vidspec}
  [ -x "$binary" ] || fail "no program at $binary: scripts/test builds it"
  echo "$(cd "$(dirname "$binary")" && pwd)/$(basename "$binary")"
}

# skip TEXT: says loudly that nothing was tested, and why. Exit code 77 is what ctest and .ci/run count as a skip.
skip() {
  printf '!!! SKIPPED: %s\n' "$*"
  exit 77
}

# npm_ready FOLDER: Node 20 or newer and the folder's packages exactly as its lock file pins them, or a skip.
npm_ready() {
  command -v node >/dev/null || "$ROOT/scripts/install-packages" clients
  local major
  major=$(node --version | sed 's/^v\([0-9]*\).*/\1/')
  [ "$major" -ge 20 ] || skip "needs Node 20 or newer, this is $(node --version)"
  command -v npm >/dev/null || "$ROOT/scripts/install-packages" clients
  cmp -s "$1/package-lock.json" "$1/node_modules/.vidspec-lock" && return
  say "npm ci in ${1#"$ROOT"/}"
  (cd "$1" && npm ci --silent --no-fund --no-audit </dev/null) || fail "npm ci failed in ${1#"$ROOT"/}"
  cp "$1/package-lock.json" "$1/node_modules/.vidspec-lock"
}
