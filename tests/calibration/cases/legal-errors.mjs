// Legal refusals: the words are free, and much of the rest too.
import {ALL, C, F, FAILING, G, KEYED, O, S, VIDEOS, X, instead, legal, putError, refusal, replies} from './tools.mjs';

const STATUS = /^(errors|auth|content|create|delete|list)\./;
const INVALID = ['invalid', 'mediaType'];
const status = (names, code) => replies(['create', 'retrieve', 'content', 'list', 'delete', 'file'], {status: code}, refusal(...names));
const optional = (op, code) => ({
  may: new RegExp(`^${op}\\.supported$`),
  ...replies([op], (r) => instead(r, {status: code, json: {error: {message: `Invalid URL`, type: 'invalid_request_error', param: '', code: ''}}, headers: {'Content-Type': 'application/json'}})),
});

export default legal('error', [
  ['param-and-code-null', ALL, {error: (e) => ({error: {...e.error, param: null, code: null}})}],
  ['param-and-code-empty', ALL, {error: (e) => ({error: {...e.error, param: '', code: ''}})}],
  ['message-empty', ALL, putError('error.message', '')],
  ['message-of-4000-characters', ALL, putError('error.message', 'nein '.repeat(800))],
  ['message-in-chinese', ALL, putError('error.message', '任务不存在：请检查参数')],
  ['message-is-json-text', ALL, putError('error.message', '{"error":{"message":"inner"}}')],
  ['odd-type-and-code', ALL, {error: (e) => ({error: {...e.error, type: 'new_api_error', code: 'pre_consume_token_quota_failed'}})}],
  ['only-message', S, {error: (e) => ({error: {message: e.error.message}})}],
  ['only-message', [F, G, C, X], {may: /^errors?\./, error: (e) => ({error: {message: e.error.message}})}],
  ['as-published', ALL, {error: (e) => ({error: {message: e.error.message, type: 'invalid_request_error', param: null, code: null}})}],
  ['invalid-as-422', ALL, {may: STATUS, ...status(INVALID, 422)}],
  ['not-ready-as-400', VIDEOS, status(['notReady'], 400)],
  ['not-ready-as-404', VIDEOS, status(['notReady'], 404)],
  ['not-ready-as-409', VIDEOS, status(['notReady'], 409)],
  ['not-ready-as-425', VIDEOS, status(['notReady'], 425)],
  ['not-ready-as-403', VIDEOS, status(['notReady'], 403)],
  ['not-ready-with-retry-after', VIDEOS, replies(['content'], {headers: {'Retry-After': '3'}}, refusal('notReady'))],
  ['failed-content-as-404', VIDEOS, {flags: FAILING, ...status(['failedContent'], 404)}],
  ['failed-content-as-409', VIDEOS, {flags: FAILING, ...status(['failedContent'], 409)}],
  ['no-key-with-challenge', KEYED, replies(['create', 'retrieve', 'content', 'list', 'delete'], {headers: {'WWW-Authenticate': 'Bearer realm="films", error="invalid_token"'}}, refusal('noKey', 'wrongKey'))],
  ['wrong-key-as-403', KEYED, {may: STATUS, ...status(['wrongKey'], 403)}],
  ['unknown-id-as-410', ALL, {may: STATUS, ...status(['unknownId'], 410)}],
  ['gone-after-delete', O, {may: /^(delete|errors)\./, reply: (r, c) => (r.situation === 'unknownId' && c.server.deleted.has(c.id) ? {...r, status: 410} : undefined)}],
  ['no-key-needed', [F, C, X], {route: (c, next) => ((c.key = 'right'), (c.server.touched += 1), next())}],
  ['any-key-will-do', [F, C, X], {route: (c, next) => ((c.key = c.key === 'wrong' ? 'right' : c.key), (c.server.touched += 1), next())}],
  ['charset-on-errors', ALL, {reply: (r) => (r.status >= 400 && r.json ? {...r, headers: {...r.headers, 'Content-Type': 'application/json; charset=UTF-8'}} : undefined)}],
  ['problem-json-type', ALL, {may: /^(transport|errors)\./, reply: (r) => (r.status >= 400 && r.json ? {...r, headers: {...r.headers, 'Content-Type': 'application/problem+json'}} : undefined)}],
  ['list-not-routed', O, optional('list', 404)],
  ['list-405', O, optional('list', 405)],
  ['delete-not-routed', O, optional('delete', 404)],
  ['delete-501', O, optional('delete', 501)],
  ['unknown-fields-ignored', ALL, {exercised: true, set: {lenient: (c, problem) => /member|Feld|多余|champ|unexpected|do not know/.test(problem?.message ?? '') && problem.message.includes(problem.param) && c.form?.fields[problem.param] !== undefined && !['prompt', 'model', 'size', 'seconds'].includes(problem.param)}}],
  ['list-other-tie', O, {set: {tie: -1}, exercised: true, flags: FAILING}],
  ['list-many-tasks', O, {set: {history: 45}, exercised: true}],
  ['list-only-our-own', O, {set: {history: 0}, exercised: true}],
  ['list-prompts-null', O, {task: (t, c) => (c.place === 'list' ? {...t, prompt: null} : undefined)}],
  ['list-cursor-null-when-empty', O, {set: {history: 1}, exercised: true}],
]);
