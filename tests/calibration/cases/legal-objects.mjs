// Legal answers: what JSON may look like, what members may say, how a job may live.
import {ALL, C, F, FAILING, G, O, S, VIDEOS, X, atPoll, drop, inList, legal, pollInStage, put, whenStage} from './tools.mjs';

const extra = {
  quality: 'standard', usage: {duration_seconds: 4.0}, file_path: '/var/x', task_id: 't', tags: [], flag: false, edited_from_video_id: null,
  progress_text: '50%', Status: 'QUEUED', video: {url: null}, 'x y': 1e300, π: 'ü',
};
const reversed = (json) => {
  if (Array.isArray(json)) return json.map(reversed);
  if (json === null || typeof json !== 'object') return json;
  return Object.fromEntries(Object.entries(json).reverse().map(([name, value]) => [name, reversed(value)]));
};
const escaped = (json) => JSON.stringify(json).replace(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).replaceAll('/', '\\/');
const floats = (json) => JSON.stringify(json).replace(/"(progress|created_at|completed_at|expires_at|status_update_time)":(\d+)/g, '"$1":$2.0');

const json = legal('json', [
  ['extra-members', ALL, {task: (t) => ({...t, ...extra})}],
  ['extra-members-first', ALL, {task: (t) => ({...extra, ...t})}],
  ['extra-members-in-every-body', ALL, {body: (j) => (Array.isArray(j) ? j : {...j, trace_id: 'abc', debug: {a: [1, null]}})}],
  ['extra-members-in-errors', ALL, {error: (e) => ({error: {...e.error, event_id: 'x', headers: {}, details: [1]}, request_id: 'r'})}],
  ['members-reversed', ALL, {body: reversed}],
  ['indented', ALL, {render: (j) => JSON.stringify(j, null, '\t')}],
  ['crlf-and-blanks-around', ALL, {render: (j) => `\r\n  ${JSON.stringify(j, null, 1).replaceAll('\n', '\r\n')}\r\n\r\n`}],
  ['escaped-characters', ALL, {render: escaped}],
  ['integers-with-point-zero', ALL, {render: floats}],
]);

const course = (...steps) => ({set: {course: steps}});
const failing = (...steps) => ({set: {failCourse: steps}, flags: FAILING});
const run = (progress) => ({stage: 'running', progress});
const life = legal('life', [
  ['running-never-seen', ALL, course('queued', 'queued', 'completed')],
  ['queued-never-seen', ALL, course(run(0), run(50), 'completed')],
  ['done-at-the-first-poll', ALL, course('queued', 'completed')],
  ['create-answers-running', ALL, course(run(10), run(60), 'completed')],
  ['many-polls', ALL, course('queued', 'queued', ...[5, 20, 35, 50, 65, 80, 99].map(run), 'completed')],
  ['progress-zero-until-the-end', VIDEOS, course('queued', run(0), run(0), 'completed')],
  ['progress-jumps', VIDEOS, course('queued', run(0), run(90), 'completed')],
  ['progress-stands-still', VIDEOS, course('queued', run(42), run(42), run(42), 'completed')],
  ['progress-while-queued', VIDEOS, course({stage: 'queued', progress: 3}, run(30), 'completed')],
  ['queued-then-failed', ALL, failing('queued', 'failed')],
  ['running-then-failed', ALL, failing(run(1), run(80), {stage: 'failed', progress: 80})],
  ['failed-at-full-progress', VIDEOS, failing('queued', {stage: 'failed', progress: 100})],
  ['failed-at-once-progress-zero', VIDEOS, failing('queued', {stage: 'failed', progress: 0})],
  ['slow-queue', ALL, course('queued', 'queued', 'queued', 'queued', 'queued', run(50), 'completed')],
  ['different-speeds', ALL, {flags: FAILING, set: {course: ['queued', run(30), 'completed'], failCourse: ['queued', 'queued', run(10), 'failed']}}],
]);

