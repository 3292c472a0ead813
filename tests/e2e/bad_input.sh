# Sourced by run. Bad input: one clear line on stderr, the documented exit code, and the reports are written all the same once
# a run has begun.
# shellcheck shell=bash

# refuses NAME CODE PATTERN COMMAND…: ends with CODE and says one line that matches PATTERN.
refuses() {
  local name=$1 code=$2 pattern=$3 out=$WORK/bad
  shift 3
  expect "$name: exit code" ran "$out" "$code" env VIDSPEC_API_KEY="${KEY-sk-e2e}" "$VIDSPEC" "$@"
  cat "$out.txt" "$out.err" >"$out.all"
  expect "$name: says why" says "$out.all" "$pattern"
  expect "$name: no crash, no trace" bash -c '! grep -qiE "terminate called|what\(\)|Segmentation|Sanitizer|assertion" "$1"' _ "$out.all"
  [ "$code" -ne 2 ] || expect "$name: one line" [ "$(grep -c . "$out.err")" -eq 1 ]
}
# reported NAME OUT: the reports were written.
reported() { expect "$1: reports are written" [ -s "$2/report.json" -a -s "$2/journal.jsonl" ]; }

url=http://127.0.0.1:9/v1
echo '{"id": "broken",' >"$WORK/broken.json"
mkdir -p "$WORK/empty" "$WORK/profile" && cp "$WORK/broken.json" "$WORK/profile/profile.json"

refuses "unknown command" 2 'nonsense' nonsense
refuses "unknown flag" 2 'no-such-flag' run "$url" --no-such-flag
refuses "no URL" 2 'URL' run
refuses "URL of another scheme" 2 'http' run ftp://127.0.0.1/v1
refuses "URL that is none" 2 'http' run 'not a url'
refuses "unknown profile" 2 'no-such-profile.*openai' run "$url" --profile no-such-profile
refuses "profile folder without a profile" 2 'profile\.json' run "$url" --profile "$WORK/empty"
refuses "profile that is no JSON" 2 'profile\.json.*line' run "$url" --profile "$WORK/profile"
refuses "unknown check" 2 'no\.such\.check' run "$url" --only no.such.check
refuses "unknown class of operations" 2 'nonsense' run "$url" --ops nonsense
refuses "undocumented model" 2 'no-such-model.*sora-2' run "$url" --model no-such-model
refuses "number that is none" 2 'max-videos' run "$url" --max-videos many
refuses "negative number" 2 'max-videos' run "$url" --max-videos=-1
refuses "duration that is none" 2 'deadline' run "$url" --deadline soon
KEY='' refuses "no key where one is required" 2 'VIDSPEC_API_KEY' run "$url" --profile openai
refuses "journal that is not there" 2 'no-such-file' judge "$WORK/no-such-file.jsonl"
refuses "journal that is none" 2 'broken\.json' judge "$WORK/broken.json"
refuses "unknown check to explain" 2 'no\.such\.check' explain no.such.check
refuses "mock of an unknown profile" 2 'no-such-profile' mock --profile no-such-profile --port 0
refuses "port out of range" 2 'port' mock --port 70000

out=$WORK/down
refuses "target down" 4 '[Cc]onnect' run "$url" --out "$out"
reported "target down" "$out"
expect "target down: incomplete" json "$out/report.json" '.verdict == "incomplete" and .spend.videos == 0'

start_mock "$VIDSPEC" "$WORK/mock"
port=${BASE_URL%/v1} port=${port##*:}
refuses "port in use" 2 "$port" mock --port "$port" --control-port 0
out=$WORK/refused
KEY=sk-invalid-e2e refuses "key refused" 4 '401|key' run "$BASE_URL" --out "$out"
reported "key refused" "$out"
expect "key refused: nothing was spent" json "$out/report.json" '.spend.videos == 0'
out=$WORK/no-v1
refuses "base URL without /v1" 4 '/v1' run "${BASE_URL%/v1}" --out "$out"
reported "base URL without /v1" "$out"
stop_mock || true

# A server that answers every request with a page of HTML, as a parking page or a wrong port does.
html() {
  node -e 'require("http").createServer((q, a) => a.writeHead(200, {"content-type": "text/html"}).end("<!doctype html><title>Hi</title>"))
    .listen(0, "127.0.0.1", function () { console.log(this.address().port) })' >"$WORK/html" &
  html_pid=$!
  for _ in $(seq 100); do [ -s "$WORK/html" ] && break; sleep 0.05; done
}
if command -v node >/dev/null; then
  html
  out=$WORK/html-out
  refuses "HTML instead of JSON" 4 'HTML' run "http://127.0.0.1:$(cat "$WORK/html")/v1" --out "$out"
  reported "HTML instead of JSON" "$out"
  kill "$html_pid"
else
  echo "!!! SKIPPED: HTML instead of JSON (no Node)"
fi
