// Mutation test of conformance/: see scripts/mutate. Needs nothing but Node, git and what builds vidspec.
//   [--sample N] so many of them    [--seed N] which    [--only PATTERN] whose file or line matches
//   [--survivors] those that survived last time    [--list] shows them    [--fresh] forgets earlier results
import {execFileSync, spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {cpus} from 'node:os';
import {dirname, join} from 'node:path';
import {parseArgs} from 'node:util';

const root = join(import.meta.dirname, '..');
const state = join(root, 'build/mutate');
const tree = join(state, 'tree');
const resultsFile = join(state, 'results.jsonl');
const reasonsFile = 'scripts/mutants.txt';

const {values: options} = parseArgs({
  options: {sample: {type: 'string'}, seed: {type: 'string', default: '1'}, only: {type: 'string'}, survivors: {type: 'boolean'},
    list: {type: 'boolean'}, fresh: {type: 'boolean'}},
});

const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {cwd: root, encoding: 'utf8'})
  .split('\0').filter((file) => file && existsSync(join(root, file)));
const texts = new Map();
/** A file as it was when this began: whoever goes on working meanwhile does no harm. */
function text(file) {
  if (!texts.has(file)) texts.set(file, readFileSync(join(root, file), 'utf8'));
  return texts.get(file);
}
const hash = (content) => createHash('sha256').update(content).digest('hex').slice(0, 16);
const fail = (message) => {
  console.error(`mutate: ${message}`);
  process.exit(1);
};

// --- the mutants

