// Seed 000: eight members, all required; multipart only; the document asks for no key, this server does all the same.
import {badPicture, complaint, pixels, seconds, unknownField, uuid} from './common.mjs';

const MODELS = ['sora-2-vip', 'sora-2-pro-vip', 'sora-2', 'sora-2-pro'];

export default {
  name: 'openai-format',
  auth: 'optional',
  encodings: ['multipart'],
  words: {queued: 'queued', running: 'in_progress', completed: 'completed', failed: 'failed'},
  operations: [],
  newId: () => `video_${uuid()}`,

  refuse({fields, files}) {
    const extra = unknownField({...fields, ...files}, ['model', 'prompt', 'seconds', 'size', 'input_reference']);
    return complaint(
      [extra, extra, `多余的参数 ${extra}`],
      [fields.model !== undefined && !MODELS.includes(fields.model), 'model', '没有这个模型'],
      [fields.seconds !== undefined && !['4', '8', '10', '12'].includes(fields.seconds), 'seconds', '时长只能是 4、8、12'],
      [fields.size !== undefined && !/^\d+x\d+$/.test(fields.size), 'size', '尺寸写成 宽x高'],
      [badPicture(files.input_reference), 'input_reference', '参考图不是图片'],
    );
  },

  order({fields}) {
    const {model = 'sora-2', seconds: length = '4', size = '720x1280', prompt} = fields;
    return {model, size, prompt, length: Number(length), ...pixels(size)};
  },

  task: (job) => ({
    id: job.id,
    object: 'video',
    model: job.model,
    status: job.word,
    progress: job.progress,
    created_at: seconds(job.createdAt),
    seconds: String(job.length),
    size: job.size,
    ...(job.stage === 'failed' ? {error: {message: '生成失败', code: 'shengcheng'}} : {}),
    ...(job.link ? {video_url: job.link} : {}),
  }),

  error: (situation, {message, param = null, code = null}) => ({error: {message, type: `err.${situation}`, param, code}}),
  refusals: {notReady: 400, failedContent: 400, mediaType: 415},
  headers: () => ({'server': 'openresty', 'cache-control': 'no-store'}),
  render: (json) => JSON.stringify(json, null, 2),
};
