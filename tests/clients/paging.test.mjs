// Cursor paging as the official client does it: `after` is the last_id of the page before.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import OpenAI from 'openai';
import {startMock} from '../mock.mjs';

let mock, client;
const ids = [];
before(async () => {
  mock = await startMock(process.env.VIDSPEC, '--profile', 'openai', '--speed', '20');
  client = new OpenAI({baseURL: mock.baseURL, apiKey: mock.api_key, maxRetries: 0});
  for (let n = 1; n <= 5; n++) ids.push((await client.videos.create({prompt: `number ${n}`})).id);
});
after(() => mock.stop());

const all = async (query) => {
  const seen = [];
  for await (const video of client.videos.list(query)) seen.push(video.id);
  return seen;
};

test('ids are unique', () => assert.equal(new Set(ids).size, 5));

test('newest first by default', async () => assert.deepEqual(await all({}), [...ids].reverse()));

test('every page size walks the whole list once, in both orders', async () => {
  for (const limit of [1, 2, 3, 5, 100]) {
    assert.deepEqual(await all({limit, order: 'asc'}), ids, `limit ${limit} asc`);
    assert.deepEqual(await all({limit, order: 'desc'}), [...ids].reverse(), `limit ${limit} desc`);
  }
});

test('a page names its ends and whether more follows', async () => {
  // The client's page hides members of the answer that the interface requires.
  const raw = await (await client.videos.list({limit: 2, order: 'asc'}).asResponse()).json();
  assert.deepEqual({...raw, data: raw.data.map((one) => one.id)},
                   {object: 'list', data: ids.slice(0, 2), first_id: ids[0], last_id: ids[1], has_more: true});
  const first = await client.videos.list({limit: 2, order: 'asc'});
  assert.deepEqual(first.data.map((one) => one.id), ids.slice(0, 2));
  const second = await first.getNextPage();
  assert.deepEqual(second.data.map((one) => one.id), ids.slice(2, 4));
  const third = await second.getNextPage();
  assert.deepEqual(third.data.map((one) => one.id), ids.slice(4));
  assert.equal(third.has_more, false);
  assert.equal(third.hasNextPage(), false);
});

test('an undocumented order or limit is refused', async () => {
  await assert.rejects(client.videos.list({order: 'sideways'}), OpenAI.BadRequestError);
  await assert.rejects(client.videos.list({limit: 101}), OpenAI.BadRequestError);
});

test('another key sees none of them', async () => {
  const other = new OpenAI({baseURL: mock.baseURL, apiKey: 'sk-somebody-else', maxRetries: 0});
  assert.deepEqual((await other.videos.list()).data, []);
  await assert.rejects(other.videos.retrieve(ids[0]), OpenAI.NotFoundError);
});

test('a deleted video leaves the list', async () => {
  await new Promise((resolve) => setTimeout(resolve, 500));
  await client.videos.delete(ids[2]);
  assert.deepEqual(await all({limit: 2, order: 'asc'}), ids.filter((id) => id !== ids[2]));
});
