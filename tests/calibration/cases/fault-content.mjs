// Downloads that are not the film that was paid for.
import {webp} from '../pictures.mjs';
import {box} from '../mp4.mjs';
import {ALL, C, F, FAILING, G, KEYED, O, S, VIDEOS, X, film, instead, page, refusal, replies, table} from './tools.mjs';

const CONTENT = /^content\./;
const other = (more) => film((reply) => instead(reply, more));
const bytes = (change) => film((reply) => ({...reply, body: change(reply.body)}));
const withType = (type) => film({headers: {'Content-Type': type}});
const shape = (options) => ({set: {film: options}, exercised: true});
const without = (type) => (body) => Buffer.concat(boxes(body).filter((b) => b.type !== type).map((b) => b.bytes));

function boxes(body) {
  const found = [];
  for (let at = 0; at + 8 <= body.length; ) {
    const size = body.readUInt32BE(at) || body.length - at;
    found.push({type: body.subarray(at + 4, at + 8).toString('latin1'), bytes: body.subarray(at, at + size)});
    at += size;
  }
  return found;
}

const notFilm = table('content', [
  ['json-with-url', ALL, CONTENT, other({json: {id: 'x', video_url: 'https://example.com/a.mp4'}, headers: {'Content-Type': 'application/json'}})],
  ['json-as-mp4-type', ALL, CONTENT, other({text: '{"url":"https://example.com/a.mp4"}', headers: {'Content-Type': 'video/mp4'}})],
  ['html-page', ALL, CONTENT, other({text: page, headers: {'Content-Type': 'text/html'}})],
  ['html-as-mp4-type', ALL, CONTENT, other({text: page, headers: {'Content-Type': 'video/mp4'}})],
  ['empty', ALL, CONTENT, other({text: '', headers: {'Content-Type': 'video/mp4'}})],
  ['no-content-204', ALL, CONTENT, other({status: 204})],
  ['whole-as-206', ALL, CONTENT, film({status: 206})],
  ['whole-as-201', ALL, CONTENT, film({status: 201})],
  ['whole-as-202', ALL, CONTENT, film({status: 202})],
  ['random-bytes', ALL, CONTENT, bytes(() => Buffer.from(Array.from({length: 5000}, (_, i) => (i * 131 + 7) & 255)))],
  ['webm', ALL, CONTENT, bytes(() => Buffer.concat([Buffer.from([0x1a, 0x45, 0xdf, 0xa3]), Buffer.alloc(4000, 1)]))],
  ['avi', ALL, CONTENT, bytes(() => Buffer.concat([Buffer.from('RIFF\x00\x20\x00\x00AVI LIST', 'latin1'), Buffer.alloc(8180)]))],
  ['gif', ALL, CONTENT, bytes(() => Buffer.concat([Buffer.from('GIF89a'), Buffer.alloc(3000)]))],
  ['picture', ALL, CONTENT, bytes(() => webp)],
  ['base64-of-the-film', ALL, CONTENT, bytes((body) => Buffer.from(body.toString('base64')))],
  ['gzip-without-saying', ALL, CONTENT, bytes((body) => Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]), body]))],
  ['spaces-before-the-film', ALL, CONTENT, bytes((body) => Buffer.concat([Buffer.from('\r\n\r\n'), body]))],
  ['sent-twice', ALL, CONTENT, bytes((body) => Buffer.concat([body, body.subarray(0, 900)]))],
]);

const broken = table('content', [
  ['half-the-file', ALL, CONTENT, bytes((body) => body.subarray(0, body.length >> 1))],
  ['last-hundred-bytes-missing', ALL, CONTENT, bytes((body) => body.subarray(0, body.length - 100))],
  ['line-drops-half-way', ALL, CONTENT, film((reply) => ({...reply, cut: reply.body.length >> 1}))],
  ['line-drops-near-the-end', ALL, CONTENT, film((reply) => ({...reply, cut: reply.body.length - 10}))],
  ['stops-and-stays-open', ALL, CONTENT, film((reply) => ({...reply, chunked: false, cut: reply.body.length >> 1, hold: true}))],
  ['length-says-more', ALL, CONTENT, film((reply) => ({...reply, length: reply.body.length + 5000}))],
  ['chunked-and-never-closed', ALL, CONTENT, film((reply) => ({...reply, chunked: true, cut: 1000}))],
  ['only-the-file-type', ALL, CONTENT, bytes((body) => boxes(body)[0].bytes)],
  ['no-movie-box', ALL, CONTENT, bytes(without('moov'))],
  ['no-media-data', ALL, CONTENT, bytes(without('mdat'))],
  ['empty-media-data', ALL, CONTENT, bytes((body) => Buffer.concat([without('mdat')(body), box('mdat')]))],
  ['sound-only', ALL, CONTENT, shape({noVideo: true})],
  ['movie-box-cut', ALL, CONTENT, bytes((body) => Buffer.concat([boxes(body)[0].bytes, boxes(body)[1].bytes.subarray(0, 200)]))],
]);

