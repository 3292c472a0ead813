// What people and CI systems read: HTML, Markdown, annotations. Of a report with hostile text in every field, in both languages.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {HtmlValidate} from 'html-validate';
import markdownIt from 'markdown-it';
import {readJson, root} from './validators.mjs';

const work = mkdtempSync(join(tmpdir(), 'vidspec-documents-'));
const sample = join(root, 'fixtures/reports/sample.json');
const languages = ['en', 'zh'];
const file = (language, name) => readFileSync(join(work, language, name), 'utf8');
before(() => {
  for (const language of languages) {
    execFileSync(process.env.VIDSPEC, ['report', sample, '--format', 'html,markdown,github', '--lang', language, '--out', join(work, language)]);
  }
});
after(() => rmSync(work, {recursive: true}));

// The rules of the standard; matters of taste and of our page's own policy (one file, no other source) are not asked about.
const validator = new HtmlValidate({
  extends: ['html-validate:standard', 'html-validate:a11y'],
  rules: {'require-sri': 'off', 'no-inline-style': 'error', 'long-title': 'off', 'valid-id': 'off'},
});
const complaints = async (markup) => (await validator.validateString(markup)).results
  .flatMap((result) => result.messages).map((one) => `${one.line}:${one.column} ${one.ruleId}: ${one.message}`);

for (const language of languages) {
  test(`report.html is valid HTML: ${language}`, async () => {
    assert.deepEqual((await complaints(file(language, 'report.html'))).slice(0, 10), []);
  });
}

test('HTML that is not valid is caught', async () => {
  const good = file('en', 'report.html');
  for (const [what, to] of [['</h1>', ''], ['<main>', '<main><p><div></div></p>'], ['<footer>', '<footer><img src="x">']]) {
    assert.notDeepEqual(await complaints(good.replace(what, to)), [], to);
  }
});

for (const language of languages) {
  test(`summary.md is tables, headings and text: ${language}`, () => {
    const text = file(language, 'summary.md');
    const tokens = markdownIt({html: true, linkify: true}).parse(text, {});
    const all = tokens.flatMap((token) => [token, ...(token.children ?? [])]);
    const kinds = new Set(all.map((token) => token.type));
    for (const alive of ['link_open', 'image', 'fence', 'code_block', 'em_open', 'hr']) assert.ok(!kinds.has(alive), `${alive} from a text of the target`);
    const tags = new Set(all.filter((token) => token.type.startsWith('html')).flatMap((token) => token.content.match(/<\/?[a-z]+[^>]*>/gi) ?? []));
    assert.deepEqual([...tags].filter((tag) => !/^<\/?(details|summary|code)>$/.test(tag)), []);
    const tables = text.split('\n').filter((line) => /^\|(---\|)+$/.test(line)).length;
    assert.equal(tokens.filter((token) => token.type === 'table_open').length, tables, 'every table is one');
    assert.ok(!all.some((token) => token.type === 'text' && token.content.includes('|---')), 'no table fell apart');
    for (const check of readJson(sample).checks) {
      if (check.verdict === 'fail') assert.ok(tokens.some((token) => token.type === 'inline' && token.content.includes(check.id)), check.id);
    }
    assert.doesNotMatch(text.replace(/<code>.*?<\/code>/gs, ''), /@\w/, 'nobody is mentioned');
  });
}

// Workflow commands: `::name property=value,…::message`, one a line, with %, CR and LF escaped (and : and , in properties).
test('annotations.txt is a list of workflow commands', () => {
  const lines = file('en', 'annotations.txt').split('\n');
  assert.equal(lines.pop(), '', 'the last line ends');
  const said = lines.map((line) => /^::(error|warning) title=([^:,\r]+)::([^\r]*)$/.exec(line) ?? assert.fail(line));
  const plain = (text) => text.replace(/%(3A|2C|0A|0D|25)/g, (one) => decodeURIComponent(one));
  for (const [, , title, message] of said) assert.doesNotMatch((title + message).replace(/%(3A|2C|0A|0D|25)/g, ''), /%/, 'every % is an escape');
  const expected = readJson(sample).checks.filter(({verdict}) => ['fail', 'error', 'warn'].includes(verdict));
  assert.deepEqual(said.map(([, name, title]) => [name, plain(title)]), expected.map((check) => [check.verdict === 'warn' ? 'warning' : 'error', check.id]));
});
