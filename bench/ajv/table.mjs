// Prints what bench/judge.sh measured; exit code 1 when a bound is missed.
const [ours, theirs, judged] = process.argv.slice(2).map((text) => JSON.parse(text));
const rate = (name) => ours.benchmarks.find((one) => one.name === name).items_per_second;
const rows = [
  ["good, yes or no", "accepts/good", "good"],
  ["bad, first violation", "accepts/bad_first_violation", "bad_first"],
  ["good, all violations", "validate/good_all_violations", "good_all"],
  ["bad, all 7 violations", "validate/bad_all_violations", "bad_all"],
  ["parse the text", "parse", "parse"],
];
console.log("per CPU second".padEnd(24) + "ours".padStart(12) + "ajv".padStart(12) + "ours/ajv".padStart(10));
for (const [title, mine, peer] of rows) {
  const ratio = (rate(mine) / theirs[peer]).toFixed(2);
  console.log(title.padEnd(24) + String(Math.round(rate(mine))).padStart(12) + String(theirs[peer]).padStart(12) + ratio.padStart(10));
}
console.log("\n" + "ms of one core".padEnd(24) + "measured".padStart(12) + "bound".padStart(12));
const bounds = { judges: 1000, reads_and_judges: 1000, whole_run: 500 };
let missed = 0;
for (const { name, cpu_time } of judged.benchmarks) {
  const held = cpu_time < bounds[name];
  missed += held ? 0 : 1;
  console.log(name.padEnd(24) + cpu_time.toFixed(0).padStart(12) + String(bounds[name]).padStart(12) + (held ? "  PASS" : "  MISS"));
}
process.exit(missed > 0 ? 1 : 0);
