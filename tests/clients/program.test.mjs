// The mock as a program: what its flags promise, seen from outside.
import assert from 'node:assert/strict';
import {once} from 'node:events';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import https from 'node:https';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {startMock} from '../mock.mjs';

let folder;
before(async () => (folder = await mkdtemp(join(tmpdir(), 'vidspec-program-'))));
after(() => rm(folder, {recursive: true}));

async function living(flags, use) {
  const mock = await startMock(process.env.VIDSPEC, ...flags);
  try {
    return await use(mock);
  } finally {
    await mock.stop();
  }
}
const ask = (mock, method, path, body, headers = {}, signal = undefined) => fetch(mock.baseURL + path, {
  method, signal, body: body && JSON.stringify(body),
  headers: {authorization: 'Bearer sk-test', ...(body && {'content-type': 'application/json'}), ...headers}});
const create = async (mock, prompt = 'x') => (await ask(mock, 'POST', '/videos', {prompt})).json();
async function control(mock, method, path, body) {
  const answer = await fetch(mock.controlURL + path, {method, body: body && JSON.stringify(body), headers: body && {'content-type': 'application/json'}});
  return answer.json();
}
async function until(check) {
  for (const end = Date.now() + 10_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 20))) {
    if (await check()) return;
  }
  assert.fail(`not within 10 s: ${check}`);
}

test('https with a certificate made for this run: the CA is in the first line, and result URLs are https too', () =>
  living(['--tls', '--profile', 'openai-format', '--progression', 'instant'], async (mock) => {
    assert.match(mock.baseURL, /^https:/);
    const ca = await readFile(mock.ca_file);
    const call = async (url, options, body) => {
      const request = https.request(url, {ca, ...options, headers: {authorization: 'Bearer sk-test', ...options.headers}}).end(body);
      const [response] = await once(request, 'response');
      return Buffer.concat(await response.toArray());
    };
    const made = JSON.parse(await call(`${mock.baseURL}/videos`, {method: 'POST', headers: {'content-type': 'multipart/form-data; boundary=b'}},
                                       '--b\r\ncontent-disposition: form-data; name="prompt"\r\n\r\nx\r\n--b--\r\n'));
    const task = JSON.parse(await call(`${mock.baseURL}/videos/${made.id}`, {}));
    assert.match(task.video_url, /^https:/);
    assert.equal((await call(task.video_url, {})).toString('latin1', 4, 8), 'ftyp');
    await assert.rejects(fetch(`${mock.baseURL}/videos`), 'who does not trust it gets nothing');
  }));

