// What a run leaves, good and bad, and what the other commands print.
import assert from 'node:assert/strict';
import {mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {startMock, startProcess} from '../mock.mjs';
import {Validator} from '@seriousme/openapi-schema-validator';
import {checkJunit, controlApi, har, published, readJson, root, sarif, vidspec} from './validators.mjs';

const work = mkdtempSync(join(tmpdir(), 'vidspec-formats-'));
const runs = {};
let mocks = [];

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
  const known = ['badge', 'baseline', 'certificate', 'diff', 'identify', 'journal', 'list', 'plan', 'profile', 'ready', 'report', 'scenario'];
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

test('the first line of mock and proxy', async () => {
  const plain = (mock) => Object.fromEntries(Object.entries(mock).filter(([name]) => /^[a-z_]+$/.test(name) && name !== 'stop'));
  none(published('ready', 'mock')(plain(mocks[0])), 'mock');
  const tls = await startMock(process.env.VIDSPEC, '--tls', '--webhook-url', 'http://127.0.0.1:9/hook');
  await tls.stop();
  assert.ok(tls.ca_file);
  none(published('ready', 'mock')(plain(tls)), 'mock with TLS');
  const proxy = await startProcess(process.env.VIDSPEC, 'proxy', '--upstream', mocks[0].baseURL, '--port', '0', '--out', join(work, 'proxy'));
  await proxy.stop();
  none(published('ready', 'proxy')(plain(proxy)), 'proxy');
  assert.notDeepEqual(published('ready', 'proxy')(plain(mocks[0])), [], 'the validator can fail');
});

test('the control API is described in OpenAPI 3.1, and the state file by it', async () => {
  const {valid, errors} = await new Validator().validate(readJson(root, 'schemas/control.openapi.json'));
  assert.ok(valid, JSON.stringify(errors)?.slice(0, 500));
  const file = join(work, 'state.json');
  const mock = await startMock(process.env.VIDSPEC, '--state', file);
  await fetch(`${mock.baseURL}/videos`, {method: 'POST', headers: {authorization: 'Bearer sk-formats', 'content-type': 'application/json'}, body: '{"prompt":"x"}'});
  const answered = await (await fetch(`${mock.controlURL}/state`)).json();
  await mock.stop();
  assert.equal(readJson(file).tasks.length, 1);
  none(controlApi('State')(answered), 'GET /state');
  none(controlApi('State')(readJson(file)), '--state');
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
