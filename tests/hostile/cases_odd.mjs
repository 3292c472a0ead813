// What is odd but legal, and must not be held against a server; what is meant to fill the memory; what would lead elsewhere.
import zlib from 'node:zlib';
import {answerText} from './target.mjs';

const only = (operations, bend) => (exchange) => (operations.includes(exchange.operation) ? bend(exchange) : undefined);
const tasks = ['create', 'retrieve'];
const json = {'Content-Type': 'application/json'};

// The honest answer with other headers, or with its JSON changed.
const withHeaders = (headers) => async ({honest}) => {
  const answer = await honest();
  return {...answer, headers: {...answer.headers, ...headers}};
};
const changed = (change, operations = tasks) =>
  only(operations, async (exchange) => {
    const answer = await exchange.honest();
    if (answer.status !== 200) return answer;
    return {...answer, body: Buffer.from(JSON.stringify(change(JSON.parse(answer.body), exchange)))};
  });
// The honest answer as bytes of our own making.
const rewritten = (write) => async (exchange) => {
  const answer = await exchange.honest();
  const kept = Object.entries(answer.headers).filter(([name]) => !['connection', 'keep-alive', 'transfer-encoding', 'content-length'].includes(name));
  const head = kept.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return write({...answer, head, empty: exchange.request.method === 'HEAD'}, exchange) ?? 'taken';
};
const bytes = (...parts) => Buffer.concat(parts.map((part) => Buffer.from(part, 'latin1')));
const isUntouched = ({stranger}) => (stranger.seen.length > 0 ? ['another host was asked'] : []);

// Legal, and still the same answers: a run holds nothing against them.
const fine = (name, bend, more = {}) => ({name, area: 'odd', codes: [0], says: /conformant/i, bend, ...more});
const legal = [
  fine('answers byte by byte', rewritten(({status, head, body, empty}, {socket}) => {
    const whole = bytes(`HTTP/1.1 ${status} X\r\n${head}Content-Length: ${body.length}\r\n\r\n`, empty ? '' : body.subarray(0, 4096));
    for (let i = 0; i < whole.length; i++) socket.write(whole.subarray(i, i + 1));
    return empty ? Buffer.alloc(0) : body.subarray(4096);
  })),
  fine('HTTP/1.0 that ends with the connection', rewritten(({status, head, body, empty}, {socket}) => void socket.end(bytes(`HTTP/1.0 ${status} X\r\n${head}\r\n`, empty ? '' : body)))),
  fine('no reason in the status line', rewritten(({status, head, body, empty}) => bytes(`HTTP/1.1 ${status} \r\n${head}Content-Length: ${body.length}\r\n\r\n`, empty ? '' : body))),
  fine('chunks of one byte with extensions and a trailer', rewritten(({status, head, body, empty}) => {
    if (empty) return bytes(`HTTP/1.1 ${status} X\r\n${head}\r\n`);
    const pieces = [...body.subarray(0, 500)].flatMap((byte) => [Buffer.from('1;a="b"\r\n'), Buffer.from([byte]), Buffer.from('\r\n')]);
    const rest = body.subarray(500);
    return bytes(`HTTP/1.1 ${status} X\r\n${head}Transfer-Encoding: chunked\r\n\r\n`, ...pieces, ...(rest.length > 0 ? [`${rest.length.toString(16)}\r\n`, rest, '\r\n'] : []), '0\r\nX-Trailer: yes\r\n\r\n');
  })),
  fine('header names in capitals and values in blanks', rewritten(({status, head, body, empty}) =>
    bytes(`HTTP/1.1 ${status} X\r\n${head.replace(/^([^:]+): (.*)\r$/gm, (_, name, value) => `${name.toUpperCase()}:   ${value}  \t\r`)}CONTENT-LENGTH:${body.length}\r\n\r\n`, empty ? '' : body))),
  fine('a second answer behind each', rewritten(({status, head, body, empty}) =>
    bytes(`HTTP/1.1 ${status} X\r\n${head}Content-Length: ${body.length}\r\n\r\n`, empty ? '' : body, 'HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{"id":"evil"}'))),
  fine('JSON with blanks, line breaks and every escape', changed((task) => task), {bend: only(tasks, async ({honest}) => {
    const answer = await honest();
    const text = JSON.stringify(JSON.parse(answer.body), null, 4).replace(/"(\w)(\w*)":/g, (_, first, rest) => `"\\u00${first.charCodeAt(0).toString(16)}${rest}" :\r\n`);
    return {...answer, body: Buffer.from(`\r\n\t ${text}\n\n`)};
  })}),
  fine('members that nobody knows, 40 levels deep', changed((task) => {
    let deep = {};
    for (let i = 0; i < 40; i++) deep = {a: [deep]};
    return {...task, x_debug: deep.a[0].a[0].a[0].a[0].a[0].a[0].a[0].a[0].a[0].a[0].a[0].a[0].a[0].a[0].a[0]};
  })),
  fine('headers that lead elsewhere', withHeaders({}), {holds: isUntouched, bend: async ({honest, stranger}) => {
    const answer = await honest();
    const there = stranger.origin;
    return {...answer, headers: {...answer.headers, 'Alt-Svc': `h2="${there.slice(7)}", h3="${there.slice(7)}"`, Refresh: `0; url=${there}/`, Link: `<${there}/>; rel=preload`, 'Content-Location': `${there}/x`,
      'Strict-Transport-Security': 'max-age=31536000', 'Report-To': `{"endpoints":[{"url":"${there}/"}]}`, 'X-Accel-Redirect': `${there}/`, Location: `${there}/`}};
  }}),
  fine('a Content-Range that no status asks for', only(['content'], async ({honest}) => {
    const answer = await honest();
    return {...answer, headers: {...answer.headers, 'content-range': 'bytes 5-99999999999999999999/7'}};
  })),
  fine('an Upgrade that is only offered', withHeaders({Upgrade: 'h2c, websocket'})),
  fine('80 headers more', withHeaders(Object.fromEntries(Array.from({length: 80}, (_, i) => [`X-More-${i}`, 'y'.repeat(500)])))),
];

