// What an answer says: JSON that is none or too much, ids, texts that mean something to a sink, the key itself, and lives that no
// task can have.
import zlib from 'node:zlib';
import {spellings} from './inspect.mjs';
import {answerText} from './target.mjs';

const body = (text) => () => answerText(200, {}, text);
const only = (operations, bend) => (exchange) => (operations.includes(exchange.operation) ? bend(exchange) : undefined);
const tasks = ['create', 'retrieve'];

// The honest answer with its JSON changed.
const changed = (change, operations = tasks) =>
  only(operations, async (exchange) => {
    const answer = await exchange.honest();
    if (answer.status !== 200) return answer;
    const text = change(JSON.parse(answer.body), exchange);
    return {...answer, body: Buffer.from(typeof text === 'string' ? text : JSON.stringify(text))};
  });

// Each with what the run says about it.
const texts = {
  'nesting of 100,000': ['['.repeat(100_000), /nested deeper than 64 levels/],
  'nesting of 100,000 that closes': ['{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000), /nested deeper than 64 levels/],
  'an array of a million': [`[${'0,'.repeat(999_999)}0]`, /has 2000001 bytes of JSON, and at most 1048576 are judged/],
  'a hundred thousand members': [`{${Array.from({length: 100_000}, (_, i) => `"k${i}":1`).join(',')}}`, /bytes of JSON, and at most 1048576 are judged/],
  'a string of 3 MB': [`{"id":"${'x'.repeat(3 << 20)}"}`, /has 3145737 bytes of JSON, and at most 1048576 are judged/],
  'a number of 100,000 digits': [`{"id":"a","status":"queued","progress":${'9'.repeat(100_000)}}`, /number overflow/],
  'numbers out of range': ['{"id":"a","object":"video","status":"queued","progress":1e999,"created_at":-1e400,"completed_at":99999999999999999999999}', /number overflow parsing '1e999'/],
  'not a number': ['{"id":"a","progress":NaN,"created_at":Infinity}', /column 22: .*invalid literal/],
  'invalid UTF-8': [Buffer.from('7b226964223a22ff fe c0 af ed a0 80 22 7d'.replaceAll(' ', ''), 'hex'), /the body is not UTF-8/],
  'lone surrogates': ['{"id":"a\\ud800","status":"\\udc00queued","object":"video"}', /surrogate U\+D800/],
  'NUL in every text': ['{"id":"a\\u0000b","status":"queued\\u0000","object":"video\\u0000"}', /queued\\u0000/],
  'raw NUL': ['{"id":"a\0b"}', /a NUL byte is not allowed in JSON/],
  'duplicate keys': ['{"id":"a","id":"b","status":"queued","status":"completed","object":"video"}', /transport\.unique-keys/],
  'a byte order mark': ['\ufeff{"id":"a","status":"queued"}', /task\.object\.present/],
  'UTF-16': [Buffer.from('{"id":"a","status":"queued"}', 'utf16le'), /a NUL byte is not allowed in JSON/],
  'half of an object': ['{"id":"a","status":"que', /missing closing quote/],
  'something after the object': ['{"id":"a","status":"queued"} {"id":"b"}', /expected end of input/],
  'an empty body': ['', /an empty body/],
  'blanks alone': [' '.repeat(1 << 20), /unexpected end of input|only a part of its/],
  'null': ['null', /200 application\/json null/],
  'an empty object': ['{}', /missing in 200 application\/json \{\}/],
  'an empty array': ['[]', /missing in 200 application\/json \[\]/],
  'a bare text': ['"queued"', /missing in 200 application\/json "queued"/],
  'a page of HTML': ['<!doctype html><script>alert("vidspec-evil")</script>', /answers HTML \(200\)/],
  'JSON with comments': ['{"id":"a", /* no */ "status":"queued"} // no', /column 12: .*invalid literal/],
  'proto pollution': ['{"__proto__":{"id":"a"},"constructor":{"prototype":{"status":"completed"}},"id":"a","status":"queued"}', /task\.object\.present/],
};
const json = Object.entries(texts).flatMap(([name, [text, says]]) => [
  {name: `${name} everywhere`, bend: body(text), codes: [1, 3, 4], says, lasts: true},
  {name: `${name} in the task`, bend: only(tasks, body(text)), codes: [1, 3, 4], says, lasts: true},
]);

const ids = {
  slashes: 'a/b/../c', dots: '..', 'dots and slashes': '../../../etc/passwd', 'CR and LF': 'a\r\nX-Injected: yes\r\n\r\nGET /owned HTTP/1.1',
  '100 kB': 'i'.repeat(100_000), 'query and fragment': 'a?limit=1#frag', 'percent signs': '%2e%2e%2f%00', blanks: ' a b ', empty: '',
  NUL: 'a\0b', escapes: '\x1b[2J\x1b]0;owned\x07', 'another host': '//evil.example/x', 'a URL': 'http://evil.example/?', 'Chinese and emoji': '视频🎬',
};
// Ids go into one path segment, percent-encoded, or nowhere.
const idSegments = ({target}, id) =>
  target.seen
    .filter(({method, path}) => path !== '/v1/videos' && !path.startsWith('/v1/videos?') && method !== 'POST')
    .map(({path}) => path.split('?')[0])
    .filter((path) => !/^\/v1\/videos\/[A-Za-z0-9_.~%-]+(\/content)?$/.test(path) || /\/\.\.?(\/|$)/.test(path))
    .map((path) => `an id became the path ${JSON.stringify(path.slice(0, 80))} (${JSON.stringify(id).slice(0, 40)})`);
const hostileIds = Object.entries(ids).map(([name, id]) => ({
  name: `an id of ${name}`, bend: changed((task) => ({...task, id}), ['create']), codes: [1, 3], lasts: true, holds: (run) => idSegments(run, id),
  says: {'100 kB': /answered an id of 100000 bytes, more than the 2600 that fit into a request/, empty: /create\.returns-id/}[name] ?? /retrieve\.finds-created[^]*404 application\/json/,
}));

const evil = {
  'terminal escapes': '\x1b[2J\x1b[1;31mvidspec-evil\x1b]0;owned\x07\x9b31m\x08\x08\x7f\r\n\x1b]8;;http://evil.example\x07click\x1b]8;;\x07',
  'text that turns around': 'vidspec-evil \u202e\u2066 desrever \u2069\u200f',
  HTML: '</script></style></textarea>--><img src=x onerror=alert("vidspec-evil")><svg/onload=vidspec-evil><script>alert("vidspec-evil")</script>\'" onmouseover=alert(1) x="',
  XML: ']]><evil/>&evil;<!ENTITY x SYSTEM "file:///etc/passwd"><!-- -- --><?php vidspec-evil ?>',
  Markdown: '\n\n# vidspec-evil\n\n[click](javascript:vidspec-evil) ![i](http://evil.example/vidspec-evil) | a | b |\n```\n`````\n<img src="vidspec-evil">\n- [ ] x @everyone',
  'workflow commands': '\n::error file=x::vidspec-evil\n::set-output name=vidspec-evil::1\n::add-mask::vidspec-evil\n##[command]x\r::stop-commands::vidspec-evil',
  'shell words': '$(touch vidspec-evil)`id`;rm -rf \'"\\\n&& vidspec-evil',
};
const everyText = (value, text) => {
  if (typeof value === 'string') return value + text;
  if (Array.isArray(value)) return value.map((item) => everyText(item, text));
  if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, item]) => [key === 'id' || key === 'status' ? key : key + text, everyText(item, text)]));
  return text;
};
const sinks = Object.entries(evil).flatMap(([name, text]) => [
  {name: `${name} in every text but id and status`, codes: [1], says: /task\.created_at\.present[^]*actual +missing/,
    bend: changed((task) => ({...everyText(task, text), id: task.id, status: task.status, [text]: text}), [...tasks, 'list', 'delete'])},
  {name: `${name} in id and status`, bend: changed((task) => ({...task, id: task.id + text, status: text}), tasks), codes: [1], says: /task\.status\.enum/, lasts: true},
  {name: `${name} in every error`, codes: [1], says: /create\.accepted[^]*actual +400 application\/json/,
    bend: () => answerText(400, {'X-Evil': encodeURI(text)}, JSON.stringify({error: {message: text, type: text, param: text, code: text}}))},
  {name: `${name} as a page`, bend: () => answerText(200, {'Content-Type': 'text/html'}, text), codes: [4], says: /answers HTML \(200\) where the API answers JSON/},
]);