test('pages of any origin may use it with --cors, none without', async () => {
  const preflight = {method: 'OPTIONS', headers: {origin: 'https://app.example', 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization'}};
  await living(['--cors'], async (mock) => {
    const allowed = await fetch(`${mock.baseURL}/videos`, preflight);
    assert.equal(allowed.status, 204);
    assert.equal(allowed.headers.get('access-control-allow-origin'), '*');
    assert.match(allowed.headers.get('access-control-allow-headers'), /authorization/i);
    const answer = await ask(mock, 'GET', '/videos', undefined, {origin: 'https://app.example'});
    assert.equal(answer.headers.get('access-control-allow-origin'), '*');
    assert.equal(answer.headers.get('access-control-expose-headers'), '*');
  });
  await living([], async (mock) => {
    assert.equal((await fetch(`${mock.baseURL}/videos`, preflight)).headers.get('access-control-allow-origin'), null);
  });
});

test('a scenario file is read again when it changes, and a mistake in it changes nothing', async () => {
  const file = join(folder, 'story.json');
  const story = (status) => JSON.stringify({title: 'One status', rules: [{when: {operation: 'list'}, then: [{status: {to: status}}]}]});
  await writeFile(file, story(418));
  await living(['--scenario', file], async (mock) => {
    const status = async () => (await ask(mock, 'GET', '/videos')).status;
    assert.equal(await status(), 418);
    await writeFile(file, story(451));
    await until(async () => (await status()) === 451);
    await writeFile(file, '{"title": "broken", "rulez": []}');
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(await status(), 451, 'the old one goes on');
    await writeFile(file, story(202));
    await until(async () => (await status()) === 202);
  });
});

test('tasks survive a restart with --state', async () => {
  const flags = ['--state', join(folder, 'state.json')];
  const made = await living(flags, (mock) => create(mock, 'kept'));
  await living(flags, async (mock) => {
    const task = await (await ask(mock, 'GET', `/videos/${made.id}`)).json();
    assert.equal(task.prompt, 'kept');
    assert.equal(task.created_at, made.created_at);
    assert.notEqual((await create(mock)).id, made.id);
  });
  await writeFile(flags[1], '{"tasks": 1}');
  await assert.rejects(startMock(process.env.VIDSPEC, ...flags), /exit code 2: .*state\.json/);
});

test('a seed repeats ids and random faults, another seed gives others', async () => {
  const outcome = (seed) => living(['--seed', seed, '--scenario', 'flaky'], async (mock) => {
    await control(mock, 'POST', '/clock', {freeze: true});
    const seen = [];
    for (let n = 0; n < 40; n++) seen.push((await ask(mock, 'GET', '/videos')).status);
    await control(mock, 'DELETE', '/scenario');
    // An id begins with the second of its creation; the rest comes of the seed.
    return {seen: seen.join(), id: (await create(mock)).id.slice('video_'.length + 8)};
  });
  const first = await outcome('7');
  assert.match(first.seen, /50\d/);
  assert.match(first.seen, /200/);
  assert.deepEqual(await outcome('7'), first);
  const other = await outcome('8');
  assert.notEqual(other.seen, first.seen);
  assert.notEqual(other.id, first.id);
});

test('one key alone with --api-key-env, and it is not in the first line', async () => {
  process.env.MOCK_TEST_KEY = 'sk-the-only-one';
  await living(['--api-key-env', 'MOCK_TEST_KEY'], async (mock) => {
    assert.equal(mock.api_key, null);
    assert.equal((await ask(mock, 'GET', '/videos')).status, 401);
    assert.equal((await ask(mock, 'GET', '/videos', undefined, {authorization: 'Bearer sk-the-only-one'})).status, 200);
  });
});

test('the oldest tasks make room with --max-tasks', () =>
  living(['--max-tasks', '3'], async (mock) => {
    const ids = [];
    for (let n = 0; n < 5; n++) ids.push((await create(mock)).id);
    assert.deepEqual((await (await ask(mock, 'GET', '/videos')).json()).data.map((one) => one.id), ids.slice(2).reverse());
    assert.equal((await ask(mock, 'GET', `/videos/${ids[0]}`)).status, 404);
  }));

test('a request that is on its way when the mock is told to stop is answered', async () => {
  const mock = await startMock(process.env.VIDSPEC);
  await control(mock, 'PUT', '/scenarios/soon', {title: 'soon', rules: [{then: [{delay: {of: '500ms'}}]}]});
  const answer = ask(mock, 'GET', '/videos', undefined, {'x-vidspec-scenario': 'soon'});
  await until(async () => (await control(mock, 'GET', '/requests')).total === 1);
  const ended = mock.stop();
  assert.equal((await answer).status, 200);
  assert.deepEqual(await ended, {code: 0, signal: null});
});

test('every mistake of a client is found', () =>
  living(['--profile', 'openai'], async (mock) => {
    const found = async () => (await control(mock, 'GET', '/verdicts')).verdicts.map((one) => one.id);
    assert.deepEqual(await found(), []);
    const {id} = await create(mock, 'first');
    assert.deepEqual(await found(), [], 'nothing wrong so far');
    await ask(mock, 'GET', `/videos/${id}`);
    await ask(mock, 'GET', `/videos/${id}`);
    await ask(mock, 'GET', `/videos/${id}/content`);
    await ask(mock, 'POST', '/videos', {prompt: 'x', colour: 'red'});
    await control(mock, 'POST', '/armed', {scenario: 'create-answer-lost'});
    await assert.rejects(create(mock, 'lost'));
    await create(mock, 'lost');
    await control(mock, 'PUT', '/scenario', {scenario: 'rate-limited'});
    for (let n = 0; n < 7; n++) await ask(mock, 'GET', '/videos');
    await control(mock, 'DELETE', '/scenario');
    await control(mock, 'POST', '/clock', {advance: '1m'});
    for (let n = 0; n < 4; n++) await ask(mock, 'GET', `/videos/${id}`);
    await control(mock, 'PUT', '/scenarios/held', {title: 'held', rules: [{then: [{delay: {of: '20s'}}]}]});
    const hasty = new AbortController();
    const impatient = ask(mock, 'GET', '/videos', undefined, {'x-vidspec-scenario': 'held'}, hasty.signal);
    await until(async () => (await control(mock, 'GET', '/requests')).requests.at(-1).scenarios === 'held');
    hasty.abort();
    await assert.rejects(impatient);
    const headers = {authorization: 'Bearer sk-test', 'x-vidspec-scenario': 'content-redirects-abroad'};
    const abroad = await fetch(`${mock.baseURL}/videos/${id}/content`, {headers, redirect: 'manual'});
    assert.equal(abroad.status, 302);
    await (await fetch(abroad.headers.get('location'), {headers})).arrayBuffer();
    await until(async () => (await found()).includes('answer-not-awaited'));
    const all = await found();
    for (const wanted of ['poll-hint-ignored', 'content-too-early', 'unknown-parameter', 'create-sent-again', 'retry-after-ignored',
                          'polls-after-end', 'answer-not-awaited', 'key-sent-abroad']) {
      assert.ok(all.includes(wanted), `${wanted} is not in ${all}`);
    }
  }));