const wrongFilm = table('content', [
  ['lying-instead-of-standing', [O, F, G, S, X, C], CONTENT, shape((job) => ({width: job.height, height: job.width}))],
  ['smaller-than-asked', [O, G, S, X], CONTENT, shape((job) => ({width: job.width / 2 + 8, height: job.height / 2}))],
  ['square', [O, G, S, X], CONTENT, shape({width: 640, height: 640})],
  ['larger-than-asked', [O, G, X], CONTENT, shape({width: 1088, height: 1920})],
  ['twice-as-long', VIDEOS, CONTENT, shape((job) => ({seconds: job.length * 2}))],
  ['half-as-long', VIDEOS, CONTENT, shape((job) => ({seconds: job.length / 2}))],
  ['one-frame', ALL, CONTENT, shape({seconds: 1 / 24})],
  ['a-minute', ALL, CONTENT, shape({seconds: 60})],
  ['half-as-long-fragmented', VIDEOS, CONTENT, shape((job) => ({seconds: job.length / 2, fragmented: 'sidx'}))],
  ['half-as-long-bare-fragments', VIDEOS, CONTENT, shape((job) => ({seconds: job.length / 2, fragmented: 'bare'}))],
  ['smaller-fragmented', [O, G, X], CONTENT, shape({width: 368, height: 640, fragmented: 'mehd'})],
]);

const types = table('content-type', [
  ['octet-stream', ALL, CONTENT, withType('application/octet-stream')],
  ['text-plain', ALL, CONTENT, withType('text/plain; charset=utf-8')],
  ['html', ALL, CONTENT, withType('text/html')],
  ['json', ALL, CONTENT, withType('application/json')],
  ['avi', ALL, CONTENT, withType('video/avi')],
  ['quicktime', ALL, CONTENT, withType('video/quicktime')],
  ['missing', ALL, CONTENT, film((reply) => ({...reply, headers: {...reply.headers, 'Content-Type': undefined}}))],
]);

/** Answers a download that a conformant server refuses as too early. */
const early = (reply) => replies(['content'], (r) => instead(r, typeof reply === 'function' ? reply(r) : reply), refusal('notReady'));
const earlyFilm = {
  route: async (c, next) => {
    const job = c.op === 'content' && c.key === 'right' && c.server.jobs.find(c.id);
    if (!job || job.stage === 'completed') return next();
    c.server.touched += 1;
    return {status: 200, headers: {'Content-Type': 'video/mp4'}, body: c.server.jobs.film(job)};
  },
};
const tooEarly = table('content-early', [
  ['film', VIDEOS, CONTENT, earlyFilm],
  ['task-object-200', VIDEOS, CONTENT, early({status: 200, json: {status: 'queued'}, headers: {'Content-Type': 'application/json'}})],
  ['error-200', VIDEOS, CONTENT, early((r) => ({status: 200, json: r.json}))],
  ['empty-200', VIDEOS, CONTENT, early({status: 200, text: '', headers: {'Content-Type': 'video/mp4'}})],
  ['no-content-204', VIDEOS, CONTENT, early({status: 204, text: ''})],
  ['server-error', VIDEOS, /^(content|errors)\./, early((r) => ({status: 500, json: r.json}))],
  ['bad-gateway-page', VIDEOS, /^(content|errors?)\./, early({status: 502, text: page, headers: {'Content-Type': 'text/html'}})],
  ['redirect', VIDEOS, CONTENT, early({status: 302, text: '', headers: {Location: '/v1/videos'}})],
  ['failed-job-has-film', VIDEOS, CONTENT, {...earlyFilm, flags: FAILING}],
]);

/** Answers instead of the film, on the n-th download or on all. */
const refused = (reply, from = 1) => film((r, c) => {
  c.server.downloads = (c.server.downloads ?? 0) + 1;
  return c.server.downloads >= from ? instead(r, reply) : r;
});
const error = {error: {message: 'no', type: 'server_error', param: null, code: null}};
const unavailable = table('download', [
  ['404', ALL, CONTENT, refused({status: 404, json: error})],
  ['500', ALL, CONTENT, refused({status: 500, json: error})],
  ['502-page', ALL, CONTENT, refused({status: 502, text: page, headers: {'Content-Type': 'text/html'}})],
  ['403', ALL, CONTENT, refused({status: 403, json: error})],
  ['401-with-the-right-key', ALL, /^(content|auth)\./, refused({status: 401, json: error})],
  ['still-not-ready', VIDEOS, CONTENT, refused({status: 409, json: error})],
  ['not-implemented', VIDEOS, CONTENT, refused({status: 501, json: error})],
  ['second-download-404', ALL, CONTENT, refused({status: 404, json: error}, 2)],
  ['second-download-other-bytes', ALL, CONTENT, film((r, c) => {
    c.server.downloads = (c.server.downloads ?? 0) + 1;
    return c.server.downloads > 1 ? {...r, body: Buffer.concat([r.body, box('free', Buffer.alloc(c.server.downloads * 8))])} : r;
  })],
  ['redirect-loop', ALL, /^(content|transport)\./, film((r, c) => instead(r, {status: 302, text: '', headers: {Location: `${c.path}?again=${Math.random()}`}}))],
  ['redirect-nowhere', ALL, /^(content|transport)\./, film((r) => instead(r, {status: 302, text: '', headers: {Location: '/files/gone.mp4'}}))],
  ['redirect-without-location', ALL, /^(content|transport)\./, film((r) => instead(r, {status: 302, text: ''}))],
  ['redirect-to-a-file', ALL, /^(content|transport)\./, film((r) => instead(r, {status: 302, text: '', headers: {Location: 'file:///etc/hostname'}}))],
]);

