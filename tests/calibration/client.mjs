// A small client of our own. It walks through everything a careful examiner would try, so that a case can be shown to
// bend something without vidspec. It judges nothing.
import {request} from 'node:http';
import {FAIL_WORD} from './jobs.mjs';
import {film} from './mp4.mjs';

/** {status, headers, body, error}: one request on a connection of its own, for 5 s at most. */
function ask(url, {method = 'GET', headers = {}, body} = {}) {
  return new Promise((resolve) => {
    if (!url.startsWith('http:')) return resolve({status: 0, headers: {}, body: Buffer.alloc(0), error: 'not http'});
    const done = (more) => resolve({status: 0, headers: {}, body: Buffer.alloc(0), ...more});
    const req = request(url, {method, headers, agent: false, timeout: 5000}, (res) => {
      const pieces = [];
      res.on('data', (piece) => pieces.push(piece));
      const end = (error) => done({status: res.statusCode, headers: res.headers, body: Buffer.concat(pieces), error});
      res.on('end', () => end());
      res.on('error', (problem) => end(problem.code));
    });
    req.on('timeout', () => req.destroy());
    req.on('error', (problem) => done({error: problem.code}));
    req.end(body);
  });
}

function multipart(fields, files = {}) {
  const mark = 'calibration-boundary';
  const pieces = Object.entries(fields).map(([name, value]) => Buffer.from(`--${mark}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`));
  for (const [name, data] of Object.entries(files))
    pieces.push(Buffer.from(`--${mark}\r\nContent-Disposition: form-data; name="${name}"; filename="a.bin"\r\nContent-Type: video/mp4\r\n\r\n`), data, Buffer.from('\r\n'));
  return {headers: {'Content-Type': `multipart/form-data; boundary=${mark}`}, body: Buffer.concat([...pieces, Buffer.from(`--${mark}--\r\n`)])};
}
const json = (value) => ({headers: {'Content-Type': 'application/json'}, body: JSON.stringify(value)});

const VALID = {
  'openai': {prompt: 'a hill\nand rain', model: 'sora-2', seconds: '4', size: '720x1280'},
  'openai-format': {prompt: 'a hill', model: 'sora-2', seconds: '4', size: '720x1280'},
  'video-generations': {prompt: 'a hill', model: 'sora-2', seconds: '4', size: '720x1280'},
  'video-create': {images: [], model: 'sora-2', orientation: 'portrait', prompt: 'a hill', size: 'small', duration: 10, watermark: 'true'},
  'sora-format': {prompt: 'a hill', model: 'kling-v1', duration: 5, width: 1280, height: 720},
  'official-format': {prompt: 'a hill', model: 'sora-2', seconds: '4', size: '720x1280'},
};
const BAD = {
  seconds: '7', size: '1x1', model: 'none', orientation: 'round', duration: 'long', images: 'none', width: 'wide', watermark: 12, prompt: '',
};

function parsed(reply) {
  try {
    return JSON.parse(reply.body.toString('utf8')) ?? {};
  } catch {
    return {};
  }
}

