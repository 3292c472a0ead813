// Listing and deleting, which only the published interface documents.
import {O, dropBody, instead, putBody, refusal, replies, succeeded, table} from './tools.mjs';

const LIST = /^list\./;
const list = (change) => ({body: (json, c) => (c.op === 'list' && c.status === 200 ? change(json, c) ?? json : undefined)});
const query = (change) => ({
  route: (c, next) => {
    if (c.op === 'list') {
      const before = c.query.toString();
      change(c.query);
      if (c.query.toString() !== before) c.server.touched += 1;
    }
    return next();
  },
});

const fields = table('list', [
  ['object-missing', O, 'list.object.present', dropBody(['list'], 'object')],
  ['object-other', O, 'list.object.const', putBody(['list'], 'object', 'videos')],
  ['object-null', O, /^list\.object\.(null|type)$/, putBody(['list'], 'object', null)],
  ['data-missing', O, 'list.data.present', dropBody(['list'], 'data')],
  ['data-null', O, /^list\.data\.(null|type)$/, putBody(['list'], 'data', null)],
  ['data-object', O, 'list.data.type', putBody(['list'], 'data', (d) => ({items: d}))],
  ['first-id-absent', O, /^list\.first_id\.(nullable-absent|present)$/, dropBody(['list'], 'first_id')],
  ['first-id-number', O, 'list.first_id.type', putBody(['list'], 'first_id', 1)],
  ['last-id-absent', O, /^list\.last_id\.(nullable-absent|present)$/, dropBody(['list'], 'last_id')],
  ['last-id-number', O, 'list.last_id.type', putBody(['list'], 'last_id', 2)],
  ['has-more-missing', O, 'list.has_more.present', {level: 'must', ...dropBody(['list'], 'has_more')}],
  ['has-more-null', O, /^list\.has_more\.(null|type)$/, putBody(['list'], 'has_more', null)],
  ['has-more-text', O, 'list.has_more.type', putBody(['list'], 'has_more', String)],
  ['has-more-number', O, 'list.has_more.type', putBody(['list'], 'has_more', Number)],
  ['bare-array', O, 'list.type', list((json) => json.data)],
  ['wrapped', O, /^list\..*(present|type)$/, list((json) => ({code: 0, data: json}))],
]);

const behaviour = table('list', [
  ['own-task-missing', O, LIST, list((json, c) => ({...json, data: json.data.filter((t) => c.server.jobs.find(t.id)?.history)}))],
  ['always-empty', O, LIST, list(() => ({object: 'list', data: [], first_id: null, last_id: null, has_more: false}))],
  ['limit-ignored', O, LIST, query((q) => q.delete('limit'))],
  ['order-ignored', O, LIST, {set: {history: 3}, ...query((q) => q.delete('order'))}],
  ['order-reversed', O, LIST, query((q) => q.set('order', q.get('order') === 'asc' ? 'desc' : 'asc'))],
  ['after-ignored', O, LIST, query((q) => q.delete('after'))],
  ['after-includes-the-last', O, LIST, {
    route: async (c, next) => {
      const reply = await next();
      const after = c.op === 'list' && c.query.get('after');
      if (!after || reply.status !== 200) return reply;
      c.server.touched += 1;
      reply.json.data.unshift(c.server.show(c.server.jobs.find(after), c, 'list'));
      reply.json.first_id = after;
      return reply;
    },
  }],
  ['has-more-always-true', O, LIST, list((json) => ({...json, has_more: true}))],
  ['has-more-always-false', O, LIST, list((json) => ({...json, has_more: false}))],
  ['has-more-reversed', O, LIST, list((json) => ({...json, has_more: !json.has_more}))],
  ['first-id-of-another', O, LIST, list((json) => ({...json, first_id: json.data.length ? 'VID-OTHER' : null}))],
  ['last-id-of-another', O, LIST, list((json) => ({...json, last_id: json.data.length ? 'VID-OTHER' : null}))],
  ['first-and-last-swapped', O, LIST, list((json) => ({...json, first_id: json.last_id, last_id: json.first_id}))],
  ['last-id-null', O, LIST, list((json) => ({...json, last_id: null}))],
  ['same-item-twice', O, LIST, list((json) => ({...json, data: [...json.data, ...json.data.slice(0, 1)]}))],
  ['error-500', O, LIST, replies(['list'], (r) => instead(r, {status: 500, json: {error: {message: 'x', type: 'x', param: null, code: null}}}), succeeded)],
  ['served-without-key', O, /^(list|auth|errors)\./, {set: {open: ['list']}, exercised: true}],
  ['html', O, /^(list|transport)\./, replies(['list'], (r) => instead(r, {text: '<p>videos</p>', headers: {'Content-Type': 'text/html'}}), succeeded)],
  ['status-of-own-task-stale', O, /^(list|lifecycle|identity)\./, {task: (t, c) => (c.place === 'list' && !c.job.history ? {...t, status: 'queued', progress: 0, completed_at: null, expires_at: null} : undefined)}],
  ['own-prompt-of-another', O, /^(list|lifecycle|identity)\./, {task: (t, c) => (c.place === 'list' && !c.job.history ? {...t, model: 'sora-2-pro', seconds: '12'} : undefined)}],
  ['bad-limit-accepted', O, LIST, query((q) => Number(q.get('limit')) > 100 && q.delete('limit'))],
]);

