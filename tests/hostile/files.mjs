// Files that are broken, hostile or of another kind, through the program: each is one clear line on stderr and exit code 2, never a
// crash, and soon.
// node files.mjs BINARY
import {spawn, spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const [binary] = process.argv.slice(2);
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'vidspec-files-'));
const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '../..');
const file = (name, bytes) => {
  const place = path.join(work, name);
  fs.mkdirSync(path.dirname(place), {recursive: true});
  fs.writeFileSync(place, bytes);
  return place;
};
const deep = '['.repeat(100_000);
const esc = '\x1b[2J\x1b]0;owned\x07\u202e';

// What no file of ours may be.
const anything = {
  'an empty file': '',
  'a byte': '\0',
  'bytes that are no text': Buffer.from(Array.from({length: 2000}, (_, i) => (i * 37 + (i >> 3)) % 256)),
  'a film': fs.readFileSync(path.join(root, 'fixtures/media/352x640.h264')),
  'half of an object': '{"version":1,"kind":"header"',
  'nesting of 100,000': deep,
  'nesting of 100,000 in a member': `{"log":${'{"a":'.repeat(100_000)}`,
  'a number': '42',
  'null': 'null',
  'an array': '[1,2,3]',
  'another object': '{"hello":"world"}',
  'keys that are there twice': '{"kind":"header","kind":"header","log":1,"log":2}',
  'invalid UTF-8': Buffer.from('{"kind":"\xff\xfe"}', 'latin1'),
  'UTF-16': Buffer.from('{"kind":"header"}', 'utf16le'),
  'a byte order mark': '\ufeff{"kind":"header"}',
  'numbers out of range': '{"version":1e999,"schema_version":-1}',
  'line breaks as members': JSON.stringify({'a\nb': 1, 'c\rd': {'e\nf': 2}}),
  'terminal escapes as members': JSON.stringify({[esc]: esc, kind: esc, profile: esc}),
  'raw terminal escapes': `${esc} not json\n${esc}`,
  'half a million empty objects': `{"kind":"header","version":1,"log":{"entries":[]},"x":[${Array(500_000).fill('{}').join(',')}]}`,
  'half a million members': `{"kind":"header",${Array.from({length: 500_000}, (_, i) => `"k${i}":0`).join(',')}}`,
  'a line of 20 MB': `{"kind":"header","x":"${'y'.repeat(20 << 20)}"}`,
};