// Nothing of it may be taken for more than it is.
const wrong = (name, codes, says, bend, more = {}) => ({name, area: 'odd', codes, says, bend, ...more});
const misleading = [
  wrong('a length that is too short', [1, 3], /JSON|body|column/, only(tasks, rewritten(({status, head, body}) => bytes(`HTTP/1.1 ${status} X\r\n${head}Content-Length: ${body.length - 9}\r\n\r\n`, body)))),
  wrong('204 with a body', [1, 3, 4, 6], /204/, () => 'HTTP/1.1 204 No Content\r\nContent-Length: 13\r\n\r\n{"id":"evil"}'),
  wrong('304 to everything', [1, 3, 4], /304/, () => 'HTTP/1.1 304 Not Modified\r\nETag: "x"\r\n\r\n'),
  wrong('206 to everything', [1, 3], /206/, async (exchange) => ({...(await exchange.honest()), status: 206})),
  wrong('407 that asks for a proxy password', [1, 3, 4], /407/, () => answerText(407, {'Proxy-Authenticate': 'Basic realm="x"'}, '{"error":{"message":"no","type":"x","param":null,"code":null}}')),
  ...['Negotiate', 'NTLM', 'Digest realm="x", nonce="y"', 'Basic realm="x"'].map((scheme) =>
    wrong(`a challenge of ${scheme.split(' ')[0]}`, [4], /key was refused|401/, () => answerText(401, {'WWW-Authenticate': scheme}, '{"error":{"message":"no","type":"x","param":null,"code":null}}'), {
      holds: ({target}) => (target.seen.some(({headers}) => headers.authorization && !headers.authorization.startsWith('Bearer ')) ? ['other credentials were sent'] : []),
    })),
  wrong('a download in byte ranges', [1, 3], /content\./, only(['content'], () =>
    answerText(206, {'Content-Type': 'multipart/byteranges; boundary=b'}, '--b\r\nContent-Type: video/mp4\r\nContent-Range: bytes 0-3/9\r\n\r\nxxxx\r\n--b--\r\n'))),
  wrong('a Content-Type of 60 kB', [0], /transport\.content-type/, only(tasks, async ({honest}) => ({...(await honest()), headers: {'Content-Type': `application/${'x'.repeat(60_000)}`}}))),
  wrong('a deleted task that comes back', [1], /remove|delete/, ({operation}) => (operation === 'delete' ? answerText(200, {}, '{"id":"x","object":"video.deleted","deleted":true}') : undefined)),
];

