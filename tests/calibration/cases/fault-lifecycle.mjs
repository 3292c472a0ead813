// The life of a job told wrongly: order, endings, identity, times, echoes, explanations.
import {ALL, C, F, FAILING, G, O, S, SHORT, VIDEOS, X, atPoll, drop, pollInStage, put, replies, succeeded, table, whenStage} from './tools.mjs';

const run = (progress) => ({stage: 'running', progress});
const course = (...steps) => ({set: {course: steps}});
const ending = (...steps) => ({set: {failCourse: steps}, flags: FAILING});
const failed = whenStage('failed');
const withError = {code: 'odd', message: 'something happened', type: 'odd'};

const order = table('order', [
  ['running-queued-running', ALL, 'lifecycle.no-regression', {level: 'must', ...course('queued', run(40), 'queued', run(60), 'completed')}],
  ['create-running-then-queued', ALL, 'lifecycle.no-regression', {level: 'must', ...course(run(5), 'queued', run(60), 'completed')}],
  ['queued-again-just-before-the-end', ALL, 'lifecycle.no-regression', {level: 'must', ...course('queued', run(40), run(80), 'queued', 'completed')}],
  ['completed-then-running', ALL, 'lifecycle.terminal-stays', {level: 'must', ...course('queued', run(50), 'completed', run(80), 'completed')}],
  ['completed-then-queued', ALL, 'lifecycle.terminal-stays', {level: 'must', ...course('queued', 'completed', 'queued', 'completed')}],
  ['completed-then-failed', ALL, 'lifecycle.terminal-stays', {level: 'must', ...course('queued', run(50), 'completed', 'failed')}],
  ['failed-then-completed', ALL, 'lifecycle.terminal-stays', {level: 'must', ...ending('queued', run(50), 'failed', 'completed')}],
  ['failed-then-running', ALL, 'lifecycle.terminal-stays', {level: 'must', ...ending('queued', 'failed', run(20), 'failed')}],
  ['progress-falls', VIDEOS, 'lifecycle.progress-monotonic', {level: 'should', ...course('queued', run(70), run(30), run(80), 'completed')}],
  ['progress-falls-to-zero', VIDEOS, 'lifecycle.progress-monotonic', {level: 'should', ...course('queued', run(90), run(0), 'completed')}],
  ['progress-falls-in-the-end', VIDEOS, 'lifecycle.progress-monotonic', {level: 'should', ...course('queued', run(90), {stage: 'completed', progress: 50})}],
  ['pct-falls', C, 'lifecycle.progress-monotonic', {
    level: 'should',
    ...course('queued', {stage: 'running', task: {detail: {pending_info: {progress_pct: 0.9}}}}, {stage: 'running', task: {detail: {pending_info: {progress_pct: 0.2}}}}, 'completed'),
  }],
]);