const id = (make) => ({set: {newId: make}, exercised: true});
const stamp = () => Date.now().toString(36);
const ids = legal('id', [
  ['with-colon', ALL, id((n) => `sora-2:task_${stamp()}${n}`)],
  ['with-equals', ALL, id((n) => `video_${Buffer.from(`litellm:openai;${n};${stamp()}`).toString('base64')}==`)],
  ['with-plus', ALL, id((n) => `a+b+${stamp()}${n}`)],
  ['of-200-characters', ALL, id((n) => `v${'0123456789'.repeat(20)}${n}`.slice(-200))],
  ['a-uuid', ALL, id((n) => `fe6f922f-da34-48a4-9c35-${String(n).padStart(12, '0')}`)],
  ['digits', ALL, id((n) => String(9_000_000_000_000 + n))],
  ['with-slash', ALL, id((n) => `jobs/${stamp()}/${n}`)],
  ['with-percent-and-space', ALL, id((n) => `50% off ${stamp()}${n}`)],
  ['not-ascii', ALL, id((n) => `视频${stamp()}${n}`)],
  ['with-dots', ALL, id((n) => `a..b.${stamp()}.${n}`)],
  ['one-character', ALL, id((n) => 'abcdefghijklmnopqrstuvwxyz'[n % 26])],
  ['query-characters', ALL, id((n) => `q?x=${n}&y#${stamp()}`)],
]);

const done = pollInStage('completed');
const failed = whenStage('failed');
const ECHO = /^lifecycle\.echo-stable$/;
const members = legal('member', [
  ['prompt-null', O, put('prompt', null)],
  ['prompt-null-in-list', O, put('prompt', null, inList)],
  ['prompt-with-crlf', O, {flags: ['--prompt', 'two lines\nof text'], ...put('prompt', (p) => p?.replace(/\r?\n/g, '\r\n'))}],
  ['prompt-echoed-elsewhere-too', [F, G, S, X], {task: (t, c) => ({...t, prompt: c.job.prompt ?? null})}],
  ['expires-far-away', [O, G, S], put('expires_at', 4_102_444_800, done)],
  ['expires-null', O, put('expires_at', null)],
  ['expires-early-on', O, put('expires_at', (_, c) => Math.floor(c.job.createdAt / 1000) + 86400)],
  ['completed-at-once', [O, G, S], {exercised: true, ...put('completed_at', (_, c) => Math.floor(c.job.createdAt / 1000), done)}],
  ['created-long-ago', VIDEOS, put('created_at', 1_762_000_000)],
  ['failed-has-times', O, {flags: FAILING, ...put('expires_at', (_, c) => Math.floor(c.job.createdAt / 1000) + 9999, failed)}],
  ['failed-without-completed-at', O, {flags: FAILING, ...put('completed_at', null, failed)}],
  ['job-error-with-more', [O, G, S, X], {flags: FAILING, task: (t) => (t.error ? {...t, error: {...t.error, type: 'odd', param: null, headers: {'Retry-After': '1'}, misalignment: {steer: {message: 'x'}}}} : undefined)}],
  ['job-error-any-words', [O, S, X], {flags: FAILING, ...put('error', {code: '很抱歉', message: '内容违规 💥'}, failed)}],
  ['job-error-empty-code', [O, S, X], {flags: FAILING, ...put('error.code', '', failed)}],
  ['fail-reason-instead', [F, G, C, S, X], {flags: FAILING, task: (t) => (t.error ? {...t, error: undefined, fail_reason: 'no'} : undefined)}],
  ['failure-reason-in-detail', [F, G, C, X], {flags: FAILING, task: (t) => (t.error ? {...t, error: undefined, detail: {failure_reason: 'no'}} : undefined)}],
  ['error-text', C, {flags: FAILING, task: (t) => (t.error ? {...t, error: 'the model said no'} : undefined)}],
  ['error-text', [F, X], {may: /^task\.error\.type$/, flags: FAILING, task: (t) => (t.error ? {...t, error: 'the model said no'} : undefined)}],
  ['error-object', C, {flags: FAILING, task: (t) => (t.error ? {...t, error: {code: 'x', message: 'the model said no'}} : undefined)}],
  ['error-null-before', [F, C, X], {task: (t) => ({error: null, ...t})}],
  ['dated-model-echo', O, {may: ECHO, ...put('model', 'sora-2-2025-12-08', (c) => !c.job.history)}],
  ['poll-hint-absent', O, {reply: (r) => ({...r, headers: {...r.headers, 'openai-poll-after-ms': undefined}})}],
  ['poll-hint-garbage', O, {reply: (r) => ({...r, headers: {...r.headers, 'openai-poll-after-ms': 'soon'}})}],
  ['poll-hint-negative', O, {reply: (r) => ({...r, headers: {...r.headers, 'openai-poll-after-ms': '-5'}})}],
  ['poll-hint-on-create', O, {reply: (r, c) => (c.op === 'create' ? {...r, headers: {...r.headers, 'openai-poll-after-ms': '300'}} : undefined)}],
  ['video-url-besides-content', VIDEOS, {set: {link: true}, task: (t, c) => (c.job.link ? {...t, video_url: c.job.link} : undefined)}],
]);

