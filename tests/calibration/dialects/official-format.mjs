// Seed 004: the response is only an example; sizes depend on the model.
import {badPicture, complaint, letters, pixels, seconds, unknownField} from './common.mjs';

const SIZES = {'sora-2': ['1280x720', '720x1280'], 'sora-2-pro': ['1280x720', '720x1280', '1024x1792', '1792x1024']};

export default {
  name: 'official-format',
  auth: 'optional',
  encodings: ['multipart'],
  words: {queued: 'queued', running: 'in_progress', completed: 'completed', failed: 'failed'},
  operations: [],
  newId: () => `v.${letters(9)}`,

  refuse({fields, files}) {
    const extra = unknownField({...fields, ...files}, ['prompt', 'input_reference', 'model', 'seconds', 'size']);
    return complaint(
      [extra, extra, `champ inconnu : ${extra}`],
      [!fields.prompt, 'prompt', 'il manque le texte'],
      [!SIZES[fields.model], 'model', 'il manque le modèle, ou il est inconnu'],
      [fields.seconds !== undefined && !['4', '8', '12'].includes(fields.seconds), 'seconds', 'durée : 4, 8 ou 12'],
      [fields.size !== undefined && !SIZES[fields.model]?.includes(fields.size), 'size', 'taille impossible pour ce modèle'],
      [badPicture(files.input_reference), 'input_reference', 'image illisible'],
    );
  },

  order({fields}) {
    const {model, seconds: length = '4', size = '720x1280', prompt} = fields;
    return {model, size, prompt, length: Number(length), ...pixels(size)};
  },

  task: (job) => ({
    seconds: String(job.length),
    size: job.size,
    created_at: seconds(job.createdAt),
    progress: job.progress,
    status: job.word,
    model: job.model,
    object: 'video',
    id: job.id,
    ...(job.stage === 'failed' ? {error: {code: 'refus', message: 'le service a refusé'}} : {}),
  }),

  error: (situation, {message, param = null, code = null}) => ({error: {message, code, type: 'erreur', param}}),
  refusals: {notReady: 404, failedContent: 404, mediaType: 415},
  headers: () => ({'server': 'Apache', 'set-cookie': 'a=1; Path=/'}),
  render: (json) => JSON.stringify(json),
};
