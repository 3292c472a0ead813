// The mock's console page: what people see of tasks, requests and verdicts, and that they can act. What clients sent is
// hostile text to it.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {after, before, test} from 'node:test';
import {startMock} from '../mock.mjs';
import {assertAccessible, closeBrowser, desktop, openBrowser, phone, withPage} from './harness.mjs';

const hostile = '<img src=x onerror=alert(1)> & <script>alert(2)</script> "\'`';
let mock;
before(openBrowser);
after(closeBrowser);

const ask = (method, path, body, headers = {}) => fetch(mock.baseURL + path, {
  method, body: body && JSON.stringify(body),
  headers: {authorization: `Bearer ${mock.api_key}`, ...(body && {'content-type': 'application/json'}), ...headers}});
const create = async (body, headers) => (await ask('POST', '/videos', body, headers)).json();
async function control(method, path, body) {
  const answer = await fetch(mock.controlURL + path, {method, body: body && JSON.stringify(body), headers: body && {'content-type': 'application/json'}});
  assert.ok(answer.ok, `${method} ${path}: ${answer.status}`);
  return answer.json();
}
const advance = (span) => control('POST', '/clock', {advance: span});
const look = (use, options = {}) =>
  withPage(`${mock.controlURL}/`, use, {allowed: (url) => url.startsWith(`${mock.controlURL}/`), ...options});
const card = (page, task) => page.locator('article', {hasText: task.id});

// One mock with a task in every stage, a hostile prompt, a refused request and a client that polled too fast.
async function withMock(use, ...flags) {
  mock = await startMock(process.env.VIDSPEC, ...flags);
  try {
    await control('POST', '/clock', {freeze: true});
    const done = await create({prompt: 'A paper boat on a pond, at dawn', seconds: '4'});
    const failed = await create({prompt: hostile}, {'x-vidspec-scenario': 'moderation-blocked'});
    await advance('20s');
    for (let n = 0; n < 4; n++) await ask('GET', `/videos/${done.id}`);
    const running = await create({prompt: 'A city in the rain, seen from a tram', seconds: '8', size: '1280x720'});
    await advance('3s');
    await ask('POST', '/videos', {prompt: hostile, seconds: '5'}, {'user-agent': hostile});
    await ask('GET', `/videos/${done.id}/content`);
    const queued = await create({prompt: 'A lighthouse in a storm', model: 'sora-2-pro', seconds: '12'});
    await use({done, failed, running, queued});
  } finally {
    await mock.stop();
  }
}

test('shows what happened', () => withMock(async ({done, failed, running, queued}) => {
  await control('POST', '/armed', {scenario: 'create-fails-twice', times: 2});
  for (const [width, viewport] of Object.entries({desktop, phone})) {
    for (const colorScheme of ['light', 'dark']) {
      for (const tab of ['requests', 'verdicts', 'scenarios', 'webhooks']) {
        await look(async (page) => {
          await page.locator(`#tab-${tab}`).click();
          await card(page, queued).waitFor();
          await assertAccessible(page);
          for (const [task, word] of [[done, 'completed · 100 %'], [failed, 'failed · '], [running, 'in_progress · '], [queued, 'queued · 0 %']]) {
            assert.match(await card(page, task).locator('.stage').textContent(), new RegExp(`^${word}`));
          }
          assert.equal(await page.locator(`#${tab}`).isVisible(), true);
        }, {viewport, colorScheme, name: `console-${tab}-${width}-${colorScheme}`});
      }
    }
  }
  await look(async (page) => {
    assert.equal(await card(page, failed).locator('.prompt').textContent(), hostile, 'markup in a prompt stays text');
    assert.equal(await page.locator('main img').count(), 0);
    assert.match(await card(page, failed).textContent(), /moderation_blocked: /);
    assert.equal(await page.locator('#request-list > li').count(), 10);
    await page.locator('#request-filter').fill('400');
    const refused = page.locator('#request-list > li').first();
    await refused.locator('summary').click();
    await refused.locator('pre').nth(1).waitFor();  // filled when the row has opened
    const opened = await refused.textContent();
    assert.ok(opened.includes(hostile), 'headers and body of a request');
    assert.match(opened, /Supported values are: '4', '8', and '12'/);
    assert.doesNotMatch(opened, new RegExp(mock.api_key), 'no key in full');
    assert.equal(await page.locator('#request-list > li').count(), 1);
    await page.locator('#tab-verdicts').click();
    assert.match(await page.locator('#verdict-list').textContent(), /polls-after-end.*stop at completed and failed/);
    await page.locator('#tab-scenarios').click();
    assert.match(await page.locator('#armed-list').textContent(), /create-fails-twice waits for 2 requests/);
  }, {name: 'console-request-opened'});
}));

