// Plants secrets wherever one can be given, runs every command that may meet one, and looks for them in everything that comes out:
// files in every format, console, --verbose, state of a mock, errors. A key as an argument is refused. And a process that holds a key
// leaves no core. node canary.mjs BINARY
import {spawn, spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {startMock} from '../mock.mjs';
import {filesOf, spellings} from './inspect.mjs';

const [binary] = process.argv.slice(2);
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'vidspec-canary-'));
const secrets = {
  environment: 'sk-canary/environment+01',
  file: 'sk-canary"file=\'02',
  header: 'canary-header-value&03',
  'URL user': 'canary-user-04',
  'URL password': 'canary-password-05',
  'URL query': 'canary-query-06',
  argument: 'sk-canary-argument-07',
  'config file': 'sk-canary-config-08',
  'variable of a name': 'sk-canary-variable-09',
  webhook: 'whsec_Y2FuYXJ5LXdlYmhvb2stMTA=',
  'foreign header in a HAR': 'sk-canary-har-header-11',
  'signature in a HAR': 'canary-signature-12',
};
const failures = [];
let commands = 0;
let files = 0;

function look(where, text) {
  for (const [name, secret] of Object.entries(secrets)) {
    const found = spellings(secret).find((spelling) => spelling.length >= 8 && text.includes(spelling));
    if (found) failures.push(`${where} holds the secret of ${name}: ${found}`);
  }
}

function run(name, words, environment = {}, codes = [0, 1, 3, 4]) {
  const out = path.join(work, String(commands++));
  fs.mkdirSync(out);
  const {VIDSPEC_API_KEY, ...rest} = process.env;
  const told = spawnSync(binary, words.map((word) => word.replace('OUT', out)), {env: {...rest, ...environment}, encoding: 'utf8', cwd: out, timeout: 60_000});
  if (!codes.includes(told.status)) failures.push(`${name} ended with ${told.status ?? told.signal}: ${(told.stderr || told.stdout).slice(0, 300)}`);
  look(`${name}: the console`, told.stdout + told.stderr);
  for (const file of filesOf(out)) {
    files++;
    look(`${name}: ${path.basename(file)}`, fs.readFileSync(file, 'utf8'));
  }
  return {out, ...told};
}

const mock = await startMock(binary, '--speed', '20');
const keyFile = path.join(work, 'key');
fs.writeFileSync(keyFile, `${secrets.file}\n`);
const config = path.join(work, 'config.json');
fs.writeFileSync(config, JSON.stringify({'api-key-file': keyFile, verbose: true}));
const badConfig = path.join(work, 'bad.json');
fs.writeFileSync(badConfig, JSON.stringify({'api-key': secrets['config file']}));
const key = {VIDSPEC_API_KEY: secrets.environment};
const often = ['--poll-interval', '250ms', '--deadline', '30s', '--format', 'all', '--verbose', '--out', 'OUT'];
const url = mock.baseURL;

const first = run('run with a key in the environment', ['run', url, ...often], key);
run('run with a key in a file', ['run', url, '--api-key-file', keyFile, ...often]);
run('run with a config file', ['run', url, '--config', config, ...often]);
run('run with a key in a named variable', ['run', url, '--api-key-env', 'CANARY', ...often], {CANARY: secrets['variable of a name']});
run('run with a secret header', ['run', url, '--header', `X-Relay-Token: ${secrets.header}`, ...often], key);
run('run with the key as a header', ['run', url, '--header', `Authorization: Bearer ${secrets.header}`, ...often], key, [2]);
run('run with a secret in the query', ['run', `${url}?token=${secrets['URL query']}`, '--free-only', ...often], key, [0, 1, 2, 3, 4]);
run('run with user info', ['run', url.replace('//', `//${secrets['URL user']}:${secrets['URL password']}@`), '--free-only', ...often], key, [0, 1, 2, 3, 4]);
run('plan', ['plan', `${url}?key=${secrets['URL query']}`, '--verbose'], key, [0, 2]);
run('run against nobody', ['run', `http://${secrets['URL user']}:${secrets['URL password']}@127.0.0.1:9/v1?sig=${secrets['URL query']}`, ...often], key, [2, 4]);
run('a key that is refused', ['run', url, ...often], {VIDSPEC_API_KEY: `sk-invalid${secrets.environment}`}, [4]);
for (const file of ['journal.jsonl', 'evidence.har']) run(`judge ${file}`, ['judge', path.join(first.out, file), ...often.slice(4)], key);
run('report', ['report', first.out, '--format', 'all'], key, [0, 1, 2, 3]);
run('diff', ['diff', first.out, first.out], key, [0]);
run('resume', ['resume', first.out], key, [0, 1, 2, 3]);