const DELETE = /^(delete|deleted)\./;
const removal = (change) => ({
  route: async (c, next) => {
    if (c.op !== 'delete' || c.key !== 'right' || !c.server.jobs.find(c.id)?.doneAt) return next();
    c.server.touched += 1;
    return change(c, next);
  },
});
const stillThere = (ops) => ({
  route: async (c, next) => {
    if (!ops.includes(c.op) || !c.server.deleted.has(c.id) || c.key !== 'right') return next();
    c.server.touched += 1;
    const job = {...c.server.ghosts.get(c.id)};
    if (c.op === 'content') return {status: 200, headers: {'Content-Type': 'video/mp4'}, body: c.server.jobs.film(job)};
    return {status: 200, json: c.server.show(job, c)};
  },
});
const ghosts = (bend) => ({
  route: async (c, next) => {
    c.server.ghosts ??= new Map();
    if (c.op === 'delete' && c.server.jobs.find(c.id)) c.server.ghosts.set(c.id, c.server.jobs.find(c.id));
    return bend.route(c, next);
  },
});

const deleting = table('delete', [
  ['id-missing', O, 'deleted.id.present', dropBody(['delete'], 'id')],
  ['id-null', O, /^deleted\.id\.(null|type)$/, putBody(['delete'], 'id', null)],
  ['id-number', O, 'deleted.id.type', putBody(['delete'], 'id', 4)],
  ['id-of-another', O, DELETE, putBody(['delete'], 'id', 'VID-OTHER')],
  ['object-missing', O, 'deleted.object.present', dropBody(['delete'], 'object')],
  ['object-video', O, 'deleted.object.const', putBody(['delete'], 'object', 'video')],
  ['object-number', O, 'deleted.object.type', putBody(['delete'], 'object', 1)],
  ['deleted-missing', O, 'deleted.deleted.present', dropBody(['delete'], 'deleted')],
  ['deleted-text', O, 'deleted.deleted.type', putBody(['delete'], 'deleted', 'true')],
  ['deleted-number', O, 'deleted.deleted.type', putBody(['delete'], 'deleted', 1)],
  ['deleted-false', O, DELETE, putBody(['delete'], 'deleted', false)],
  ['answers-the-video', O, DELETE, removal(async (c, next) => {
    const json = {...c.server.show(c.server.jobs.find(c.id), c), status: 'deleted'};
    await next();
    return {status: 200, json};
  })],
  ['no-content-204', O, DELETE, removal(async (c, next) => (await next(), {status: 204}))],
  ['answers-nothing', O, DELETE, removal(async (c, next) => (await next(), {status: 200, text: ''}))],
  ['error-500-and-kept', O, DELETE, removal((c) => c.server.refuse(c, 'broken', 500, {message: 'disk full'}))],
  ['says-so-but-keeps', O, DELETE, removal((c) => ({status: 200, json: {deleted: true, id: c.id, object: 'video.deleted'}}))],
  ['still-readable', O, DELETE, ghosts(stillThere(['retrieve']))],
  ['content-still-there', O, DELETE, ghosts(stillThere(['content']))],
  ['still-listed', O, DELETE, {
    route: async (c, next) => {
      c.server.ghosts ??= new Map();
      if (c.op === 'delete' && c.server.jobs.find(c.id)) c.server.ghosts.set(c.id, c.server.jobs.find(c.id));
      const reply = await next();
      if (c.op !== 'list' || reply.status !== 200 || !c.server.deleted.size) return reply;
      c.server.touched += 1;
      const old = [...c.server.deleted].map((id) => c.server.show(c.server.ghosts.get(id), c, 'list'));
      return {...reply, json: {...reply.json, data: [...old, ...reply.json.data], first_id: old[0].id}};
    },
  }],
  ['unknown-id-200', O, DELETE, replies(['delete'], (r, c) => instead(r, {status: 200, json: {deleted: true, id: c.id, object: 'video.deleted'}}), refusal('unknownId'))],
  ['unknown-id-500', O, DELETE, replies(['delete'], (r) => ({...r, status: 500}), refusal('unknownId'))],
  ['without-key', O, /^(delete|auth)\./, {set: {open: ['delete']}, exercised: true}],
]);

export default [...fields, ...behaviour, ...deleting];
