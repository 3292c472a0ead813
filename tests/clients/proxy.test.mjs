// A user of the official client behind `vidspec proxy`: nothing changes for them, and everything is recorded and judged.
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {after, before, test} from 'node:test';
import OpenAI, {toFile} from 'openai';
import {startMock} from '../mock.mjs';
import {waitFor} from './wait.mjs';

const key = 'sk-canary-of-the-proxy';
const largeBytes = 192 * 2 ** 20;
let mock, proxy, direct, client, out;

async function startProxy(upstream, ...flags) {
  const child = spawn(process.env.VIDSPEC, ['proxy', '--upstream', upstream, '--port', '0', ...flags], {stdio: ['ignore', 'pipe', 'pipe']});
  let text = '';
  child.stderr.on('data', (bytes) => (text += bytes));
  const lines = createInterface({input: child.stdout});
  const ready = JSON.parse(await new Promise((resolve, reject) => {
    lines.once('line', resolve);
    child.once('exit', (code) => reject(new Error(`the proxy ended with ${code}: ${text}`)));
  }));
  const ended = new Promise((resolve) => child.once('close', (code) => resolve({code, text})));
  lines.on('line', (line) => (text += line + '\n'));
  return {
    ...ready,
    async memory() {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
      return Number(/VmHWM:\s+(\d+)/.exec(status)[1]) * 1024;
    },
    stop(signal = 'SIGINT') {
      child.kill(signal);
      return ended;
    },
  };
}

before(async () => {
  mock = await startMock(process.env.VIDSPEC, '--profile', 'openai', '--speed', '20', '--content-size', String(largeBytes));
  out = await mkdtemp(join(tmpdir(), 'vidspec-proxy-'));
  proxy = await startProxy(mock.baseURL, '--out', out);
  direct = new OpenAI({baseURL: mock.baseURL, apiKey: key, maxRetries: 0});
  client = new OpenAI({baseURL: proxy.base_url, apiKey: key, maxRetries: 0});
});
after(async () => {
  await mock.stop();
  await rm(out, {recursive: true});
});

test('the client sees what it would see without the proxy', async () => {
  const image = await toFile(Buffer.alloc(300_000, 7), 'first.png', {type: 'image/png'});
  const asked = {model: 'sora-2', prompt: 'A paper boat', seconds: '4', size: '720x1280'};
  const refusals = await Promise.all([direct, client].map((one) => one.videos.create({...asked, input_reference: image}).catch((error) => error)));
  assert.equal(refusals[1].status, refusals[0].status);
  assert.equal(refusals[1].message, refusals[0].message);

  const created = await client.videos.create(asked);
  const {video} = await waitFor(client, created.id);
  assert.equal(video.status, 'completed');
  assert.deepEqual(await client.videos.retrieve(created.id), await direct.videos.retrieve(created.id));
  const ids = async (one) => (await one.videos.list({limit: 5})).data.map((item) => item.id);
  assert.deepEqual(await ids(client), await ids(direct));
  const errors = await Promise.all([direct, client].map((one) => one.videos.retrieve('video_none').catch((error) => error)));
  assert.equal(errors[1].status, 404);
  assert.deepEqual(errors[1].error, errors[0].error);

  for (const headers of [{}, {Range: 'bytes=10-99'}]) {
    const [plain, relayed] = await Promise.all(
      [mock.baseURL, proxy.base_url].map((base) => fetch(`${base}/videos/${created.id}/content`, {method: 'HEAD', headers: {...headers, authorization: `Bearer ${key}`}})));
    assert.equal(relayed.status, plain.status);
    for (const name of ['content-type', 'content-length', 'content-range', 'accept-ranges', 'etag']) {
      assert.equal(relayed.headers.get(name), plain.headers.get(name), name);
    }
  }
  const part = await fetch(`${proxy.base_url}/videos/${created.id}/content`, {headers: {range: 'bytes=10-99', authorization: `Bearer ${key}`}});
  assert.equal(part.status, 206);
  assert.equal((await part.arrayBuffer()).byteLength, 90);
});

test('a large video streams through a small process', async () => {
  const {video} = await waitFor(client, (await client.videos.create({model: 'sora-2', prompt: 'Large', seconds: '4', size: '720x1280'})).id);
  const response = await client.videos.downloadContent(video.id);
  let bytes = 0;
  for await (const piece of response.body) bytes += piece.length;
  assert.equal(bytes, largeBytes);
  const memory = await proxy.memory();
  assert.ok(memory < 128 * 2 ** 20, `${(memory / 2 ** 20).toFixed(0)} MB for ${largeBytes / 2 ** 20} MB`);
});

test('a large upload streams through, too', async () => {
  const before = await proxy.memory();
  const response = await fetch(`${proxy.base_url}/videos`, {
    method: 'POST', duplex: 'half', headers: {authorization: `Bearer ${key}`, 'content-type': 'application/octet-stream'},
    body: new ReadableStream({
      sent: 0,
      pull(controller) {
        controller.enqueue(new Uint8Array(1 << 20));
        if ((this.sent = (this.sent ?? 0) + 1) === 48) controller.close();
      },
    }),
  });
  assert.ok(response.status >= 400 && response.status < 500, `refused by the mock, not by the proxy: ${response.status}`);
  const grown = (await proxy.memory()) - before;
  assert.ok(grown < 24 * 2 ** 20, `grew by ${(grown / 2 ** 20).toFixed(0)} MB for 48 MB`);
});

test('it ends with journal and report, and without the key', async () => {
  const {code, text} = await proxy.stop();
  assert.equal(code, 0, text);
  const report = JSON.parse(await readFile(join(out, 'report.json'), 'utf8'));
  assert.equal(report.verdict, 'conformant', text);
  assert.equal(report.spend.videos, 3, 'each create went through exactly once');
  assert.ok(report.counts.pass >= 60, `${report.counts.pass} checks passed`);
  assert.match(text, /^✔ #\d+ {2}POST \/v1\/videos {2}200 {2}\d+ ms$/m, 'a line for each request, live');
  assert.match(text, /CONFORMANT · exit code 0/);
  const journal = await readFile(join(out, 'journal.jsonl'), 'utf8');
  assert.match(journal.trim().split('\n').at(-1), /"kind":"footer"/);
  for (const file of ['journal.jsonl', 'report.json', 'report.html', 'junit.xml', 'summary.md']) {
    assert.ok(!(await readFile(join(out, file), 'utf8')).includes(key), `the key is in ${file}`);
  }
  assert.ok(!text.includes(key));
});

test('says what is wrong while it happens', async () => {
  const bad = await startMock(process.env.VIDSPEC, '--speed', '20', '--scenario', 'progress-is-text');
  const folder = await mkdtemp(join(tmpdir(), 'vidspec-proxy-'));
  const watched = await startProxy(bad.baseURL, '--out', folder);
  const user = new OpenAI({baseURL: watched.base_url, apiKey: key, maxRetries: 0});
  await waitFor(user, (await user.videos.create({model: 'sora-2', prompt: 'Bad', seconds: '4', size: '720x1280'})).id);
  await bad.stop();
  const down = await user.videos.retrieve('video_x').catch((error) => error);
  assert.equal(down.status, 502);
  assert.match(down.message, /vidspec proxy: no answer from http:\/\/127\.0\.0\.1/);
  const {code, text} = await watched.stop('SIGTERM');
  assert.equal(code, 1, text);
  assert.match(text, /^✘ #\d+ {2}GET .* task\.progress\.type: \/progress: expected an integer/m);
  await rm(folder, {recursive: true});
});
