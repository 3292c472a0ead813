// Every documented member of a task object in every dialect, as dialects.md states it.
//   wire, id (canonical name), type, level (of the type), present: level of being there | 'nullable', null: true if null is
//   legal, bad: wrong values [assertion, level, values…] that have the right type, when: where the member appears
import {C, F, G, O, S, X, pollInStage, whenStage} from './tools.mjs';

const must = 'must';
const should = 'should';
const word = (wire, more) => ({wire, type: 'string', level: must, present: must, ...more});
const number = (wire, more) => ({wire, type: 'integer', level: must, present: must, ...more});
const example = {level: should, present: should};
const done = pollInStage('completed');
const gone = whenStage('failed');
const MS = 1_900_000_000_000;

export const fields = {
  [O]: [
    word('id'),
    word('object', {bad: [['const', must, 'Video', 'character', '']]}),
    word('model'),
    word('status', {bad: [['enum', must, 'processing', 'IN_PROGRESS', 'pending', '']], when: pollInStage('running')}),
    number('progress', {bad: [['range', undefined, -1, 101, 5000]]}),
    number('created_at', {bad: [['(range|format|unit)', undefined, MS]]}),
    number('completed_at', {present: 'nullable', null: true, when: done, bad: [['(range|format|unit)', undefined, MS]]}),
    number('expires_at', {present: 'nullable', null: true, when: done, bad: [['(range|format|unit)', undefined, MS]]}),
    word('prompt', {present: 'nullable', null: true}),
    word('size', {bad: [['enum', must, 'small', '640x480', '720×1280']]}),
    word('seconds'),
    word('remixed_from_video_id', {id: 'remixed_from', present: 'nullable', null: true}),
    {wire: 'error', type: 'object', level: must, present: 'nullable', null: true},
    word('error.code', {when: gone}),
    word('error.message', {when: gone}),
  ],
  [F]: [
    word('id'), word('object', {bad: [['(const|enum)', should, 'clip']]}), word('model'),
    word('status', {bad: [['enum', should, 'NOT_START', 'unknown']], when: pollInStage('running')}),
    number('progress', {bad: [['range', undefined, 400, -3]]}),
    number('created_at', {bad: [['(range|format|unit)', should, MS]]}),
    word('seconds'), word('size'),
  ],
  [G]: [
    word('id'), word('object', {bad: [['(const|enum)', must, 'video.task', 'VIDEO']]}),
    word('status', {bad: [['enum', must, 'queued', 'processing', 'Pending']], when: pollInStage('running')}),
    number('created_at', {present: undefined, bad: [['(range|format|unit)', undefined, MS]]}),
    number('completed_at', {present: undefined, when: done}),
    number('expires_at', {present: undefined, when: done}),
    word('model', {present: undefined}),
    number('progress', {present: undefined, bad: [['range', must, -1, 101]]}),
    word('seconds', {present: undefined}),
    word('size', {present: undefined, bad: [['enum', must, '1024x1792', 'small']]}),
    word('remixed_from_video_id', {id: 'remixed_from', present: undefined}),
    {wire: 'error', type: 'object', level: must, when: gone},
    word('error.code', {...example, present: undefined, when: gone}),
    word('error.message', {...example, present: undefined, when: gone}),
    word('error.type', {...example, present: undefined, when: gone}),
  ],
  [C]: [
    word('id'),
    word('status', {bad: [['enum', should, 'whatever', 'NOT_START']], when: pollInStage('running')}),
    number('status_update_time', {id: 'updated_at'}),
    word('video_url', {id: 'result_url', level: should, present: undefined, when: pollInStage('running'), null: true}),
  ],
  [S]: [
    word('id'), word('object', {bad: [['(const|enum)', should, 'clip']]}), word('model'),
    word('status', {bad: [['enum', should, 'SUCCESSFUL', 'unknown']], when: pollInStage('running')}),
    number('progress', {bad: [['range', undefined, 101, -1]]}),
    number('created_at'),
    word('seconds'),
    number('completed_at', {present: undefined, when: done}),
    number('expires_at', {present: undefined, when: done}),
    word('size', {present: undefined, when: done}),
    {wire: 'error', type: 'object', level: must, when: gone},
    word('error.message', {present: undefined, when: gone}),
    word('error.code', {present: undefined, when: gone}),
    {wire: 'metadata', type: 'object', level: must},
  ],
  [X]: [
    word('id', example), word('object', {...example, bad: [['(const|enum)', should, 'clip']]}), word('model', example),
    word('status', {...example, bad: [['enum', should, 'NOT_START', 'doing']], when: pollInStage('running')}),
    number('progress', {...example, bad: [['range', undefined, 300]]}),
    number('created_at', {...example, bad: [['(range|format|unit)', should, MS]]}),
    word('size', example), word('seconds', example),
  ],
};
