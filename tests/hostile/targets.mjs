// `vidspec run` against a server for every hostile behaviour: each run ends in bound, with a documented exit code, says what
// happened, stays small, and lets neither an escape nor the key into anything that it writes.
// node targets.mjs BINARY [PATTERN]
import {spawn} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {startMock} from '../mock.mjs';
import {casesOf, makeCertificates, startStranger} from './cases_origin.mjs';
import {cases as textCases} from './cases_text.mjs';
import {cases as wireCases} from './cases_wire.mjs';
import {inspect} from './inspect.mjs';
import {startTarget} from './target.mjs';

const [binary, pattern = ''] = process.argv.slice(2);
const bounds = {deadline: 6, request: 2, seconds: 25, kilobytes: 256 << 10};
const atOnce = Math.max(8, 4 * os.cpus().length);
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'vidspec-hostile-'));
// Every character that some sink writes in another way.
const key = `sk-Ca&n<a>r"y'+/=%41\\Z9-${process.pid}`;

function runProgram(words, environment, peakFile) {
  return new Promise((resolve) => {
    const {HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, http_proxy, https_proxy, all_proxy, SSL_CERT_FILE, ...rest} = process.env;
    const begin = process.hrtime.bigint();
    const child = spawn('/usr/bin/time', ['-q', '-f', '%M', '-o', peakFile, binary, ...words], {
      env: {...rest, ...environment, NO_COLOR: '1', GITHUB_ACTIONS: 'true'}, stdio: ['ignore', 'pipe', 'pipe'], detached: true,
    });
    const pieces = [];
    child.stdout.on('data', (piece) => pieces.push(piece));
    child.stderr.on('data', (piece) => pieces.push(piece));
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      process.kill(-child.pid, 'SIGKILL');
    }, bounds.seconds * 1000);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({code: late ? 'none' : (code ?? signal), late, seconds: Number(process.hrtime.bigint() - begin) / 1e9, console: Buffer.concat(pieces).toString()});
    });
  });
}

async function play(one, number, mock) {
  const stranger = await startStranger();
  const target = await startTarget(mock, {key, stranger}, one);
  const folder = path.join(work, String(number));
  const scheme = one.scheme ?? (one.tlsOptions ? 'https' : 'http');
  const factor = one.patient ? 4 : 1;
  const words = ['run', `${scheme}://127.0.0.1:${target.port}/v1`, '--deadline', `${factor * bounds.deadline}s`, '--request-timeout', `${factor * bounds.request}s`,
    '--poll-interval', '250ms', '--format', 'all', '--out', folder, '--color', 'never', '--verbose', '--max-body', '16M', ...(one.flags ?? [])];
  const run = await runProgram(words, {VIDSPEC_API_KEY: key, ...one.environment}, path.join(work, `${number}.peak`));
  target.stop();
  stranger.stop();
  const peak = run.late ? 0 : Number(fs.readFileSync(path.join(work, `${number}.peak`), 'utf8').trim().split('\n').at(-1));
  const mistakes = inspect(folder, run.console, [key]);
  if (run.late) mistakes.push(`had not ended after ${bounds.seconds} s`);
  else if (!one.codes.includes(run.code)) mistakes.push(`exit code ${run.code} instead of ${one.codes.join(' or ')}`);
  if (/terminate called|Sanitizer|Segmentation|Assertion/.test(run.console)) mistakes.push('it crashed');
  if (!one.says.test(run.console)) mistakes.push(`the console does not say ${one.says}`);
  if (peak > bounds.kilobytes) mistakes.push(`took ${peak >> 10} MiB`);
  for (const file of ['report.json', 'journal.jsonl', 'report.html', 'junit.xml', 'summary.md', 'evidence.har']) {
    if (!fs.existsSync(path.join(folder, file))) mistakes.push(`${file} was not written`);
  }
  const paid = target.seen.filter(({method, path: place}) => method === 'POST' && place === '/v1/videos').length;
  if (paid > 20) mistakes.push(`${paid} creates were sent`);
  mistakes.push(...(one.holds?.({target, stranger, key}) ?? []));
  if (mistakes.length === 0) fs.rmSync(folder, {recursive: true, force: true});
  else fs.writeFileSync(path.join(work, `${number}.console`), run.console);
  return {...one, mistakes, peak, seconds: run.seconds, folder};
}

const mock = await startMock(binary, '--speed', '10');
const certificates = makeCertificates(path.join(work, 'certificates'));
const all = [...wireCases, ...textCases, ...casesOf(certificates)].filter(({name, area}) => `${area}: ${name}`.includes(pattern));
const results = [];
let next = 0;
await Promise.all(Array.from({length: atOnce}, async () => {
  while (next < all.length) {
    const number = next++;
    results.push(await play(all[number], number, mock));
  }
}));
await mock.stop();

const areas = new Map();
for (const {area} of results) areas.set(area, (areas.get(area) ?? 0) + 1);
const bad = results.filter(({mistakes}) => mistakes.length > 0);
for (const {area, name, mistakes, folder} of bad) console.log(`FAIL ${area}: ${name} (${folder})\n${mistakes.map((text) => `     ${text}`).join('\n')}`);
console.log(`hostile targets: ${results.length} cases (${[...areas].map(([area, count]) => `${area} ${count}`).join(', ')}), ${results.length - bad.length} held, ${bad.length} failed; ` +
  `largest ${Math.max(...results.map(({peak}) => peak)) >> 10} MiB, slowest ${Math.max(...results.map(({seconds}) => seconds)).toFixed(1)} s`);
if (bad.length === 0) fs.rmSync(work, {recursive: true, force: true});
process.exit(bad.length === 0 ? 0 : 1);
