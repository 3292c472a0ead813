// Starts the program with a clean environment and measures it: how long it took, how much memory at most, what it said.
import {spawn} from 'node:child_process';
import fs from 'node:fs';

// Ends by itself, by stop(signal), or after `seconds`: then `late` is set. The peak is in KiB.
export function start(binary, words, {environment = {}, peakFile, seconds}) {
  const {HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, http_proxy, https_proxy, all_proxy, SSL_CERT_FILE, VIDSPEC_API_KEY, ...rest} = process.env;
  const begin = performance.now();
  const child = spawn('/usr/bin/time', ['-q', '-f', '%M', '-o', peakFile, binary, ...words], {
    env: {...rest, ...environment, NO_COLOR: '1', GITHUB_ACTIONS: 'true'}, stdio: ['ignore', 'pipe', 'pipe'], detached: true,
  });
  const pieces = [];
  const text = () => Buffer.concat(pieces).toString();
  child.stdout.on('data', (piece) => pieces.push(piece));
  child.stderr.on('data', (piece) => pieces.push(piece));
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    process.kill(-child.pid, 'SIGKILL');
  }, seconds * 1000);
  const ended = new Promise((resolve) => {
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      const peak = late ? 0 : Number(fs.readFileSync(peakFile, 'utf8').trim().split('\n').at(-1));
      resolve({code: late ? 'none' : (code ?? signal), late, peak, seconds: (performance.now() - begin) / 1000, console: text()});
    });
  });
  // The first line of stdout, as an object.
  const ready = new Promise((resolve, reject) => {
    child.stdout.once('data', (piece) => piece.toString().startsWith('{') && resolve(JSON.parse(piece.toString().split('\n')[0])));
    child.once('error', reject);
    ended.then(({code, console}) => reject(new Error(`ended with ${code}: ${console.slice(0, 300)}`)));
  });
  ready.catch(() => {});
  return {ended, ready};
}

// Plays each of a list, so many at once.
export async function inParallel(list, width, play) {
  let next = 0;
  await Promise.all(Array.from({length: width}, async () => {
    while (next < list.length) {
      const number = next++;
      await play(list[number], number);
    }
  }));
}

// Prints what failed and the one line of counts; gives the exit code.
export function report(what, results, more) {
  const areas = new Map();
  for (const {area} of results) areas.set(area, (areas.get(area) ?? 0) + 1);
  const bad = results.filter(({mistakes}) => mistakes.length > 0);
  for (const {area, name, mistakes, folder} of bad) console.log(`FAIL ${area}: ${name} (${folder})\n${mistakes.map((text) => `     ${text}`).join('\n')}`);
  console.log(`${what}: ${results.length} cases (${[...areas].map(([area, count]) => `${area} ${count}`).join(', ')}), ${results.length - bad.length} held, ${bad.length} failed; ` +
    `largest ${Math.max(...results.map(({peak}) => peak)) >> 10} MiB, slowest ${Math.max(...results.map(({seconds}) => seconds)).toFixed(1)} s${more ?? ''}`);
  return bad.length === 0 ? 0 : 1;
}
