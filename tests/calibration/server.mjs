// An independent server of one dialect. A case may bend it by options (`set`) and by hooks:
//   route(c, next)   around the whole answer      task(json, c)   every task object, wherever it appears
//   error(json, c)   every error body             body(json, c)   every JSON body        reply(reply, c)  the finished reply
// A hook changes its argument in place or returns a replacement. `c` is the call: op, method, form, job, key, polls …
import {createServer} from 'node:http';
import {BadForm, readForm} from './form.mjs';
import {Jobs} from './jobs.mjs';
import {answers} from './answers.mjs';
import {send} from './wire.mjs';

const BILLABLE = ['create', 'remix', 'edit', 'extend'];
const MAX_BODY = 64 << 20;

function decoded(segment) {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** The operation that a method and path name, with the id in it. */
export function route(dialect, method, path, query) {
  const read = method === 'HEAD' ? 'GET' : method;
  const file = /^\/files\/([^/]+)\.mp4$/.exec(path);
  if (file) return {op: 'file', id: decoded(file[1])};
  if (dialect.unified) {
    if (path === '/v1/video/create') return {op: 'create', allow: 'POST'};
    if (path === '/v1/video/query') return {op: 'retrieve', allow: 'GET', id: query.get('id') ?? ''};
    return {op: 'nowhere'};
  }
  const segments = /^\/v1\/videos((?:\/[^/]+)*)$/.exec(path)?.[1]?.split('/').slice(1).map(decoded);
  if (!segments) return {op: 'nowhere'};
  const [first, second] = segments;
  const rich = dialect.operations.length > 0;
  if (!segments.length) return read === 'GET' && rich ? {op: 'list'} : {op: 'create', allow: 'POST'};
  if (rich && first === 'characters') return second === undefined ? {op: 'character', allow: 'POST'} : {op: 'character-read', allow: 'GET', id: second};
  if (rich && segments.length === 1 && first === 'edits') return {op: 'edit', allow: 'POST'};
  if (rich && segments.length === 1 && first === 'extensions') return {op: 'extend', allow: 'POST'};
  if (segments.length === 1) return read === 'DELETE' && rich ? {op: 'delete', id: first} : {op: 'retrieve', allow: 'GET', id: first};
  if (segments.length === 2 && second === 'content') return {op: 'content', allow: 'GET', id: first};
  if (segments.length === 2 && second === 'remix' && rich) return {op: 'remix', allow: 'POST', id: first};
  return {op: 'nowhere'};
}

async function bodyBytes(req) {
  const pieces = [];
  let size = 0;
  for await (const piece of req) {
    size += piece.length;
    if (size <= MAX_BODY) pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

export class Server {
  constructor(dialect, {key, ...bend} = {}) {
    this.dialect = dialect;
    this.bend = bend;
    this.options = bend.set ?? {};
    this.key = key;
    this.jobs = new Jobs(dialect, this.options);
    this.characters = new Map();
    this.deleted = new Set();
    this.calls = [];
    this.accepted = [];
    this.offences = [];
    this.touched = 0;
    this.http = createServer({keepAliveTimeout: 5000}, (req, res) => {
      this.#serve(req, res).catch((problem) => {
        this.offences.push(`the calibration server itself failed: ${problem.stack}`);
        req.socket.destroy();
      });
    });
    this.http.on('checkContinue', (req, res) => {
      this.offences.push(`Expect header on ${req.method} ${req.url}`);
      res.writeContinue();
      this.http.emit('request', req, res);
    });
    this.http.on('clientError', (_, socket) => socket.destroy());
    this.http.on('connection', (socket) => socket.on('error', () => {}));
  }

  async start() {
    await new Promise((resolve) => this.http.listen(0, '127.0.0.1', resolve));
    this.origin = `http://127.0.0.1:${this.http.address().port}`;
    return `${this.origin}/v1`;
  }

  async stop() {
    this.http.closeAllConnections();
    await Promise.all([this.foreign, this.http].filter(Boolean).map((s) => new Promise((resolve) => s.close(resolve))));
  }

  /** A second origin that serves the same files, and notices a key that strays there. */
  async foreignOrigin() {
    if (!this.foreign) {
      this.foreign = createServer((req, res) => {
        if (req.headers.authorization) this.offences.push('the key was sent to another origin');
        req.headers.connection = 'close';
        this.#serve(req, res);
      });
      await new Promise((resolve) => this.foreign.listen(0, '127.0.0.1', resolve));
    }
    return `http://127.0.0.1:${this.foreign.address().port}`;
  }

  #keyOf(req) {
    const sent = req.headers.authorization;
    if (sent === undefined) return 'none';
    return sent === `Bearer ${this.key}` ? 'right' : 'wrong';
  }

  hook(name, value, c) {
    const hook = this.bend[name];
    if (!hook) return value;
    const before = name === 'reply' ? undefined : JSON.stringify(value);
    const after = hook(value, c) ?? value;
    if (after !== value || (before !== undefined && JSON.stringify(after) !== before)) this.touched += 1;
    return after;
  }

  /** The task object of a job as a call shows it. */
  show(job, c, place = c.op) {
    job.link = this.dialect.unified || this.options.link ? `${this.origin}/files/${encodeURIComponent(job.id)}.mp4` : undefined;
    if (job.link && job.stage !== 'completed') job.link = undefined;
    const entry = job.course[job.step];
    const json = {...this.dialect.task(job), ...(typeof entry === 'object' ? entry.task : {})};
    return this.hook('task', json, {...c, job, place, stage: job.stage, first: place === 'create'});
  }

  refuse(c, situation, status, info) {
    const json = this.hook('error', this.dialect.error(situation, info), {...c, situation, status});
    return {status, json, situation};
  }

  async #serve(req, res) {
    const url = new URL(req.url, 'http://here');
    const c = {
      method: req.method, path: url.pathname, query: url.searchParams, headers: req.headers, key: this.#keyOf(req),
      server: this, dialect: this.dialect, ...route(this.dialect, req.method, url.pathname, url.searchParams),
    };
    const raw = await bodyBytes(req);
    c.bytes = raw;
    try {
      c.form = readForm(req.headers['content-type'], raw);
    } catch (problem) {
      if (!(problem instanceof BadForm)) throw problem;
      c.badForm = problem.message;
    }
    this.#watch(req, c);
    let reply = this.bend.route ? await this.bend.route(c, () => this.answer(c)) : await this.answer(c);
    this.#dress(reply, c);
    reply = this.hook('reply', reply, c) ?? reply;
    this.calls.push({method: c.method, path: req.url, op: c.op, key: c.key, status: reply.status, situation: reply.situation});
    if (c.method === 'HEAD' && c.op !== 'content' && c.op !== 'file') reply.chunked = false;
    await send(req, res, reply, this.bend.render ?? this.dialect.render);
  }

  #watch(req, c) {
    const {socket} = req;
    socket.served = (socket.served ?? 0) + 1;
    if (c.method === 'POST' && BILLABLE.includes(c.op) && c.key === 'right' && socket.served > 1)
      this.offences.push(`POST ${c.path} on a connection that was used before`);
    if (c.method === 'DELETE' && this.jobs.find(c.id)?.history) this.offences.push(`DELETE of ${c.id}, which the run did not create`);
  }

  #dress(reply, c) {
    if (reply.json !== undefined) reply.json = this.hook('body', reply.json, {...c, situation: reply.situation, status: reply.status});
    const type = reply.json !== undefined ? {'Content-Type': this.dialect.contentType ?? 'application/json'} : {};
    reply.headers = {...this.dialect.headers(c), ...type, ...reply.headers};
    reply.chunked ??= reply.json !== undefined && this.dialect.chunked;
  }

  async answer(c) {
    if (c.op === 'nowhere') return this.refuse(c, 'nowhere', 404, {message: 'nothing lives here'});
    if (c.allow && c.allow !== (c.method === 'HEAD' ? 'GET' : c.method))
      return {...this.refuse(c, 'method', 405, {message: `not with ${c.method}`}), headers: {Allow: c.allow}};
    const open = this.options.open === true || this.options.open?.includes(c.op) || (c.op === 'file' && !this.options.lockedFiles);
    if (c.key === 'none' && !open) return this.refuse(c, 'noKey', this.options.noKeyStatus ?? 401, {message: 'show your key', code: 'no_key'});
    if (c.key === 'wrong' && !open) return this.refuse(c, 'wrongKey', 401, {message: 'that key opens nothing', code: 'bad_key'});
    return answers[c.op](this, c);
  }
}
