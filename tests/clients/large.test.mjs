// A download of a gigabyte: streamed, never held in memory, and to be had in pieces.
import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {after, before, test} from 'node:test';
import OpenAI from 'openai';
import {startMock} from '../mock.mjs';

const gigabyte = 1024 ** 3;
let mock, client, id;
before(async () => {
  mock = await startMock(process.env.VIDSPEC, '--content-size', '1GB', '--progression', 'instant');
  client = new OpenAI({baseURL: mock.baseURL, apiKey: mock.api_key, maxRetries: 0});
  ({id} = await client.videos.create({prompt: 'long'}));
});
after(() => mock.stop());

const part = async (range) => {
  const answer = await client.videos.downloadContent(id, {}, {headers: {range}});
  return {answer, bytes: Buffer.from(await answer.arrayBuffer())};
};

test('a gigabyte comes whole while the mock stays small', {skip: process.platform !== 'linux' && 'reads /proc'}, async () => {
  const answer = await client.videos.downloadContent(id);
  assert.equal(Number(answer.headers.get('content-length')), gigabyte);
  let size = 0;
  for await (const chunk of answer.body) size += chunk.length;
  assert.equal(size, gigabyte);
  const peak = Number(/VmHWM:\s+(\d+)/.exec(await readFile(`/proc/${mock.pid}/status`, 'utf8'))[1]) / 1024;
  assert.ok(peak < 64, `${peak.toFixed(0)} MB at most`);
});

test('its beginning is a film, its pieces are where they belong', async () => {
  const {answer, bytes} = await part('bytes=0-1999');
  assert.equal(answer.status, 206);
  assert.equal(bytes.toString('latin1', 4, 8), 'ftyp');
  assert.deepEqual((await part('bytes=1000-1999')).bytes, bytes.subarray(1000));
  const tail = await part('bytes=-10');
  assert.equal(tail.answer.headers.get('content-range'), `bytes ${gigabyte - 10}-${gigabyte - 1}/${gigabyte}`);
  assert.equal(tail.bytes.length, 10);
  await assert.rejects(part(`bytes=${gigabyte}-`), (error) => error.status === 416 && error.headers.get('content-range') === `bytes */${gigabyte}`);
});
