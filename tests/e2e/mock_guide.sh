#!/usr/bin/env bash
# Runs every command of docs/mock.md as it stands, in order, on free ports; all must succeed.
set -euo pipefail
# shellcheck source=../common.sh
. "$(dirname "$0")/../common.sh"
binary=$(binary_of "${1:-}")
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$work"' EXIT
ln -s "$binary" "$work/vidspec"
PATH=$work:$PATH

# Two neighbours that are free.
port=$((20000 + RANDOM % 20000))
while (: <"/dev/tcp/127.0.0.1/$port" || : <"/dev/tcp/127.0.0.1/$((port + 1))") 2>/dev/null; do port=$((port + 2)); done
{
  echo 'set -eu'
  # What is in a block of sh, without the indentation of lists, each command said before it runs.
  awk '/^ *```sh$/ { on = 1; indent = index($0, "`") - 1; next } /^ *```$/ { on = 0 } on { print substr($0, indent + 1) }' "$ROOT/docs/mock.md"
} | sed -e "s/8080/$port/g; s/8081/$((port + 1))/g" >"$work/guide.sh"
commands=$(grep -c curl "$work/guide.sh")
[ "$commands" -ge 30 ] || fail "docs/mock.md has $commands commands: were its blocks found?"
cd "$work"
bash -x guide.sh >log 2>&1 || { tail -n 20 log >&2; fail "a command of docs/mock.md failed (above)"; }
grep -q '"over-polling"\|"poll-hint-ignored"\|"polls-after-end"' log || fail "the verdicts of docs/mock.md were not met"
grep -q 'operation: wanted delete' log || fail "the near misses of docs/mock.md were not shown"
grep -q '"code":"moderation_blocked"' log || fail "the failure of docs/mock.md was not met"
[ "$(head -c 8 video.mp4 | tail -c 4)" = ftyp ] || fail "the video of docs/mock.md is none"
say "$commands commands of docs/mock.md work"
