// What the official client makes of the lives that it has to survive: one mock per scenario, the client unmodified.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import OpenAI from 'openai';
import {startMock} from '../mock.mjs';
import {waitFor} from './wait.mjs';

// Runs `use(client, options => another client, mock)` against a mock of that scenario.
async function living(scenario, use, ...flags) {
  const mock = await startMock(process.env.VIDSPEC, ...(scenario ? ['--scenario', scenario] : []), ...(flags.length ? flags : ['--speed', '50']));
  const client = (options = {}) => new OpenAI({baseURL: mock.baseURL, apiKey: mock.api_key, maxRetries: 0, ...options});
  try {
    await use(client(), client, mock);
  } finally {
    await mock.stop();
  }
}
const prompts = async (client) => (await client.videos.list()).data.map((one) => one.prompt);

test('create fails twice: the client sends it again by itself, and there is one video', () =>
  living('create-fails-twice', async (client, another) => {
    const video = await another({maxRetries: 2}).videos.create({prompt: 'once'});
    assert.match(video.id, /^video_/);
    assert.deepEqual(await prompts(client), ['once']);
  }));

test('a server error reaches users who switched retries off', () =>
  living('create-fails-twice', (client) => assert.rejects(client.videos.create({prompt: 'x'}), OpenAI.InternalServerError)));

test('create fails after it was accepted: sending it again makes a second video', () =>
  living('create-fails-but-accepted', async (client, another) => {
    await another({maxRetries: 1}).videos.create({prompt: 'twice'}).catch(() => {});
    assert.ok((await prompts(client)).length >= 2, 'the hazard that vidspec never sends a create twice for');
  }));

test('the answer to a create is lost: the client sends it again', () =>
  living('create-answer-lost', async (client, another) => {
    await assert.rejects(client.videos.create({prompt: 'lost'}), OpenAI.APIConnectionError);
    assert.deepEqual(await prompts(another()), ['lost'], 'it was made all the same');
  }));

test('429 is a RateLimitError that says how long to wait; after that time it works', () =>
  living('rate-limited', async (client, another) => {
    let refused;
    for (let n = 0; n < 6; n++) await client.videos.list().catch((error) => (refused ??= error));
    assert.ok(refused instanceof OpenAI.RateLimitError, `${refused}`);
    assert.equal(refused.code, 'rate_limit_exceeded');
    const wait = Number(refused.headers.get('retry-after'));
    assert.ok(wait >= 1 && wait <= 10, `Retry-After: ${wait}`);
    const began = Date.now();
    await another({maxRetries: 1}).videos.list();
    assert.ok(Date.now() - began >= 900, 'the client honours Retry-After');
  }, '--speed', '10'));

for (const [name, header, least] of [['Retry-After', {'Retry-After': '1'}, 900], ['retry-after-ms', {'retry-after-ms': '300'}, 250]]) {
  test(`a 500 with ${name} is tried again when it says so`, () =>
    living('', async (client, another, mock) => {
      const busy = {title: 'Busy once', rules: [{when: {operation: 'create', calls: 1}, then: [{respond: {status: 500, headers: header}}]}]};
      const armed = await fetch(`${mock.controlURL}/armed`, {method: 'POST', headers: {'content-type': 'application/json'}, body: JSON.stringify({scenario: busy})});
      assert.equal(armed.status, 201);
      const began = Date.now();
      assert.match((await another({maxRetries: 1}).videos.create({prompt: 'x'})).id, /^video_/);
      assert.ok(Date.now() - began >= least, `${Date.now() - began} ms`);
      assert.deepEqual(await prompts(client), ['x']);
    }, '--speed', '1'));
}

test('no quota: the client does not try again, as it is told', () =>
  living('quota-exhausted', async (client, another) => {
    const began = Date.now();
    await assert.rejects(another({maxRetries: 5}).videos.create({prompt: 'x'}), (error) =>
      error instanceof OpenAI.RateLimitError && error.code === 'insufficient_quota');
    assert.ok(Date.now() - began < 1000);
    assert.deepEqual(await prompts(client), []);
  }));

test('403 is a PermissionDeniedError', () =>
  living('not-verified', (client) => assert.rejects(client.videos.create({prompt: 'x'}), OpenAI.PermissionDeniedError)));

test('a page of HTML is an APIError with its status', () =>
  living('maintenance-page', (client) => assert.rejects(client.videos.list(), (error) =>
    error instanceof OpenAI.APIError && error.status === 524)));

test('a job that moderation blocks fails with code and message', () =>
  living('moderation-blocked', async (client) => {
    const {video} = await waitFor(client, (await client.videos.create({prompt: 'x'})).id);
    assert.equal(video.status, 'failed');
    assert.equal(video.error.code, 'moderation_blocked');
    assert.equal(video.completed_at === null || Number.isInteger(video.completed_at), true);
    await assert.rejects(client.videos.downloadContent(video.id), OpenAI.APIError);
  }));

test('a job that fails half way shows how far it came', () =>
  living('fails-halfway', async (client) => {
    const {video} = await waitFor(client, (await client.videos.create({prompt: 'x'})).id);
    assert.equal(video.status, 'failed');
    assert.equal(video.progress, 50);
  }));

test('a lost task is a NotFoundError in the middle of polling', () =>
  living('lost-task', async (client) => {
    const {id} = await client.videos.create({prompt: 'x'});
    await assert.rejects(waitFor(client, id), OpenAI.NotFoundError);
  }, '--speed', '1'));

test('a download that is cut goes on where it stopped', () =>
  living('cut-download-once', async (client) => {
    const {video} = await waitFor(client, (await client.videos.create({prompt: 'x'})).id);
    const chunks = [];
    await assert.rejects(async () => {
      for await (const chunk of (await client.videos.downloadContent(video.id)).body) chunks.push(chunk);
    });
    const got = Buffer.concat(chunks);
    const rest = await client.videos.downloadContent(video.id, {}, {headers: {range: `bytes=${got.length}-`}});
    assert.equal(rest.status, got.length ? 206 : 200);
    const whole = Buffer.from(await (await client.videos.downloadContent(video.id)).arrayBuffer());
    assert.deepEqual(Buffer.concat([got, Buffer.from(await rest.arrayBuffer())]), whole);
  }));

test('a redirect of content is followed', () =>
  living('content-redirects', async (client) => {
    const {video} = await waitFor(client, (await client.videos.create({prompt: 'x'})).id);
    const answer = await client.videos.downloadContent(video.id);
    assert.equal(answer.redirected, true);
    assert.equal(Buffer.from(await answer.arrayBuffer()).toString('latin1', 4, 8), 'ftyp');
  }));

test('the prompt of an unmodified client chooses a scenario for its task alone', () =>
  living('', async (client) => {
    const {id: blocked} = await client.videos.create({prompt: 'a boat @scenario:moderation-blocked'});
    const {id: fine} = await client.videos.create({prompt: 'a boat'});
    assert.equal((await waitFor(client, blocked)).video.status, 'failed');
    assert.equal((await waitFor(client, fine)).video.status, 'completed');
  }));

test('a header chooses a scenario for one request', () =>
  living('', async (client) => {
    const headers = {'X-Vidspec-Scenario': 'quota-exhausted'};
    await assert.rejects(client.videos.create({prompt: 'x'}, {headers}), OpenAI.RateLimitError);
    assert.match((await client.videos.create({prompt: 'x'})).id, /^video_/);
  }));