const echoes = (key) => spellings(key).join(' ');
const inHeaders = (key) => Object.fromEntries(spellings(key).map((text, i) => [`X-Echo-${i}`, text.replace(/[^\x20-\x7e]/g, '')]));
const echo = [
  {name: 'the key in every answer', codes: [0], says: /conformant/i, bend: async ({honest, key}) => {
    const answer = await honest();
    return {...answer, headers: {...answer.headers, ...inHeaders(key)}};
  }},
  {name: 'the key in every text of the task', codes: [1], says: /the key, masked here/, bend: changed((task, {key}) => ({...everyText(task, echoes(key)), id: task.id, status: task.status}), [...tasks, 'list', 'delete'])},
  {name: 'the key as id', codes: [1], says: /the key, masked here/, lasts: true, bend: changed((task, {key}) => ({...task, id: key}), ['create'])},
  {name: 'the key as member and status', codes: [1], says: /the key, masked here/, lasts: true, bend: changed((task, {key}) => ({...task, [key]: 1, [echoes(key)]: 2, status: key}), tasks)},
  {name: 'the key in every error', codes: [4], says: /the key was refused \(401\)/, bend: ({key}) => answerText(401, {'WWW-Authenticate': `Bearer realm="${key}"`}, JSON.stringify({error: {message: `Incorrect API key provided: ${echoes(key)}`, type: key, param: null, code: key}}))},
  {name: 'the key as a page', codes: [4], says: /answers HTML \(200\)/, bend: ({key}) => answerText(200, {'Content-Type': 'text/html'}, `<html>${echoes(key)}`)},
  {name: 'the key in bytes that are no text', codes: [1], says: /the body is not UTF-8/, bend: ({key}) => answerText(200, {}, Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(echoes(key))]))},
  ...[[16 << 10, 'cut off'], [1 << 20, 'too large to be kept']].map(([at, what]) => ({name: `the key where the evidence is ${what}`, codes: [3], says: /bytes of JSON, and at most 1048576 are judged/,
    bend: ({key}) => answerText(200, {}, `{"x":"${'y'.repeat(at - 6 - key.length + 2)}${key}${key}${'z'.repeat(1 << 20)}"}`)})),
  {name: 'the key in a status line', codes: [1], says: /418 \[redacted\]/, bend: ({key}) => `HTTP/1.1 418 ${key}\r\nContent-Length: 0\r\nContent-Type: ${key}\r\n\r\n`},
  {name: 'the key as a download', codes: [1], says: /bytes of kind text/, bend: only(['content'], ({key}) => answerText(200, {'Content-Type': 'video/mp4'}, echoes(key)))},
  {name: 'the key in a redirect', codes: [1], says: /Invalid URL \(GET \/v1\/x\)/, bend: only(['content'], ({request, key}) => answerText(302, {Location: `http://${request.headers.host}/v1/x?a=${encodeURIComponent(key)}&b=${encodeURIComponent(Buffer.from(key).toString('base64'))}`}))},
];

