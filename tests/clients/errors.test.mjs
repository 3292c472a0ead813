// Every refusal arrives as the class, with the members, that the official client promises its users.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import OpenAI from 'openai';
import {startMock} from '../mock.mjs';

let mock, client;
before(async () => {
  mock = await startMock(process.env.VIDSPEC, '--profile', 'openai', '--speed', '20');
  client = new OpenAI({baseURL: mock.baseURL, apiKey: mock.api_key, maxRetries: 0});
});
after(() => mock.stop());

// The error of a call, after the checks that hold for every error of this interface.
async function refusal(promise, type, status) {
  const error = await promise.then(
      (value) => assert.fail(`accepted: ${JSON.stringify(value)}`), (reason) => reason);
  assert.ok(error instanceof type, `${error?.constructor?.name}: ${error?.message}`);
  assert.equal(error.status, status);
  assert.deepEqual(Object.keys(error.error).sort(), ['code', 'message', 'param', 'type'], 'all four members');
  assert.equal(typeof error.error.message, 'string');
  assert.notEqual(error.error.message, '');
  assert.equal(typeof error.error.type, 'string');
  return error;
}

test('an undocumented duration is a BadRequestError that names the parameter', async () => {
  const error = await refusal(client.videos.create({prompt: 'x', seconds: '5'}), OpenAI.BadRequestError, 400);
  assert.equal(error.param, 'seconds');
  assert.equal(error.code, 'invalid_value');
  assert.match(error.message, /'5'.*'4'.*'8'.*'12'/);
});

test('an undocumented size is a BadRequestError that names the parameter', async () => {
  const error = await refusal(client.videos.create({prompt: 'x', size: '640x480'}), OpenAI.BadRequestError, 400);
  assert.equal(error.param, 'size');
  assert.equal(error.code, 'invalid_value');
});

test('a missing prompt is a BadRequestError that names it', async () => {
  const error = await refusal(client.videos.create({model: 'sora-2'}), OpenAI.BadRequestError, 400);
  assert.equal(error.param, 'prompt');
});

test('an unknown model is a BadRequestError', async () => {
  const error = await refusal(client.videos.create({prompt: 'x', model: 'no-such-model'}), OpenAI.BadRequestError, 400);
  assert.equal(error.param, 'model');
});

test('a refused create makes no video', async () => {
  await refusal(client.videos.create({prompt: 'x', seconds: '5'}), OpenAI.BadRequestError, 400);
  assert.deepEqual((await client.videos.list()).data, []);
});

test('a wrong key is an AuthenticationError', async () => {
  const stranger = new OpenAI({baseURL: mock.baseURL, apiKey: 'sk-invalid-1234', maxRetries: 0});
  const error = await refusal(stranger.videos.list(), OpenAI.AuthenticationError, 401);
  assert.equal(error.code, 'invalid_api_key');
  assert.doesNotMatch(error.message, /sk-invalid-1234/, 'the key is not repeated in full');
});

test('an unknown id is a NotFoundError wherever it stands', async () => {
  for (const call of [client.videos.retrieve('video_unknown'), client.videos.delete('video_unknown'),
                      client.videos.downloadContent('video_unknown')]) {
    const error = await refusal(call, OpenAI.NotFoundError, 404);
    assert.equal(error.type, 'invalid_request_error');
  }
});

test('content before the end is a NotFoundError', async () => {
  const {id} = await client.videos.create({prompt: 'x'});
  await refusal(client.videos.downloadContent(id), OpenAI.NotFoundError, 404);
});

test('an id with reserved characters stays one path segment', async () => {
  for (const id of ['a/b', 'sora-2:task_1', 'a b', 'a%2Fb', '视频']) {
    await refusal(client.videos.retrieve(id), OpenAI.NotFoundError, 404);
  }
});

test('every error carries a request id', async () => {
  const error = await refusal(client.videos.retrieve('video_unknown'), OpenAI.NotFoundError, 404);
  assert.match(error.requestID ?? '', /^req_\w+/);
});
