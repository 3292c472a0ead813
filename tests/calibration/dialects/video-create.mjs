// Seed 002: JSON, ids with a colon, GET /v1/video/query?id=, times in milliseconds, the film behind `video_url`.
import {complaint, letters, unknownField} from './common.mjs';

const FIELDS = ['images', 'model', 'orientation', 'prompt', 'size', 'duration', 'watermark'];
const text = (value) => typeof value === 'string' && value !== '';

export default {
  name: 'video-create',
  auth: 'optional',
  encodings: ['json'],
  words: {queued: 'pending', running: 'processing', completed: 'completed', failed: 'failed'},
  operations: [],
  unified: true,
  newId: () => `sora-2:task_${letters(26)}`,

  refuse({fields}) {
    const extra = unknownField(fields, FIELDS);
    const missing = FIELDS.find((name) => fields[name] === undefined);
    return complaint(
      [extra, extra, `surplus member ${extra}`],
      [missing, missing, `member ${missing} is needed`],
      [!Array.isArray(fields.images) || !fields.images.every(text), 'images', 'images is a list of links'],
      [!text(fields.model) || !/^(sora|veo|grok)/.test(fields.model), 'model', 'model is unknown'],
      [!['portrait', 'landscape'].includes(fields.orientation), 'orientation', 'portrait or landscape, please'],
      [!text(fields.prompt), 'prompt', 'prompt is a text'],
      [!['small', 'large'].includes(fields.size), 'size', 'small or large, please'],
      [!Number.isInteger(fields.duration) || ![10, 15, 25].includes(fields.duration), 'duration', 'duration is 10 or 15'],
      [typeof fields.watermark !== 'boolean' && !['true', 'false'].includes(fields.watermark), 'watermark', 'true or false, please'],
    );
  },

  order({fields}) {
    const [width, height] = fields.orientation === 'landscape' ? [1280, 720] : [720, 1280];
    return {model: fields.model, prompt: fields.prompt, size: fields.size, length: fields.duration, width, height};
  },

  task: (job) => ({
    id: job.id,
    status: job.word,
    ...(job.stage === 'completed' ? {video_url: job.link, width: job.width, height: job.height} : {}),
    ...(job.stage === 'failed' ? {error: 'the model said no'} : {}),
    status_update_time: job.movedAt,
  }),

  error: (situation, {message, param = null, code = null}) => ({error: {message, type: 'new_api_error', param, code: code ?? situation}}),
  refusals: {notReady: 400, failedContent: 404, mediaType: 400},
  headers: () => ({'X-Oneapi-Request-Id': letters(20), 'Vary': 'Origin'}),
  chunked: true,
  render: (json) => JSON.stringify(json),
};
