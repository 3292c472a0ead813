// Load: wrk for throughput, plain sockets for what wrk hides (who was answered at all, and when).
import {execFile} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import net from 'node:net';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {cpuTime, key, task, work} from './servers.mjs';

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
export const percentile = (values, part) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))];

const scripts = {
  get: `wrk.headers["Authorization"] = "Bearer ${key}"`,
  post: `wrk.method = "POST"; wrk.body = '${task}'\nwrk.headers["Content-Type"] = "application/json"; wrk.headers["Authorization"] = "Bearer ${key}"`,
};
for (const [name, text] of Object.entries(scripts)) writeFileSync(join(work, `${name}.lua`), text);

const milliseconds = (text) => parseFloat(text) * (text.endsWith('us') ? 0.001 : text.endsWith('ms') ? 1 : 1000);

// One spell of wrk: requests per second, p99 in ms, processor time of the server per request in microseconds.
export async function wrk(kind, connections, url, pid, seconds) {
  const before = cpuTime(pid);
  const {stdout} = await promisify(execFile)('wrk', ['-t2', `-c${connections}`, `-d${seconds}s`, '--latency', '-s', join(work, `${kind}.lua`), url]);
  const bad = /Non-2xx[^\n]*/.exec(stdout);
  if (bad) throw new Error(`${url}: ${bad[0]}`);
  const count = Number(/(\d+) requests in/.exec(stdout)[1]);
  return {rps: Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)[1]), p99: milliseconds(/99%\s+(\S+)/.exec(stdout)[1]),
          cpu: (cpuTime(pid) - before) / count};
}

// A kept connection that asks and waits for the whole answer.
export class Connection {
  constructor(base) {
    this.url = new URL(base);
    this.socket = net.connect(this.url.port, this.url.hostname);
    this.socket.setNoDelay(true);
    this.text = '';
    this.answers = 0;
    this.socket.on('data', (bytes) => this.#read(bytes));
    this.socket.on('error', (error) => this.fail?.(error));
    this.socket.on('close', () => this.fail?.(new Error('the connection was closed')));
  }
  ask(path, more = '') {
    return new Promise((resolve, reject) => {
      this.done = resolve;
      this.fail = reject;
      this.socket.write(`GET ${this.url.pathname}${path} HTTP/1.1\r\nHost: ${this.url.host}\r\nAuthorization: Bearer ${key}\r\n${more}\r\n`);
    });
  }
  close() {
    this.fail = undefined;
    this.socket.destroy();
  }
  #read(bytes) {
    this.text += bytes.toString('latin1');
    const head = this.text.indexOf('\r\n\r\n');
    const length = Number(/content-length: (\d+)/i.exec(this.text)?.[1]);
    if (head < 0 || this.text.length < head + 4 + length) return;
    this.text = this.text.slice(head + 4 + length);
    this.answers++;
    this.done?.();
  }
}

// How long new clients wait for their first answer, in ms.
export async function freshClients(base, path, count = 30) {
  const waits = [];
  for (let n = 0; n < count; n++) {
    const began = performance.now();
    const client = new Connection(base);
    await client.ask(path);
    waits.push(performance.now() - began);
    client.close();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return waits;
}

export async function crowd(base, path, count) {
  const all = Array.from({length: count}, () => new Connection(base));
  await Promise.all(all.map((one) => one.ask(path)));
  return all;
}
