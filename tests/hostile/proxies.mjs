// `vidspec proxy` between a client and every hostile target: the proxy goes on serving, ends when it is told to, stays small, and lets
// neither an escape nor the key into anything that it writes. node proxies.mjs BINARY [PATTERN]
import fs from 'node:fs';
import http from 'node:http';
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
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'vidspec-proxies-'));
const key = `sk-Ca&n<a>r"y'+/=%41\\Z9-${process.pid}`;
const patience = 1500;

// What a client would do: it gives up by itself, and takes anything.
function ask(base, method, place, body = '') {
  return new Promise((resolve) => {
    const url = new URL(base + place);
    const headers = {authorization: `Bearer ${key}`, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body)};
    const request = http.request({host: url.hostname, port: url.port, path: url.pathname + url.search, method, headers, agent: false, maxHeaderSize: 1 << 20}, (answer) => {
      const pieces = [];
      let size = 0;
      answer.on('data', (piece) => (size += piece.length) < 1 << 20 ? pieces.push(piece) : answer.destroy());
      answer.on('close', () => done({status: answer.statusCode, body: Buffer.concat(pieces).toString()}));
    });
    const timer = setTimeout(() => request.destroy(), patience);
    const done = (result) => {
      clearTimeout(timer);
      resolve(result);
    };
    request.on('error', () => done({status: 0, body: ''}));
    request.end(body);
  });
}

const idIn = (text) => {
  try {
    const {id} = JSON.parse(text);
    return typeof id === 'string' && id !== '' ? encodeURIComponent(id.slice(0, 2000)) : 'none';
  } catch {
    return 'none';
  }
};

async function talk(base) {
  const made = await ask(base, 'POST', '/videos', '{"prompt":"a boat","model":"sora-2"}');
  const id = idIn(made.body);
  await ask(base, 'GET', `/videos/${id}`);
  await Promise.all([ask(base, 'GET', `/videos/${id}`), ask(base, 'GET', `/videos/${id}/content`), ask(base, 'GET', '/videos?limit=2')]);
  await ask(base, 'DELETE', `/videos/${id}`);
}

async function play(one, number, mock) {
  const stranger = await startStranger();
  const target = await startTarget(mock, {key, stranger}, one);
  const folder = path.join(work, String(number));
  const scheme = one.scheme ?? (one.tlsOptions ? 'https' : 'http');
  const words = ['proxy', '--upstream', `${scheme}://127.0.0.1:${target.port}/v1`, '--port', '0', '--format', 'all', '--out', folder, '--color', 'never', '--verbose', ...(one.flags ?? [])];
  const program = start(binary, words, {environment: one.environment, peakFile: path.join(work, `${number}.peak`), seconds: 25});
  const mistakes = [];
  try {
    const ready = await program.ready;
    await talk(ready.base_url);
    process.kill(ready.pid, 'SIGTERM');
  } catch (error) {
    mistakes.push(`did not start: ${error.message}`);
  }
  const run = await program.ended;
  target.stop();
  stranger.stop();
  mistakes.push(...inspect(folder, run.console, [key]));
  if (run.late) mistakes.push('did not end when it was told to');
  else if (![0, 1, 3, 4, 6].includes(run.code)) mistakes.push(`exit code ${run.code}`);
  if (/terminate called|Sanitizer|Segmentation|Assertion/.test(run.console)) mistakes.push('it crashed');
  if (run.peak > 256 << 10) mistakes.push(`took ${run.peak >> 10} MiB`);
  for (const file of ['report.json', 'journal.jsonl', 'report.html']) {
    if (!fs.existsSync(path.join(folder, file))) mistakes.push(`${file} was not written`);
  }
  if (stranger.seen.length > 0) mistakes.push('it followed a redirect');
  if (mistakes.length === 0) fs.rmSync(folder, {recursive: true, force: true});
  else fs.writeFileSync(path.join(work, `${number}.console`), run.console);
  return {...one, mistakes, peak: run.peak, seconds: run.seconds, folder};
}

const mock = await startMock(binary, '--speed', '10');
const certificates = makeCertificates(path.join(work, 'certificates'));
const all = [...wireCases, ...textCases, ...casesOf(certificates)].filter(({name, area}) => `${area}: ${name}`.includes(pattern));
const results = [];
await inParallel(all, Math.max(8, 4 * os.cpus().length), async (one, number) => results.push(await play(one, number, mock)));
await mock.stop();
const code = report('hostile targets behind the proxy', results);
if (code === 0) fs.rmSync(work, {recursive: true, force: true});
process.exit(code);
