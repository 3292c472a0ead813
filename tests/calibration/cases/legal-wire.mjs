// Legal downloads, and legal HTTP.
import {gzipSync} from 'node:zlib';
import {box} from '../mp4.mjs';
import {ALL, C, F, KEYED, O, VIDEOS, film, instead, legal, replies} from './tools.mjs';

const shape = (options) => ({set: {film: options}, exercised: true});
const WIRE = /^(content|transport)\./;
const films = legal('film', [
  ['fragmented-mehd', ALL, shape({fragmented: 'mehd'})],
  ['fragmented-sidx', ALL, shape({fragmented: 'sidx'})],
  ['fragmented-bare', ALL, shape({fragmented: 'bare'})],
  ['brand-mp42', ALL, shape({brand: 'mp42', also: ['isom', 'mp42']})],
  ['brand-iso6-dash', ALL, shape({brand: 'iso6', also: ['dash', 'cmfc'], fragmented: 'sidx'})],
  ['brand-m4v', ALL, shape({brand: 'M4V ', also: ['mp42']})],
  ['brand-avc1', ALL, shape({brand: 'avc1', also: []})],
  ['movie-box-last', ALL, shape({moovLast: true})],
  ['open-media-data', ALL, shape({openData: true})],
  ['64-bit-sizes', ALL, shape({wideData: true, wideOffsets: true, wideHeaders: true})],
  ['free-and-uuid-boxes', ALL, shape({padding: true, userData: true})],
  ['with-sound', ALL, shape({sound: true})],
  ['edit-list', ALL, shape({edits: true})],
  ['timescale-90000', ALL, shape({timescale: 90000, fps: 30})],
  ['movie-timescale-1', ALL, shape({movieScale: 600, fps: 16})],
  ['stored-lying-shown-standing', ALL, shape({turned: true})],
  ['a-frame-longer', ALL, shape((job) => ({seconds: job.length + 1 / 24}))],
  ['a-tenth-shorter', ALL, shape((job) => ({seconds: job.length - 0.1}))],
  ['other-size-same-orientation', F, shape({width: 704, height: 1280})],
  ['codec-hvc1', ALL, shape({codec: 'hvc1'})],
  ['large', ALL, {set: {noRange: true}, ...film((r) => ({...r, body: Buffer.concat([r.body, box('free', Buffer.alloc(3 << 20))])}))}],
]);