// A body that is another one each time, so that nothing can be kept once for all.
const padded = (size) => (task, {number}) => ({...task, preview: `${number}`.padStart(size, 'x')});
const small = (count, item) => `[${Array(count).fill(item).join(',')}]`;
const heavy = (name, codes, says, bend, more = {}) => ({name, area: 'memory', codes, says, bend, lasts: /status/.test(name), ...more});
const memory = [
  heavy('a task of 900 kB in every answer', [0], /conformant/i, changed(padded(900_000))),
  heavy('a task of 1.1 MB in every answer', [3], /bytes of JSON, and at most 1048576 are judged/, changed(padded(1_100_000))),
  heavy('a task of 5 MB in every answer', [3], /was not read to its end: .*beyond the bound of 4194304 bytes/, changed(padded(5_000_000))),
  heavy('half a million numbers in every task', [3], /only a part of its \d+ bytes is in the evidence/, changed((task, {number}) => ({...task, x: Array(500_000).fill(number % 10)}))),
  heavy('300,000 empty objects in every task', [3], /only a part of its \d+ bytes is in the evidence/, changed((task) => ({...task, x: Array(300_000).fill({})}))),
  heavy('a million empty arrays everywhere', [3], /bytes of JSON, and at most 1048576 are judged/, () => answerText(200, {}, small(1_000_000, '[]'))),
  heavy('60,000 members of other names in every task', [0, 3], /conformant|only a part of its \d+ bytes is in the evidence/i, changed((task, {number}) => ({...task, ...Object.fromEntries(Array.from({length: 60_000}, (_, i) => [`k${number}_${i}`, 1]))}))),
  heavy('headers of 200 kB in every answer', [0], /conformant/i, withHeaders(Object.fromEntries(Array.from({length: 40}, (_, i) => [`X-More-${i}`, 'y'.repeat(5000)])))),
  heavy('an error of a megabyte to everything', [1], /create\.accepted[^]*actual +400/, ({number}) => answerText(400, {}, JSON.stringify({error: {message: `${number}`.padStart(1_000_000, 'x'), type: 'x', param: null, code: null}}))),
  heavy('a status word of 900 kB', [1], /task\.status\.enum/, changed((task, {number}) => ({...task, status: `${number}`.padStart(900_000, 's')}))),
  heavy('an id of 3 MB', [3], /bytes of JSON, and at most 1048576 are judged/, changed((task) => ({...task, id: 'i'.repeat(3_000_000)}), ['create'])),
  heavy('an id of 900 kB', [3], /answered an id of 900000 bytes, more than the 2600 that fit into a request/, changed((task) => ({...task, id: 'i'.repeat(900_000)}), ['create'])),
  heavy('a list whose cursor is a megabyte', [0], /list\.\S+[^]*actual +"ccc/, changed((list) => ({...list, has_more: true, last_id: 'c'.repeat(900_000)}), ['list'])),
  heavy('a bomb of gzip as the download', [1], /bytes of kind unknown/, only(['content'], () => answerText(200, {'Content-Type': 'video/mp4', 'Content-Encoding': 'gzip'}, zlib.gzipSync(Buffer.alloc(200 << 20))))),
  heavy('a bomb of gzip as the list', [3], /not read to its end: the body is beyond the bound of 4194304 bytes/, only(['list'], () => answerText(200, {...json, 'Content-Encoding': 'gzip'}, zlib.gzipSync(Buffer.alloc(100 << 20, ' '))))),
  heavy('a download of 100 MB of nothing', [0], /bytes of kind empty/, only(['content'], () => answerText(200, {'Content-Type': 'video/mp4'}, Buffer.alloc(100 << 20)))),
];

export const cases = [...legal, ...misleading, ...memory];
