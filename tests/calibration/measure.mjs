#!/usr/bin/env node
// How sharp and how fair is vidspec? Plays clean servers, legal variations and single faults, all written from the rules
// alone, and says what vidspec missed and where it cried wolf.
//   node measure.mjs --binary PATH [--profile NAME] [--only PATTERN] [--sample N] [--seed N] [--jobs N] [--json FILE] [--keep]
import {existsSync, writeFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {parseArgs} from 'node:util';
import {faults, variations} from './cases/index.mjs';
import {names} from './dialects/index.mjs';
import {EVERYTHING, FAILING} from './cases/tools.mjs';
import {play, reds, verdictOn} from './outcome.mjs';

const {values: options} = parseArgs({
  options: {
    binary: {type: 'string', default: resolve(import.meta.dirname ?? '.', '../../build/release/bin/vidspec')}, profile: {type: 'string'},
    only: {type: 'string'}, sample: {type: 'string'}, seed: {type: 'string', default: '1'}, jobs: {type: 'string', default: '2'},
    json: {type: 'string'}, keep: {type: 'boolean', default: false}, verbose: {type: 'boolean', default: false}, kind: {type: 'string'},
  },
});
const binary = resolve(options.binary);
if (!existsSync(binary)) {
  console.error(`no program at ${binary}: cmake --preset release && cmake --build --preset release, or --binary PATH`);
  process.exit(2);
}

/** Every case in every dialect that it applies to. */
function everything() {
  const cleans = [['clean'], ['clean-with-failure', FAILING]].flatMap(([name, flags]) => names.map((dialect) => ({dialect, kind: 'clean', kase: {name, clean: true, flags}})));
  cleans.push({dialect: 'openai', kind: 'clean', kase: {name: 'clean-everything', clean: true, flags: EVERYTHING}});
  const spread = (kind, cases) => cases.flatMap((kase) => kase.in.map((dialect) => ({dialect, kind, kase})));
  return [...cleans, ...spread('legal', variations), ...spread('fault', faults)];
}

function hash(text) {
  let h = 2166136261;
  for (const c of text) h = Math.imul(h ^ c.codePointAt(0), 16777619);
  return (Math.imul(h ^ (h >>> 15), 2246822519) ^ (h >>> 13)) >>> 0;
}

/** A repeatable choice: all clean servers, then two faults for each variation. */
function sampled(plan, count, seed) {
  const order = (kind) => plan.filter((p) => p.kind === kind).sort((a, b) => hash(seed + label(a)) - hash(seed + label(b)));
  const cleans = plan.filter((p) => p.kind === 'clean' && p.kase.name === 'clean');
  const rest = Math.max(0, count - cleans.length);
  return [...cleans, ...order('legal').slice(0, Math.round(rest / 3)), ...order('fault').slice(0, rest - Math.round(rest / 3))];
}

const label = ({dialect, kase}) => `${dialect} ${kase.name}`;

const usual = new Map();
/** The red ids of the clean server under the flags of a case. Deadlines do not matter here. */
function usualFor(dialect, flags = []) {
  const used = flags.filter((flag, i) => flag !== '--deadline' && flags[i - 1] !== '--deadline');
  const key = `${dialect} ${used.join(' ')}`;
  if (!usual.has(key)) usual.set(key, play(binary, dialect, {clean: true, flags: used}).then(({report}) => reds(report)));
  return usual.get(key);
}

async function judge(entry) {
  const outcome = await play(binary, entry.dialect, entry.kase, options.keep);
  const known = entry.kind === 'clean' ? new Map() : await usualFor(entry.dialect, entry.kase.flags);
  const problems = verdictOn(entry.kase, outcome, known);
  if (options.verbose) {
    console.log(`--- ${label(entry)} (${outcome.ms} ms, exit ${outcome.exit})`);
    for (const call of outcome.calls) console.log(`    ${call.method} ${call.path} ${call.key} ${call.status} ${call.situation ?? ''}`);
    console.log(`    red: ${[...reds(outcome.report)].map(([id, how]) => `${how} ${id}`).join(', ')}`);
  }
  return {...entry, problems, ms: outcome.ms, exit: outcome.exit, red: [...reds(outcome.report)].filter(([id, how]) => known.get(id) !== how).map(([id, how]) => `${how} ${id}`)};
}

async function all(plan) {
  const results = [];
  let next = 0;
  const worker = async () => {
    while (next < plan.length) {
      const result = await judge(plan[next++]);
      results.push(result);
      for (const problem of result.problems) console.log(`${result.kind.padEnd(6)} ${label(result)}: ${problem}`);
      if (results.length % 100 === 0) console.log(`… ${results.length} of ${plan.length}`);
    }
  };
  await Promise.all(Array.from({length: Number(options.jobs)}, worker));
  return results;
}

const percent = (good, of) => (of ? `${((100 * good) / of).toFixed(1)} %` : '-');
const missed = (r) => r.problems.some((p) => /^(missed|no report|not reached)/.test(p));
const alarmed = (r) => r.problems.some((p) => /^(false alarm|not conformant|no report)/.test(p));

function summary(results) {
  console.log('\ndialect            clean   faults caught          legal without alarm    level  conduct');
  for (const dialect of [...new Set(results.map((r) => r.dialect)), 'all']) {
    const mine = results.filter((r) => dialect === 'all' || r.dialect === dialect);
    const of = (kind) => mine.filter((r) => r.kind === kind);
    const clean = of('clean').filter((r) => !r.problems.length).length;
    const caught = of('fault').filter((r) => !missed(r)).length;
    const quiet = of('legal').filter((r) => !alarmed(r)).length;
    const count = (start) => mine.filter((r) => r.problems.some((p) => p.startsWith(start))).length;
    console.log([dialect.padEnd(18), `${clean}/${of('clean').length}`.padEnd(7),
      `${caught}/${of('fault').length} ${percent(caught, of('fault').length)}`.padEnd(22),
      `${quiet}/${of('legal').length} ${percent(quiet, of('legal').length)}`.padEnd(22), String(count('level')).padEnd(6), count('conduct')].join(' '));
  }
}

const pattern = options.only && new RegExp(options.only);
let plan = everything().filter((p) => (!options.profile || p.dialect === options.profile) && (!options.kind || p.kind === options.kind) && (!pattern || pattern.test(label(p))));
if (options.sample) plan = sampled(plan, Number(options.sample), options.seed);
if (!plan.length) {
  console.error('nothing matches --profile and --only');
  process.exit(2);
}
const begin = Date.now();
const results = await all(plan);
summary(results);
if (options.json) writeFileSync(options.json, JSON.stringify(results.map((r) => ({case: label(r), kind: r.kind, id: String(r.kase.id ?? ''), problems: r.problems, red: r.red, exit: r.exit, ms: r.ms})), null, 1));
const failed = results.filter((r) => r.problems.length).length;
console.log(`\n${Math.round((Date.now() - begin) / 1000)} s, ${results.length - failed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
