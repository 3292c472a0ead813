// report.html of a real run, opened from the disk as a reader opens it.
import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {mkdtemp, readFile, rm, stat} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {pathToFileURL} from 'node:url';
import {promisify} from 'node:util';
import {startMock} from '../mock.mjs';
import {assertAccessible, closeBrowser, desktop, openBrowser, phone, withPage} from './harness.mjs';

let out, url, report;
before(async () => {
  await openBrowser();
  out = await mkdtemp(join(tmpdir(), 'vidspec-browser-'));
  const mock = await startMock(process.env.VIDSPEC);
  try {
    await promisify(execFile)(process.env.VIDSPEC, ['run', mock.baseURL, '--out', out], {
      env: {...process.env, VIDSPEC_API_KEY: mock.api_key},
    });
  } finally {
    await mock.stop();
  }
  url = pathToFileURL(join(out, 'report.html')).href;
  report = JSON.parse(await readFile(join(out, 'report.json'), 'utf8'));
});
after(async () => {
  await closeBrowser();
  await rm(out, {recursive: true, force: true});
});

for (const [name, viewport] of Object.entries({desktop, phone})) {
  for (const colorScheme of ['light', 'dark']) {
    test(`reads well: ${name}, ${colorScheme}`, () => withPage(url, async (page) => {
      await assertAccessible(page);
      const text = await page.innerText('main');
      assert.match(text.toLowerCase(), new RegExp(report.verdict));
      for (const check of report.checks) assert.ok((await page.content()).includes(check.id), check.id);
    }, {viewport, colorScheme, name: `report-${name}-${colorScheme}`}));
  }
}

test('is one file of bounded size', async () => assert.ok((await stat(join(out, 'report.html'))).size < 600_000));
