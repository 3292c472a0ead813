// 64 clients at once against one mock: creates, polls, lists, downloads, deletes. Every answer is verified: a client sees its own
// tasks only and all of them, states never go back, a film is whole and stays the same, what was deleted is gone; and the memory of
// the mock stays flat. node soak.mjs BINARY SECONDS
import {createHash} from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import {startMock} from '../mock.mjs';

const [binary, seconds = '30'] = process.argv.slice(2);
const clients = 64;
const mock = await startMock(binary, '--speed', '10');
const agent = new http.Agent({keepAlive: true, maxSockets: clients});
const base = new URL(mock.baseURL);
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const end = performance.now() + Number(seconds) * 1000;
const counts = {requests: 0, tasks: 0, downloads: 0, lists: 0, deletions: 0};
const failures = [];
const latencies = [];
const demand = (holds, text) => holds || (failures.length < 50 && failures.push(text));

function ask(key, method, path, body, type = 'application/json') {
  const begin = performance.now();
  counts.requests++;
  return new Promise((resolve, reject) => {
    const headers = {authorization: `Bearer ${key}`, ...(body ? {'content-type': type, 'content-length': Buffer.byteLength(body)} : {})};
    const request = http.request({host: base.hostname, port: base.port, path: `/v1${path}`, method, headers, agent}, (answer) => {
      const pieces = [];
      answer.on('data', (piece) => pieces.push(piece));
      answer.on('error', reject);
      answer.on('end', () => {
        latencies.push(performance.now() - begin);
        const bytes = Buffer.concat(pieces);
        resolve({status: answer.statusCode, headers: answer.headers, bytes, json: () => JSON.parse(bytes)});
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

const stages = ['queued', 'in_progress', 'completed'];
const form = (fields) => Object.entries(fields).map(([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join('') + '--b--\r\n';

async function makeTask(key, number) {
  const fields = {prompt: `boat ${key} ${number}`, model: 'sora-2', seconds: '4'};
  const made = number % 2 ? await ask(key, 'POST', '/videos', JSON.stringify(fields)) : await ask(key, 'POST', '/videos', form(fields), 'multipart/form-data; boundary=b');
  demand(made.status === 200, `create answered ${made.status}: ${made.bytes.subarray(0, 200)}`);
  counts.tasks++;
  return {...made.json(), prompt: fields.prompt};
}

async function watch(key, made) {
  let stage = -1;
  let progress = -1;
  for (;;) {
    const task = (await ask(key, 'GET', `/videos/${made.id}`)).json();
    const now = stages.indexOf(task.status);
    demand(task.id === made.id && task.prompt === made.prompt && task.created_at === made.created_at, `another task came for ${made.id}`);
    demand(now >= stage && task.progress >= progress, `${made.id} went back from ${stage}/${progress} to ${task.status}/${task.progress}`);
    [stage, progress] = [now, task.progress];
    if (task.status === 'completed') return;
    if (performance.now() > end + 15_000) return demand(false, `${made.id} never ended`);
    await sleep(40 + Math.random() * 60);
  }
}

async function download(key, id) {
  const [whole, again] = [await ask(key, 'GET', `/videos/${id}/content`), await ask(key, 'GET', `/videos/${id}/content`)];
  counts.downloads += 2;
  demand(whole.status === 200 && whole.bytes.subarray(4, 8).toString() === 'ftyp', `content of ${id} is no film`);
  demand(Number(whole.headers['content-length']) === whole.bytes.length, `content of ${id} is cut`);
  const digest = ({bytes}) => createHash('sha256').update(bytes).digest('hex');
  demand(digest(whole) === digest(again), `content of ${id} changed`);
}

// The whole list, page by page, is exactly what this client has.
async function checkList(key, own) {
  const seen = [];
  let after = '';
  for (let page = 0; page < 100; page++) {
    const list = (await ask(key, 'GET', `/videos?limit=3${after}`)).json();
    seen.push(...list.data.map(({id}) => id));
    if (!list.has_more) break;
    after = `&after=${list.last_id}`;
  }
  counts.lists++;
  demand(seen.length === own.size && seen.every((id) => own.has(id)), `${key} sees ${seen.length} tasks and has ${own.size}`);
}

async function remove(key, id, own) {
  const gone = (await ask(key, 'DELETE', `/videos/${id}`)).json();
  demand(gone.deleted === true && gone.id === id, `${id} was not deleted`);
  own.delete(id);
  counts.deletions++;
  demand((await ask(key, 'GET', `/videos/${id}`)).status === 404, `${id} is there after it was deleted`);
}

async function live(number) {
  const key = `sk-soak-${number}`;
  const other = `sk-soak-${(number + 1) % clients}`;
  const own = new Set();
  for (let round = 0; performance.now() < end; round++) {
    const made = await Promise.all(Array.from({length: 1 + (round % 3)}, (_, i) => makeTask(key, round * 10 + i)));
    made.forEach(({id}) => own.add(id));
    await Promise.all(made.map((task) => watch(key, task)));
    await checkList(key, own);
    await download(key, made[0].id);
    demand((await ask(other, 'GET', `/videos/${made[0].id}`)).status === 404, `${other} sees a task of ${key}`);
    while (own.size > 2) await remove(key, [...own][0], own);
  }
  await checkList(key, own);
}

const memory = [];
const timer = setInterval(() => memory.push(Number(fs.readFileSync(`/proc/${mock.pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1])), 500);
const results = await Promise.allSettled(Array.from({length: clients}, (_, number) => live(number)));
clearInterval(timer);
for (const {status, reason} of results) demand(status === 'fulfilled', `a client broke: ${reason}`);
const {code, signal} = await mock.stop();
demand(code === 0 || code === 143, `the mock ended with ${code ?? signal}`);

// Flat: the last third takes no more than the second, but for a tenth and 4 MiB.
const third = Math.floor(memory.length / 3);
const [middle, last] = [Math.max(...memory.slice(third, 2 * third)), Math.max(...memory.slice(2 * third))];
demand(last <= middle * 1.1 + 4096, `memory grew from ${middle >> 10} to ${last >> 10} MiB`);
demand(counts.tasks > clients, `only ${counts.tasks} tasks were made`);
latencies.sort((a, b) => a - b);
const at = (share) => latencies[Math.floor(share * (latencies.length - 1))].toFixed(1);
failures.forEach((text) => console.log(`FAIL ${text}`));
console.log(`soak: ${clients} clients, ${seconds} s, ${counts.requests} requests all verified (${counts.tasks} tasks, ${counts.downloads} downloads, ${counts.lists} lists, ${counts.deletions} deletions), ` +
  `${failures.length} failed; memory ${memory[0] >> 10} MiB at first, ${middle >> 10} then, ${last >> 10} at last; latency p50 ${at(0.5)} p99 ${at(0.99)} max ${at(1)} ms`);
process.exit(failures.length === 0 ? 0 : 1);
