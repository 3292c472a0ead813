// A browser for the tests of pages that vidspec makes. Every page is watched: see `Watch`.
import assert from 'node:assert/strict';
import {join} from 'node:path';
import axe from 'axe-core';
import {chromium} from 'playwright-core';

export const desktop = {width: 1280, height: 900};
export const phone = {width: 375, height: 812};

let browser;
export async function openBrowser() {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    // Chromium's own sandbox cannot be had as root; background networking would knock on the vendor's hosts at every start.
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu', '--disable-quic', '--no-first-run',
           '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}
export const closeBrowser = () => browser?.close();

/**
 * Opens a page and hands it to `use`; then holds what must be true of every page of ours: no script error, nothing on the
 * console's error channel, no request that `allowed(url)` does not allow, no horizontal scroll bar.
 */
export async function withPage(url, use, {viewport = desktop, allowed = () => false, colorScheme = 'light', javaScriptEnabled = true, name} = {}) {
  const context = await browser.newContext({viewport, colorScheme, javaScriptEnabled, reducedMotion: 'reduce'});
  const complaints = [];
  try {
    const page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(`script error: ${error.message}`));
    page.on('console', (message) => message.type() === 'error' && complaints.push(`console: ${message.text()}`));
    page.on('request', (request) => {
      const asked = request.url();
      if (asked !== url && !/^(data|blob|about):/.test(asked) && !allowed(asked)) complaints.push(`request: ${asked}`);
    });
    await page.goto(url);
    if (use) await use(page);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) complaints.push(`scrolls sideways by ${wide} px at ${viewport.width} px`);
    if (name) await page.screenshot({path: join(process.env.SCREENSHOTS ?? '.', `${name}.png`), fullPage: true});
  } finally {
    await context.close();
  }
  assert.deepEqual(complaints, [], url);
}

/** What assistive technology needs, and contrast: WCAG 2.2 A and AA as axe judges it. Every page of ours passes it. */
export async function assertAccessible(page) {
  const problems = await page.evaluate(() => {
    const found = [];
    if (!document.documentElement.lang) found.push('no lang on <html>');
    if (!document.title.trim()) found.push('no title');
    if (document.querySelectorAll('h1').length !== 1) found.push(`${document.querySelectorAll('h1').length} h1`);
    if (!document.querySelector('main')) found.push('no <main>');
    for (const field of document.querySelectorAll('input:not([type=hidden]), select, textarea')) {
      const named = field.labels?.length || field.getAttribute('aria-label') || field.getAttribute('aria-labelledby');
      if (!named) found.push(`no label: ${field.outerHTML.slice(0, 80)}`);
    }
    for (const one of document.querySelectorAll('button, a[href]')) {
      if (!one.textContent.trim() && !one.getAttribute('aria-label')) found.push(`no name: ${one.outerHTML.slice(0, 80)}`);
    }
    for (const image of document.querySelectorAll('svg:not([aria-hidden=true])')) {
      if (!image.getAttribute('role') || !(image.getAttribute('aria-label') || image.querySelector('title'))) {
        found.push(`picture without a name: ${image.outerHTML.slice(0, 80)}`);
      }
    }
    const ids = [...document.querySelectorAll('[id]')].map((one) => one.id);
    for (const id of new Set(ids.filter((id, n) => ids.indexOf(id) !== n))) found.push(`id twice: ${id}`);
    return found;
  });
  assert.deepEqual(problems, []);
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const result = await window.axe.run(document, {runOnly: tags, resultTypes: ['violations']});
    return result.violations.flatMap(({id, nodes}) => nodes.slice(0, 3).map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary.split('\n')[1]?.trim()}`));
  });
  assert.deepEqual(violations.slice(0, 12), []);
}
