// The published interface, served by someone who wrote everything from scratch: upper-case ids, alphabetical members.
import {badPicture, complaint, letters, pixels, seconds, unknownField} from './common.mjs';

const SIZES = {
  'sora-2': ['720x1280', '1280x720'],
  'sora-2-pro': ['720x1280', '1280x720', '1024x1792', '1792x1024', '1080x1920', '1920x1080'],
};
const MODELS = ['sora-2', 'sora-2-pro', 'sora-2-2025-10-06', 'sora-2-pro-2025-10-06', 'sora-2-2025-12-08'];
const SECONDS = ['4', '8', '12', '16', '20'];

const textProblem = (value, name = 'prompt') => [
  typeof value !== 'string' || value.length < 1 || value.length > 32000, name, `${name} wants a text of 1 to 32000 characters`, 'bad_text'];

function reference({fields, files, encoding}) {
  const given = fields.input_reference;
  if (badPicture(files.input_reference)) return true;
  if (given === undefined) return false;
  if (given === null || typeof given !== 'object') return encoding === 'json' || typeof given === 'string';
  const ways = ['file_id', 'image_url'].filter((name) => typeof given[name] === 'string');
  return ways.length !== 1 || Object.keys(given).length !== 1;
}

export default {
  name: 'openai',
  auth: 'required',
  encodings: ['multipart', 'json'],
  words: {queued: 'queued', running: 'in_progress', completed: 'completed', failed: 'failed'},
  operations: ['list', 'delete', 'remix', 'edit', 'extend', 'character'],
  history: 3,
  newId: () => `VID-${letters(26, '0123456789ABCDEFGHJKMNPQRSTVWXYZ')}`,

  refuse(form) {
    const {model = 'sora-2', seconds: length = '4', size = '720x1280'} = form.fields;
    const extra = unknownField({...form.fields, ...form.files}, ['model', 'prompt', 'seconds', 'size', 'input_reference']);
    return complaint(
      [extra, extra, `I do not know "${extra}"`, 'what_is_this'],
      textProblem(form.fields.prompt),
      [!MODELS.includes(model), 'model', 'no such engine in this house', 'no_engine'],
      [!SECONDS.includes(length), 'seconds', 'that many seconds cannot be made', 'odd_length'],
      [!SIZES[String(model).includes('pro') ? 'sora-2-pro' : 'sora-2']?.includes(size), 'size', 'that frame does not fit this engine', 'odd_frame'],
      [reference(form), 'input_reference', 'the reference is not a picture', 'odd_picture'],
    );
  },
  refusePrompt: (form) => complaint(textProblem(form.fields.prompt)),

  order({fields}) {
    const {model = 'sora-2', seconds: length = '4', size = '720x1280', prompt} = fields;
    return {model, size, prompt, length: Number(length), ...pixels(size)};
  },

  task: (job) => ({
    completed_at: job.doneAt ? seconds(job.doneAt) : null,
    created_at: seconds(job.createdAt),
    error: job.stage === 'failed' ? {code: 'engine_gave_up', message: 'The picture would not come.'} : null,
    expires_at: job.stage === 'completed' ? seconds(job.doneAt) + 172800 : null,
    id: job.id,
    model: job.model,
    object: 'video',
    progress: job.progress,
    prompt: job.prompt ?? null,
    remixed_from_video_id: job.source ?? null,
    seconds: String(job.length),
    size: job.size,
    status: job.word,
  }),

  error: (situation, {message, param = null, code = null}) => ({
    error: {code, message, param, type: situation === 'noKey' || situation === 'wrongKey' ? 'who_are_you' : 'not_today'},
  }),
  refusals: {notReady: 409, failedContent: 410, mediaType: 415, notFinished: 409},
  headers: (c) => ({
    'Server': 'nebula', 'X-Request-Id': letters(12),
    ...(c.op === 'retrieve' ? {'openai-poll-after-ms': '250'} : {}),
  }),
  render: (json) => JSON.stringify(json),
};
