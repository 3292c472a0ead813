# Sourced by the other scripts: the place of the project, and a few words that they share.
# shellcheck shell=bash

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
JOBS=${VIDSPEC_JOBS:-$(nproc)}

# say TEXT: one line about what happens next.
say() { printf '==> %s\n' "$*"; }

# fail TEXT: one clear line, then the end.
fail() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 1
}

# build PRESET [TARGET…]: configures once and builds what has changed.
build() {
  local preset=$1 log
  shift
  log=$(mktemp)
  # The cache of one build folder belongs to one place: a tree that was copied or moved starts again.
  if ! (cd "$ROOT" && cmake --preset "$preset" >"$log" 2>&1); then
    cat "$log" >&2
    rm -f "$log"
    fail "cmake --preset $preset failed (above)"
  fi
  rm -f "$log"
  (cd "$ROOT" && cmake --build --preset "$preset" --parallel "$JOBS" ${1:+--target "$@"}) ||
    fail "the build of preset $preset failed (above)"
}

# start_mock BINARY LOG [FLAG…]: starts a mock on free ports and waits until it is ready. Sets MOCK_PID, BASE_URL, CONTROL_URL.
start_mock() {
  local binary=$1 log=$2 line tries
  shift 2
  : >"$log"
  "$binary" mock --port 0 --control-port 0 "$@" >"$log" 2>"$log.err" &
  MOCK_PID=$!
  for ((tries = 0; tries < 200; tries++)); do
    line=$(head -n 1 "$log")
    case $line in *'"ready":true'*) break ;; esac
    kill -0 "$MOCK_PID" 2>/dev/null || fail "the mock did not start: $(tail -n 1 "$log.err")"
    sleep 0.05
  done
  BASE_URL=$(sed -n '1s/.*"base_url":"\([^"]*\)".*/\1/p' "$log")
  CONTROL_URL=$(sed -n '1s/.*"control_url":"\([^"]*\)".*/\1/p' "$log")
  [ -n "$BASE_URL" ] || fail "the mock did not say that it is ready: ${line:-nothing came}"
}

# stop_mock: ends the mock that start_mock started and gives its exit code.
stop_mock() {
  local code=0
  kill -TERM "$MOCK_PID" 2>/dev/null || true
  wait "$MOCK_PID" || code=$?
  return "$code"
}