const partial = (change) => replies(['content', 'file'], change, (c, r) => r.status === 206);
const parts = table('range', [
  ['other-bytes', ALL, CONTENT, partial((r) => ({...r, body: Buffer.from(r.body).fill(9)}))],
  ['more-bytes-than-asked', ALL, CONTENT, partial((r) => ({...r, body: Buffer.concat([r.body, Buffer.alloc(50)])}))],
  ['no-content-range', ALL, CONTENT, partial((r) => ({...r, headers: {...r.headers, 'Content-Range': undefined}}))],
  ['content-range-of-elsewhere', ALL, CONTENT, partial((r) => ({...r, headers: {...r.headers, 'Content-Range': 'bytes 700-799/800'}}))],
  ['content-range-of-another-total', ALL, CONTENT, partial((r) => ({...r, headers: {...r.headers, 'Content-Range': r.headers['Content-Range'].replace(/\d+$/, '999999')}}))],
  ['shifted-by-one', ALL, CONTENT, partial((r, c) => ({...r, body: c.server.jobs.film(c.job).subarray(17, 17 + r.body.length)}))],
  ['refused-416', ALL, CONTENT, partial((r) => instead(r, {status: 416, json: error}))],
  ['part-as-200', ALL, CONTENT, partial((r) => ({...r, status: 200, headers: {...r.headers, 'Content-Range': undefined}}))],
  ['500-on-range', ALL, CONTENT, partial((r) => instead(r, {status: 500, json: error}))],
]);

const heads = (change) => replies(['content', 'file'], change, (c, r) => c.method === 'HEAD' && r.status === 200);
const head = table('head', [
  ['other-length', ALL, CONTENT, heads((r) => ({...r, headers: {...r.headers, 'Content-Length': 77}}))],
  ['500', ALL, CONTENT, heads((r) => instead(r, {status: 500, text: ''}))],
  ['other-type', ALL, CONTENT, heads((r) => ({...r, headers: {...r.headers, 'Content-Type': 'text/html'}}))],
]);

const ofVariant = (name, change) => replies(['content'], change, (c, r) => r.status === 200 && c.query.get('variant') === name);
const variants = table('variant', [
  ['thumbnail-is-the-film', O, CONTENT, ofVariant('thumbnail', (r, c) => ({...r, headers: {...r.headers, 'Content-Type': 'video/mp4'}, body: c.server.jobs.film(c.job)}))],
  ['thumbnail-is-json', O, CONTENT, ofVariant('thumbnail', (r) => instead(r, {json: {url: 'x'}, headers: {'Content-Type': 'application/json'}}))],
  ['thumbnail-is-html', O, CONTENT, ofVariant('thumbnail', (r) => instead(r, {text: page, headers: {'Content-Type': 'text/html'}}))],
  ['thumbnail-500', O, CONTENT, ofVariant('thumbnail', (r) => instead(r, {status: 500, json: error}))],
  ['thumbnail-empty', O, CONTENT, ofVariant('thumbnail', (r) => ({...r, body: Buffer.alloc(0)}))],
  ['thumbnail-type-lies', O, CONTENT, ofVariant('thumbnail', (r) => ({...r, body: Buffer.from('no picture at all, only words')}))],
  ['spritesheet-is-text', O, CONTENT, ofVariant('spritesheet', (r) => instead(r, {text: 'sprites', headers: {'Content-Type': 'text/plain'}}))],
  ['spritesheet-500', O, CONTENT, ofVariant('spritesheet', (r) => instead(r, {status: 500, json: error}))],
]);

const noKey = table('content-key', [
  ['film-without-key', KEYED, /^(content|auth)\./, {set: {open: ['content']}, exercised: true}],
  ['film-with-wrong-key', KEYED, /^(content|auth)\./, {
    route: async (c, next) => {
      if (c.op !== 'content' || c.key !== 'wrong') return next();
      c.server.touched += 1;
      return c.server.answer({...c, key: 'right'});
    },
  }],
  ['redirect-without-key', KEYED, /^(content|auth)\./, replies(['content'], (r) => instead(r, {status: 302, text: '', headers: {Location: '/files/x.mp4'}}), refusal('noKey'))],
]);

export default [...notFilm, ...broken, ...wrongFilm, ...types, ...tooEarly, ...unavailable, ...parts, ...head, ...variants, ...noKey];
