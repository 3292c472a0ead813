// How servers get errors wrong: the envelope (members, types, other shapes) and the status, in each situation.
import {ALL, C, F, FAILING, G, KEYED, O, S, VIDEOS, X, dropError, instead, page, putError, refusal, replies, situation, table} from './tools.mjs';

const OPS = ['create', 'retrieve', 'content', 'list', 'delete', 'file'];
const when = (names, change) => replies(OPS, (reply) => instead(reply, typeof change === 'function' ? change(reply) : change), refusal(...names));
const INVALID = ['invalid', 'mediaType'];
const EVERY = ['unknownId', 'noKey', 'wrongKey', 'notReady', ...INVALID];

const ENVELOPE = /^(error\.|errors\.|auth\.|content\.|create\.)/;
const openaiEnvelope = /^error\.(present|type)$/;

/** The published interface asks for all four members; the relay of seed 003 only for their types. */
const members = table('error', [
  ['message-missing', O, 'error.message.present', dropError('error.message')],
  ['type-missing', O, 'error.type.present', dropError('error.type')],
  ['param-absent', O, /^error\.param\.(nullable-absent|present)$/, dropError('error.param')],
  ['code-absent', O, /^error\.code\.(nullable-absent|present)$/, dropError('error.code')],
  ['message-null', O, /^error\.message\.(null|type)$/, putError('error.message', null)],
  ['type-null', O, /^error\.type\.(null|type)$/, putError('error.type', null)],
  ['message-object', O, 'error.message.type', putError('error.message', {text: 'no'})],
  ['message-list', [O, S], 'error.message.type', putError('error.message', ['no'])],
  ['type-number', [O, S], 'error.type.type', putError('error.type', 400)],
  ['param-number', [O, S], 'error.param.type', putError('error.param', 0)],
  ['param-list', O, 'error.param.type', putError('error.param', ['prompt'])],
  ['code-number', [O, S], 'error.code.type', {level: 'must', ...putError('error.code', (_, c) => c.status)}],
  ['code-boolean', O, 'error.code.type', putError('error.code', false)],
  ['message-missing', [S], 'error.message.present', {level: 'should', ...dropError('error.message')}],
  ['message-number', [S], 'error.message.type', {level: 'must', ...putError('error.message', 17)}],
  ['error-text', S, /^error\.(type|error\.type)$/, {level: 'must', error: (e) => ({error: e.error.message})}],
  ['error-text', O, openaiEnvelope, {level: 'must', error: (e) => ({error: e.error.message})}],
  ['error-null', O, openaiEnvelope, {error: () => ({error: null})}],
  ['error-list', O, openaiEnvelope, {error: (e) => ({error: [e.error]})}],
  ['error-missing', S, ENVELOPE, {level: 'should', error: (e) => ({message: e.error.message})}],
  ['message-missing', [F, G, C, X], ENVELOPE, {level: 'should', ...dropError('error.message')}],
  ['message-number', [F, G, C, X], ENVELOPE, {level: 'should', ...putError('error.message', 5)}],
  ['code-number-unknown-id', O, 'error.code.type', putError('error.code', 404, situation('unknownId'))],
  ['type-missing-no-key', O, 'error.type.present', dropError('error.type', situation('noKey'))],
  ['message-missing-wrong-key', O, 'error.message.present', dropError('error.message', situation('wrongKey'))],
  ['message-missing-not-ready', O, 'error.message.present', dropError('error.message', situation('notReady'))],
  ['param-number-invalid', [O, S], 'error.param.type', putError('error.param', 3, situation('invalid'))],
  ['message-object-invalid', [O, S], 'error.message.type', putError('error.message', {prompt: ['needed']}, situation('invalid'))],
]);

