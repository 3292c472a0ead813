// Remix, edit, extend and characters of the published interface. Each costs a video, so only --ops all reaches them.
import {EVERYTHING, O, instead, putBody, dropBody, put, replies, succeeded, table} from './tools.mjs';

const error = {error: {message: 'not here', type: 'invalid_request_error', param: null, code: null}};
const broken = (ops, status) => replies(ops, (r) => instead(r, {status, json: error}));
const accepted = (ops, change) => ({
  route: async (c, next) => {
    const reply = await next();
    if (!ops.includes(c.op) || !['unknownId', 'invalid', 'notFinished', 'mediaType'].includes(reply.situation) || !change(reply, c)) return reply;
    c.server.touched += 1;
    const job = c.server.jobs.add({model: 'sora-2', size: '720x1280', width: 720, height: 1280, length: 4, prompt: 'guessed'});
    c.server.accepted.push({id: job.id, op: c.op, job});
    return {status: 200, json: c.server.show(job, c)};
  },
});
const when = (name) => (c) => c.place === name;
const all = (rows) => rows.map((row) => [row[0], O, row[1], {flags: EVERYTHING, ...row[2]}]);

const supported = table('op', all([
  ['remix-missing', 'remix.supported', {level: 'should', ...broken(['remix'], 404)}],
  ['remix-405', 'remix.supported', {level: 'should', ...broken(['remix'], 405)}],
  ['edit-missing', 'edit.supported', {level: 'should', ...broken(['edit'], 404)}],
  ['edit-501', 'edit.supported', {level: 'should', ...broken(['edit'], 501)}],
  ['extend-missing', 'extend.supported', {level: 'should', ...broken(['extend'], 404)}],
  ['extend-501', 'extend.supported', {level: 'should', ...broken(['extend'], 501)}],
  ['character-missing', /^character(\.create)?\.supported$/, {level: 'should', ...broken(['character', 'character-read'], 404)}],
]));

const optional = table('op', [
  ['list-missing', O, 'list.supported', {level: 'should', ...broken(['list'], 404)}],
  ['list-405', O, 'list.supported', {level: 'should', ...broken(['list'], 405)}],
  ['list-501', O, 'list.supported', {level: 'should', ...broken(['list'], 501)}],
  ['delete-missing', O, 'delete.supported', {level: 'should', ...broken(['delete'], 404)}],
  ['delete-405', O, 'delete.supported', {level: 'should', ...broken(['delete'], 405)}],
  ['delete-501', O, 'delete.supported', {level: 'should', ...broken(['delete'], 501)}],
]);

const remix = table('remix', all([
  ['source-null', /^(remix\.|task\.remixed_from|lifecycle\.)/, put('remixed_from_video_id', null, (c) => c.job.source)],
  ['source-of-another', /^(remix\.|lifecycle\.)/, put('remixed_from_video_id', 'VID-OTHER', (c) => c.job.source)],
  ['source-is-itself', /^(remix\.|lifecycle\.)/, put('remixed_from_video_id', (_, c) => c.job.id, (c) => c.job.source)],
  ['source-number', 'task.remixed_from.type', put('remixed_from_video_id', 3, (c) => c.job.source)],
  ['same-id-as-source', /^(remix|identity)\./, put('id', (_, c) => c.job.source, when('remix'))],
  ['answers-500', /^remix\./, broken(['remix'], 500)],
  ['answers-201', /^remix\./, replies(['remix'], (r) => ({...r, status: 201}), succeeded)],
  ['seconds-number', 'task.seconds.type', put('seconds', Number, when('remix'))],
  ['status-missing', 'task.status.present', put('status', undefined, when('remix'))],
  ['unknown-source-accepted', /^(remix|errors)\./, accepted(['remix'], (r) => r.situation === 'unknownId')],
  ['missing-prompt-accepted', /^(remix|errors)\./, accepted(['remix'], (r) => r.situation === 'invalid')],
]));

const editing = table('edit', all([
  ['answers-500', /^edit\./, broken(['edit'], 500)],
  ['same-id-as-source', /^(edit|identity)\./, {route: async (c, next) => {
    const reply = await next();
    if (c.op === 'edit' && reply.status === 200) reply.json.id = c.form.fields.video?.id ?? reply.json.id;
    c.server.touched += c.op === 'edit';
    return reply;
  }}],
  ['object-other', 'task.object.const', put('object', 'video.edit', when('edit'))],
  ['created-at-text', 'task.created_at.type', put('created_at', String, when('edit'))],
  ['unknown-source-accepted', /^(edit|errors)\./, accepted(['edit'], (r) => r.situation === 'unknownId')],
  ['missing-prompt-accepted', /^(edit|errors)\./, accepted(['edit'], (r) => r.situation === 'invalid')],
]));

const extending = table('extend', all([
  ['answers-500', /^extend\./, broken(['extend'], 500)],
  ['seconds-of-the-piece-only', /^(extend|lifecycle)\./, {task: (t, c) => (c.job.length > 4 && c.job.prompt !== undefined && !c.job.history ? {...t, seconds: String(c.job.length - 4)} : undefined)}],
  ['seconds-number', 'task.seconds.type', put('seconds', Number, when('extend'))],
  ['unknown-source-accepted', /^(extend|errors)\./, accepted(['extend'], (r) => r.situation === 'unknownId')],
  ['bad-seconds-accepted', /^(extend|errors)\./, accepted(['extend'], (r) => r.situation === 'invalid')],
]));

const CHARACTER = ['character', 'character-read'];
const characters = table('character', all([
  ['id-absent', /^character\.id\.(nullable-absent|present)$/, dropBody(CHARACTER, 'id')],
  ['id-number', 'character.id.type', putBody(CHARACTER, 'id', 12)],
  ['name-absent', /^character\.name\.(nullable-absent|present)$/, dropBody(CHARACTER, 'name')],
  ['name-list', 'character.name.type', putBody(CHARACTER, 'name', ['x'])],
  ['created-at-missing', 'character.created_at.present', {level: 'must', ...dropBody(CHARACTER, 'created_at')}],
  ['created-at-null', /^character\.created_at\.(null|type)$/, putBody(CHARACTER, 'created_at', null)],
  ['created-at-text', 'character.created_at.type', putBody(CHARACTER, 'created_at', '2026-11-20')],
  ['read-other-id', /^character\./, putBody(['character-read'], 'id', 'char_other')],
  ['read-other-name', /^character\./, putBody(['character-read'], 'name', 'Somebody Else')],
  ['read-404', /^character\./, broken(['character-read'], 404)],
  ['answers-500', /^character\./, broken(['character'], 500)],
]));

export default [...supported, ...optional, ...remix, ...editing, ...extending, ...characters];
