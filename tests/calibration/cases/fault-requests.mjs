// What is accepted that should not be, what is refused that should not be, what costs money, and who may look.
import {ALL, C, F, FAILING, G, KEYED, O, S, SHORT, VIDEOS, X, instead, page, put, replies, succeeded, table} from './tools.mjs';

const REJECTS = /^(create|errors|request|requests|negative|negatives|validation|spending|spend)\./;
/** A server that takes requests with one particular mistake. `param` undefined: bodies that nobody can read. */
const takes = (...params) => ({set: {lenient: (c, problem) => {
  const taken = params.includes(problem?.param ?? 'unreadable');
  c.server.touched += taken;
  return taken;
}}});

const accepted = table('accepts', [
  ['no-prompt', [O, G, C, X], REJECTS, takes('prompt')],
  ['no-model', [G, C, X], REJECTS, takes('model')],
  ['unknown-model', O, REJECTS, {level: 'should', ...takes('model')}],
  ['bad-seconds', [O, F, G, X], REJECTS, takes('seconds')],
  ['bad-size', [O, G, X, C], REJECTS, takes('size')],
  ['bad-duration', [C, S], REJECTS, takes('duration')],
  ['bad-orientation', C, REJECTS, takes('orientation')],
  ['bad-images', C, REJECTS, takes('images')],
  ['no-watermark', C, REJECTS, takes('watermark')],
  ['bad-width', S, REJECTS, takes('width', 'height', 'fps', 'seed')],
  ['bad-reference', [O, G, X], REJECTS, takes('input_reference')],
  ['unreadable-body', ALL, REJECTS, takes('unreadable')],
  ['everything', ALL, REJECTS, {set: {lenient: (c, problem) => {
    c.server.touched += 1;
    return problem !== 'never';
  }}}],
]);

const CREATE = /^create\./;
const creates = (change) => replies(['create'], change, succeeded);
const create = table('create', [
  ['answers-201', ALL, CREATE, {level: 'should', ...creates((r) => ({...r, status: 201}))}],
  ['answers-202', ALL, CREATE, {level: 'should', ...creates((r) => ({...r, status: 202}))}],
  ['answers-html', ALL, /^(create|task|transport)\./, creates((r) => instead(r, {text: page, headers: {'Content-Type': 'text/html'}}))],
  ['answers-nothing', ALL, /^(create|task|transport)\./, creates((r) => instead(r, {text: '', headers: {'Content-Type': 'application/json'}}))],
  ['answers-the-film', VIDEOS, /^(create|task|transport)\./, creates((r, c) => instead(r, {headers: {'Content-Type': 'video/mp4'}, body: c.server.jobs.film([...c.server.jobs.all.values()].at(-1))}))],
  ['success-null', ALL, /^(create|task)\./, creates((r) => instead(r, {json: {code: 'success', data: null}, headers: {'Content-Type': 'application/json'}}))],
  ['error-in-200', ALL, /^(create|task|errors?)\./, creates((r) => instead(r, {json: {error: {message: 'quota', type: 'x', param: null, code: null}}, headers: {'Content-Type': 'application/json'}}))],
]);

const SPEND = /^(spend|spending|create)\./;
const hazards = table('spending', [
  ['500-after-accepting', ALL, SPEND, {exits: [6], ...creates((r) => instead(r, {status: 500, json: {error: {message: 'oops', type: 'server_error', param: null, code: null}}}))}],
  ['504-page-after-accepting', ALL, SPEND, {exits: [6], ...creates((r) => instead(r, {status: 504, text: page, headers: {'Content-Type': 'text/html'}}))}],
  ['hangs-up-after-accepting', ALL, SPEND, {exits: [6], ...creates({hangUp: true})}],
  ['answer-cut-after-accepting', ALL, SPEND, {exits: [6], ...creates((r) => ({...r, chunked: false, cut: 20}))}],
  ['create-waits-for-the-film', ALL, /^(create|spending|spend|lifecycle)\./, {set: {course: ['completed']}, ...creates((r) => ({...r, delay: 2500}))}],
]);

const AUTH = /^(auth|errors\.no-key|errors\.wrong-key|content)\./;
const asRight = (keys, ops) => ({
  route: async (c, next) => {
    if (!keys.includes(c.key) || (ops && !ops.includes(c.op))) return next();
    c.server.touched += 1;
    return c.server.answer({...c, key: 'right'});
  },
});
const auth = table('auth', [
  ['no-key-needed-at-all', KEYED, AUTH, asRight(['none', 'wrong'])],
  ['any-key-will-do', KEYED, AUTH, asRight(['wrong'])],
  ['no-key-will-do', KEYED, AUTH, asRight(['none'])],
  ['task-readable-without-key', KEYED, AUTH, asRight(['none'], ['retrieve'])],
  ['task-readable-with-wrong-key', KEYED, AUTH, asRight(['wrong'], ['retrieve'])],
  ['list-readable-with-wrong-key', O, AUTH, asRight(['wrong'], ['list'])],
  ['list-readable-without-key', O, AUTH, asRight(['none'], ['list'])],
  ['content-readable-without-key', KEYED, AUTH, asRight(['none'], ['content'])],
  ['content-readable-with-wrong-key', KEYED, AUTH, asRight(['wrong'], ['content'])],
]);

const IDENTITY = /^(identity|isolation|lifecycle|create|errors)\./;
const identity = table('identity', [
  ['one-id-for-two-creates', [O, F, G, S, X], IDENTITY, {flags: FAILING, ...put('id', 'the-only-one', (c) => !c.job.history), route: (c, next) => {
    if (c.id === 'the-only-one') c.id = [...c.server.jobs.all.values()].findLast((job) => !job.history)?.id;
    return next();
  }}],
  ['poll-shows-another-task', [O, F, G, S, X], IDENTITY, {
    route: async (c, next) => {
      const reply = await next();
      if (c.op === 'retrieve' && reply.status === 200 && reply.json.status !== c.dialect.words.completed) {
        c.server.touched += 1;
        Object.assign(reply.json, {id: `${reply.json.id.slice(0, -1)}Q`, model: 'another', seconds: '12'});
      }
      return reply;
    },
  }],
  ['prompt-of-another', O, IDENTITY, put('prompt', 'a prompt that somebody else wrote', (c) => c.place === 'retrieve' && !c.job.history)],
  ['slash-in-id-not-found', [O, F, G, S, X], /^(retrieve|lifecycle|identity|create)\./, {
    flags: SHORT, set: {newId: (n) => `job/${n}x${Date.now()}`}, exercised: true,
    route: (c, next) => (c.id?.includes('/') ? c.server.refuse(c, 'nowhere', 404, {message: 'no such route'}) : next()),
  }],
]);

export default [...accepted, ...create, ...hazards, ...auth, ...identity];