/** Walks a server from the first refusal to the last delete; returns every reply. */
export async function walk(base, dialect, key) {
  const unified = dialect === 'video-create';
  const encode = unified ? json : multipart;
  const right = {Authorization: `Bearer ${key}`};
  const keys = [right, {}, {Authorization: 'Bearer sk-invalid-0'}];
  const seen = [];
  const go = async (url, how = {}, credentials = right) => {
    const reply = await ask(url, {...how, headers: {...how.headers, ...credentials}});
    seen.push(reply);
    return reply;
  };
  const task = (id) => (unified ? `${base}/video/query?id=${encodeURIComponent(id)}` : `${base}/videos/${encodeURIComponent(id)}`);
  const content = (id) => `${base}/videos/${encodeURIComponent(id)}/content`;
  const create = `${base}${unified ? '/video/create' : '/videos'}`;

  async function download(url) {
    const first = await go(url);
    if (first.headers.location) await go(new URL(first.headers.location, url).href.replace(/^file:.*/, create));
    await go(url);
    await go(url, {headers: {Range: 'bytes=0-99'}});
    await go(url, {method: 'HEAD'});
  }
  async function life(fields) {
    const made = await go(create, {method: 'POST', ...encode(fields)});
    const answer = parsed(made);
    const id = answer.id ?? answer.task_id ?? [...lastIds.values()].at(-1);
    if (typeof id !== 'string') return undefined;
    for (const credentials of keys.slice(1)) await go(task(id), {}, credentials);
    if (!unified) await go(content(id));
    let link;
    for (let i = 0; i < 10; i++) link = parsed(await go(task(id))).video_url ?? link;
    const url = typeof link === 'string' && /^http/.test(link) ? link : unified ? undefined : content(id);
    if (url) await download(url);
    if (!unified) {
      await download(content(id));
      for (const credentials of keys.slice(1)) await go(content(id), {}, credentials);
    }
    return id;
  }
  const lastIds = new Map();

  for (const credentials of keys) await go(task('nobody-000'), {}, credentials);
  const id = await life(VALID[dialect]);
  await life({...VALID[dialect], prompt: `a ${FAIL_WORD}`});
  for (const name of Object.keys(VALID[dialect])) {
    const {[name]: _, ...rest} = VALID[dialect];
    if (dialect !== 'sora-format' && dialect !== 'openai-format') await go(create, {method: 'POST', ...encode(rest)});
    if (name in BAD) await go(create, {method: 'POST', ...encode({...VALID[dialect], [name]: BAD[name]})});
  }
  await go(create, {method: 'POST', headers: {'Content-Type': unified ? 'application/json' : 'multipart/form-data; boundary=x'}, body: '{"oops'});
  if (!unified) await go(create, {method: 'POST', ...multipart(VALID[dialect], {input_reference: Buffer.from('no picture')})});
  if (dialect === 'openai' && id !== undefined) await rich(go, base, id, content, keys.slice(1));
  return seen;
}

/** What only the published interface has. */
async function rich(go, base, own, content, strangers) {
  const id = encodeURIComponent(own);
  const prompt = 'again, with snow';
  for (const variant of ['thumbnail', 'spritesheet']) await go(`${content(own)}?variant=${variant}`);
  await go(`${base}/videos/${id}/remix`, {method: 'POST', ...json({prompt})}).then((r) => parsed(r).id && go(`${base}/videos/${encodeURIComponent(parsed(r).id)}`));
  await go(`${base}/videos/nobody/remix`, {method: 'POST', ...json({prompt})});
  await go(`${base}/videos/${id}/remix`, {method: 'POST', ...json({})});
  for (const [path, more] of [['edits', {}], ['extensions', {'seconds': '4'}]]) {
    for (const source of [own, 'nobody']) await go(`${base}/videos/${path}`, {method: 'POST', ...multipart({prompt, 'video[id]': source, ...more})});
    await go(`${base}/videos/${path}`, {method: 'POST', ...json({video: {id: own}})});
  }
  await go(`${base}/videos/extensions`, {method: 'POST', ...json({video: {id: own}, prompt, seconds: '5'})});
  const made = await go(`${base}/videos/characters`, {method: 'POST', ...multipart({name: 'Otto'}, {video: film({width: 320, height: 176, seconds: 1})})});
  await go(`${base}/videos/characters/${parsed(made).id}`);
  const first = parsed(await go(`${base}/videos?limit=2`));
  await go(`${base}/videos?limit=2&after=${first.last_id}`);
  await go(`${base}/videos?limit=2&order=asc`);
  await go(`${base}/videos?limit=101`);
  for (const credentials of strangers) await go(`${base}/videos`, {}, credentials);
  await go(`${base}/videos/nobody`, {method: 'DELETE'});
  await go(`${base}/videos/${id}`, {method: 'DELETE'}, {});
  await go(`${base}/videos/${id}`, {method: 'DELETE'});
  await go(`${base}/videos/${id}`);
  await go(content(own));
  await go(`${base}/videos`);
}
