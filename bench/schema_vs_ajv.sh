#!/usr/bin/env bash
# Our schema interpreter next to ajv from npm, on the same objects in the same run.
# Usage: bench/schema_vs_ajv.sh BUILD-FOLDER (configured with -DVIDSPEC_BENCH=ON, built as Release)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
bench=${1:?build folder}/bench/schema_bench
[ -x "$bench" ] || { echo "no $bench: configure with -DVIDSPEC_BENCH=ON and build schema_bench" >&2; exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && npm init -y >/dev/null 2>&1 && npm install --no-audit --no-fund --loglevel=error ajv@8 >/dev/null)
theirs=$(node "$here/schema_vs_ajv.mjs" "$folder")
ours=$("$bench" --benchmark_format=json --benchmark_filter='accepts|validate|parse' 2>/dev/null)
node -e '
const [ours, theirs] = [JSON.parse(process.argv[1]), JSON.parse(process.argv[2])];
const rate = (name) => ours.benchmarks.find((one) => one.name === name).items_per_second;
const rows = [["good, yes or no", "accepts/good", "good"], ["bad, first violation", "accepts/bad_first_violation", "bad_first"],
  ["good, all violations", "validate/good_all_violations", "good_all"], ["bad, all 7 violations", "validate/bad_all_violations", "bad_all"],
  ["parse the text", "parse", "parse"]];
console.log("per CPU second".padEnd(24) + "ours".padStart(12) + "ajv".padStart(12) + "ours/ajv".padStart(10));
for (const [title, a, b] of rows) {
  console.log(title.padEnd(24) + Math.round(rate(a)).toString().padStart(12) + theirs[b].toString().padStart(12) + (rate(a) / theirs[b]).toFixed(2).padStart(10));
}' "$ours" "$theirs"
