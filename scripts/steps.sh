# Sourced by .ci/run and scripts/nightly: steps that all run even when one fails, and a summary that counts them.
# shellcheck shell=bash
passed=0 failed=0 skipped=0 summary=()

# step NAME COMMAND…: runs it, remembers how it ended and how long it took. Exit code 77 is a skip that says why.
step() {
  local name=$1 begin=$SECONDS code=0 line
  shift
  printf '\n=== %s\n' "$name"
  "$@" </dev/null || code=$?
  line=$(printf '%-28s %5d s' "$name" $((SECONDS - begin)))
  case $code in
    0) passed=$((passed + 1)) summary+=("pass  $line") ;;
    77) skipped=$((skipped + 1)) summary+=("SKIP  $line") ;;
    *) failed=$((failed + 1)) summary+=("FAIL  $line  (exit code $code)") ;;
  esac
  return "$code"
}

# finish: prints the summary and ends; the exit code is 0 only when nothing failed.
finish() {
  printf '\n=== summary, %d s\n' "$SECONDS"
  printf '%s\n' "${summary[@]}"
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" -eq 0 ]
  exit
}