const special = legal('dialect', [
  ['link-instead-of-content', F, {set: {link: true, noContent: true}, exercised: true}],
  ['link-null-until-done', F, {set: {link: true}, task: (t) => ({video_url: null, ...t})}],
  ['any-size', F, put('size', '704x1280')],
  ['example-seconds', F, put('seconds', '10')],
  ['only-required-members', G, {task: ({id: i, object, status}) => ({id: i, object, status})}],
  ['only-required-members', S, {task: ({id: i, object, model, status, progress, created_at, seconds}) => ({id: i, object, model, status, progress, created_at, seconds})}],
  ['pending-half-done-with-error', G, {task: (t) => (t.status === 'pending' ? {...t, progress: 50, error: {code: '', message: '', type: ''}} : undefined), set: {course: ['queued', 'queued', {stage: 'running', progress: 60}, 'completed']}}],
  ['times-in-milliseconds', S, {task: (t) => ({...t, ...Object.fromEntries(['created_at', 'completed_at', 'expires_at'].filter((k) => t[k]).map((k) => [k, t[k] * 1000]))})}],
  ['metadata-url', S, {task: (t) => ({...t, metadata: {url: t.status === 'completed' ? 'https://cdn.example/x.mp4' : ''}})}],
  ['no-metadata', S, drop('metadata')],
  ['duration-as-fraction-text', S, {may: ECHO, ...put('seconds', (s) => `${s}.0`)}],
  ['model-differs-at-poll', X, put('model', 'sora2_video_generation', atPoll)],
  ['example-size', X, put('size', '1024x1808')],
  ['quality', X, {task: (t) => ({...t, quality: 'standard'})}],
  ['full-hd', O, {flags: ['--model', 'sora-2-pro', '--size', '1920x1080'], exercised: true}],
  ['upright-and-long', S, {flags: ['--size', '720x1280', '--seconds', '10'], exercised: true}],
  ['another-model', S, {flags: ['--model', 'kling-v2'], exercised: true}],
  ['sixteen-seconds', O, {flags: ['--seconds', '16'], exercised: true}],
]);

const words = (running, completed) => ({set: {words: {running, ...(completed ? {completed} : {})}}, exercised: true});
const unified = legal('dialect', [
  ...['in_progress', 'image_downloading', 'video_generating', 'video_upsampling'].map((word) => [`word-${word}`, C, words(word)]),
  ['word-success', C, words('processing', 'success')],
  ['word-queued', C, {may: /^task\.status\.enum$/, set: {words: {queued: 'queued'}}, exercised: true}],
  ['word-generation-completed-goes-on', C, {set: {course: ['queued', {stage: 'running', word: 'video_generation_completed'}, {stage: 'running', word: 'video_upsampling'}, 'completed']}, exercised: true}],
  ...['error', 'video_generation_failed', 'video_upsampling_failed'].map((word) => [`word-${word}`, C, {flags: FAILING, set: {words: {failed: word}}, exercised: true}]),
  ['id-without-prefix', C, put('id', (i) => i.replace(/^[^:]*:/, ''), atPoll)],
  ['video-url-null-until-done', C, {task: (t) => ({video_url: null, ...t})}],
  ['detail-of-the-relay', C, {task: (t, c) => ({...t, detail: {id: 'task_x', status: t.status, input: {size: 'small', images: []}, pending_info: c.stage === 'running' ? {progress_pct: 0.93, width: 352, failure_reason: null} : undefined}})}],
  ['thumbnail-and-enhanced-prompt', C, {task: (t) => (t.video_url ? {...t, thumbnail_url: 'https://example.com/t.webp', enhanced_prompt: ''} : {...t, enhanced_prompt: ''})}],
  ['no-width-and-height', C, {task: ({width, height, ...t}) => t}],
  ['updates-in-seconds', C, {may: /^task\.updated_at\./, ...put('status_update_time', (t) => Math.floor(t / 1000))}],
  ['update-time-stands-still', C, put('status_update_time', (_, c) => c.job.createdAt)],
  ['small-is-really-small', C, {set: {film: {width: 352, height: 640}}, task: (t) => (t.video_url ? {...t, width: 352, height: 640} : undefined)}],
]);

export default [...json, ...life, ...ids, ...members, ...special, ...unified];
