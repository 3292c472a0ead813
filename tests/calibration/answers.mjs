// What a conformant server answers, one function per operation.
import {seconds} from './dialects/common.mjs';
import {jpeg, webp} from './pictures.mjs';

const ok = (json) => ({status: 200, json});
const unknown = (server, c) => server.refuse(c, 'unknownId', 404, {message: `nobody knows ${c.id ?? 'that id'}`, code: 'lost'});
const invalid = (server, c, problem) => server.refuse(c, 'invalid', 400, problem);

/** The complaint about a body that cannot be read or comes in the wrong encoding, as a reply. */
function unreadable(server, c, encodings) {
  if (c.badForm) return invalid(server, c, {message: c.badForm, code: 'unreadable'});
  if (encodings.includes(c.form.encoding)) return undefined;
  const status = server.dialect.refusals.mediaType;
  return server.refuse(c, 'mediaType', status, {message: `send ${encodings.join(' or ')}`, code: 'encoding'});
}

function accept(server, c, order, extra) {
  const job = server.jobs.add(order, extra);
  server.accepted.push({id: job.id, op: c.op, job});
  return ok(server.show(job, {...c, job}));
}

function create(server, c) {
  const wrong = unreadable(server, c, server.dialect.encodings);
  if (wrong && !server.options.lenient?.(c, undefined)) return wrong;
  const problem = c.form ? server.dialect.refuse(c.form) : undefined;
  if (problem && !server.options.lenient?.(c, problem)) return invalid(server, c, problem);
  return accept(server, c, server.dialect.order(c.form && !problem ? c.form : server.dialect.fallback ?? sample(server.dialect)));
}

/** The order of a lenient server that takes an invalid request: it fills in what is missing or wrong. */
const sample = (dialect) => ({
  fields: dialect.unified ? {model: 'sora-2', orientation: 'portrait', prompt: 'guessed', size: 'small', duration: 10} : {model: 'sora-2', prompt: 'guessed'},
});

function retrieve(server, c) {
  const job = server.jobs.find(c.id);
  if (!job) return unknown(server, c);
  if (c.method !== 'HEAD' && !job.history) {
    job.polls += 1;
    server.jobs.step(job);
  }
  return ok(server.show(job, {...c, job, polls: job.polls}));
}

function list(server, c) {
  const limit = c.query.get('limit') ?? '20';
  const order = c.query.get('order') ?? 'desc';
  if (!/^\d+$/.test(limit) || Number(limit) > 100) return invalid(server, c, {param: 'limit', message: 'limit is 0 to 100'});
  if (!['asc', 'desc'].includes(order)) return invalid(server, c, {param: 'order', message: 'order is asc or desc'});
  let jobs = server.jobs.sorted(order);
  const after = c.query.get('after');
  if (after !== null) {
    const at = jobs.findIndex((job) => job.id === after);
    if (at < 0) return invalid(server, c, {param: 'after', message: 'after names no video'});
    jobs = jobs.slice(at + 1);
  }
  const page = jobs.slice(0, Number(limit));
  const data = page.map((job) => server.show(job, c, 'list'));
  return ok({data, first_id: page[0]?.id ?? null, has_more: jobs.length > page.length, last_id: page.at(-1)?.id ?? null, object: 'list'});
}

function remove(server, c) {
  const job = server.jobs.find(c.id);
  if (!job) return unknown(server, c);
  if (!job.doneAt) return server.refuse(c, 'notFinished', server.dialect.refusals.notFinished, {message: 'still at work'});
  server.jobs.all.delete(c.id);
  server.deleted.add(c.id);
  return ok({deleted: true, id: c.id, object: 'video.deleted'});
}

/** `bytes=a-b` as [from, to], 'none' when it fits nowhere, undefined when it is to be ignored. */
function rangeOf(header, size) {
  const m = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!m || (m[1] === '' && m[2] === '')) return undefined;
  const from = m[1] === '' ? Math.max(0, size - Number(m[2])) : Number(m[1]);
  const to = m[1] === '' || m[2] === '' ? size - 1 : Math.min(Number(m[2]), size - 1);
  return from > to || from >= size ? 'none' : [from, to];
}

export function bytesReply(c, body, type) {
  const headers = {'Content-Type': type};
  const range = c.server.options.noRange || c.method === 'HEAD' ? undefined : rangeOf(c.headers.range, body.length);
  if (!c.server.options.noRange) headers['Accept-Ranges'] = 'bytes';
  if (range === 'none') return {status: 416, headers: {'Content-Range': `bytes */${body.length}`}};
  if (range) return {status: 206, headers: {...headers, 'Content-Range': `bytes ${range[0]}-${range[1]}/${body.length}`}, body: body.subarray(range[0], range[1] + 1)};
  return {status: 200, headers, body, whole: true};
}