const broken = /^conformance\/(checks\/[a-z_]+|budget|session|evidence|evidence_find|judge|outcome|probes\/(negatives|paid|last|content))\.cpp$/;
const leftAlone = /^ *(\/\/|\.|#|constexpr|template|for |while )|static_assert/;
// The ways of breaking a line: what is looked for, and what it becomes. Every place where one applies is a mutant.
const ways = [
  [/([^=!<>])== /g, '$1!= '],
  [/!= /g, '== '],
  [/([a-z_)]) < ([a-z0-9_(])/g, '$1 >= $2'],
  [/([a-z_)]) > ([a-z0-9_(])/g, '$1 <= $2'],
  [/ <= /g, ' < '],
  [/ >= /g, ' > '],
  [/ && /g, ' || '],
  [/ \|\| /g, ' && '],
  [/([(=&|] ?|return )!([a-z])/g, '$1$2'],
  [/^( *)if \(.*\) (continue|return);$/g, '$1'],
  [/^( *)if \(.*\) (continue|return);$/g, '$1$2;'],
  [/out\.expect\((?:[^,()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))*,/g, 'out.expect(true,'],
];

// A broken line may deserve a warning; that is not how it should be noticed.
const quiet = ['parentheses', 'unused-variable', 'unused-parameter', 'unused-function', 'unused-but-set-variable', 'unused-value', 'type-limits']
  .map((warning) => `#pragma GCC diagnostic ignored "-W${warning}"\n`).join('');

/** Every mutant of a line, as it reads then. */
const brokenLines = (line) => leftAlone.test(line) ? [] : ways.flatMap(([pattern, becomes]) => [...line.matchAll(pattern)].map((match) =>
  line.slice(0, match.index) + match[0].replace(new RegExp(pattern.source), becomes) + line.slice(match.index + match[0].length)));

/** Every mutant of a file. Its name says what is broken and how, not where: it outlives whatever else changes in the file. */
function mutantsOf(file) {
  const met = new Map();
  return text(file).split('\n').flatMap((line, number) => brokenLines(line).map((mutated) => {
    const name = `${file}: ${line.trim()}  =>  ${mutated.trim() || '(nothing)'}`;
    met.set(name, (met.get(name) ?? 0) + 1);
    return {file, number, mutated, name: met.get(name) === 1 ? name : `${name}  (${met.get(name)})`};
  }));
}

// --- a copy of the tree, in which they are tried

/** Brings the copy up to date. Returns what identifies the sources. */
function copyTree() {
  mkdirSync(tree, {recursive: true});
  const list = join(state, 'files.json');
  const before = existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : [];
  for (const gone of before.filter((file) => !files.includes(file))) rmSync(join(tree, gone), {force: true});
  writeFileSync(list, JSON.stringify(files));
  const sums = [];
  for (const file of files) {
    const bytes = readFileSync(join(root, file));
    if (/^(core|http|mock|reports|conformance|cli|schemas|fixtures)\//.test(file)) sums.push(file, hash(bytes));
    const copy = join(tree, file);
    if (existsSync(copy) && readFileSync(copy).equals(bytes)) continue;
    mkdirSync(dirname(copy), {recursive: true});
    writeFileSync(copy, bytes);
  }
  return hash(sums.join());
}

/** Runs a command in the copy, within bounds of time and memory. */
function run(command, seconds = 3600) {
  // As a preset and at the depth of the project, a compiler cache knows the files that are as they were.
  const env = {...process.env, CCACHE_BASEDIR: tree, CCACHE_NOHASHDIR: '1'};
  const ran = spawnSync('bash', ['-c', `ulimit -v 8000000; exec ${command}`],
    {cwd: tree, env, encoding: 'utf8', timeout: Math.ceil(seconds * 1000), killSignal: 'SIGKILL', maxBuffer: 1 << 28});
  return {good: ran.status === 0, late: ran.error?.code === 'ETIMEDOUT', output: `${ran.stdout ?? ''}${ran.stderr ?? ''}`};
}
const build = (target) => run(`cmake --build --preset dev --parallel ${cpus().length} --target ${target}`);

/** The test suites beside a file, by the longest name that it shares with a test: those of content_test.cpp for content_parts.cpp. */
function suitesBeside(file) {
  for (let stem = file.replace(/\.cpp$/, ''); stem.includes('/'); stem = stem.replace(/(_|\/)[a-z]*$/, '')) {
    if (!files.includes(`${stem}_test.cpp`)) continue;
    return [...new Set([...text(`${stem}_test.cpp`).matchAll(/^TEST(?:_[PF])?\(([A-Za-z]+),/gm)].map((match) => match[1]))];
  }
  return ['SpendingRules', 'SpendingOrder', 'WholeRun'];
}

/** What fails in the copy: a test beside the file, else another one. Empty when none does. */
function failedTest(file, seconds) {
  const near = suitesBeside(file).flatMap((suite) => [`${suite}.*`, `*/${suite}.*`]).join(':');
  for (const filter of [near, `-${near}`]) {
    const ran = run(`build/dev/conformance/conformance_test --gtest_brief=1 --gtest_fail_fast --gtest_filter='${filter}'`, seconds);
    if (ran.good) continue;
    return ran.output.match(/\[  FAILED  \] ([\w/]+\.[\w/]+)/)?.[1] ?? (ran.late ? 'a test that does not end' : 'a test that crashes');
  }
  return '';
}

/** What the self-test in the copy complains about; empty when all is well. */
function failedSelftest(seconds) {
  if (!build('vidspec').good) return 'vidspec cannot be linked';
  const ran = run('build/dev/bin/vidspec selftest', seconds);
  return ran.good ? '' : `self-test: ${ran.output.match(/^(?:SURVIVED|NOT KILLED|VOID).*$/m)?.[0].slice(0, 100) ?? 'no end'}`;
}

/** Breaks the copy, builds a target of it, asks `complaint`, and mends it again. */
function attempt(mutant, complaint) {
  const lines = text(mutant.file).split('\n');
  lines[mutant.number] = mutant.mutated;
  writeFileSync(join(tree, mutant.file), quiet + lines.join('\n'));
  const by = build('conformance_test').good ? complaint() : undefined;
  writeFileSync(join(tree, mutant.file), text(mutant.file));
  return by === undefined ? {verdict: 'does not compile'} : by ? {verdict: 'noticed', by} : {verdict: 'survived'};
}

/** The copy as it is must build and pass. Returns the seconds that a mutant may take. */
function prepare(complaint) {
  const faster = run('ld.lld --version').good ? ' -DCMAKE_EXE_LINKER_FLAGS=-fuse-ld=lld' : '';
  if (!run(`cmake --preset dev${faster}`).good) fail('cmake --preset dev fails');
  const built = build('conformance_test');
  if (!built.good) fail(`the tree as it is does not build: ${built.output.slice(-2000)}`);
  const begin = Date.now();
  const by = complaint(3600);
  if (by) fail(`the tests fail on the tree as it is: ${by}`);
  return 30 + (5 * (Date.now() - begin)) / 1000;
}

// --- which, and what came of them

const all = files.filter((file) => broken.test(file) && !file.endsWith('_test.cpp')).flatMap(mutantsOf)
  .map((mutant) => ({...mutant, order: hash(`${options.seed} ${mutant.name}`)})).sort((a, b) => (a.order < b.order ? -1 : 1));
if (options.fresh) rmSync(resultsFile, {force: true});
const earlier = existsSync(resultsFile) ? readFileSync(resultsFile, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line)) : [];
const last = new Map(earlier.map((result) => [result.name, result.verdict]));
const pattern = new RegExp(options.only ?? '');
const chosen = all.filter(({name}) => pattern.test(name) && (!options.survivors || last.get(name) === 'survived'))
  .slice(0, Number(options.sample ?? all.length))
  // By file: the next mutant then has little to compile but itself.
  .sort((a, b) => (a.file === b.file ? a.number - b.number : a.file < b.file ? -1 : 1));
if (options.list) {
  writeFileSync(1, chosen.map(({name}) => `${name}\n`).join(''));
  process.exit(0);
}

const sources = copyTree();
const done = new Map(earlier.filter((result) => result.sources === sources).map((result) => [result.name, result]));
console.log(`==> ${chosen.length} of ${all.length} mutants, ${chosen.filter(({name}) => done.has(name)).length} of them tried before on the same sources`);

/** Tries mutants in one of the two rounds. A result is kept at once: whoever is interrupted goes on from there. */
function round(by, open, complaint) {
  if (!open.length) return;
  const seconds = prepare((limit) => complaint('conformance/judge.cpp', limit));
  for (const mutant of open) {
    const result = {sources, round: by, name: mutant.name, ...attempt(mutant, () => complaint(mutant.file, seconds))};
    appendFileSync(resultsFile, `${JSON.stringify(result)}\n`);
    done.set(mutant.name, result);
    console.log(`${result.verdict} (${result.by || by}): ${mutant.name}`);
  }
}
round('tests', chosen.filter(({name}) => !done.has(name)), failedTest);
// What all tests let pass meets the self-test, which takes longer than they do.
const passed = ({verdict, round}) => verdict === 'survived' && round === 'tests';
round('self-test', chosen.filter(({name}) => passed(done.get(name))), (file, seconds) => failedSelftest(seconds));

const reasons = text(reasonsFile).split('\n').map((line) => line.trim()).filter((line) => line && !line.startsWith('#'));
const stale = reasons.filter((name) => !all.some((mutant) => mutant.name === name));
const results = chosen.map(({name}) => done.get(name));
const count = (verdict) => results.filter((result) => result.verdict === verdict).length;
const unexplained = results.filter(({verdict, name}) => verdict === 'survived' && !reasons.includes(name));
for (const name of stale) console.log(`EXPLAINED, BUT NOT THERE ${name}`);
for (const {name} of unexplained) console.log(`SURVIVED ${name}`);
console.log(`==> ${count('noticed')} noticed, ${count('survived')} survived (${unexplained.length} without a reason in ${reasonsFile}), ${count('does not compile')} did not compile`);
process.exitCode = unexplained.length || stale.length ? 1 : 0;
