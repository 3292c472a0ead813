// One fault per documented member and assertion: missing, null, wrong type, wrong value; and some in one place only.
import {fields} from './fields.mjs';
import {FAILING, F, G, O, S, VIDEOS, X, always, atCreate, drop, inList, pollInStage, put, table} from './tools.mjs';

const WRONG = {
  string: [7, ['x'], true, {text: 'x'}],
  integer: ['12', 1.5, {at: 12}, false],
  object: ['text', [], 3],
};

const shown = (value) => JSON.stringify(value).replace(/[^\w.-]+/g, '').slice(0, 14) || 'empty';

function* ofField(dialect, field) {
  const name = field.id ?? field.wire;
  const id = (assertion) => new RegExp(`^task\\.${name.replace('.', '\\.')}\\.${assertion}$`);
  const when = field.when ?? always;
  const needsFailure = name === 'error' || name.startsWith('error.');
  const one = (what, expected, level, bend) => ({
    name: `field/${field.wire}-${what}`, in: [dialect], id: expected, level, ...bend, ...(needsFailure ? {flags: FAILING} : {}),
  });
  if (field.present === 'nullable') yield one('absent', id('nullable-absent'), 'should', drop(field.wire, when));
  else if (field.present) yield one('missing', id('present'), field.present, drop(field.wire, when));
  if (!field.null) yield one('null', id('(null|type)'), field.level, put(field.wire, null, when));
  for (const value of WRONG[field.type]) yield one(`is-${typeof value}-${shown(value)}`, id('type'), field.level, put(field.wire, value, when));
  for (const [assertion, level, ...values] of field.bad ?? [])
    for (const value of values) yield one(`value-${shown(value)}`, id(assertion), level, put(field.wire, value, when));
}

const everyField = Object.entries(fields).flatMap(([dialect, list]) => list.flatMap((field) => [...ofField(dialect, field)]));

/** The same member wrong in one place only: a check that looks at the first answer alone misses these. */
const places = table('place', [
  ['seconds-number-in-the-end', VIDEOS, 'task.seconds.type', put('seconds', Number, pollInStage('completed'))],
  ['seconds-number-at-create', VIDEOS, 'task.seconds.type', put('seconds', Number, atCreate)],
  ['progress-percent-text-while-running', VIDEOS, 'task.progress.type', put('progress', (p) => `${p}%`, pollInStage('running'))],
  ['progress-null-at-create', VIDEOS, /^task\.progress\.(null|type)$/, put('progress', null, atCreate)],
  ['progress-fraction-while-running', VIDEOS, 'task.progress.type', put('progress', (p) => p / 100 + 0.001, pollInStage('running'))],
  ['object-missing-at-poll', [O, F, G, S, X], 'task.object.present', drop('object', pollInStage('queued', 'running'))],
  ['model-empty-object-in-the-end', [O, F, G, S, X], 'task.model.type', put('model', {}, pollInStage('completed'))],
  ['size-null-at-create', [O, F, G, X], /^task\.size\.(null|type)$/, put('size', null, atCreate)],
  ['created-at-text-in-the-end', VIDEOS, 'task.created_at.type', put('created_at', String, pollInStage('completed'))],
  ['created-at-iso-at-create', VIDEOS, 'task.created_at.type', put('created_at', '2026-11-20T10:00:00Z', atCreate)],
  ['completed-at-text', [O, G, S], 'task.completed_at.type', put('completed_at', '2026-11-20', pollInStage('completed'))],
  ['expires-at-text', [O, G, S], 'task.expires_at.type', put('expires_at', 'tomorrow', pollInStage('completed'))],
  ['status-unknown-word-while-running', [O, G], 'task.status.enum', {level: 'must', ...put('status', 'rendering', pollInStage('running'))}],
  ['status-unknown-word-at-create', [O, G], 'task.status.enum', {level: 'must', ...put('status', 'submitted', atCreate)}],
  ['list-item-without-model', O, 'task.model.present', drop('model', inList)],
  ['list-item-seconds-number', O, 'task.seconds.type', put('seconds', Number, inList)],
  ['list-item-status-upper', O, 'task.status.enum', put('status', (s) => s.toUpperCase(), inList)],
  ['list-item-object', O, 'task.object.const', put('object', 'list.item', inList)],
  ['list-item-error-text', O, 'task.error.type', put('error', 'none', inList)],
]);

export default [...everyField, ...places];
