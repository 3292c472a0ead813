# Sourced by run. Every profile: a whole run against a mock in another process, then its journal again, offline.
# shellcheck shell=bash

# Without a network where this machine lets us take it away, so that `judge` cannot ask anybody.
offline=()
unshare --net true 2>/dev/null && offline=(unshare --net)

verdicts() { jq -S '[.verdict, .exit_code, .counts, (.checks[] | [.id, .verdict, .subjects])]' "$1"; }

for profile in "$ROOT"/schemas/*/profile.json; do
  profile=$(basename "$(dirname "$profile")")
  out=$WORK/$profile
  start_mock "$VIDSPEC" "$WORK/mock" --profile "$profile"
  begin=${EPOCHREALTIME/./}
  expect "$profile: run" ran "$out" 0 env VIDSPEC_API_KEY=sk-e2e-canary "$VIDSPEC" run "$BASE_URL" --profile "$profile" --out "$out"
  took=$(((${EPOCHREALTIME/./} - begin) / 1000))
  spoken='.profiles[0] | .id == "'$profile'" and .standing == "speaks"'
  expect "$profile: identify" ran "$out.identify" 0 env VIDSPEC_API_KEY=sk-e2e-canary \
    "$VIDSPEC" identify "$BASE_URL" --max-videos 1 --poll-interval 250ms --out "$out.identify"
  expect "$profile: identify names it" json "$out.identify/identify.json" "$spoken"
  expect "$profile: identify.json is what its schema says" \
    "$VIDSPEC" schema validate --schema "$ROOT/schemas/identify.schema.json" --json "$out.identify/identify.json"
  expect "$profile: identify pays once" json "$out.identify/identify.json" '.spend.videos == 1'
  stop_mock || expect "$profile: the mock ends with exit code 0" false

  expect "$profile: at most 15 s, took $took ms" [ "$took" -le 15000 ]
  expect "$profile: verdict" json "$out/report.json" '.verdict == "conformant" and .exit_code == 0'
  expect "$profile: at most one video" json "$out/report.json" '.spend.videos <= 1 and .spend.ambiguous == 0 and .spend.orphans == []'
  expect "$profile: nothing fails or warns" json "$out/report.json" '.counts.fail == 0 and .counts.warn == 0 and .counts.error == 0'
  expect "$profile: much was judged" json "$out/report.json" '.counts.pass >= 20'
  expect "$profile: a pass has subjects" json "$out/report.json" 'all(.checks[] | select(.verdict == "pass"); .subjects > 0)'
  expect "$profile: the task's life is told" json "$out/report.json" '[.tasks[0].timeline[].stage] | (.[-1] == "completed" and length >= 2)'
  expect "$profile: the key is in no output" bash -c '! grep -rqF sk-e2e-canary "$1" "$1.txt" "$1.err"' _ "$out"

  expect "$profile: judge offline" ran "$out.again" 0 "${offline[@]}" "$VIDSPEC" judge "$out/journal.jsonl" --profile "$profile" --out "$out.again"
  expect "$profile: judge finds the same" cmp <(verdicts "$out/report.json") <(verdicts "$out.again/report.json")
  expect "$profile: identify by the journal" ran "$out.by" 0 "${offline[@]}" "$VIDSPEC" identify "$out/journal.jsonl" --json
  expect "$profile: identify by the journal names it" json "$out.by.txt" "$spoken"
  sed '$d' "$out/journal.jsonl" >"$out.cut.jsonl"
  # Nobody can know what the missing lines would have said.
  expect "$profile: a journal without its end is judged" ran "$out.cut" 3 \
    "$VIDSPEC" judge "$out.cut.jsonl" --profile "$profile" --out "$out.cut"
  expect "$profile: and is never conformant" json "$out.cut/report.json" '.verdict == "incomplete" and .counts.pass >= 20'
  expect "$profile: plan sends nothing and needs nobody" ran "$out.plan" 0 \
    env VIDSPEC_API_KEY=sk-e2e "$VIDSPEC" plan http://127.0.0.1:9/v1 --profile "$profile"
  echo "$profile: $(jq -r '"\(.verdict), \(.counts.pass) pass of \(.checks | length) checks, \(.spend.videos) video"' "$out/report.json"), $took ms"
done
