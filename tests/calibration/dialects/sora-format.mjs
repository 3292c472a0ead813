// Seed 003: the relay that takes anything: no member of the request is required. Its 400 format is documented.
import {complaint, letters, seconds, unknownField} from './common.mjs';

const FIELDS = ['model', 'prompt', 'image', 'duration', 'width', 'height', 'fps', 'seed', 'n', 'response_format', 'user', 'metadata'];
const number = (value) => value === undefined || (value !== '' && Number.isFinite(Number(value)));
const whole = (value) => value === undefined || /^-?\d+$/.test(value);

function badMetadata(value) {
  if (value === undefined || (typeof value === 'object' && value !== null)) return false;
  try {
    const parsed = JSON.parse(value);
    return parsed === null || typeof parsed !== 'object' || Array.isArray(parsed);
  } catch {
    return true;
  }
}

export default {
  name: 'sora-format',
  auth: 'required',
  encodings: ['multipart', 'none'],
  words: {queued: 'queued', running: 'in_progress', completed: 'completed', failed: 'failed'},
  operations: [],
  newId: () => `task_${letters(32)}`,

  refuse({fields}) {
    const extra = unknownField(fields, FIELDS);
    const bad = ['width', 'height', 'fps', 'seed', 'n'].find((name) => !whole(fields[name]));
    return complaint(
      [extra, extra, `unexpected ${extra}`],
      [fields.model !== undefined && !/^(kling|sora|veo)/.test(fields.model), 'model', 'this model has no channel'],
      [!number(fields.duration) || Number(fields.duration) < 0, 'duration', 'duration is a number of seconds'],
      [bad, bad, `${bad} is a whole number`],
      [badMetadata(fields.metadata), 'metadata', 'metadata is one part of JSON'],
    );
  },

  order({fields}) {
    const width = Number(fields.width ?? 1280);
    const height = Number(fields.height ?? 720);
    return {model: fields.model ?? 'kling-v1', prompt: fields.prompt, length: Number(fields.duration ?? 5), size: `${width}x${height}`, width, height};
  },

  task: (job) => ({
    id: job.id,
    task_id: job.id,
    object: 'video',
    model: job.model,
    status: job.word,
    progress: job.progress,
    created_at: seconds(job.createdAt),
    seconds: String(job.length),
    ...(job.stage === 'completed' ? {completed_at: seconds(job.doneAt), expires_at: seconds(job.doneAt) + 86400, size: job.size} : {}),
    ...(job.stage === 'failed' ? {error: {message: 'upstream refused', code: 'upstream'}} : {}),
    metadata: {channel: 7},
  }),

  error: (situation, {message, param = null, code = null}) => ({error: {message, type: 'relay', param, code}}),
  refusals: {notReady: 400, failedContent: 400, mediaType: 400},
  headers: () => ({'x-new-api-version': 'v0', 'date-local': 'today'}),
  render: (json) => `${JSON.stringify(json)}\n`,
};
