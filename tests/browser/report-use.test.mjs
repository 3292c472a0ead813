// report.html in use: searched, filtered, followed by its links, by keyboard, on paper, without scripts, in Chinese.
import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {pathToFileURL} from 'node:url';
import {startMock} from '../mock.mjs';
import {assertAccessible, closeBrowser, openBrowser, phone, withPage} from './harness.mjs';

let folder;
const vidspec = (args, env) => new Promise((resolve) => execFile(process.env.VIDSPEC, args, {env: {...process.env, ...env}}, (error) => resolve(error?.code ?? 0)));
async function run(name, scenario, expected, ...flags) {
  const mock = await startMock(process.env.VIDSPEC, '--speed', '20', '--scenario', scenario);
  try {
    assert.equal(await vidspec(['run', mock.baseURL, '--out', join(folder, name), ...flags], {VIDSPEC_API_KEY: mock.api_key}), expected);
  } finally {
    await mock.stop();
  }
}
const url = (name) => pathToFileURL(join(folder, name, 'report.html')).href;
before(async () => {
  await openBrowser();
  folder = await mkdtemp(join(tmpdir(), 'vidspec-report-'));
  await run('red', 'progress-is-text', 1);
  await run('chinese', 'progress-is-text', 1, '--lang', 'zh');
  await vidspec(['run', 'http://127.0.0.1:9/v1', '--out', join(folder, 'unreachable'), '--lang', 'zh'], {VIDSPEC_API_KEY: 'sk-unreachable-0'});
});
after(async () => {
  await closeBrowser();
  await rm(folder, {recursive: true, force: true});
});

const red = 'task.progress.type';
const shown = (page) => page.locator('.check:visible').count();

test('search and filters narrow the list, and say how far', () => withPage(url('red'), async (page) => {
  const all = await shown(page);
  await page.keyboard.press('/');
  await page.keyboard.type('PROGRESS type');
  assert.ok(await shown(page) > 0 && await shown(page) < all);
  assert.match(await page.locator('#shown').textContent(), new RegExp(`^${await shown(page)} of ${all} `));
  await page.locator('#search').fill('');
  await page.locator('#toolbar button[data-verdict=fail]').click();
  assert.equal(await shown(page), await page.locator('.check[data-verdict=fail]').count());
  assert.equal(await page.locator('.area:visible').count(), 1, 'areas without a match go');
  await page.locator('#search').fill('nothing has this word');
  assert.equal(await shown(page), 0);
  assert.match(await page.locator('#shown').textContent(), /^0 of /);
}));

test('links lead to what they name, even when a filter hides it', () => withPage(url('red'), async (page) => {
  await page.locator('#search').fill('playable');
  await page.locator(`.fixes a[href="#c-${red}"]`).click();
  const check = page.locator(`[id="c-${red}"]`);
  assert.ok(await check.isVisible() && await check.evaluate((one) => one.open));
  assert.equal(await page.locator('#search').inputValue(), '');
  const link = check.locator('a[href^="#e"]').first();
  const target = (await link.getAttribute('href')).slice(1);
  await link.click();
  assert.ok(await page.locator(`#${target}`).evaluate((one) => one.open));
  assert.match(await page.locator(`#${target} pre`).last().textContent(), /"progress":/);
  for (const href of await page.locator('a[href^="#"]').evaluateAll((links) => links.map((one) => one.getAttribute('href')))) {
    assert.equal(await page.locator(`[id="${href.slice(1)}"]`).count(), 1, href);
  }
}));

test('a keyboard is enough, and shows where it is', () => withPage(url('red'), async (page) => {
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
  const box = await page.locator('.skip').boundingBox();
  assert.ok(box.x >= 0 && box.y >= 0, 'it comes into view');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'checks');
  let last = -1;
  for (let i = 0; i < 25; i++) {
    await page.keyboard.press('Tab');
    const now = await page.evaluate(() => {
      const one = document.activeElement;
      const order = [...document.querySelectorAll('*')].indexOf(one);
      return {order, outline: getComputedStyle(one).outlineStyle};
    });
    assert.ok(now.order > last, 'in the order of reading');
    assert.notEqual(now.outline, 'none');
    last = now.order;
  }
}));

test('everything opened stays on a phone, and is accessible', () => withPage(url('red'), async (page) => {
  await page.locator('#expand').click();
  await page.locator('details:not([open])').evaluateAll((all) => all.forEach((one) => (one.open = true)));
  await assertAccessible(page);
  const wide = await page.evaluate(() => [...document.querySelectorAll('main *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1).map((one) => one.outerHTML.slice(0, 80)));
  assert.deepEqual(wide.slice(0, 3), []);
}, {viewport: phone, colorScheme: 'dark'}));

test('on paper: what is wrong is open, nothing to click, dark on white', () => withPage(url('red'), async (page) => {
  await page.locator(`[id="c-${red}"] > summary`).click();
  await page.emulateMedia({media: 'print', colorScheme: 'dark'});
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  assert.ok(await page.locator(`[id="c-${red}"]`).evaluate((one) => one.open));
  for (const control of ['#toolbar', '.areas', '.skip', '.curl button']) assert.equal(await page.locator(control).first().isVisible(), false, control);
  const [ink, paper] = await page.evaluate(() => [getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]);
  assert.equal(paper, 'rgb(255, 255, 255)');
  assert.ok(ink.match(/\d+/g).every((value) => value < 80), ink);
}, {viewport: {width: 794, height: 1123}, colorScheme: 'dark'}));

test('without scripts everything is there', async () => {
  await withPage(url('red'), async (page) => {
    assert.equal(await page.locator('#toolbar').isVisible(), false, 'no dead controls');
    assert.ok(await page.locator(`[id="c-${red}"] .finding`).first().isVisible());
    await page.locator('.check:not([open]) > summary').first().click();
    assert.ok(await page.locator('.check[open] .body').first().isVisible());
  }, {javaScriptEnabled: false});
});

// Sentences in English where a Chinese reader reads. Quotes of documents, requests, ids and values of the target are as they are.
const english = (page) => page.evaluate(() => {
  const skipped = 'pre, blockquote, .mono, footer, style, script, .exchanges';
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const one = walker.currentNode;
    const text = one.data.replace(/"[^"]*"/g, '');
    if (!one.parentElement.closest(skipped) && /\b[a-z]{2,} [a-z]{2,} [a-z]{2,}\b/i.test(text)) found.push(one.data);
  }
  return found;
});
for (const name of ['chinese', 'unreachable']) {
  test(`a page in Chinese is in Chinese: ${name}`, () => withPage(url(name), async (page) => {
    assert.equal(await page.locator('html').getAttribute('lang'), 'zh-CN');
    assert.deepEqual(await english(page), []);
    await assertAccessible(page);
  }, {viewport: phone, name: `report-${name}-phone`}));
}
test('English on such a page would be seen', () => withPage(url('red'), async (page) => assert.notDeepEqual(await english(page), [])));