async function content(server, c) {
  const job = server.jobs.find(c.id);
  if (!job || server.options.noContent) return unknown(server, c);
  c.job = job;
  const {refusals} = server.dialect;
  if (job.stage === 'failed') return server.refuse(c, 'failedContent', refusals.failedContent, {message: 'there is nothing to see'});
  if (job.stage !== 'completed') return server.refuse(c, 'notReady', refusals.notReady, {message: 'come back later', code: 'early'});
  const variant = c.query.get('variant') ?? 'video';
  if (variant === 'thumbnail') return bytesReply(c, webp, 'image/webp');
  if (variant === 'spritesheet') return bytesReply(c, jpeg, 'image/jpeg');
  if (variant !== 'video') return invalid(server, c, {param: 'variant', message: 'no such variant'});
  if (server.options.redirect) {
    const origin = server.options.redirect.foreign ? await server.foreignOrigin() : server.options.redirect.relative ? '' : server.origin;
    return {status: server.options.redirect.status ?? 302, headers: {Location: `${origin}/files/${encodeURIComponent(job.id)}.mp4`}};
  }
  return bytesReply(c, server.jobs.film(job), 'video/mp4');
}

function file(server, c) {
  const job = server.jobs.find(c.id);
  if (!job || job.stage !== 'completed') return {status: 404, headers: {'Content-Type': 'text/plain'}, text: 'no such file'};
  c.job = job;
  return bytesReply(c, server.jobs.film(job), 'video/mp4');
}

/** The finished source video of a remix, an edit or an extension, or the reply that refuses it. */
function sourceOf(server, c, id) {
  const job = server.jobs.find(id);
  if (!job) return {reply: unknown(server, {...c, id})};
  if (job.stage !== 'completed') return {reply: server.refuse(c, 'notFinished', server.dialect.refusals.notFinished, {message: 'the source is not finished'})};
  return {job};
}

function derive(server, c, id, change) {
  const {job, reply} = sourceOf(server, c, id);
  if (reply) return reply;
  const {model, size, width, height, length} = job;
  return accept(server, c, {model, size, width, height, length, prompt: c.form.fields.prompt, ...change(job)});
}

function remix(server, c) {
  const wrong = unreadable(server, c, ['json', 'multipart']);
  const problem = !wrong && server.dialect.refusePrompt(c.form);
  return wrong ?? (problem ? invalid(server, c, problem) : derive(server, c, c.id, (job) => ({source: job.id})));
}

function fromVideo(server, c, check, change) {
  const wrong = unreadable(server, c, ['json', 'multipart']);
  if (wrong) return wrong;
  const problem = server.dialect.refusePrompt(c.form) ?? check(c.form.fields);
  if (problem) return invalid(server, c, problem);
  if (c.form.files.video) return accept(server, c, {model: 'sora-2', size: '720x1280', width: 720, height: 1280, length: 4, prompt: c.form.fields.prompt});
  const id = c.form.fields.video?.id;
  if (typeof id !== 'string') return invalid(server, c, {param: 'video', message: 'which video?'});
  return derive(server, c, id, change);
}

const edit = (server, c) => fromVideo(server, c, () => undefined, () => ({}));
const extend = (server, c) =>
  fromVideo(server, c, (fields) => (['4', '8', '12', '16', '20'].includes(fields.seconds) ? undefined : {param: 'seconds', message: 'how long?'}),
    (job) => ({length: job.length + Number(c.form.fields.seconds)}));

function character(server, c) {
  const wrong = unreadable(server, c, ['multipart']);
  if (wrong) return wrong;
  const {name} = c.form.fields;
  if (typeof name !== 'string' || name.length < 1 || name.length > 80) return invalid(server, c, {param: 'name', message: 'a name of 1 to 80 characters'});
  if (!c.form.files.video) return invalid(server, c, {param: 'video', message: 'where is the video?'});
  const made = {created_at: seconds(Date.now()), id: `char_${server.characters.size + 1}x`, name};
  server.characters.set(made.id, made);
  return ok(made);
}

function characterRead(server, c) {
  const found = server.characters.get(c.id);
  return found ? ok({...found}) : unknown(server, c);
}

export const answers = {create, retrieve, list, delete: remove, content, file, remix, edit, extend, character, 'character-read': characterRead};