const har = path.join(work, 'browser.har');
fs.writeFileSync(har, JSON.stringify({log: {version: '1.2', entries: [{startedDateTime: '2026-11-21T10:00:00Z', time: 1,
  request: {method: 'GET', url: `http://a.example/v1/videos/x?signature=${secrets['signature in a HAR']}`, httpVersion: 'h2', headers: [{name: 'authorization', value: `Bearer ${secrets['foreign header in a HAR']}`}, {name: 'cookie', value: secrets['foreign header in a HAR']}], queryString: [{name: 'signature', value: secrets['signature in a HAR']}]},
  response: {status: 200, headers: [{name: 'set-cookie', value: secrets['foreign header in a HAR']}], content: {mimeType: 'application/json', text: '{"id":"x","status":"queued"}'}}}]}}));
run('judge a HAR of a browser', ['judge', har, '--format', 'all', '--verbose', '--out', 'OUT'], {}, [0, 1, 3]);

// Keys are never arguments, and the refusal does not repeat them.
for (const words of [['run', url, '--api-key', secrets.argument], ['run', url, `--api-key=${secrets.argument}`], ['run', url, '--key', secrets.argument], ['run', url, '--api-key-env', secrets.argument],
  ['run', url, '--config', badConfig], ['mock', '--port', '0', '--api-key', secrets.argument], ['mock', '--port', '0', '--webhook-secret', secrets.argument]]) {
  run(words.slice(0, 4).join(' ').replace(url, 'URL').slice(0, 40), words, key, [2]);
}

// A process that holds a key: no core, and a mock that tells its secrets to nobody.
const child = spawn(binary, ['mock', '--port', '0', '--control-port', '0', '--api-key-env', 'CANARY', '--webhook-url', 'http://127.0.0.1:9/x', '--webhook-secret-env', 'CANARY_HOOK'], {
  env: {...process.env, CANARY: secrets['variable of a name'], CANARY_HOOK: secrets.webhook}, stdio: ['ignore', 'pipe', 'pipe']});
const line = await new Promise((resolve) => child.stdout.once('data', (bytes) => resolve(bytes.toString())));
const limit = fs.readFileSync(`/proc/${child.pid}/limits`, 'utf8').match(/Max core file size\s+(\S+)\s+(\S+)/);
if (limit[1] !== '0' || limit[2] !== '0') failures.push(`a process with a key may write a core of ${limit[1]}, at most ${limit[2]}`);
const {control_url: control, base_url: base} = JSON.parse(line);
await fetch(`${base}/videos`, {method: 'POST', headers: {authorization: `Bearer ${secrets['variable of a name']}`, 'content-type': 'application/json'}, body: '{"prompt":"x","model":"sora-2"}'});
for (const place of ['/requests', '/tasks', '/state', '/metrics', '/verdicts', '/health', '/webhooks', '/scenarios']) look(`the control API's ${place}`, await (await fetch(control + place)).text());
commands++;
child.kill('SIGTERM');
await mock.stop();

failures.forEach((text) => console.log(`FAIL ${text}`));
console.log(`canaries: ${Object.keys(secrets).length} secrets, ${commands} commands, ${files} files, ${failures.length} failed`);
fs.rmSync(work, {recursive: true, force: true});
process.exit(failures.length === 0 ? 0 : 1);
