// `vidspec proxy` between a client and every hostile target: the proxy goes on serving, ends when it is told to, stays small, and lets
// neither an escape nor the key into anything that it writes. node proxies.mjs BINARY [PATTERN]
import http from 'node:http';
import {start} from './program.mjs';
import {key, patience, playRound} from './round.mjs';

const [binary, pattern = ''] = process.argv.slice(2);
const clientPatience = 1500;

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
    const timer = setTimeout(() => request.destroy(), clientPatience);
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

await playRound('hostile targets behind the proxy', binary, pattern, async (one, {url, folder, peakFile, stranger}) => {
  const words = ['proxy', '--upstream', url, '--port', '0', '--format', 'all', '--out', folder, '--color', 'never', '--verbose', ...(one.flags ?? [])];
  const program = start(binary, words, {environment: one.environment, peakFile, seconds: patience});
  const mistakes = [];
  try {
    const ready = await program.ready;
    await talk(ready.base_url);
    process.kill(ready.pid, 'SIGTERM');
  } catch (error) {
    mistakes.push(`did not start: ${error.message}`);
  }
  const run = await program.ended;
  if (!run.late && ![0, 1, 3, 4, 6].includes(run.code)) mistakes.push(`exit code ${run.code}`);
  if (stranger.seen.length > 0) mistakes.push('it followed a redirect');
  return {run, mistakes};
});
