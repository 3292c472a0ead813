// Results behind a link: video_url in video-create, and where openai-format gives no /content.
import {C, F, drop, pollInStage, put, table} from './tools.mjs';

const done = pollInStage('completed');
const NOTHING = /^(task\.result_url\.|content\.|lifecycle\.|retrieve\.)/;
const link = (value) => put('video_url', value, done);
const onlyLink = (bend) => ({set: {link: true, noContent: true}, exercised: true, ...bend});

const unified = table('link', [
  ['missing', C, NOTHING, drop('video_url', done)],
  ['null', C, NOTHING, link(null)],
  ['empty', C, NOTHING, link('')],
  ['number', C, /^(task\.result_url\.type|content\.)/, link(5)],
  ['object', C, /^(task\.result_url\.type|content\.)/, link({url: 'x'})],
  ['list', C, /^(task\.result_url\.type|content\.)/, link((u) => [u])],
  ['not-a-link', C, NOTHING, link('ready!')],
  ['in-backticks', C, NOTHING, link((u) => ` \`${u}\` `)],
  ['relative', C, NOTHING, link((u) => new URL(u).pathname)],
  ['only-in-detail', C, NOTHING, {task: (t, c) => (done(c) ? {...t, video_url: undefined, detail: {url: t.video_url}} : undefined)}],
  ['to-nowhere', C, NOTHING, link((u) => u.replace(/\.mp4$/, 'x.mp4'))],
  ['closed-port', C, NOTHING, link('http://127.0.0.1:9/a.mp4')],
  ['file-scheme', C, NOTHING, link('file:///etc/hostname')],
  ['width-text', C, 'task.width.type', put('width', '720', done)],
  ['height-text', C, 'task.height.type', put('height', '1280px', done)],
  ['thumbnail-number', C, 'task.thumbnail_url.type', put('thumbnail_url', 7, done)],
  ['detail-text', C, 'task.detail.type', put('detail', 'waiting', pollInStage('running'))],
  ['update-time-seconds', C, /^task\.updated_at\./, {level: 'should', ...put('status_update_time', (t) => Math.floor(t / 1000))}],
  ['update-time-microseconds', C, /^task\.updated_at\./, {level: 'should', ...put('status_update_time', (t) => t * 1000)}],
  ['update-time-goes-back', C, /^(lifecycle|task)\./, put('status_update_time', (t, c) => t - (c.polls ?? 0) * 60_000)],
  ['video-url-while-pending', C, /^(lifecycle|task|content)\./, put('video_url', 'https://example.com/soon.mp4', pollInStage('queued', 'running'))],
]);

const orLink = table('link', [
  ['neither-content-nor-link', F, NOTHING, {set: {noContent: true}, exercised: true}],
  ['null-and-no-content', F, NOTHING, onlyLink(link(null))],
  ['empty-and-no-content', F, NOTHING, onlyLink(link(''))],
  ['to-nowhere-and-no-content', F, NOTHING, onlyLink(link((u) => u.replace(/\.mp4$/, 'x.mp4')))],
  ['number', F, 'task.result_url.type', {set: {link: true}, ...link(4)}],
]);

export default [...unified, ...orLink];
