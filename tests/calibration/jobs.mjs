// The jobs of one server. A job moves one step of its course each time its owner polls it.
import {film} from './mp4.mjs';

const films = new Map();
function filmOf(wanted) {
  const key = JSON.stringify(wanted);
  if (!films.has(key)) films.set(key, film(wanted));
  return films.get(key);
}

const PROGRESS = {queued: 0, running: 50, completed: 100, failed: 50};
const COURSE = ['queued', {stage: 'running', progress: 30}, {stage: 'running', progress: 70}, 'completed'];
const FAILING = ['queued', {stage: 'running', progress: 30}, {stage: 'failed', progress: 30}];
/** A prompt with this word makes a job that fails: what a runner is given with --fail-prompt. */
export const FAIL_WORD = 'lanternfish';

export class Jobs {
  constructor(dialect, options) {
    this.dialect = dialect;
    this.options = options;
    this.all = new Map();
    this.made = 0;
    for (let i = 0; i < (options.history ?? dialect.history ?? 0); i++) this.#remember(i);
  }

  /** A finished job of an earlier day: somebody else's, as far as a runner knows. */
  #remember(i) {
    const job = this.add({model: 'sora-2', size: '1280x720', width: 1280, height: 720, length: 4, prompt: `an old wish, number ${i}`}, {history: true});
    const last = i % 3 === 1 ? 'failed' : 'completed';
    Object.assign(job, {createdAt: Date.now() - (10 - i) * 3600_000, course: ['queued', last], step: 0});
    this.step(job);
    if (job.doneAt) job.doneAt = job.createdAt + 60_000;
  }

  add(order, extra = {}) {
    const {options, dialect} = this;
    this.made += 1;
    const failing = options.failAll || String(order.prompt ?? '').includes(FAIL_WORD);
    const job = {
      ...order, number: this.made, createdAt: Date.now(), step: 0, polls: 0, doneAt: undefined, ...extra,
      id: options.newId ? options.newId(this.made) : dialect.newId(this.made),
      course: failing ? options.failCourse ?? FAILING : options.course ?? COURSE,
    };
    this.enter(job);
    this.all.set(job.id, job);
    return job;
  }

  find(id) {
    return this.all.get(id);
  }

  step(job) {
    if (job.step < job.course.length - 1) {
      job.step += 1;
      this.enter(job);
    } else if (this.options.loop) {
      job.step = this.options.loop;
      this.enter(job);
    }
  }

  enter(job) {
    const entry = job.course[job.step];
    const now = typeof entry === 'string' ? {stage: entry} : entry;
    job.stage = now.stage;
    job.progress = now.progress ?? PROGRESS[now.stage];
    job.word = now.word ?? this.options.words?.[now.stage] ?? this.dialect.words[now.stage];
    job.movedAt = Date.now();
    if (now.stage === 'completed' || now.stage === 'failed') job.doneAt ??= Date.now();
    else job.doneAt = undefined;
  }

  film(job) {
    const {film: shape = {}} = this.options;
    const wanted = {width: job.width, height: job.height, seconds: job.length, ...(typeof shape === 'function' ? shape(job) : shape)};
    return filmOf(wanted);
  }

  /** Sorted as a list shows them: by second, then by `tie` for jobs of the same second. */
  sorted(order) {
    const second = (job) => Math.floor(job.createdAt / 1000);
    const tie = this.options.tie ?? 1;
    const rising = [...this.all.values()].sort((a, b) => second(a) - second(b) || tie * (a.number - b.number));
    return order === 'asc' ? rising : rising.reverse();
  }
}
