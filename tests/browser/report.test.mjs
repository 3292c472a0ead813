// report.html, opened from the disk as a reader opens it: of a real run, and of a report with hostile text in every field.
import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {copyFile, mkdtemp, readFile, rm, stat} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {pathToFileURL} from 'node:url';
import {promisify} from 'node:util';
import {startMock} from '../mock.mjs';
import {assertAccessible, closeBrowser, desktop, openBrowser, phone, withPage} from './harness.mjs';

const vidspec = (args, env = {}) => promisify(execFile)(process.env.VIDSPEC, args, {env: {...process.env, ...env}});
let folder;
before(async () => {
  await openBrowser();
  folder = await mkdtemp(join(tmpdir(), 'vidspec-browser-'));
});
after(async () => {
  await closeBrowser();
  await rm(folder, {recursive: true, force: true});
});

// One report as a page, and as data.
async function page(name) {
  const at = join(folder, name);
  return {url: pathToFileURL(join(at, 'report.html')).href, size: (await stat(join(at, 'report.html'))).size,
          report: JSON.parse(await readFile(join(at, 'report.json'), 'utf8'))};
}

const sources = {
  'a real run': async (at) => {
    const mock = await startMock(process.env.VIDSPEC);
    try {
      await vidspec(['run', mock.baseURL, '--out', at], {VIDSPEC_API_KEY: mock.api_key});
    } finally {
      await mock.stop();
    }
  },
  'hostile text': async (at) => {
    await vidspec(['report', new URL('../../fixtures/reports/sample.json', import.meta.url).pathname, '--format', 'html', '--out', at]);
    await copyFile(new URL('../../fixtures/reports/sample.json', import.meta.url), join(at, 'report.json'));
  },
  'hostile text in Chinese': async (at) => {
    await sources['hostile text'](at);
    await vidspec(['report', at, '--format', 'html', '--lang', 'zh', '--out', at]);
  },
};

for (const [source, make] of Object.entries(sources)) {
  test(source, async (t) => {
    const name = source.replaceAll(' ', '-');
    await make(join(folder, name));
    const {url, size, report} = await page(name);
    assert.ok(size < 600_000, `${size} bytes`);
    for (const [width, viewport] of Object.entries({desktop, phone})) {
      for (const colorScheme of ['light', 'dark']) {
        await t.test(`reads well: ${width}, ${colorScheme}`, () => withPage(url, async (page) => {
          await assertAccessible(page);
          const markup = await page.content();
          for (const check of report.checks) assert.ok(markup.includes(check.id), check.id);
        }, {viewport, colorScheme, name: `report-${name}-${width}-${colorScheme}`}));
      }
    }
  });
}
