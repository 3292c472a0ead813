// The operations on a finished video, and files in both directions, as the official client sends them.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {deflateSync} from 'node:zlib';
import OpenAI, {toFile} from 'openai';
import {startMock} from '../mock.mjs';
import {waitFor} from './wait.mjs';

let mock, client, done;
before(async () => {
  mock = await startMock(process.env.VIDSPEC, '--profile', 'openai', '--speed', '100');
  client = new OpenAI({baseURL: mock.baseURL, apiKey: mock.api_key, maxRetries: 0});
  ({video: done} = await waitFor(client, (await client.videos.create({prompt: 'the source', seconds: '8', size: '1280x720'})).id));
});
after(() => mock.stop());

const bytes = async (answer) => Buffer.from(await (await answer).arrayBuffer());

// A grey PNG of that size; the checksums of its chunks are left out, as image readers of headers do not look at them.
function png(width, height) {
  const chunk = (type, data) => {
    const head = Buffer.alloc(4);
    head.writeUInt32BE(data.length);
    return Buffer.concat([head, Buffer.from(type), data, Buffer.alloc(4)]);
  };
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', header),
                        chunk('IDAT', deflateSync(Buffer.alloc((width + 1) * height, 128))), chunk('IEND', Buffer.alloc(0))]);
}

test('a video shows what was asked for', () => {
  assert.equal(done.seconds, '8');
  assert.equal(done.size, '1280x720');
  assert.equal(done.prompt, 'the source');
});

test('every variant downloads as the type it is', async () => {
  for (const [variant, type, at, magic] of [['video', 'video/mp4', 4, 'ftyp'], ['thumbnail', 'image/webp', 8, 'WEBP'],
                                            ['spritesheet', 'image/jpeg', 0, '\xff\xd8\xff']]) {
    const answer = await client.videos.downloadContent(done.id, {variant});
    assert.equal(answer.headers.get('content-type'), type);
    assert.equal((await bytes(answer)).toString('latin1', at, at + magic.length), magic, variant);
  }
});

test('an undocumented variant is refused', () =>
  assert.rejects(client.videos.downloadContent(done.id, {variant: 'hologram'}), OpenAI.BadRequestError));

test('a download can be asked for in pieces, and the pieces make the whole', async () => {
  const whole = await bytes(client.videos.downloadContent(done.id));
  const piece = (range) => client.videos.downloadContent(done.id, {}, {headers: {range}});
  const first = await piece('bytes=0-99');
  assert.equal(first.status, 206);
  assert.equal(first.headers.get('content-range'), `bytes 0-99/${whole.length}`);
  const rest = await piece('bytes=100-');
  assert.deepEqual(Buffer.concat([await bytes(first), await bytes(rest)]), whole);
  assert.deepEqual(await bytes(piece('bytes=-7')), whole.subarray(-7));
  await assert.rejects(piece(`bytes=${whole.length}-`), (error) => error.status === 416);
});

test('two downloads of one video are the same bytes', async () => {
  assert.deepEqual(await bytes(client.videos.downloadContent(done.id)), await bytes(client.videos.downloadContent(done.id)));
});

test('remix makes a new video that names its source', async () => {
  const made = await client.videos.remix(done.id, {prompt: 'the same at night'});
  assert.notEqual(made.id, done.id);
  assert.equal(made.remixed_from_video_id, done.id);
  assert.equal(made.prompt, 'the same at night');
  assert.equal(made.seconds, done.seconds);
  assert.equal((await waitFor(client, made.id)).video.status, 'completed');
});

test('remix of an unfinished video is refused', async () => {
  const slow = await startMock(process.env.VIDSPEC, '--profile', 'openai');
  try {
    const other = new OpenAI({baseURL: slow.baseURL, apiKey: slow.api_key, maxRetries: 0});
    const {id} = await other.videos.create({prompt: 'x'});
    await assert.rejects(other.videos.remix(id, {prompt: 'y'}), OpenAI.BadRequestError);
  } finally {
    await slow.stop();
  }
});

test('edit of a video by its id', async () => {
  const made = await client.videos.edit({prompt: 'brighter', video: {id: done.id}});
  assert.notEqual(made.id, done.id);
  assert.equal(made.status === 'queued' || made.status === 'in_progress', true);
  assert.equal(made.size, done.size);
});

test('extension: the answer counts the stitched seconds', async () => {
  const made = await client.videos.extend({prompt: 'and on', seconds: '4', video: {id: done.id}});
  assert.equal(made.seconds, '12');
});

test('a character is made of an upload and can be fetched', async () => {
  const video = await toFile(await bytes(client.videos.downloadContent(done.id)), 'cat.mp4', {type: 'video/mp4'});
  const made = await client.videos.createCharacter({name: 'Tom', video});
  assert.equal(made.name, 'Tom');
  assert.ok(Number.isInteger(made.created_at));
  assert.deepEqual(await client.videos.getCharacter(made.id), made);
  await assert.rejects(client.videos.getCharacter('char_unknown'), OpenAI.NotFoundError);
});

test('an image of the right size is accepted as the first frame', async () => {
  const input_reference = await toFile(png(720, 1280), 'frame.png', {type: 'image/png'});
  const made = await client.videos.create({prompt: 'x', size: '720x1280', input_reference});
  assert.equal((await waitFor(client, made.id)).video.status, 'completed');
});

test('an image of another size or of no media type is refused', async () => {
  for (const [image, type] of [[png(64, 64), 'image/png'], [png(720, 1280), undefined]]) {
    const input_reference = await toFile(image, 'frame.png', type ? {type} : {type: 'application/octet-stream'});
    await assert.rejects(client.videos.create({prompt: 'x', size: '720x1280', input_reference}), OpenAI.BadRequestError);
  }
});

test('an image can be named by URL: the client sends bracketed members', async () => {
  const image_url = `data:image/png;base64,${png(720, 1280).toString('base64')}`;
  const made = await client.videos.create({prompt: 'x', input_reference: {image_url}});
  assert.match(made.id, /^video_/);
});

test('dated model names are echoed as they were asked for', async () => {
  const made = await client.videos.create({prompt: 'x', model: 'sora-2-2025-12-08'});
  assert.equal(made.model, 'sora-2-2025-12-08');
});

test('a prompt keeps its text', async () => {
  for (const prompt of ['视频 🎬', 'a "quoted" \\ word', '<b>&amp;</b>', 'x'.repeat(32_000)]) {
    assert.equal((await client.videos.create({prompt})).prompt, prompt);
  }
  await assert.rejects(client.videos.create({prompt: 'x'.repeat(32_001)}), OpenAI.BadRequestError);
});

test('the answer to every call carries its request id', async () => {
  const first = await client.videos.retrieve(done.id);
  const second = await client.videos.retrieve(done.id);
  assert.match(first._request_id, /^req_/);
  assert.notEqual(first._request_id, second._request_id);
});