// What a reader of one kind of file must refuse beyond that.
const header = '{"kind":"header","version":1,"suite_version":"0","profile":"openai","profile_sha256":"","base_url":"http://a/v1","started":"","ops":[],"planned":[],"options":null,"recorded_by":"run"}';
const exchange = (more) => JSON.stringify({kind: 'exchange', number: 1, t_ms: 0, duration_ms: 0, request: {method: 'GET', url: 'http://a', headers: []}, answer: {status: 200, headers: []}, ...more});
const particular = {
  journal: {
    'a header of tomorrow': header.replace('"version":1', '"version":99'),
    'two headers': `${header}\n${header}\n`,
    'an exchange first': `${exchange()}\n`,
    'an unknown kind': `${header}\n{"kind":"evil"}\n`,
    'numbers that fall': `${header}\n${exchange()}\n${exchange()}\n`,
    'headers that are no list': `${header}\n${exchange({answer: {status: 200, headers: 7}})}\n`,
    'a status that is a text': `${header}\n${exchange({answer: {status: 'x', headers: []}})}\n`,
    'a number beyond 32 bits': `${header}\n${exchange({number: 99999999999999})}\n${exchange({number: 99999999999999})}\n`,
    'a task that is a number': `${header}\n${exchange({task: 7})}\n`,
    'something after the footer': `${header}\n{"kind":"footer","finished":"2026-01-01T00:00:00Z","spend":{}}\n${exchange()}\n`,
    'a line without JSON in the middle': `${header}\nnothing\n${exchange()}\n`,
  },
  har: {
    'entries that are no list': '{"log":{"entries":7}}',
    'an entry that is none': '{"log":{"entries":[7]}}',
    'an entry without a request': '{"log":{"entries":[{}]}}',
    'headers that are no list': '{"log":{"entries":[{"request":{"method":"GET","url":"http://a","headers":7},"response":{}}]}}',
    'a time that is none': '{"log":{"entries":[{"startedDateTime":7,"request":{"method":"GET","url":"http://a","headers":[]},"response":{"status":200,"headers":[],"content":{}}}]}}',
    'a page that is no log': '{"log":[]}',
    'ours, and broken': '{"log":{"_vidspec":{"header":{"version":"x"}},"entries":[]}}',
  },
  report: {
    'a schema of tomorrow': '{"schema_version":99}',
    'checks that are no list': '{"schema_version":1,"checks":7}',
    'a verdict nobody knows': '{"schema_version":1,"verdict":"evil","checks":[]}',
  },
  baseline: {
    'another profile': '{"version":1,"profile":"nobody","known_failures":[]}',
    'an unknown check': '{"version":1,"profile":"openai","known_failures":[{"id":"no.such.check","reason":"x","owner":"y","expires":"2030-01-01"}]}',
    'a day that is none': '{"version":1,"profile":"openai","known_failures":[{"id":"task.status.enum","reason":"x","owner":"y","expires":"2030-02-30"}]}',
    'an entry twice': `{"version":1,"profile":"openai","known_failures":[${Array(2).fill('{"id":"task.status.enum","reason":"x","owner":"y","expires":"2030-01-01"}').join()}]}`,
    'an unknown member': '{"version":1,"profile":"openai","known_failures":[],"evil":1}',
  },
  config: {
    'an unknown flag': '{"evil":1}',
    'a key': '{"api-key":"sk-canary-in-a-file"}',
    'a flag that is an object': '{"profile":{}}',
    'a flag of null': '{"profile":null}',
    'a number that is none': '{"max-videos":"many"}',
    'a comment without end': '{"profile":"openai"} /* x',
    'a flag twice': '{"profile":"openai","profile":"openai"}',
  },
  scenario: {
    'rules that are no list': '{"title":"x","rules":7}',
    'an unknown fault': '{"title":"x","rules":[{"when":{},"then":[{"evil":1}]}]}',
    'a span that is none': '{"title":"x","course":{"queued":"soon"}}',
    'a span of for ever': '{"title":"x","course":{"queued":"99999999999999999999h"}}',
    'a probability of seven': '{"title":"x","rules":[{"when":{"probability":7},"then":[{"reset":true}]}]}',
    'an unknown operation': '{"title":"x","rules":[{"when":{"operation":"evil"},"then":[{"reset":true}]}]}',
    'a negative size': '{"title":"x","content_size":-1}',
  },
  schema: {'an unknown keyword': '{"evil":1}', 'a reference to nowhere': '{"$ref":"#/nowhere"}', 'a reference to the network': '{"$ref":"https://evil.example/x.json"}', 'a pattern that is none': '{"type":"string","pattern":"("}', 'a type nobody knows': '{"type":"evil"}'},
  certificate: {'a certificate of nothing': '{"payload":"","payloadType":"","signatures":[]}'},
  key: {'a key that is too short': 'abc', 'two lines': 'sk-first-line\nsk-second-line', 'a key with blanks': 'sk-with blanks in it', 'a key of 100 kB': `sk-${'x'.repeat(100_000)}`},
  pem: {'a certificate without an end': '-----BEGIN CERTIFICATE-----\nAAAA\n', 'a certificate of nothing': '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n'},
};

