// Starts a mock in a process of its own, on free ports, and says where it listens. What a Node test suite needs of vidspec.
import {spawn} from 'node:child_process';
import {createInterface} from 'node:readline';

export const startMock = (binary, ...flags) => startProcess(binary, 'mock', '--port', '0', '--control-port', '0', ...flags);

// The same for any subcommand whose first line says that it is ready.
export async function startProcess(binary, ...args) {
  const child = spawn(binary, args, {stdio: ['ignore', 'pipe', 'pipe']});
  let complaint = '';
  child.stderr.on('data', (bytes) => (complaint += bytes));
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve({code, signal})));
  const line = await new Promise((resolve, reject) => {
    createInterface({input: child.stdout}).once('line', resolve);
    child.once('error', reject);
    ended.then(({code}) => reject(new Error(`${args[0]} ended with exit code ${code}: ${complaint.trim()}`)));
    setTimeout(() => reject(new Error(`${args[0]} was not ready within 60 s`)), 60_000).unref();
  });
  const ready = JSON.parse(line);
  return {
    ...ready,
    baseURL: ready.base_url,
    controlURL: ready.control_url,
    async stop() {
      child.kill('SIGTERM');
      return ended;
    },
  };
}