const at = (extra) => changed((task) => ({...task, ...extra}));
const retryAfter = ['999999999999999999', '-5', 'Fri, 31 Dec 9999 23:59:59 GMT', 'soon', '1e308', '0'].map((value) => ({
  name: `429 with Retry-After: ${value}`, codes: [1, 3], says: /create was refused with 429|429 application\/json|\? deadline/, lasts: true,
  bend: () => answerText(429, {'Retry-After': value}, '{"error":{"message":"slow down","type":"x","param":null,"code":null}}'),
}));
const hints = ['99999999999999', '0', '-1', 'x', '1e9'].map((value) => ({
  name: `a poll hint of ${value}`, codes: [0, 3], says: new RegExp(`transport\\.poll-hint[^]*actual +"${value}"`), lasts: Number(value) > 1e6,
  bend: async ({honest}) => {
    const answer = await honest();
    return {...answer, headers: {...answer.headers, 'openai-poll-after-ms': value}};
  },
  holds: ({target}) => (target.seen.length > 400 ? [`${target.seen.length} requests were sent`] : []),
}));
const lives = [
  {name: 'always completed', bend: at({status: 'completed', progress: 100}), codes: [0], says: /"completed" in the answer to create/},
  {name: 'never completed', lasts: true, bend: at({status: 'in_progress', progress: 1, completed_at: null}), codes: [1, 3], says: /deadline|never|not reach|no end/i},
  {name: 'for ever queued', lasts: true, bend: at({status: 'queued', progress: 0, completed_at: null}), codes: [1, 3], says: /deadline|never|not reach|no end/i},
  {name: 'a status nobody knows', lasts: true, bend: at({status: 'sleeping'}), codes: [1], says: /task\.status\.enum[^]*actual +"sleeping"/},
  {name: 'the same answer to everything', bend: body('{"id":"video_1","object":"video","status":"completed","progress":100}'), codes: [1], says: /the id that #\d+ was answered/},
  {name: '200 and nothing to everything', bend: () => answerText(200, {}), codes: [1], says: /an empty body/},
  {name: '404 to everything', bend: () => answerText(404, {}, '{"error":{"message":"no","type":"x","param":null,"code":null}}'), codes: [1, 3, 4], says: /404/},
  {name: '500 to every create', bend: only(['create'], () => answerText(500, {}, '{"error":{"message":"no","type":"x","param":null,"code":null}}')), codes: [1, 3, 6], says: /500/},
  {name: 'a list that never ends', codes: [0, 1, 3], says: /list\.\S+[^]*actual +"x\d+"/, bend: changed((list, {number}) => ({...list, has_more: true, last_id: `x${number}`, data: list.data ?? []}), ['list']), holds: ({target}) => (target.seen.filter(({path}) => path.startsWith('/v1/videos?')).length > 60 ? ['it paged on and on'] : [])},
  {name: 'a list of 20,000', codes: [3], says: /was not read to its end|bytes of JSON, and at most/, bend: changed((list) => ({...list, data: Array.from({length: 20_000}, () => list.data?.[0] ?? {})}), ['list'])},
  {name: 'cookies that nobody wants', codes: [0], says: /conformant/i,
    bend: async ({honest}) => {
      const answer = await honest();
      return {...answer, headers: {...answer.headers, 'Set-Cookie': 'session=abc; Path=/'}};
    },
    holds: ({target}) => (target.seen.some(({headers}) => headers.cookie) ? ['a cookie was sent back'] : [])},
  {name: 'a bomb as the task', codes: [3], says: /was not read to its end: the body is beyond the bound of 4194304 bytes/, bend: only(tasks, () => answerText(200, {'Content-Encoding': 'gzip'}, zlib.gzipSync(Buffer.alloc(50 << 20, ' '))))},
];

export const cases = [
  ...json.map((one) => ({area: 'JSON', ...one})),
  ...hostileIds.map((one) => ({area: 'ids', ...one})),
  ...sinks.map((one) => ({area: 'sinks', ...one})),
  ...echo.map((one) => ({area: 'key', ...one})),
  ...[...retryAfter, ...hints, ...lives].map((one) => ({area: 'lives', ...one})),
];
