// What a run leaves, good and bad, and what the other commands print.
import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {startMock} from '../mock.mjs';
import {checkJunit, har, published, readJson, root, sarif} from './validators.mjs';

const work = mkdtempSync(join(tmpdir(), 'vidspec-formats-'));
const runs = {};
let mocks = [];

function vidspec(...args) {
  return new Promise((resolve) => {
    execFile(process.env.VIDSPEC, args, {env: {...process.env, VIDSPEC_API_KEY: 'sk-formats'}, maxBuffer: 64 << 20}, (error, stdout, stderr) =>
      resolve({code: error?.code ?? 0, stdout, stderr}));
  });
}

before(async () => {
  for (const [name, ...flags] of [['good'], ['bad', '--scenario', 'progress-is-text'], ['dialect', '--profile', 'video-create']]) {
    const mock = await startMock(process.env.VIDSPEC, '--speed', '20', ...flags);
    mocks.push(mock);
    runs[name] = join(work, name);
    const profile = name === 'dialect' ? 'video-create' : 'openai';
    const {code, stderr} = await vidspec('run', mock.baseURL, '--profile', profile, '--out', runs[name], '--format', 'all');
    assert.equal(code, name === 'bad' ? 1 : 0, stderr);
  }
  runs.unreachable = join(work, 'unreachable');
  await vidspec('run', 'http://127.0.0.1:9/v1', '--out', runs.unreachable, '--format', 'all');
});
after(async () => {
  for (const mock of mocks) await mock.stop();
  rmSync(work, {recursive: true});
});

const none = (mistakes, what) => assert.deepEqual(mistakes.slice(0, 5), [], what);
const eachRun = (check) => {
  for (const [name, folder] of Object.entries(runs)) check(folder, name);
};

test('every schema of ours is a schema, and every one is used here', () => {
  const known = ['badge', 'baseline', 'certificate', 'diff', 'identify', 'journal', 'list', 'plan', 'profile', 'report', 'scenario'];
  const files = readdirSync(join(root, 'schemas')).filter((file) => file.endsWith('.schema.json')).map((file) => file.replace('.schema.json', ''));
  for (const name of known) assert.ok(files.includes(name), name);
  for (const name of files) assert.ok(known.includes(name), `${name} has no test`);
  for (const name of files) published(name);
});

test('report.json', () => eachRun((folder, name) => none(published('report')(readJson(folder, 'report.json')), name)));
test('badge.json', () => eachRun((folder, name) => none(published('badge')(readJson(folder, 'badge.json')), name)));

test('journal.jsonl, line by line', () => eachRun((folder, name) => {
  const lines = readFileSync(join(folder, 'journal.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line));
  assert.ok(lines.length >= 2);
  for (const line of lines) none(published('journal', line.kind)(line), `${name} ${line.kind} ${line.number ?? ''}`);
}));

test('junit.xml', () => {
  eachRun((folder) => checkJunit(join(folder, 'junit.xml')));
  checkJunit(join(root, 'fixtures/golden/sample.junit.xml'));
});

test('junit.xml with a wrong count or two cases of a name is caught', () => {
  const good = readFileSync(join(runs.good, 'junit.xml'), 'utf8');
  const file = join(work, 'wrong.xml');
  writeFileSync(file, good.replace(/tests="\d+"/, 'tests="1"'));
  assert.throws(() => checkJunit(file), /does not count/);
  const one = /<testcase [^>]*\/>/.exec(good)[0];
  writeFileSync(file, good.replace(one, one + one));
  assert.throws(() => checkJunit(file), /Duplicate key-sequence/);
});

test('report.sarif', () => {
  eachRun((folder, name) => none(sarif(readJson(folder, 'report.sarif')), name));
  none(sarif(readJson(root, 'fixtures/golden/sample.sarif.json')), 'sample');
  assert.notEqual(sarif({version: '2.1.0', runs: [{}]}).length, 0, 'the validator can fail');
});

test('evidence.har', () => {
  eachRun((folder, name) => none(har(readJson(folder, 'evidence.har')), name));
  assert.notEqual(har({log: {version: '1.2', creator: {}, entries: []}}).length, 0, 'the validator can fail');
});

test('plan, list and diff', async () => {
  const json = async (...args) => {
    const {stdout} = await vidspec(...args);
    return JSON.parse(stdout);
  };
  for (const profile of ['openai', 'video-create', 'official-format']) {
    none(published('plan')(await json('plan', 'http://127.0.0.1:9/v1', '--profile', profile, '--json')), profile);
    none(published('list')(await json('list', '--profile', profile, '--json')), profile);
  }
  const difference = await json('diff', runs.good, runs.bad, '--json');
  assert.equal(difference.changed, true);
  none(published('diff')(difference), 'diff');
});

test('identify', async () => {
  const {stdout} = await vidspec('identify', mocks[0].baseURL, '--json');
  none(published('identify')(JSON.parse(stdout)), 'identify');
});

test('baseline', async () => {
  const file = join(work, 'baseline.json');
  const {code, stderr} = await vidspec('baseline', 'update', runs.bad, '--baseline', file);
  assert.equal(code, 0, stderr);
  const baseline = readJson(file);
  assert.ok(baseline.known_failures.length > 0);
  none(published('baseline')(baseline), 'baseline');
});

test('profiles and scenarios of ours', () => {
  for (const profile of readdirSync(join(root, 'schemas'), {withFileTypes: true})) {
    if (!profile.isDirectory() || profile.name === 'metaschema') continue;
    none(published('profile')(readJson(root, 'schemas', profile.name, 'profile.json')), profile.name);
  }
  for (const file of readdirSync(join(root, 'fixtures/scenarios'))) {
    if (file.endsWith('.json')) none(published('scenario')(readJson(root, 'fixtures/scenarios', file)), file);
  }
});
