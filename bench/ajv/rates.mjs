// Validations per second of ajv for the objects of schema_bench.cpp, one JSON line. Used by bench/judge.sh.
import Ajv from "ajv/dist/2020.js";
import { readFileSync } from "node:fs";

const read = (name) => JSON.parse(readFileSync(new URL(`../data/${name}`, import.meta.url)));
const schema = read("task.schema.json");

// By CPU time, as Google Benchmark counts items: another program on the machine changes nothing.
function rate(work, data) {
  for (let i = 0; i < 200_000; ++i) work(data);
  const start = process.cpuUsage();
  let count = 0;
  let micros = 0;
  while (micros < 1_000_000) {
    for (let i = 0; i < 10_000; ++i) work(data);
    count += 10_000;
    const { user, system } = process.cpuUsage(start);
    micros = user + system;
  }
  return Math.round((count / micros) * 1e6);
}

const first = new Ajv().compile(schema);
const all = new Ajv({ allErrors: true }).compile(schema);
const [good, bad] = [read("task.json"), read("task_bad.json")];
if (!first(good) || all(bad) || all.errors.length !== 7) throw new Error("ajv judges otherwise than expected");
const parseRate = rate(JSON.parse, readFileSync(new URL("../data/task.json", import.meta.url), "utf8"));
console.log(JSON.stringify({ good: rate(first, good), bad_first: rate(first, bad), good_all: rate(all, good), bad_all: rate(all, bad), parse: parseRate }));
