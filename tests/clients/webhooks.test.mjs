// Webhooks as applications receive them: verified by the official client and by the package of the scheme's authors. The
// clock stands still and is moved by the tests.
import assert from 'node:assert/strict';
import {after, afterEach, before, beforeEach, test} from 'node:test';
import OpenAI from 'openai';
import {Webhook} from 'standardwebhooks';
import {startMock} from '../mock.mjs';
import {startReceiver} from './receiver.mjs';

let mock, client, receiver, secret;
before(async () => {
  receiver = await startReceiver();
  mock = await startMock(process.env.VIDSPEC, '--webhook-url', receiver.url);
  secret = mock.webhook_secret;
  client = new OpenAI({baseURL: mock.baseURL, apiKey: mock.api_key, webhookSecret: secret, maxRetries: 0});
  await control('POST', '/clock', {freeze: true});
});
after(async () => {
  await mock.stop();
  await receiver.close();
});
beforeEach(() => {
  receiver.events.length = 0;
  receiver.status = 200;
});
afterEach(() => control('POST', '/reset'));

async function control(method, path, body) {
  const answer = await fetch(mock.controlURL + path, {method, headers: body && {'content-type': 'application/json'}, body: body && JSON.stringify(body)});
  assert.ok(answer.ok, `${method} ${path}: ${answer.status}`);
  return answer.json();
}
const advance = (span) => control('POST', '/clock', {advance: span});
const create = async (scenario) => (await client.videos.create({prompt: scenario ? `x @scenario:${scenario}` : 'x'})).id;
// Time enough for the mock to send what it should not.
const quiet = () => new Promise((resolve) => setTimeout(resolve, 200));

test('the secret is of the form that both libraries take', () => {
  assert.match(secret, /^whsec_[A-Za-z0-9+/]+=*$/);
});

test('video.completed is verified by both libraries', async () => {
  const id = await create();
  await quiet();
  assert.deepEqual(receiver.events, [], 'nothing before the end');
  await advance('5s');
  const [{headers, body}] = await receiver.wait(1);
  const event = await client.webhooks.unwrap(body, headers);
  assert.equal(event.object, 'event');
  assert.equal(event.type, 'video.completed');
  assert.match(event.id, /^evt_/);
  assert.deepEqual(event.data, {id});
  assert.ok(Number.isInteger(event.created_at));
  assert.deepEqual(new Webhook(secret).verify(body, headers), event);
  assert.equal(headers['content-type'], 'application/json');
  assert.equal((await client.videos.retrieve(event.data.id)).status, 'completed');
});

test('video.failed is told too', async () => {
  const id = await create('moderation-blocked');
  await advance('5s');
  const [{headers, body}] = await receiver.wait(1);
  const event = await client.webhooks.unwrap(body, headers);
  assert.equal(event.type, 'video.failed');
  assert.equal(event.data.id, id);
});

test('what was changed on its way is refused', async () => {
  await create();
  await advance('5s');
  const [{headers, body}] = await receiver.wait(1);
  const changed = body.replace('video.completed', 'video.failed');
  await assert.rejects(client.webhooks.unwrap(changed, headers), OpenAI.InvalidWebhookSignatureError);
  assert.throws(() => new Webhook(secret).verify(changed, headers));
  await assert.rejects(client.webhooks.unwrap(body, headers, 'whsec_' + Buffer.from('another').toString('base64')), OpenAI.InvalidWebhookSignatureError);
});

test('a bad signature is refused by both libraries', async () => {
  await create('webhooks-badly-signed');
  await advance('5s');
  const [{headers, body}] = await receiver.wait(1);
  await assert.rejects(client.webhooks.unwrap(body, headers), OpenAI.InvalidWebhookSignatureError);
  assert.throws(() => new Webhook(secret).verify(body, headers));
});

test('a duplicate is valid and known by its id', async () => {
  await create('webhooks-twice');
  await advance('5s');
  const [first, second] = await receiver.wait(2);
  for (const {headers, body} of [first, second]) assert.equal((await client.webhooks.unwrap(body, headers)).type, 'video.completed');
  assert.equal(first.headers['webhook-id'], second.headers['webhook-id']);
  assert.equal(first.body, second.body);
});

test('events can come in the wrong order, each valid', async () => {
  const first = await create('webhooks-reversed');
  await advance('1s');
  const second = await create('webhooks-reversed');
  await advance('10s');
  const events = await receiver.wait(2);
  const order = [];
  for (const {headers, body} of events) order.push((await client.webhooks.unwrap(body, headers)).data.id);
  assert.deepEqual(order, [second, first]);
});

test('a refused one comes again, later and later, on the clock of the mock', async () => {
  receiver.status = 503;
  await create();
  await advance('5s');
  await receiver.wait(1);
  for (const [wait, count] of [['4s', 1], ['1s', 2], ['9s', 2], ['1s', 3], ['19s', 3], ['1s', 4]]) {
    await advance(wait);
    if (count > receiver.events.length) await receiver.wait(count);
    else await quiet();
    assert.equal(receiver.events.length, count, `after ${wait} more`);
  }
  receiver.status = 200;
  await advance('1m');
  const events = await receiver.wait(5);
  assert.equal(new Set(events.map((one) => one.headers['webhook-id'])).size, 1, 'every attempt has the same id');
  for (const {headers, body} of events) assert.equal((await client.webhooks.unwrap(body, headers)).type, 'video.completed');
  await quiet();
  const {webhooks} = await control('GET', '/webhooks');
  assert.deepEqual(webhooks.map(({state, attempts, status}) => ({state, attempts, status})), [{state: 'delivered', attempts: 5, status: 200}]);
  await advance('72h');
  await quiet();
  assert.equal(receiver.events.length, 5, 'what was delivered is not sent again');
});

test('one that comes late or never, and one that is sent again by hand', async () => {
  await create('webhooks-late');
  await create('webhooks-never');
  await advance('60s');
  await quiet();
  assert.deepEqual(receiver.events, []);
  await advance('5s');
  await receiver.wait(1);
  const {webhooks: [{number}]} = await control('GET', '/webhooks');
  await control('POST', `/webhooks/${number}/redeliver`);
  const [first, again] = await receiver.wait(2);
  assert.equal(again.headers['webhook-id'], first.headers['webhook-id']);
});

test('where events go can be changed while it runs', async () => {
  const other = await startReceiver();
  try {
    await control('PUT', '/webhook', {url: other.url});
    await create();
    await advance('5s');
    await other.wait(1);
    assert.deepEqual(receiver.events, []);
  } finally {
    await control('PUT', '/webhook', {url: receiver.url});
    await other.close();
  }
});
