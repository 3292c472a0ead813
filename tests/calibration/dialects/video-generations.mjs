// Seed 001: three required members, `pending` for waiting; this server closes every connection and counts its ids.
import {badPicture, complaint, letters, pixels, seconds, unknownField} from './common.mjs';

const SIZES = ['720x1280', '1280x720'];

export default {
  name: 'video-generations',
  auth: 'required',
  encodings: ['multipart'],
  words: {queued: 'pending', running: 'in_progress', completed: 'completed', failed: 'failed'},
  operations: [],
  newId: () => `7${letters(17, '0123456789')}`,

  refuse({fields, files}) {
    const extra = unknownField({...fields, ...files}, ['model', 'prompt', 'size', 'seconds', 'input_reference']);
    return complaint(
      [extra, extra, `Feld ${extra} ist unbekannt`],
      [!fields.model || !/^sora-/.test(fields.model), 'model', 'Das Modell fehlt oder ist unbekannt'],
      [!fields.prompt, 'prompt', 'Der Text fehlt'],
      [fields.size !== undefined && !SIZES.includes(fields.size), 'size', 'Die Größe passt nicht'],
      [fields.seconds !== undefined && !['4', '8', '12'].includes(fields.seconds), 'seconds', 'Die Länge passt nicht'],
      [badPicture(files.input_reference), 'input_reference', 'Das ist kein Bild'],
    );
  },

  order({fields}) {
    const {model, seconds: length = '4', size = '720x1280', prompt} = fields;
    return {model, size, prompt, length: Number(length), ...pixels(size)};
  },

  task: (job) => ({
    status: job.word,
    object: 'video',
    id: job.id,
    created_at: seconds(job.createdAt),
    ...(job.doneAt ? {completed_at: seconds(job.doneAt), expires_at: seconds(job.doneAt) + 3600} : {}),
    model: job.model,
    progress: job.progress,
    seconds: String(job.length),
    size: job.size,
    ...(job.stage === 'failed' ? {error: {code: 'abgelehnt', message: 'Das ging schief', type: 'Fehler'}} : {}),
  }),

  error: (situation, {message, param = null, code = null}) => ({error: {type: situation, code: code ?? 'fehler', param, message}}),
  refusals: {notReady: 425, failedContent: 404, mediaType: 400},
  headers: () => ({Connection: 'close'}),
  contentType: 'application/json; charset=utf-8',
  render: (json) => JSON.stringify(json),
};
