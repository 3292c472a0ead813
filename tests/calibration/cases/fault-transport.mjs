// JSON answers that do not travel as JSON answers should.
import {gzipSync} from 'node:zlib';
import {ALL, C, F, G, O, S, X, instead, page, replies, table} from './tools.mjs';

const AREA = /^(transport|retrieve|create|task)\./;
const good = (c, reply) => reply.status === 200 && reply.json !== undefined;
const poll = (change) => replies(['retrieve'], change, good);
const both = (change) => replies(['create', 'retrieve'], change, good);
const text = (reply, c) => c.dialect.render(reply.json);
const asText = (change) => (reply, c) => {
  const type = reply.headers['Content-Type'];
  return instead(reply, {text: change(text(reply, c)), headers: {'Content-Type': type}, chunked: reply.chunked});
};
const asBytes = (change) => (reply, c) => instead(reply, {body: change(Buffer.from(text(reply, c))), headers: {'Content-Type': reply.headers['Content-Type']}});
const retype = (type) => both((reply) => ({...reply, headers: {...reply.headers, 'Content-Type': type}}));
/** On the second poll only: a stumble that a client should survive and a judge should see. */
const stumble = (reply) => ({
  reply(r, c) {
    if (c.op !== 'retrieve' || !good(c, r) || c.server.stumbled) return undefined;
    c.server.stumbled = true;
    return typeof reply === 'function' ? reply(r) : instead(r, reply);
  },
});

export default table('transport', [
  ['json-as-html', ALL, AREA, retype('text/html; charset=utf-8')],
  ['byte-order-mark', ALL, 'transport.json', both(asText((json) => `\uFEFF${json}`))],
  ['member-twice', ALL, 'transport.unique-keys', both(asText((json) => json.replace('{', '{"status":"queued",')))],
  ['charset-latin-1', ALL, 'transport.charset', retype('application/json; charset=ISO-8859-1')],
  ['charset-gbk', [F, C], 'transport.charset', retype('application/json;charset=gbk')],
  ['key-in-a-header', ALL, 'transport.key-echo', both((r, c) => ({...r, headers: {...r.headers, 'X-Debug-Auth': `Bearer ${c.server.key}`}}))],
  ['key-in-the-task', ALL, 'transport.key-echo', {task: (t, c) => ({...t, debug: {authorization: `Bearer ${c.server.key}`}})}],
  ['control-character-in-text', [O, C], 'transport.json', poll(asText((t) => t.replace('{', '{"note":"a\u0007b",')))],
  ['json-as-plain-text', ALL, AREA, retype('text/plain')],
  ['json-as-octets', ALL, AREA, retype('application/octet-stream')],
  ['json-without-type', ALL, AREA, retype(undefined)],
  ['json-as-form', [O, C], AREA, retype('multipart/form-data')],
  ['poll-html', ALL, AREA, stumble({text: page, headers: {'Content-Type': 'text/html'}})],
  ['poll-empty', ALL, AREA, stumble({text: '', headers: {'Content-Type': 'application/json'}})],
  ['poll-204', ALL, AREA, stumble({status: 204, text: ''})],
  ['poll-500-once', ALL, AREA, stumble({status: 500, json: {error: {message: 'x', type: 'server_error', param: null, code: null}}, headers: {'Content-Type': 'application/json'}})],
  ['poll-502-page-once', ALL, AREA, stumble({status: 502, text: page, headers: {'Content-Type': 'text/html'}})],
  ['poll-404-once', [O, F, G, S, X], AREA, stumble({status: 404, json: {error: {message: 'x', type: 'lost', param: null, code: null}}, headers: {'Content-Type': 'application/json'}})],
  ['poll-hangs-up-once', ALL, AREA, stumble((r) => ({...r, hangUp: true}))],
  ['poll-401-once', [O, G, S], /^(transport|retrieve|create|task|auth|errors)\./, stumble({status: 401, json: {error: {message: 'x', type: 'y', param: null, code: null}}, headers: {'Content-Type': 'application/json'}})],
  ['truncated-json', ALL, AREA, poll(asText((t) => t.slice(0, t.length >> 1)))],
  ['text-after-json', ALL, AREA, poll(asText((t) => `${t} -- served by node 7`))],
  ['text-before-json', [O, C], AREA, poll(asText((t) => `while(1);${t}`))],
  ['two-documents', [O, F, C], AREA, poll(asText((t) => t + t))],
  ['single-quotes', [O, F, C], AREA, poll(asText((t) => t.replaceAll('"', "'")))],
  ['trailing-comma', [O, G, C], AREA, poll(asText((t) => t.replace(/\}\s*$/, ',}')))],
  ['not-a-number', [O, S], AREA, poll(asText((t) => t.replace(/"progress":\s*\d+/, '"progress":NaN')))],
  ['json-as-json-text', ALL, AREA, poll(asText((t) => JSON.stringify(t)))],
  ['latin-1', [O, C], AREA, poll(asBytes((b) => Buffer.concat([b.subarray(0, b.lastIndexOf('}')), Buffer.from(',"note":"caf\xe9"}', 'latin1')])))],
  ['gzip-unasked', ALL, AREA, poll(asBytes(gzipSync))],
  ['says-gzip-but-is-not', ALL, AREA, poll((r) => ({...r, headers: {...r.headers, 'Content-Encoding': 'gzip'}}))],
  ['longer-than-it-is', ALL, AREA, poll((r, c) => ({...r, chunked: false, length: Buffer.byteLength(text(r, c)) + 40}))],
  ['shorter-than-it-is', [O, S, C], AREA, poll((r, c) => ({...r, chunked: false, length: Buffer.byteLength(text(r, c)) - 9}))],
  ['chunked-and-never-closed', [O, G, C], AREA, poll((r) => ({...r, chunked: true, cut: 30}))],
  ['create-longer-than-it-is', [O, C], AREA, {exits: [6], ...replies(['create'], (r, c) => ({...r, chunked: false, length: Buffer.byteLength(text(r, c)) + 40}), good)}],
  ['poll-redirects-elsewhere', [O, F, X], AREA, poll((r, c) => instead(r, {status: 301, text: '', headers: {Location: `${c.path}/`}}))],
  ['poll-is-202', [O, G, S], AREA, poll((r) => ({...r, status: 202}))],
]);
