// The mock and its control API against hostile clients, over TCP, while a healthy client goes on working: what is hostile gets a 4xx
// or a closed connection, never a 5xx, a task, or a second request read out of a refused one.
// node clients.mjs BINARY
import fs from 'node:fs';
import net from 'node:net';
import {startMock} from '../mock.mjs';
import {cases} from './cases_clients.mjs';
import {cases as controlCases} from './cases_control.mjs';

const [binary] = process.argv.slice(2);
const mock = await startMock(binary, '--speed', '10');
const port = Number(new URL(mock.baseURL).port);
const controlPort = Number(new URL(mock.controlURL).port);
const failures = [];
const counts = new Map();
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const open = (to = port) => {
  const socket = net.connect(to, '127.0.0.1');
  socket.on('error', () => {});
  return socket;
};

// A healthy client: asks again and again, and remembers how long each answer took.
const health = {latencies: [], bad: 0, going: true};
const headers = {authorization: 'Bearer sk-healthy', 'content-type': 'application/json'};
async function liveOn() {
  while (health.going) {
    const begin = performance.now();
    try {
      const created = await (await fetch(`${mock.baseURL}/videos`, {method: 'POST', headers, body: '{"prompt":"a boat","model":"sora-2"}'})).json();
      const seen = await (await fetch(`${mock.baseURL}/videos/${created.id}`, {headers})).json();
      if (seen.id !== created.id) health.bad++;
    } catch {
      health.bad++;
    }
    health.latencies.push(performance.now() - begin);
    await sleep(20);
  }
}

// Sends bytes and gives all that comes back, until the connection ends or nothing more has come for a while.
function exchange(bytes, {to = port, quiet = 1500} = {}) {
  return new Promise((resolve) => {
    const socket = open(to);
    const pieces = [];
    const done = (closed) => {
      clearTimeout(timer);
      socket.destroy();
      resolve({text: Buffer.concat(pieces).toString('latin1'), closed});
    };
    let timer = setTimeout(() => done(false), quiet);
    socket.on('data', (piece) => {
      pieces.push(piece);
      clearTimeout(timer);
      timer = setTimeout(() => done(false), quiet);
    });
    socket.on('end', () => done(true)).on('close', () => done(true)).on('error', () => done(true));
    socket.write(bytes);
  });
}