const otherShapes = table('envelope', [
  ['detail', O, /^error\./, {level: 'must', error: (e) => ({detail: e.error.message})}],
  ['detail', [F, G, C, S, X], ENVELOPE, {level: 'should', error: (e) => ({detail: e.error.message})}],
  ['code-message-data', O, /^error\./, {error: (e) => ({code: 'task_not_exist', message: e.error.message, data: null})}],
  ['code-message-data', [F, G, C, S, X], ENVELOPE, {error: (e) => ({code: 'task_not_exist', message: e.error.message, data: null})}],
  ['status-failure', O, /^error\./, {error: (e) => ({status: 'failure', message: e.error.message})}],
  ['bare-text', O, /^error\.type$/, {error: (e) => e.error.message}],
  ['list', O, /^error\.type$/, {error: (e) => [e]}],
  ['empty-object', ALL, ENVELOPE, {error: () => ({})}],
  ['wrapped', O, /^error\./, {error: (e) => ({data: e})}],
  ['detail-for-unknown-id', ALL, ENVELOPE, {error: (e, c) => (c.situation === 'unknownId' ? {detail: 'Not Found'} : e)}],
  ['detail-for-invalid', ALL, ENVELOPE, {error: (e, c) => (c.situation === 'invalid' ? {detail: [{loc: ['body'], msg: 'bad'}]} : e)}],
  ['detail-for-no-key', KEYED, ENVELOPE, {error: (e, c) => (c.situation === 'noKey' ? {detail: 'Unauthorized'} : e)}],
  ['detail-for-wrong-key', KEYED, ENVELOPE, {error: (e, c) => (c.situation === 'wrongKey' ? {detail: 'Unauthorized'} : e)}],
  ['detail-for-wrong-key-content', KEYED, 'errors.wrong-key.envelope', {error: (e, c) => (c.situation === 'wrongKey' && c.op === 'content' ? {detail: 'Unauthorized'} : e)}],
  ['detail-for-no-key-list', O, 'errors.no-key.envelope', {error: (e, c) => (c.situation === 'noKey' && c.op === 'list' ? {detail: 'Unauthorized'} : e)}],
  ['detail-for-not-ready', VIDEOS, ENVELOPE, {error: (e, c) => (c.situation === 'notReady' ? {detail: 'wait'} : e)}],
  ['detail-for-failed-content', O, ENVELOPE, {flags: FAILING, error: (e, c) => (c.situation === 'failedContent' ? {detail: 'gone'} : e)}],
]);

const bodies = table('error-body', [
  ['html-for-unknown-id', ALL, /^(errors?|transport)\./, when(['unknownId'], {text: page, headers: {'Content-Type': 'text/html'}})],
  ['text-for-unknown-id', ALL, /^(errors?|transport)\./, when(['unknownId'], {text: 'not found', headers: {'Content-Type': 'text/plain'}})],
  ['nothing-for-unknown-id', ALL, /^(errors?|transport)\./, when(['unknownId'], {text: ''})],
  ['html-for-invalid', ALL, /^(errors?|transport|create)\./, when(INVALID, {text: page, headers: {'Content-Type': 'text/html'}})],
  ['nothing-for-invalid', ALL, /^(errors?|transport|create)\./, when(INVALID, {text: ''})],
  ['html-for-no-key', KEYED, /^(errors?|transport|auth)\./, when(['noKey'], {text: page, headers: {'Content-Type': 'text/html'}})],
  ['nothing-for-wrong-key', KEYED, /^(errors?|transport|auth)\./, when(['wrongKey'], {text: ''})],
  ['text-for-not-ready', VIDEOS, /^(errors?|transport|content)\./, when(['notReady'], {text: 'wait', headers: {'Content-Type': 'text/plain'}})],
  ['broken-json-for-unknown-id', ALL, /^(errors?|transport)\./, when(['unknownId'], {text: '{"error":{"message":"x"', headers: {'Content-Type': 'application/json'}})],
  ['json-as-html-type', O, /^(errors?|transport)\./, when(EVERY, (r) => ({json: r.json, headers: {'Content-Type': 'text/html'}}))],
]);

