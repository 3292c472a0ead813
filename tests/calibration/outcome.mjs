// One run of vidspec against one server, and what it says about the case that the server plays.
import {spawn} from 'node:child_process';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {dialects} from './dialects/index.mjs';
import {Server} from './server.mjs';

const KEY = 'sk-test-calibration-6d1f';
const HANG = 90_000;

function execute(binary, flags, folder) {
  const env = {...process.env, VIDSPEC_API_KEY: KEY, NO_COLOR: '1'};
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy', 'ALL_PROXY']) delete env[name];
  return new Promise((resolve) => {
    const child = spawn(binary, flags, {env, cwd: folder, stdio: ['ignore', 'pipe', 'pipe']});
    let said = '';
    child.stdout.on('data', (bytes) => (said += bytes));
    child.stderr.on('data', (bytes) => (said += bytes));
    const timer = setTimeout(() => child.kill('SIGKILL'), HANG);
    child.once('error', (problem) => resolve({exit: -1, said: problem.message}));
    child.once('close', (exit, signal) => {
      clearTimeout(timer);
      resolve({exit: exit ?? signal, said});
    });
  });
}

const value = (flags, name, otherwise) => (flags.includes(name) ? flags[flags.indexOf(name) + 1] : otherwise);

/** Plays `kase` in `dialect` and lets vidspec judge it: {exit, said, report, calls, accepted, offences, reached, ms}. */
export async function play(binary, dialect, kase, keep) {
  const server = new Server(dialects[dialect], {...kase, key: KEY});
  const base = await server.start();
  const folder = await mkdtemp(join(tmpdir(), 'calibration-'));
  const own = kase.flags ?? [];
  const flags = ['run', base, '--profile', dialect, '--out', join(folder, 'out'), '--poll-interval', '250ms',
    ...(own.includes('--deadline') ? [] : ['--deadline', '40s']), '--request-timeout', '6s', ...own];
  const begin = Date.now();
  const {exit, said} = await execute(binary, flags, folder);
  let report;
  try {
    report = JSON.parse(await readFile(join(folder, 'out', 'report.json'), 'utf8'));
  } catch {
    report = undefined;
  }
  await server.stop();
  if (keep) console.log(`kept ${folder}`);
  else await rm(folder, {recursive: true, force: true});
  return {
    exit, said, report, calls: server.calls, accepted: server.accepted, ms: Date.now() - begin,
    offences: [...new Set(server.offences)], reached: server.touched > 0 || Boolean(kase.set || kase.render || kase.exercised || kase.clean),
    most: Number(value(own, '--max-videos', 2)),
  };
}

/** id -> 'fail' or 'warn'. */
export function reds(report) {
  return new Map((report?.checks ?? []).filter((check) => ['fail', 'warn'].includes(check.verdict)).map((check) => [check.id, check.verdict]));
}

const matches = (expected, id) => (expected instanceof RegExp ? expected.test(id) : expected === id);
const short = (list) => (list.length > 6 ? [...list.slice(0, 6), `and ${list.length - 6} more`] : list).join(', ') || 'nothing';

/** How the runner behaved whatever it found: money and manners. */
function conduct(outcome) {
  const wrong = [...outcome.offences];
  const spent = outcome.report?.spend;
  if (outcome.accepted.length > outcome.most) wrong.push(`${outcome.accepted.length} videos made, at most ${outcome.most} allowed`);
  const known = (spent?.videos ?? 0) + (spent?.ambiguous ?? 0);
  if (spent && outcome.accepted.length > known) wrong.push(`${outcome.accepted.length} videos made, the report knows of ${known}`);
  return wrong;
}

/** Problems of a case as lines; none is a pass. `usual` are the red ids of the clean server under the same flags. */
export function verdictOn(kase, outcome, usual) {
  const {report, exit} = outcome;
  if (!report) return [`no report.json, exit ${exit}: ${outcome.said.trim().split('\n').slice(-2).join(' | ').slice(0, 300)}`];
  const red = [...reds(report)].filter(([id, how]) => usual.get(id) !== how);
  const problems = conduct(outcome).map((line) => `conduct: ${line}`);
  if (!outcome.reached) problems.push('not reached: the runner never met what is bent');
  if (kase.legal || kase.clean) {
    const alarms = red.filter(([id, how]) => how === 'fail' || !kase.may?.test(id));
    if (alarms.length) problems.push(`false alarm: ${short(alarms.map(([id, how]) => `${how} ${id}`))}`);
    if (!alarms.length && exit !== 0) problems.push(`not conformant though nothing is red: exit ${exit}, ${unjudged(report)}`);
    return problems;
  }
  const hits = red.filter(([id]) => matches(kase.id, id));
  if (!hits.length && !kase.exits?.includes(exit)) problems.push(`missed ${kase.id}: exit ${exit}, red is ${short(red.map(([id]) => id))}`);
  const wanted = {must: 'fail', should: 'warn'}[kase.level];
  if (hits.length && wanted && !hits.some(([, how]) => how === wanted))
    problems.push(`level: ${hits.map(([id, how]) => `${id} is ${how}`)}, the rules say ${kase.level.toUpperCase()}`);
  return problems;
}

function unjudged(report) {
  const stuck = report.checks.filter((check) => ['could-not-run', 'error'].includes(check.verdict)).map((check) => check.id);
  return `could not run ${short(stuck)}`;
}