const identity = table('same-job', [
  ['id-empty-at-poll', ALL, 'lifecycle.id-stable', {level: 'must', ...put('id', '', atPoll)}],
  ['id-changes-at-poll', [O, F, G, S, X], 'lifecycle.id-stable', {level: 'must', ...put('id', (id) => `${id}-b`, atPoll)}],
  ['id-changes-in-the-end', [O, F, G, S, X], 'lifecycle.id-stable', {level: 'must', ...put('id', (id) => id.toLowerCase() + '_', pollInStage('completed'))}],
  ['id-new-at-each-poll', [O, F, G, S, X], 'lifecycle.id-stable', {level: 'must', ...put('id', (id, c) => `${id}${c.polls}`, atPoll)}],
  ['id-of-another-task', C, 'lifecycle.id-stable', {level: 'must', ...put('id', 'sora-2:task_zzzzzzzzzzzz', pollInStage('completed'))}],
  ['created-at-now', [O, F, S], 'lifecycle.created-at-stable', {level: 'must', ...put('created_at', (at, c) => at + c.polls, atPoll)}],
  ['created-at-now', [G, X], 'lifecycle.created-at-stable', {level: 'should', ...put('created_at', (at, c) => at + c.polls, atPoll)}],
  ['created-at-later-in-the-end', [O, F, S], 'lifecycle.created-at-stable', put('created_at', (at) => at + 60, pollInStage('completed'))],
  ['created-at-milliseconds-at-poll', VIDEOS, /^(lifecycle\.created-at-stable|task\.created_at\..*)$/, put('created_at', (at) => at * 1000 + 7, atPoll)],
  ['created-at-zero-at-poll', [O, F, S], 'lifecycle.created-at-stable', put('created_at', 0, atPoll)],
  ['created-at-other-in-list', O, 'lifecycle.created-at-stable', put('created_at', (at) => at + 5, (c) => c.place === 'list' && !c.job.history)],
  ['model-other-in-list', O, 'lifecycle.echo-stable', put('model', 'sora-2-pro', (c) => c.place === 'list' && !c.job.history)],
  ['list-lags-behind', O, 'lifecycle.terminal-stays', put('status', 'queued', (c) => c.place === 'list' && !c.job.history)],
  ['model-changes-in-the-end', [O, F, G, S], 'lifecycle.echo-stable', {level: 'should', ...put('model', 'sora_video2', pollInStage('completed'))}],
  ['model-empty-at-poll', [O, F, G, S], /^(lifecycle\.echo-stable|task\.model\..*)$/, put('model', '', atPoll)],
  ['model-other-than-asked', [O, F, G, S], 'lifecycle.echo-stable', {level: 'should', ...put('model', 'another-model')}],
  ['seconds-change-in-the-end', [O, F, G, S, X], 'lifecycle.echo-stable', {level: 'should', ...put('seconds', '12', pollInStage('completed'))}],
  ['seconds-other-than-asked', [O, F, G, S, X], 'lifecycle.echo-stable', {level: 'should', ...put('seconds', '8')}],
  ['size-turns-in-the-end', [O, F, G, X], 'lifecycle.echo-stable', {level: 'should', ...put('size', '1280x720', pollInStage('completed'))}],
  ['size-other-than-asked', [O, F, G, X], 'lifecycle.echo-stable', {level: 'should', ...put('size', '1280x720')}],
  ['size-word', [O, X], /^(lifecycle\.echo-stable|task\.size\..*)$/, put('size', 'small')],
]);

const times = table('times', [
  ['completed-at-while-running', [O, G, S], 'lifecycle.completed-at-late', {level: 'should', ...put('completed_at', (_, c) => Math.floor(c.job.createdAt / 1000), pollInStage('running'))}],
  ['completed-at-at-create', [O, G, S], 'lifecycle.completed-at-late', {level: 'should', ...put('completed_at', (_, c) => Math.floor(c.job.createdAt / 1000) + 60, (c) => c.stage === 'queued')}],
  ['completed-before-created', [O, G, S], 'lifecycle.completed-at-late', {level: 'should', ...put('completed_at', (at) => at - 3600, pollInStage('completed'))}],
  ['completed-at-zero', [O, G, S], 'lifecycle.completed-at-late', put('completed_at', 0, pollInStage('completed'))],
  ['expires-before-completed', O, /^(lifecycle|task|content)\..*expires/, put('expires_at', (at) => at - 400_000, pollInStage('completed'))],
  ['created-in-the-future', O, /^(lifecycle|task|create|identity)\..*created/, put('created_at', (at) => at + 7_200)],
]);

const errors = table('job-error', [
  ['error-while-running', [O, F, G, S, X], 'lifecycle.error-only-on-failed', {level: 'should', ...put('error', withError, pollInStage('running'))}],
  ['error-when-completed', ALL, 'lifecycle.error-only-on-failed', {level: 'should', ...put('error', withError, pollInStage('completed'))}],
  ['failed-without-error', O, 'lifecycle.failure-explained', {level: 'must', flags: FAILING, ...put('error', null, failed)}],
  ['failed-without-error', [F, G, C, S, X], 'lifecycle.failure-explained', {level: 'should', flags: FAILING, ...drop('error', failed)}],
  ['failed-with-empty-message', O, 'lifecycle.failure-explained', {level: 'must', flags: FAILING, ...put('error.message', '', failed)}],
  ['failed-with-empty-message', [F, G, S, X], 'lifecycle.failure-explained', {level: 'should', flags: FAILING, ...put('error.message', '', failed)}],
  ['failed-with-empty-text', C, 'lifecycle.failure-explained', {level: 'should', flags: FAILING, ...put('error', '', failed)}],
  ['failed-with-empty-object', [F, G, S, X, C], 'lifecycle.failure-explained', {flags: FAILING, ...put('error', {}, failed)}],
  ['failed-error-text', [O, G, S], 'task.error.type', {level: 'must', flags: FAILING, ...put('error', 'it failed', failed)}],
  ['failed-error-without-code', O, 'task.error.code.present', {level: 'must', flags: FAILING, ...drop('error.code', failed)}],
  ['failed-error-code-null', O, /^task\.error\.code\.(null|type)$/, {level: 'must', flags: FAILING, ...put('error.code', null, failed)}],
  ['failed-error-message-null', [O, S], /^task\.error\.message\.(null|type)$|^lifecycle\.failure-explained$/, {flags: FAILING, ...put('error.message', null, failed)}],
  ['failed-error-list', [O, G, S], 'task.error.type', {level: 'must', flags: FAILING, ...put('error', [{code: 'x', message: 'y'}], failed)}],
  ['failed-error-code-number', [O, S], 'task.error.code.type', {level: 'must', flags: FAILING, ...put('error.code', 422, failed)}],
]);

