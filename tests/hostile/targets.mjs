// `vidspec run` against a server for every hostile behaviour: each run ends in bound, with a documented exit code, says what
// happened, stays small, and lets neither an escape nor the key into anything that it writes.
// node targets.mjs BINARY [PATTERN]
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {startMock} from '../mock.mjs';
import {casesOf, makeCertificates, startStranger} from './cases_origin.mjs';
import {cases as textCases} from './cases_text.mjs';
import {cases as wireCases} from './cases_wire.mjs';
import {inspect} from './inspect.mjs';
import {inParallel, report, start} from './program.mjs';
import {startTarget} from './target.mjs';

const [binary, pattern = ''] = process.argv.slice(2);
const bounds = {deadline: 6, request: 2, seconds: 40, kilobytes: 256 << 10};
const atOnce = Math.max(8, 4 * os.cpus().length);
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'vidspec-hostile-'));
// Every character that some sink writes in another way.
const key = `sk-Ca&n<a>r"y'+/=%41\\Z9-${process.pid}`;

// A verdict that is not good says why, and none is a mistake of ours.
function silence(file, code) {
  if (!fs.existsSync(file)) return [];
  const {checks, counts} = JSON.parse(fs.readFileSync(file, 'utf8'));
  const mistakes = counts.error > 0 ? [`${counts.error} checks of ours broke`] : [];
  const told = ({verdict, reason, findings}) => ['fail', 'warn', 'could-not-run'].includes(verdict) && (reason || findings?.length > 0);
  return code === 0 || checks.some(told) ? mistakes : [...mistakes, 'no check says why'];
}

async function play(one, number, mock) {
  const stranger = await startStranger();
  const target = await startTarget(mock, {key, stranger}, one);
  const folder = path.join(work, String(number));
  const scheme = one.scheme ?? (one.tlsOptions ? 'https' : 'http');
  const factor = one.patient ? 4 : 1;
  const words = ['run', `${scheme}://127.0.0.1:${target.port}/v1`, '--deadline', `${factor * bounds.deadline}s`, '--request-timeout', `${factor * bounds.request}s`,
    '--poll-interval', '250ms', '--format', 'all', '--out', folder, '--color', 'never', '--verbose', '--max-body', '16M', ...(one.flags ?? [])];
  const run = await start(binary, words, {environment: {VIDSPEC_API_KEY: key, ...one.environment}, peakFile: path.join(work, `${number}.peak`), seconds: bounds.seconds}).ended;
  target.stop();
  stranger.stop();
  const mistakes = inspect(folder, run.console, [key]);
  if (run.late) mistakes.push(`had not ended after ${bounds.seconds} s`);
  else if (!one.codes.includes(run.code)) mistakes.push(`exit code ${run.code} instead of ${one.codes.join(' or ')}`);
  if (/terminate called|Sanitizer|Segmentation|Assertion/.test(run.console)) mistakes.push('it crashed');
  if (!one.says.test(run.console)) mistakes.push(`the console does not say ${one.says}`);
  if (run.peak > bounds.kilobytes) mistakes.push(`took ${run.peak >> 10} MiB`);
  for (const file of ['report.json', 'journal.jsonl', 'report.html', 'junit.xml', 'summary.md', 'evidence.har']) {
    if (!fs.existsSync(path.join(folder, file))) mistakes.push(`${file} was not written`);
  }
  mistakes.push(...silence(path.join(folder, 'report.json'), run.code));
  const paid = target.seen.filter(({method, path: place}) => method === 'POST' && place === '/v1/videos').length;
  if (paid > 20) mistakes.push(`${paid} creates were sent`);
  mistakes.push(...(one.holds?.({target, stranger, key}) ?? []));
  if (mistakes.length === 0) fs.rmSync(folder, {recursive: true, force: true});
  else fs.writeFileSync(path.join(work, `${number}.console`), run.console);
  return {...one, mistakes, peak: run.peak, seconds: run.seconds, folder};
}

const mock = await startMock(binary, '--speed', '10');
const certificates = makeCertificates(path.join(work, 'certificates'));
const all = [...wireCases, ...textCases, ...casesOf(certificates)].filter(({name, area}) => `${area}: ${name}`.includes(pattern));
const results = [];
await inParallel(all, atOnce, async (one, number) => results.push(await play(one, number, mock)));
await mock.stop();
const code = report('hostile targets', results);
if (code === 0) fs.rmSync(work, {recursive: true, force: true});
process.exit(code);