const S_INVALID = /^(errors|create|request|requests|validation|negative|spending)\./;
const statuses = table('error-status', [
  ['unknown-id-200', ALL, /^errors\.unknown-id\./, when(['unknownId'], (r) => ({status: 200, json: r.json}))],
  ['unknown-id-200-null', ALL, /^errors\.unknown-id\./, when(['unknownId'], {status: 200, json: {code: 'success', data: null}})],
  ['unknown-id-500', ALL, /^errors\.unknown-id\./, when(['unknownId'], (r) => ({status: 500, json: r.json}))],
  ['unknown-id-400', [O, G, S, X], /^errors\.unknown-id\./, {level: 'should', ...when(['unknownId'], (r) => ({status: 400, json: r.json}))}],
  ['unknown-id-401', ALL, /^errors\.unknown-id\./, when(['unknownId'], (r) => ({status: 401, json: {error: {...r.json?.error, message: 'not yours', code: 'not_owner'}}}))],
  ['unknown-id-403', O, /^errors\.unknown-id\./, {level: 'should', ...when(['unknownId'], (r) => ({status: 403, json: r.json}))}],
  ['unknown-id-502', O, /^errors\.unknown-id\./, when(['unknownId'], (r) => ({status: 502, json: r.json}))],
  ['unknown-id-is-a-task', ALL, /^(errors\.unknown-id|identity|retrieve)\./, {
    route: async (c, next) => {
      const reply = await next();
      if (reply.situation !== 'unknownId' || c.op !== 'retrieve') return reply;
      c.server.touched += 1;
      const job = {...c.server.jobs.add({model: 'sora-2', size: '720x1280', length: 4, width: 720, height: 1280}), id: c.id};
      return {status: 200, json: c.server.show(job, c)};
    },
  }],
  ['no-key-403', KEYED, /^(errors\.no-key|auth)\./, {level: 'should', ...when(['noKey'], (r) => ({status: 403, json: r.json}))}],
  ['no-key-400', KEYED, /^(errors\.no-key|auth)\./, when(['noKey'], (r) => ({status: 400, json: r.json}))],
  ['no-key-404', KEYED, /^(errors\.no-key|auth)\./, when(['noKey'], (r) => ({status: 404, json: r.json}))],
  ['no-key-500', KEYED, /^(errors\.no-key|auth)\./, when(['noKey'], (r) => ({status: 500, json: r.json}))],
  ['no-key-200-with-error', KEYED, /^(errors\.no-key|auth)\./, when(['noKey'], (r) => ({status: 200, json: r.json}))],
  ['no-key-redirect-to-login', KEYED, /^(errors\.no-key|auth|transport)\./, when(['noKey'], {status: 302, text: '', headers: {Location: '/login'}})],
  ['wrong-key-403', KEYED, /^(errors\.wrong-key|auth)\./, {level: 'should', ...when(['wrongKey'], (r) => ({status: 403, json: r.json}))}],
  ['wrong-key-400', KEYED, /^(errors\.wrong-key|auth)\./, when(['wrongKey'], (r) => ({status: 400, json: r.json}))],
  ['wrong-key-500', KEYED, /^(errors\.wrong-key|auth)\./, when(['wrongKey'], (r) => ({status: 500, json: r.json}))],
  ['wrong-key-404', KEYED, /^(errors\.wrong-key|auth)\./, when(['wrongKey'], (r) => ({status: 404, json: r.json}))],
  ['invalid-500', ALL, S_INVALID, when(INVALID, (r) => ({status: 500, json: r.json}))],
  ['invalid-200-with-error', ALL, S_INVALID, when(INVALID, (r) => ({status: 200, json: r.json}))],
  ['invalid-404', [O, S], S_INVALID, when(INVALID, (r) => ({status: 404, json: r.json}))],
  ['invalid-401', [O, S], S_INVALID, when(INVALID, (r) => ({status: 401, json: r.json}))],
  ['invalid-302', O, S_INVALID, when(INVALID, {status: 302, text: '', headers: {Location: '/docs'}})],
]);

export default [...members, ...otherShapes, ...bodies, ...statuses];
