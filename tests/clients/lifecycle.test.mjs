// What every user of the official client does: create, poll, download, list, delete.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import OpenAI from 'openai';
import {startMock} from '../mock.mjs';
import {waitFor} from './wait.mjs';

let mock, client;
before(async () => {
  mock = await startMock(process.env.VIDSPEC, '--profile', 'openai', '--speed', '20');
  client = new OpenAI({baseURL: mock.baseURL, apiKey: mock.api_key, maxRetries: 0});
});
after(async () => {
  const {code} = await mock.stop();
  assert.equal(code, 0, 'the mock ends with exit code 0 when it is told to stop');
});

test('create, poll, download, list, delete', async () => {
  const began = Math.floor(Date.now() / 1000);
  const created = await client.videos.create({model: 'sora-2', prompt: 'A paper boat on a pond', seconds: '4', size: '720x1280'});
  assert.match(created.id, /^\S+$/);
  assert.equal(created.object, 'video');
  assert.equal(created.model, 'sora-2');
  assert.equal(created.seconds, '4');
  assert.equal(created.size, '720x1280');
  assert.equal(created.prompt, 'A paper boat on a pond');
  assert.ok(['queued', 'in_progress'].includes(created.status), created.status);
  assert.ok(Number.isInteger(created.created_at) && created.created_at >= began - 1, `created_at ${created.created_at}`);
  for (const field of ['completed_at', 'expires_at', 'error', 'remixed_from_video_id']) assert.equal(created[field], null, field);

  const {video, seen} = await waitFor(client, created.id);
  assert.equal(video.status, 'completed');
  assert.equal(video.id, created.id);
  assert.equal(video.progress, 100);
  assert.equal(video.created_at, created.created_at);
  assert.ok(video.completed_at >= video.created_at);
  assert.ok(video.expires_at > video.completed_at);
  const order = ['queued', 'in_progress', 'completed'];
  const steps = seen.map((one) => order.indexOf(one.status));
  assert.deepEqual(steps, [...steps].sort((a, b) => a - b), 'stages never go back');
  const percents = seen.map((one) => one.progress);
  assert.deepEqual(percents, [...percents].sort((a, b) => a - b), 'progress never falls');

  const answer = await client.videos.downloadContent(created.id);
  assert.equal(answer.headers.get('content-type'), 'video/mp4');
  const bytes = Buffer.from(await answer.arrayBuffer());
  assert.equal(bytes.length, Number(answer.headers.get('content-length')));
  assert.equal(bytes.toString('latin1', 4, 8), 'ftyp', 'an ISO base media file');
  assert.ok(bytes.includes('moov') && bytes.includes('mdat'));

  const page = await client.videos.list({limit: 10});
  assert.deepEqual(page.data.map((one) => one.id), [created.id]);
  assert.equal(page.has_more, false);
  assert.equal(page.last_id, created.id);
  assert.deepEqual(page.data[0], video, 'the list shows the same object as retrieve');

  const deleted = await client.videos.delete(created.id);
  assert.deepEqual({...deleted}, {id: created.id, object: 'video.deleted', deleted: true});
  await assert.rejects(client.videos.retrieve(created.id), OpenAI.NotFoundError);
  assert.deepEqual((await client.videos.list()).data, []);
});