const statuses = (text) => [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status)).filter((status) => status >= 200);
function judge({area, name, closes}, {text, closed}, legal = []) {
  const met = statuses(text);
  const mistakes = met.filter((status) => (status < 400 || status > 499) && !legal.includes(status)).map((status) => `was answered ${status}`);
  if (closes && !closed) mistakes.push('the connection stayed open');
  if (closes && met.length > 1) mistakes.push(`${met.length} answers came: ${met}`);
  if (/cpp-httplib|terminate|std::|\.cpp/i.test(text.replace(/"message":"[^"]*"/g, ''))) mistakes.push('the answer tells about our inside');
  if (mistakes.length > 0) failures.push(`${area}: ${name}: ${mistakes.join(', ')}`);
  counts.set(area, (counts.get(area) ?? 0) + 1);
}

async function inParallel(list, width, play) {
  let next = 0;
  await Promise.all(Array.from({length: width}, async () => {
    while (next < list.length) await play(list[next++]);
  }));
}

const taskCount = async (key) => (await (await fetch(`${mock.controlURL}/tasks?key=${key}`)).json()).tasks.length;

// Numbers from a seed, so that a failure can be repeated.
function random(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function garbage(seed) {
  const draw = random(seed);
  if (seed % 3 === 0) return Buffer.from(Array.from({length: 1 + draw(3000)}, () => draw(256)));
  const bytes = Buffer.from(cases[draw(cases.length)].bytes.subarray(0, 5000));
  for (let i = 0; i < 1 + draw(6); i++) bytes[draw(bytes.length)] = draw(256);
  return bytes;
}

async function slowClients(count, begin, drip) {
  const sockets = Array.from({length: count}, () => open());
  for (const socket of sockets) socket.write(begin);
  const timer = setInterval(() => sockets.forEach((socket) => socket.write(drip)), 200);
  await sleep(2000);
  clearInterval(timer);
  sockets.forEach((socket) => socket.destroy());
}

async function idleClients(count) {
  const sockets = [];
  for (let i = 0; i < count; i += 250) {
    sockets.push(...Array.from({length: Math.min(250, count - i)}, () => open()));
    await sleep(20);
  }
  await sleep(1500);
  const memory = Number(fs.readFileSync(`/proc/${mock.pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1]);
  if (memory > 256 << 10) failures.push(`idle: ${count} connections take ${memory >> 10} MiB`);
  sockets.forEach((socket) => socket.destroy());
}

async function unreadDownloads(count) {
  const made = await (await fetch(`${mock.baseURL}/videos`, {method: 'POST', headers, body: '{"prompt":"a boat","model":"sora-2"}'})).json();
  await sleep(1200);
  const sockets = Array.from({length: count}, () => open().pause());
  const request = `GET /v1/videos/${made.id}/content HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer sk-healthy\r\n\r\n`;
  for (const socket of sockets) socket.write(request.repeat(20));
  await sleep(1500);
  sockets.forEach((socket) => socket.resetAndDestroy());
}

async function pipelining() {
  const one = 'GET /v1/videos/none HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer sk-smuggler\r\n\r\n';
  const {text} = await exchange(one.repeat(1000));
  if (statuses(text).length !== 1000) failures.push(`pipelining: ${statuses(text).length} of 1000 were answered`);
  const broken = await exchange(`${one}GET /x\r\n\r\n${one}`);
  if (statuses(broken.text).length !== 2 || !broken.closed) failures.push(`pipelining: after a malformed request came ${statuses(broken.text)}, ${broken.closed ? 'closed' : 'open'}`);
  counts.set('pipelining', 1001);
}

const went = liveOn();
await sleep(300);
const before = [...health.latencies];
await inParallel(cases, 16, async (one) => judge(one, await exchange(one.bytes)));
const clockBefore = await (await fetch(`${mock.controlURL}/clock`)).text();
await inParallel(controlCases, 8, async (one) => judge(one, await exchange(one.bytes.replaceAll('PORT', controlPort), {to: controlPort})));
const clockOf = (text) => Date.parse(JSON.parse(text).now) || Number(JSON.parse(text).now_ms ?? JSON.parse(text).now);
const moved = clockOf(await (await fetch(`${mock.controlURL}/clock`)).text()) - clockOf(clockBefore);
if (!(moved < 1e7)) failures.push(`control: the clock was moved by ${moved}`);
const seeds = Array.from({length: 400}, (_, i) => i + 1);
await inParallel(seeds, 32, async (seed) => judge({area: 'random', name: `seed ${seed}`}, await exchange(garbage(seed), {to: seed % 4 === 0 ? controlPort : port, quiet: 300}), [200]));
await pipelining();
await slowClients(300, 'GET /v1/videos HTTP/1.1\r\nX-A: ', 'b');
await slowClients(300, 'POST /v1/videos HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer sk-smuggler\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n', ' ');
counts.set('slow', 600);
await idleClients(3000);
counts.set('idle', 3000);
await unreadDownloads(200);
counts.set('unread', 200);
health.going = false;
await went;

const smuggled = await taskCount('sk-smuggler');
if (smuggled !== 0) failures.push(`${smuggled} tasks were made by requests that should have been refused`);
const sorted = health.latencies.sort((a, b) => a - b);
const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))].toFixed(1);
if (health.bad > 0) failures.push(`${health.bad} of ${sorted.length} requests of the healthy client failed`);
if (at(0.99) > 2000) failures.push(`the healthy client waited ${at(0.99)} ms`);
const memory = Number(fs.readFileSync(`/proc/${mock.pid}/status`, 'utf8').match(/VmHWM:\s+(\d+)/)[1]);
if (memory > 400 << 10) failures.push(`the mock took ${memory >> 10} MiB`);
const {code, signal} = await mock.stop();
if (code !== 0 && code !== 143) failures.push(`the mock ended with ${code ?? signal}`);
failures.forEach((text) => console.log(`FAIL ${text}`));
console.log(`hostile clients: ${[...counts.values()].reduce((a, b) => a + b)} (${[...counts].map(([area, count]) => `${area} ${count}`).join(', ')}), ${failures.length} failed; ` +
  `healthy client meanwhile: ${sorted.length} create+poll pairs, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, max ${at(1)} ms (before: p50 ${before.sort((a, b) => a - b)[before.length >> 1]?.toFixed(1)} ms); peak ${memory >> 10} MiB`);
process.exit(failures.length === 0 ? 0 : 1);