test('moves the clock and the tasks', () => withMock(async ({running, queued}) => look(async (page) => {
  const stage = (task, word) => card(page, task).locator('.stage', {hasText: word}).waitFor();
  await stage(queued, 'queued');
  await card(page, queued).getByText('Step', {exact: true}).click();
  await stage(queued, 'in_progress');
  await card(page, queued).getByText('Fail', {exact: true}).click();
  await stage(queued, 'failed · 42 %');
  await page.getByText('+10 s', {exact: true}).click();
  await stage(running, 'completed');
  await page.locator('#freeze').click();
  await page.locator('#freeze', {hasText: 'Freeze'}).waitFor();
  assert.equal((await control('GET', '/clock')).frozen, false);
  await page.locator('#speed').selectOption('100');
  await page.waitForFunction(() => document.querySelector('#speed').value === '100');
  assert.equal((await control('GET', '/clock')).speed, 100);
  await card(page, queued).getByText('Delete', {exact: true}).click();
  await card(page, queued).waitFor({state: 'detached'});
  assert.equal((await ask('GET', `/videos/${queued.id}`)).status, 404);
})));

test('arms a scenario for one request, and one for all', () => withMock(async () => look(async (page) => {
  await page.locator('#tab-scenarios').click();
  await page.locator('#scenario-filter').fill('create-fails-twice');
  await page.getByText('Arm once', {exact: true}).click();
  await page.locator('#armed-list', {hasText: 'create-fails-twice'}).waitFor();
  assert.equal((await ask('POST', '/videos', {prompt: 'x'})).status, 500);
  assert.equal((await ask('POST', '/videos', {prompt: 'x'})).status, 200);
  await page.locator('#scenario-filter').fill('maintenance-page');
  await page.locator('#scenario-list summary').first().click();
  await page.locator('#scenario-list pre', {hasText: '"rules"'}).waitFor();
  await page.getByText('For all', {exact: true}).click();
  await page.locator('#global', {hasText: 'maintenance-page'}).waitFor();
  assert.equal((await ask('GET', '/videos')).status, 524);
  await page.getByText('Let it rest').click();
  await page.locator('#global').waitFor({state: 'hidden'});
  assert.equal((await ask('GET', '/videos')).status, 200);
}, {name: 'console-scenario-opened'})));

test('plays a finished video', () => withMock(async ({done}) => look(async (page) => {
  await card(page, done).getByText('▶ Play').click();
  const video = page.locator('#video');
  await page.waitForFunction(() => document.querySelector('#video').currentTime > 0.1);
  assert.deepEqual(await video.evaluate((one) => [one.videoWidth, one.videoHeight, Math.round(one.duration), one.error]), [720, 1280, 4, null]);
  await page.screenshot({path: `${process.env.SCREENSHOTS ?? '.'}/console-player.png`});
  await page.getByText('Close', {exact: true}).click();
  assert.equal(await page.locator('#player').isVisible(), false);
})));

for (const profile of ['openai', 'video-create', 'sora-format']) {
  test(`the command that an empty page shows makes a task: ${profile}`, async () => {
    mock = await startMock(process.env.VIDSPEC, '--profile', profile);
    try {
      await look(async (page) => {
        const command = page.locator('#example', {hasText: 'curl'});
        execFileSync('bash', ['-c', (await command.textContent()).replace('curl', 'curl -fsS')], {stdio: 'pipe'});
        await page.locator('article').waitFor();
      });
    } finally {
      await mock.stop();
    }
  });
}

test('an empty mock says how to begin, and a mock that went away is missed', async () => {
  mock = await startMock(process.env.VIDSPEC);
  try {
    await look(async (page) => {
      await page.locator('#example', {hasText: `${mock.baseURL}/videos`}).waitFor();
      await assertAccessible(page);
    }, {name: 'console-empty'});
    await assert.rejects(look(async (page) => {
      await page.locator('#example', {hasText: 'curl'}).waitFor();
      await mock.stop();
      await page.locator('#lost', {hasText: 'does not answer'}).waitFor();
    }), /ERR_CONNECTION/);
  } finally {
    await mock.stop();
  }
});

test('after a reset nothing is left', () => withMock(async () => look(async (page) => {
  await page.locator('article').first().waitFor();
  await page.locator('#reset').click();
  await page.locator('article').first().waitFor({state: 'detached'});
  await page.locator('#no-tasks').waitFor();
  assert.equal(await page.locator('#request-list > li').count(), 0);
  const fresh = await create({prompt: 'again'});
  await card(page, fresh).waitFor();
  await page.locator('#request-list > li').first().waitFor();
})));