const head = (headers) => film({headers});
const downloads = legal('download', [
  ['type-with-codecs', ALL, head({'Content-Type': 'video/mp4; codecs="avc1.42C028"'})],
  ['type-upper-case', ALL, head({'Content-Type': 'Video/MP4'})],
  ['attachment', ALL, head({'Content-Disposition': 'attachment; filename="a.mp4"', 'ETag': '"abc"', 'Last-Modified': 'Fri, 20 Nov 2026 10:00:00 GMT', 'Cache-Control': 'private, max-age=0'})],
  ['chunked', ALL, film((r) => ({...r, chunked: true}))],
  ['tiny-chunks', ALL, film((r) => ({...r, chunked: true, pieces: 97}))],
  ['until-the-line-closes', ALL, film((r) => ({...r, raw: Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nConnection: close\r\n\r\n'), r.body])}))],
  ['range-ignored', ALL, {set: {noRange: true}, exercised: true}],
  ['range-refused-by-header', ALL, {set: {noRange: true}, ...head({'Accept-Ranges': 'none'})}],
  ['dripping', ALL, film((r) => ({...r, drip: {bytes: 1500, every: 60}}))],
  ['head-405', ALL, replies(['content', 'file'], (r) => instead(r, {status: 405, text: '', headers: {Allow: 'GET'}}), (c) => c.method === 'HEAD')],
  ['head-404', ALL, {may: WIRE, ...replies(['content', 'file'], (r) => instead(r, {status: 404, text: ''}), (c) => c.method === 'HEAD')}],
  ['head-without-type', ALL, replies(['content', 'file'], (r) => ({...r, headers: {...r.headers, 'Content-Type': undefined}}), (c) => c.method === 'HEAD')],
  ['head-without-length', ALL, replies(['content', 'file'], (r) => ({...r, chunked: true}), (c) => c.method === 'HEAD')],
  ...[301, 302, 303, 307, 308].map((status) => [`redirect-${status}`, VIDEOS, {set: {redirect: {status}}, exercised: true}]),
  ['redirect-relative', VIDEOS, {set: {redirect: {relative: true}}, exercised: true}],
  ['redirect-to-another-origin', VIDEOS, {may: WIRE, set: {redirect: {foreign: true}}, exercised: true}],
  ['redirect-of-the-link', C, film((r, c) => (c.query.has('signed') ? r : instead(r, {status: 302, text: '', headers: {Location: `${c.path}?signed=1`}})))],
  ['link-with-query', C, {task: (t) => (t.video_url ? {...t, video_url: `${t.video_url}?sig=a%2Bb&exp=9`} : undefined)}],
  ['link-needs-the-key', C, {may: WIRE, set: {lockedFiles: true}, exercised: true}],
  ['spritesheet-as-webp', O, replies(['content'], (r) => ({...r, headers: {...r.headers, 'Content-Type': 'image/webp'}, body: Buffer.from('UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA', 'base64')}), (c, r) => r.status === 200 && c.query.get('variant') === 'spritesheet')],
  ['no-previews', O, {may: /^content\./, ...replies(['content'], (r) => instead(r, {status: 404, json: {error: {message: 'no previews here', type: 'x', param: null, code: null}}, headers: {'Content-Type': 'application/json'}}), (c, r) => r.status === 200 && ['thumbnail', 'spritesheet'].includes(c.query.get('variant')))}],
]);

const every = (change) => ({reply: (r, c) => change(r, c)});
const json = (change) => ({reply: (r, c) => (r.json === undefined ? undefined : change(r, c))});
const renamed = (how) => every((r) => ({...r, headers: Object.fromEntries(Object.entries(r.headers).map(([k, v]) => [how(k), v]))}));
const once = (make) => ({
  reply(r, c) {
    if (c.op !== 'retrieve' || r.status !== 200 || c.server.stumbled) return undefined;
    c.server.stumbled = true;
    return make(r);
  },
});
const tooMany = {error: {message: 'slow down', type: 'rate_limit', param: null, code: null}};
const wire = legal('wire', [
  ['charset-utf-8', ALL, json((r) => ({...r, headers: {...r.headers, 'Content-Type': 'application/json; charset=utf-8'}}))],
  ['charset-quoted-upper', ALL, json((r) => ({...r, headers: {...r.headers, 'Content-Type': 'Application/JSON;charset="UTF-8"'}}))],
  ['vendor-json-type', ALL, {may: /^transport\./, ...json((r) => ({...r, headers: {...r.headers, 'Content-Type': 'application/vnd.films+json'}}))}],
  ['chunked', ALL, json((r) => ({...r, chunked: true}))],
  ['chunked-by-the-byte', ALL, json((r) => ({...r, chunked: true, pieces: 3}))],
  ['connection-close', ALL, every((r) => ({...r, close: true}))],
  ['closes-without-saying', ALL, every((r) => ({...r, dropAfter: true}))],
  ['lower-case-names', ALL, renamed((k) => k.toLowerCase())],
  ['upper-case-names', ALL, renamed((k) => k.toUpperCase())],
  ['no-date', ALL, every((r) => ({...r, date: false}))],
  ['odd-reason', ALL, every((r) => ({...r, reason: 'Very Well'}))],
  ['early-hints', ALL, every((r) => ({...r, interim: ['103 Early Hints\r\nLink: </a>; rel=preload']}))],
  ['three-interim-heads', ALL, every((r) => ({...r, interim: ['102 Processing', '102 Processing', '103 Early Hints']}))],
  ['slow-answers', ALL, every((r) => ({...r, delay: 350}))],
  ['slow-create', ALL, every((r, c) => (c.op === 'create' && r.status === 200 ? {...r, delay: 1500} : r))],
  ['json-in-drips', ALL, json((r) => ({...r, chunked: true, drip: {bytes: 40, every: 30}}))],
  ['many-headers', ALL, every((r) => ({...r, headers: {...r.headers, ...Object.fromEntries(Array.from({length: 60}, (_, i) => [`X-More-${i}`, `v${i}`])), 'Set-Cookie': ['a=1', 'b=2; HttpOnly']}}))],
  ['long-header', ALL, every((r) => ({...r, headers: {...r.headers, 'X-Long': 'y'.repeat(5000)}}))],
  ['gzip-when-asked', ALL, {exercised: true, ...json((r, c) => (/gzip/.test(c.headers['accept-encoding'] ?? '') ? instead(r, {chunked: false, body: gzipSync(c.dialect.render(r.json)), headers: {'Content-Type': 'application/json', 'Content-Encoding': 'gzip', 'Vary': 'Accept-Encoding'}}) : undefined))}],
  ['429-at-a-poll', ALL, {may: /^(transport|retrieve|errors)\./, ...once((r) => instead(r, {status: 429, json: tooMany, headers: {'Content-Type': 'application/json', 'Retry-After': '1'}}))}],
  ['503-at-a-poll', ALL, {may: /^(transport|retrieve|errors)\./, ...once((r) => instead(r, {status: 503, json: tooMany, headers: {'Content-Type': 'application/json', 'Retry-After': '1'}}))}],
  ['429-at-the-first-create', ALL, {
    may: /^(create|transport|errors|spend|spending)\./,
    route: (c, next) => {
      if (c.op !== 'create' || c.key !== 'right' || c.server.limited) return next();
      c.server.limited = true;
      c.server.touched += 1;
      return {status: 429, json: tooMany, headers: {'Retry-After': '1'}};
    },
  }],
  ['retry-after-on-polls', ALL, every((r, c) => (c.op === 'retrieve' && r.status === 200 ? {...r, headers: {...r.headers, 'Retry-After': '1'}} : r))],
  ['location-on-create', ALL, every((r, c) => (c.op === 'create' && r.status === 200 ? {...r, headers: {...r.headers, Location: `${c.path}/somewhere`}} : r))],
  ['alt-svc-and-hsts', KEYED, every((r) => ({...r, headers: {...r.headers, 'Alt-Svc': 'h3=":443"', 'Strict-Transport-Security': 'max-age=1'}}))],
]);

export default [...films, ...downloads, ...wire];
