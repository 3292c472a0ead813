// The servers that are measured: the mock, nginx that answers the same bytes, and the npm peer. And what the kernel says of them.
import {execFileSync, spawn} from 'node:child_process';
import {mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import net from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {startMock} from '../../tests/mock.mjs';

export const work = mkdtempSync(join(tmpdir(), 'vidspec-bench-'));
export const key = 'sk-bench';
export const task = JSON.stringify({model: 'sora-2', prompt: 'a bench', seconds: '4', size: '720x1280'});
const binary = `${process.env.BIN}/bin/vidspec`;
const started = [];

export const stopAll = () => Promise.all(started.map((one) => one.stop()));

function freePort() {
  return new Promise((resolve) => {
    const probe = net.createServer().listen(0, '127.0.0.1', () => {
      const {port} = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

async function until(what, check) {
  for (const end = Date.now() + 10_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 20))) {
    if (await check().catch(() => false)) return;
  }
  throw new Error(`${what} did not start`);
}

function run(name, command, args) {
  const child = spawn(command, args, {stdio: 'ignore'});
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const server = {name, pid: child.pid, stop: () => (child.kill(), ended)};
  started.push(server);
  return server;
}

const headers = {authorization: `Bearer ${key}`, 'content-type': 'application/json'};
export const create = async (base) => (await fetch(`${base}/videos`, {method: 'POST', headers, body: task})).json();

export async function startOurs(...flags) {
  const mock = await startMock(binary, ...flags);
  const server = {name: 'vidspec', ...mock, base: mock.baseURL};
  started.push(server);
  return server;
}

export async function startNginx(body) {
  const port = await freePort();
  const config = join(work, 'nginx.conf');
  writeFileSync(config, `worker_processes 2; pid ${work}/pid; error_log ${work}/error.log; daemon off;
events { worker_connections 4096; }
http { access_log off; keepalive_requests 1000000000; default_type application/json; client_body_temp_path ${work};
  server { listen 127.0.0.1:${port} backlog=4096; location / { return 200 '${body}'; } } }\n`);
  const server = {...run('nginx', 'nginx', ['-c', config, '-p', work]), base: `http://127.0.0.1:${port}/v1`};
  await until('nginx', async () => (await fetch(server.base)).ok);
  return server;
}

export async function startAimock() {
  const port = await freePort();
  const fixture = join(work, 'aimock.json');
  writeFileSync(fixture, JSON.stringify({fixtures: [{match: {endpoint: 'video', userMessage: 'a bench'},
    response: {video: {id: 'vid-1', status: 'completed', url: 'http://127.0.0.1:9/v.mp4'}}}]}));
  const server = {...run('aimock', process.execPath, ['node_modules/@copilotkit/aimock/dist/cli.js', '-p', port, '-f', fixture, '--log-level', 'silent']),
                  base: `http://127.0.0.1:${port}/v1`};
  await until('aimock', async () => (await create(server.base)).id === 'vid-1');
  return server;
}

const children = (pid) => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
const tick = Number(execFileSync('getconf', ['CLK_TCK']));

// Processor time of a server and its workers so far, in microseconds: what other load on the machine moves least.
export function cpuTime(pid) {
  const times = [pid, ...children(pid)].map((one) => readFileSync(`/proc/${one}/stat`, 'utf8').split(') ')[1].split(' '));
  return times.reduce((sum, fields) => sum + ((Number(fields[11]) + Number(fields[12])) * 1e6) / tick, 0);
}

export const residentMegabytes = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