const lostPolls = (count) => ({
  route: async (c, next) => {
    if (c.op !== 'retrieve' || c.key !== 'right' || !c.server.jobs.find(c.id)) return next();
    c.server.lost = (c.server.lost ?? 0) + 1;
    if (c.server.lost > count) return next();
    c.server.touched += 1;
    return c.server.refuse(c, 'lost', 404, {message: 'never heard of it'});
  },
});

const core = table('core', [
  ['create-without-id', ALL, /^(task\.id\.present|create\.returns-id)$/, {level: 'must', ...drop('id', (c) => c.place === 'create')}],
  ['create-without-status', ALL, /^(task\.status\.present|create\.returns-status)$/, {level: 'must', ...drop('status', (c) => c.place === 'create')}],
  ['id-empty', ALL, /^(task\.id\.|create\.|lifecycle\.|identity\.)/, put('id', '')],
  ['status-empty-at-create', ALL, /^(task\.status\.|create\.|lifecycle\.)/, put('status', '', (c) => c.place === 'create')],
  ['status-missing-at-create', ALL, 'task.status.present', drop('status', (c) => c.place === 'create')],
  ['status-number-while-running', ALL, 'task.status.type', put('status', 2, pollInStage('running'))],
  ['id-never-found', ALL, /^(retrieve|lifecycle|identity|create)\./, {flags: SHORT, ...lostPolls(1e9)}],
  ['id-not-found-at-first', ALL, /^(retrieve|lifecycle|identity|create)\./, lostPolls(1)],
  ['wrapped-in-data', ALL, /^task\.(id|status)\.present$/, {task: (t) => ({code: 0, message: 'ok', data: t})}],
  ['wrapped-in-list', ALL, 'task.type', {task: (t) => [t]}],
  ['create-wrapped-in-data', ALL, 'task.id.present', {task: (t, c) => (c.place === 'create' ? {code: 'success', data: t} : undefined)}],
  ['id-as-task-id', ALL, 'task.id.present', {task: (t, c) => (c.place === 'create' ? {...t, id: undefined, task_id: t.id} : undefined)}],
  ['poll-empty-object', [O, G], 'task.id.present', replies(['retrieve'], {json: {}}, (c, r) => succeeded(c, r) && c.server.jobs.find(c.id)?.stage === 'running')],
  ['poll-null', [O, F, G, S, C], 'task.type', replies(['retrieve'], {json: null}, (c, r) => succeeded(c, r) && c.server.jobs.find(c.id)?.stage === 'running')],
  ['unified-shape-until-done', [O, F, S, X], /^task\.(object|model|status)\./, {task: (t, c) => (c.place === 'retrieve' && c.stage !== 'completed' ? {id: t.id, detail: {status: 'pending'}, status: 'pending', status_update_time: Date.now()} : undefined)}],
  ['relay-regression', [O, F, G, S, X], /^task\.(id|status|progress)\./, {flags: SHORT, task: (t, c) => (c.place === 'retrieve' ? {task_id: t.id, status: 'SUCCESS', progress: '100%', platform: '1', fail_reason: '', created_at: t.created_at, finished_at: 0} : undefined)}],
  ['success-word', [O, F, G, S, X], 'task.status.enum', {flags: SHORT, set: {words: {completed: 'succeeded'}}}],
  ['success-word-upper', [O, G], 'task.status.enum', {flags: SHORT, level: 'must', set: {words: {completed: 'SUCCESS'}}}],
  ['failure-word', [O, F, G, S, X], 'task.status.enum', {flags: [...FAILING, ...SHORT], set: {words: {failed: 'cancelled'}}}],
]);

export default [...order, ...identity, ...times, ...errors, ...core];
