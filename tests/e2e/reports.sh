# Sourced by run. What people do with a run afterwards: baseline, diff, certificate, other formats, a HAR.
# shellcheck shell=bash

out=$WORK/kept
# run_on PROFILE OUT [FLAG…]: a run against the mock that was started last.
run_on() { env VIDSPEC_API_KEY=sk-e2e-reports "$VIDSPEC" run "$BASE_URL" --profile "$1" --out "$2" "${@:3}"; }

start_mock "$VIDSPEC" "$WORK/mock" --profile video-create --speed 20
expect "a clean run" ran "$out.clean" 0 run_on video-create "$out.clean"
expect "a part of a run" ran "$out.part" 3 run_on video-create "$out.part" --free-only
stop_mock || true
start_mock "$VIDSPEC" "$WORK/mock" --speed 20
good_url=$BASE_URL good_pid=$MOCK_PID
expect "a good run" ran "$out.good" 0 run_on openai "$out.good"
start_mock "$VIDSPEC" "$WORK/mock" --speed 20 --scenario progress-is-text
expect "a bad run" ran "$out.bad" 1 run_on openai "$out.bad"
red=task.progress.type
expect "a bad run says so" json "$out.bad/report.json" 'any(.checks[]; .id == "task.progress.type" and .verdict == "fail")'

# A HAR of a run tells what its journal tells; only that nothing is missing in it nobody can know.
expect "judge a HAR" ran "$out.har" 3 "$VIDSPEC" judge "$out.good/evidence.har" --out "$out.har"
expect "judge a HAR finds the same" cmp <(jq -S '[.checks[] | [.id, .verdict, .subjects]]' "$out.good/report.json") <(jq -S '[.checks[] | [.id, .verdict, .subjects]]' "$out.har/report.json")

# Diff.
expect "a plan in Chinese" ran "$out.plan" 0 env VIDSPEC_API_KEY=sk-e2e-reports "$VIDSPEC" plan http://127.0.0.1:9/v1 --ops all --lang zh
expect "it says that nothing was sent" says "$out.plan.txt" 未发送任何请求
expect "diff of two runs" ran "$out.diff" 16 "$VIDSPEC" diff "$out.good" "$out.bad"
expect "diff names what changed" says "$out.diff.txt" "$red"
expect "diff of a run with itself" ran "$out.diff" 0 "$VIDSPEC" diff "$out.good" "$out.good"

# Baseline: known, stale, wrong, expired, unknown.
baseline=$WORK/baseline.json
expect "baseline update" ran "$out.base" 0 "$VIDSPEC" baseline update "$out.bad" --baseline "$baseline" --owner e2e --reason known
cp "$baseline" "$baseline.good"
jq '.known_failures = []' "$baseline" >"$baseline.none"
expect "a known failure is waived" ran "$out.known" 0 run_on openai "$out.known" --baseline "$baseline"
expect "and shown" json "$out.known/report.json" '.counts.waived > 0'
stop_mock || true
BASE_URL=$good_url MOCK_PID=$good_pid
expect "a stale entry is red" ran "$out.stale" 1 run_on openai "$out.stale" --baseline "$baseline"
expect "and prints its repair" says "$out.stale.txt" "repair: .* baseline update .*--id $red"
stop_mock || true
repair=$(sed -n "s/^ *repair: //p" "$out.stale.txt" | head -n 1)
expect "the repair works" ran "$out.repair" 0 bash -c "$repair"
jq '.known_failures = [{id: "no.such-check", reason: "x", owner: "x", expires: "2099-01-01"}]' "$baseline" >"$baseline.unknown"
expect "an unknown id is bad usage" ran "$out.unknown" 2 "$VIDSPEC" judge "$out.bad" --baseline "$baseline.unknown" --out "$out.unknown"
# mended NAME FILTER [FLAG…]: a baseline that jq makes of the good one is red, and green once the printed command was pasted.
mended() {
  local file="$baseline.$1.json" at="$out.$1"
  jq --arg id "$red" ".known_failures = [$2]" "$baseline.good" >"$file"
  expect "$1: red" ran "$at" 1 "$VIDSPEC" judge "$out.bad" --baseline "$file" --out "$at" "${@:3}"
  expect "$1: its repair works" ran "$at.repair" 0 bash -c "$(sed -n "s/^ *repair: //p" "$at.txt" | head -n 1)"
  expect "$1: green again" ran "$at.again" 0 "$VIDSPEC" judge "$out.bad" --baseline "$file" --out "$at" "${@:3}"
  expect "$1: what people wrote is kept" json "$file" '.known_failures | length > 0 and all(.owner == "e2e")'
}
entry='id: $id, reason: "known", owner: "e2e"'
expect "new: red" ran "$out.new" 1 "$VIDSPEC" judge "$out.bad" --baseline "$baseline.none" --out "$out.new"
expect "new: its repair works" ran "$out.new.repair" 0 bash -c "$(sed -n "s/^ *repair: //p" "$out.new.txt" | head -n 1)"
expect "new: green again" ran "$out.new.again" 0 "$VIDSPEC" judge "$out.bad" --baseline "$baseline.none" --out "$out.new"
mended expired "{$entry, expires: \"2020-01-01\"}"
mended "wrong message" "{$entry, expires: \"2099-01-01\", message: \"something else\"}"
mended "other place" "{$entry, expires: \"2099-01-01\", pointer: \"/status\"}, {$entry, expires: \"2099-01-01\"}"
cp -r "$ROOT/schemas/openai" "$WORK/own profile"
mended "own profile" "{$entry, expires: \"2020-01-01\"}" --profile "$WORK/own profile"

# Certificates.
expect "keygen" ran "$out.keygen" 0 "$VIDSPEC" keygen "$WORK/issuer"
expect "a private key is private" [ "$(stat -c %a "$WORK/issuer.key")" = 600 ]
expect "certify" ran "$out.certify" 0 "$VIDSPEC" certify "$out.clean" --key "$WORK/issuer.key"
expect "verify" ran "$out.verify" 0 "${offline[@]}" "$VIDSPEC" verify "$out.clean/certificate.json" --key "$WORK/issuer.pub"
expect "verify judges again" says "$out.verify.txt" "^VALID .*its journal says the same"
expect "certify refuses a part of a run" ran "$out.refused" 1 "$VIDSPEC" certify "$out.part" --key "$WORK/issuer.key"
expect "with its reasons" says "$out.refused.txt" "^  - not enough was judged; scope: no create"
expect "certify refuses a baseline" ran "$out.refused" 1 "$VIDSPEC" certify "$out.known" --key "$WORK/issuer.key"
expect "by name" says "$out.refused.txt" "a baseline waives these checks: "
sed -i '2s/"t_ms":/"t_ms": /' "$out.clean/journal.jsonl"
expect "a changed journal is not valid" ran "$out.verify" 1 "$VIDSPEC" verify "$out.clean/certificate.json" --key "$WORK/issuer.pub"