const url = 'http://127.0.0.1:9/v1';
const help = spawnSync(binary, ['--help'], {encoding: 'utf8'}).stdout;
const has = (command) => new RegExp(`^\\s+${command}\\b`, 'm').test(help);
// How each kind of file reaches the program; `place` is the file.
const kinds = {
  journal: (place) => ['judge', place, '--out', path.join(work, 'out')],
  har: (place) => ['judge', place, '--out', path.join(work, 'out')],
  report: (place) => ['diff', place, place],
  baseline: (place) => ['run', url, '--baseline', place, '--out', path.join(work, 'out')],
  config: (place) => ['run', url, '--config', place, '--out', path.join(work, 'out')],
  scenario: (place) => ['mock', '--port', '0', '--scenario', place],
  'scenario check': (place) => ['scenario', 'check', place],
  'profile in a run': (place) => ['run', url, '--profile', path.dirname(place), '--out', path.join(work, 'out')],
  manifest: (place) => ['profiles', 'check', path.dirname(place)],
  schema: (place) => ['schema', 'validate', '--schema', place, '--json', file('instance.json', '{}')],
  key: (place) => ['run', url, '--api-key-file', place, '--out', path.join(work, 'out')],
  pem: (place) => ['run', 'https://127.0.0.1:9/v1', '--ca-file', place, '--out', path.join(work, 'out')],
  'TLS key': (place) => ['mock', '--port', '0', '--tls-cert', place, '--tls-key', place],
  ...(has('verify') ? {certificate: (place) => ['verify', place]} : {}),
};
// Readers that may find nothing wrong with a file, or answer another way than exit code 2.
const also = {
  key: {codes: [2, 4]},
  pem: {codes: [2, 4]},
  certificate: {codes: [1, 2]},
};
const fine = {journal: ['a byte order mark'], har: ['a byte order mark']};

function ask(words) {
  return new Promise((resolve) => {
    const {VIDSPEC_API_KEY, ...rest} = process.env;
    const environment = words.includes('--api-key-file') ? rest : {...rest, VIDSPEC_API_KEY: 'sk-files-test'};
    const child = spawn('/usr/bin/time', ['-q', '-f', 'peak %M', binary, ...words], {env: {...environment, NO_COLOR: '1'}, stdio: ['ignore', 'pipe', 'pipe'], detached: true});
    let out = '';
    let err = '';
    child.stdout.on('data', (piece) => (out += piece));
    child.stderr.on('data', (piece) => (err += piece));
    const timer = setTimeout(() => process.kill(-child.pid, 'SIGKILL'), 20_000);
    child.on('close', (code) => {
      clearTimeout(timer);
      const peak = Number(err.match(/^peak (\d+)$/m)?.[1] ?? 0);
      resolve({code, out, err: err.replace(/^peak \d+\n/m, ''), peak});
    });
  });
}

const all = Object.keys(kinds).flatMap((kind) =>
  Object.entries({...anything, ...(particular[kind] ?? {})}).map(([name, bytes], number) => ({kind, name, bytes, number})),
);
const failures = [];
const counts = new Map();
let largest = 0;
let next = 0;
await Promise.all(Array.from({length: 2 * os.cpus().length}, async () => {
  while (next < all.length) {
    const {kind, name, bytes, number} = all[next++];
    const place = file(`${kind}-${number}/${['manifest', 'profile in a run'].includes(kind) ? 'profile.json' : kind.startsWith('scenario') ? 'scenario.json' : 'file'}`, bytes);
    const {code, out, err, peak} = await ask(kinds[kind](place));
    const mistakes = [];
    const codes = also[kind]?.codes ?? [2];
    const text = err.trim() || out.trim();
    if (!codes.includes(code)) mistakes.push(`exit code ${code}`);
    if (code === 2 && err.trim().split('\n').length !== 1 && kind !== 'manifest') mistakes.push(`${err.trim().split('\n').length} lines`);
    if (code === 2 && text.length > 1500) mistakes.push(`a line of ${text.length}`);
    if (/terminate called|Sanitizer|Assertion|what\(\)|std::|\[json\.exception/.test(err + out)) mistakes.push('tells about our inside');
    if (/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]/.test(err + out)) mistakes.push('has a raw control character');
    if (/sk-canary|sk-first|sk-with/.test(err + out)) mistakes.push('holds the key');
    if (peak > 256 << 10) mistakes.push(`took ${peak >> 10} MiB`);
    largest = Math.max(largest, peak);
    if (mistakes.length > 0 && !(fine[kind] ?? []).includes(name)) failures.push(`${kind}: ${name}: ${mistakes.join(', ')}: ${JSON.stringify(text.slice(0, 160))}`);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
}));
failures.forEach((text) => console.log(`FAIL ${text}`));
console.log(`hostile files: ${all.length} (${[...counts].map(([kind, count]) => `${kind} ${count}`).join(', ')}), ${failures.length} failed; largest ${largest >> 10} MiB`);
fs.rmSync(work, {recursive: true, force: true});
process.exit(failures.length === 0 ? 0 : 1);
