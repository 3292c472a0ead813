#!/usr/bin/env bash
# Judging 10,000 exchanges and a whole run in memory, each with its bound; and our schema interpreter next to ajv from npm,
# on the same objects in the same run. bench/judge.sh BUILD-FOLDER (configured with -DVIDSPEC_BENCH=ON, built as Release)
set -euo pipefail
# shellcheck source=../tests/common.sh
. "$(dirname "$0")/../tests/common.sh"
build=${1:?build folder}
for program in schema_bench judge_bench; do
  [ -x "$build/bench/$program" ] || fail "no $build/bench/$program: configure with -DVIDSPEC_BENCH=ON and build"
done
npm_ready "$ROOT/bench/ajv"
theirs=$(node "$ROOT/bench/ajv/rates.mjs")
ours=$("$build/bench/schema_bench" --benchmark_format=json --benchmark_filter='accepts|validate|parse' 2>/dev/null)
judged=$("$build/bench/judge_bench" --benchmark_format=json 2>/dev/null)
exec node "$ROOT/bench/ajv/table.mjs" "$ours" "$theirs" "$judged"
