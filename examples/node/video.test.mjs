// A Node test suite that carries its own video API: no key, no network, no waiting. VIDSPEC=path/to/vidspec node --test
import assert from 'node:assert/strict';
import {after, beforeEach, before, test} from 'node:test';
import {startMock} from './mock.mjs';
import {VideoMaker} from './video.mjs';

let mock, maker;
before(async () => {
  mock = await startMock();
  await mock.control('POST', '/clock', {freeze: true});
  // The clock stands still; what the client sleeps, the clock of the mock moves. Minutes pass in milliseconds.
  maker = new VideoMaker({...mock, sleep: (ms) => mock.control('POST', '/clock', {advance: ms})});
});
after(() => mock.stop());
beforeEach(() => mock.control('POST', '/reset'));

test('a video is made and downloaded', async () => {
  const film = await maker.make('A paper boat on a pond');
  assert.equal(Buffer.from(film).toString('latin1', 4, 8), 'ftyp');
  const polls = await mock.control('POST', '/requests/verify', {operation: 'retrieve', at_least: 2, at_most: 20});
  assert.ok(polls.holds, JSON.stringify(polls));
});

test('a blocked prompt is told to the user', async () => {
  await assert.rejects(maker.make('x @scenario:moderation-blocked'), /blocked by our moderation system/);
});

test('a rate limit is waited for', async () => {
  await mock.control('PUT', '/scenario', {scenario: 'rate-limited'});
  try {
    assert.ok((await maker.make('A lighthouse in a storm')).length > 1000);
  } finally {
    await mock.control('DELETE', '/scenario');
  }
});

test('a page of HTML where JSON was promised is an error', async () => {
  await mock.control('POST', '/armed', {scenario: 'maintenance-page'});
  await assert.rejects(maker.make('x'));
});
