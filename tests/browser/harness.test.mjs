// The harness itself: a page that does what ours must not do is caught, each by its own complaint.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {assertAccessible, closeBrowser, openBrowser, withPage} from './harness.mjs';

before(openBrowser);
after(closeBrowser);
const page = (body) => `data:text/html,${encodeURIComponent(`<!doctype html><html lang=en><title>t</title>${body}`)}`;

test('a quiet page passes', () => withPage(page('<main><h1>Hello</h1></main>'), assertAccessible));
for (const [fault, body, complaint] of [
  ['a script error', '<script>nothing()</script>', /script error: nothing is not defined/],
  ['an error on the console', '<script>console.error("oh")</script>', /console: oh/],
  ['a request to the network', '<img src="http://127.0.0.1:9/pixel.png">', /request: http:\/\/127\.0\.0\.1:9\/pixel\.png/],
  ['sideways scrolling', '<div style="width:3000px">wide</div>', /scrolls sideways/],
]) {
  test(`${fault} is caught`, () => assert.rejects(withPage(page(body)), complaint));
}
for (const [fault, body, complaint] of [
  ['a field without a label', '<main><h1>x</h1><input></main>', /no label/],
  ['a picture without a name', '<main><h1>x</h1><svg></svg></main>', /picture without a name/],
  ['a page without a heading', '<main></main>', /0 h1/],
  ['grey on grey', '<main><h1>x</h1><p style="color:#999;background:#bbb">words</p></main>', /color-contrast/],
]) {
  test(`${fault} is caught`, () => assert.rejects(withPage(page(body), assertAccessible), complaint));
}
