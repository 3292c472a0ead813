// Mistakes that show late: in a job that fails, after the end, in one answer among good ones, in times to come.
import {ALL, F, FAILING, G, O, S, VIDEOS, X, atCreate, instead, pollInStage, put, replies, table, whenStage} from './tools.mjs';

const failed = whenStage('failed');
const done = pollInStage('completed');
const failing = (bend) => ({flags: FAILING, ...bend});

const failure = table('failing', [
  ['id-changes', VIDEOS, 'lifecycle.id-stable', {level: 'must', ...failing(put('id', (id) => `failed-${id}`, pollInStage('failed')))}],
  ['created-at-moves', [O, F, S], 'lifecycle.created-at-stable', {level: 'must', ...failing(put('created_at', (at) => at + 3, failed))}],
  ['created-at-moves', [G, X], 'lifecycle.created-at-stable', {level: 'should', ...failing(put('created_at', (at) => at + 3, failed))}],
  ['seconds-number', VIDEOS, 'task.seconds.type', failing(put('seconds', Number, failed))],
  ['progress-beyond-100', VIDEOS, 'task.progress.range', failing(put('progress', 130, failed))],
  ['reason-only-at-the-top', [F, S, X], 'lifecycle.failure-explained', failing({task: (t, c) => (failed(c) ? {...t, error: undefined, message: 'it did not work'} : undefined)})],
]);

/** The answers to polls after the first that told of the end. */
const afterwards = (change) => ({
  reply(reply, c) {
    const job = c.op === 'retrieve' && reply.status === 200 && c.server.jobs.find(c.id);
    if (!job || job.stage !== 'completed') return undefined;
    job.ends = (job.ends ?? 0) + 1;
    if (job.ends < 2) return undefined;
    c.server.touched += 1;
    return change(reply);
  },
});
const error = {error: {message: 'gone', type: 'x', param: null, code: null}};
const typed = {'Content-Type': 'application/json'};
const settled = table('afterwards', [
  ['not-found', ALL, /^(retrieve|lifecycle)\./, afterwards((r) => instead(r, {status: 404, json: error, headers: typed}))],
  ['server-error', ALL, /^retrieve\./, afterwards((r) => instead(r, {status: 500, json: error, headers: typed}))],
  ['progress-falls', VIDEOS, /^lifecycle\.progress-/, afterwards((r) => ({...r, json: {...r.json, progress: 40}}))],
  ['model-changes', [O, F, G, S], 'lifecycle.echo-stable', afterwards((r) => ({...r, json: {...r.json, model: 'sora_video2'}}))],
  ['created-at-moves', VIDEOS, 'lifecycle.created-at-stable', afterwards((r) => ({...r, json: {...r.json, created_at: r.json.created_at + 1}}))],
]);

const rest = table('late', [
  ['completed-at-days-ahead', [O, G, S], 'lifecycle.completed-at-late', {level: 'should', ...put('completed_at', (at) => at + 400_000, done)}],
  ['expires-at-zero', [O, G, S], 'lifecycle.expires-after-end', {level: 'should', ...put('expires_at', 0, done)}],
  ['error-object-without-members', [F, G, S, X], 'lifecycle.error-only-on-failed', {level: 'should', ...put('error', {}, done)}],
  ['model-other-at-create', X, 'lifecycle.echo-stable', {level: 'should', ...put('model', 'sora-2-pro', atCreate)}],
  ['size-without-orientation', F, 'lifecycle.echo-stable', {level: 'should', ...put('size', 'small')}],
  ['poll-304-once', ALL, /^(retrieve|transport)\./, afterwards((r) => ({...instead(r, {status: 304, text: ''}), chunked: false}))],
  ['running-poll-202', [O, F, G, S], 'retrieve.status', {level: 'should', ...replies(['retrieve'], {status: 202}, (c, r) => r.status === 200 && c.server.jobs.find(c.id)?.stage === 'running')}],
]);

export default [...failure, ...settled, ...rest];
