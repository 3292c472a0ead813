// Starts a vidspec mock for a test suite and talks to its control API. Copy it; it needs nothing but Node 20.
import {spawn} from 'node:child_process';
import {createInterface} from 'node:readline';

export async function startMock(...flags) {
  const binary = process.env.VIDSPEC ?? 'vidspec';
  const child = spawn(binary, ['mock', '--port', '0', '--control-port', '0', ...flags], {stdio: ['ignore', 'pipe', 'inherit']});
  // The first line says where it listens. Both ports are free ones, so suites can run side by side.
  const ready = JSON.parse(await new Promise((resolve, reject) => {
    createInterface({input: child.stdout}).once('line', resolve);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the mock ended with exit code ${code}`)));
  }));
  return {
    baseURL: ready.base_url,
    apiKey: ready.api_key,
    async control(method, path, body) {
      const answer = await fetch(ready.control_url + path, {
        method, body: body && JSON.stringify(body), headers: body && {'content-type': 'application/json'}});
      const json = await answer.json();
      if (!answer.ok) throw new Error(json.error);
      return json;
    },
    stop() {
      child.kill();
      return new Promise((resolve) => child.once('exit', resolve));
    },
  };
}
