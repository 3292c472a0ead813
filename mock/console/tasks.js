// One card per task: its life as a timeline, and the hand that moves it.
import {$, act, button, clockText, el, reconcile, span} from './page.js';

const ended = (task) => task.stage === 'completed' || task.stage === 'failed';

function makeTimeline() {
  const timeline = el('div', 'timeline');
  for (const name of ['queued', 'running', 'end']) {
    const part = el('span');
    part.append(el('i'), el('b', '', name));
    timeline.append(part);
  }
  return timeline;
}

function play(task) {
  $('player-title').textContent = task.prompt || task.id;
  $('video').src = `tasks/${encodeURIComponent(task.id)}/video`;
  $('player').showModal();
  $('video').play().catch(() => {});
}

function makeActions(task) {
  const path = `tasks/${encodeURIComponent(task.id)}`;
  const actions = el('div', 'actions');
  const add = (name, text, act) => {
    const one = button(text, act, `${text.replace('▶ ', '')} ${task.id}`);
    one.dataset.do = name;
    actions.append(one);
  };
  add('play', '▶ Play', () => play(task));
  add('step', 'Step', act('POST', `${path}/step`));
  add('complete', 'Complete', act('POST', `${path}/force`, {stage: 'completed'}));
  add('fail', 'Fail', act('POST', `${path}/force`, {stage: 'failed', progress: 42}));
  add('delete', 'Delete', act('DELETE', path));
  return actions;
}

function makeTask(task) {
  const card = el('article', 'card');
  const top = el('div', 'top');
  top.append(el('p', 'prompt', task.prompt || '(no prompt)'), el('span', 'stage'));
  const wire = el('details');
  wire.append(el('summary', '', 'As the client sees it'), el('pre'));
  const id = el('code', 'id', task.id);
  id.title = task.id;
  card.append(top, id, makeTimeline(), el('p', 'meta'), makeActions(task), wire);
  return card;
}

// How full the three parts of the timeline are, in percent.
function fill(task, now) {
  if (task.stage === 'completed') return [100, 100, 100];
  if (task.stage === 'failed') return [100, task.progress, 100];
  if (task.stage === 'running') return [100, task.progress, 0];
  const timed = task.course.drive === 'time' && task.course.queued > 0;
  return [timed ? Math.min(100, Math.max(4, (100 * (now - task.created_ms)) / task.course.queued)) : 50, 0, 0];
}

const drives = {
  time: (course) => `waits ${span(course.queued)}, runs ${span(course.running)}`,
  polls: () => 'moved by polls',
  instant: () => 'instant',
  manual: () => 'moved by hand',
};

function facts(task) {
  const made = `${task.operation} at ${clockText(task.created_ms)}`;
  const asked = [task.model, task.size, task.seconds && `${task.seconds} s`].filter(Boolean).join(' · ');
  const life = task.forced ? 'moved by hand' : drives[task.course.drive]?.(task.course);
  return [made, asked, life, `${task.polls} poll${task.polls === 1 ? '' : 's'}`, task.expired && 'expired'].filter(Boolean);
}

function updateTask(card, task, now) {
  card.className = `card ${task.stage}`;
  card.querySelector('.stage').textContent = `${task.wire?.status ?? task.stage} · ${task.progress} %`;
  const parts = card.querySelectorAll('.timeline span');
  fill(task, now).forEach((percent, i) => (parts[i].firstChild.style.width = `${percent}%`));
  parts[2].lastChild.textContent = ended(task) && task.completed_ms ? `after ${span(task.completed_ms - task.created_ms)}` : 'end';
  const meta = card.querySelector('.meta');
  meta.replaceChildren(...facts(task).map((fact) => el('span', '', fact)));
  if (task.scenario) meta.append(el('span', 'chip', `⚡ ${task.scenario}`));
  if (task.error) meta.append(el('span', 'error', `${task.error.code}: ${task.error.message}`));
  for (const one of card.querySelectorAll('[data-do]')) {
    if (one.dataset.do === 'play') one.hidden = task.stage !== 'completed';
    else if (one.dataset.do !== 'delete') one.hidden = ended(task);
  }
  card.querySelector('pre').textContent = JSON.stringify(task.wire, null, 2);
}

export function showTasks({tasks, total}, now) {
  $('task-count').textContent = total > tasks.length ? `the latest ${tasks.length} of ${total}` : total || '';
  reconcile($('tasks'), tasks, (task) => task.id, makeTask, (card, task) => updateTask(card, task, now));
}
