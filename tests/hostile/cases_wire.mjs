// Connections, heads, framing and bodies that break, never end or lie. Each case: name, what bends the answers, the exit codes that
// are right, and what the run must say about it.
import zlib from 'node:zlib';
import {answerText} from './target.mjs';

const head = (status, headers = {}) =>
  `HTTP/1.1 ${status}\r\n${Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
const json = {'Content-Type': 'application/json'};
const task = '{"id":"video_1","object":"video","status":"queued"}';

const reset = (socket) => (socket.resetAndDestroy ? socket.resetAndDestroy() : socket.destroy());
// Sends something, and then no more than that.
const saying = (bytes, then = () => {}) => ({socket}) => {
  socket.write(bytes, () => then(socket));
  return 'taken';
};
// Sends a piece again and again, as fast as the other side takes it (or with a pause), until the connection ends.
const endless = (begin, piece, pause = 0) => ({socket}) => {
  socket.write(begin);
  const go = () => {
    if (socket.destroyed) return;
    const room = socket.write(typeof piece === 'function' ? piece() : piece);
    if (pause > 0) setTimeout(go, pause);
    else if (room) setImmediate(go);
    else socket.once('drain', go);
  };
  go();
  return 'taken';
};
const close = (socket) => socket.end();

const big = 'x'.repeat(64 << 10);
const chunk = `10000\r\n${big}\r\n`;
const chunked = {...json, 'Transfer-Encoding': 'chunked'};

// The connection itself.
const connections = [
  {name: 'reset when connected', onConnect: reset, codes: [4], says: /reset|closed|connect/i},
  {name: 'closed when connected', onConnect: close, codes: [4], says: /closed|reset|empty|connect/i},
  {name: 'silent after connecting', stalls: true, onConnect: () => {}, codes: [4], says: /time|did not answer|deadline/i},
  {name: 'garbage when connected', onConnect: (socket) => socket.end(Buffer.from(Array.from({length: 4096}, (_, i) => (i * 151) % 256))), codes: [4], says: /HTTP|protocol|reset|malformed/i},
];

// Every request of one kind breaks at one place.
const places = {
  'before the answer': ({socket}) => (reset(socket), 'taken'),
  'in the head': saying('HTTP/1.1 200 OK\r\nContent-Type: appl', reset),
  'in the body': saying(head('200 OK', {...json, 'Content-Length': 1000}) + task.slice(0, 20), reset),
  'by closing in the body': saying(head('200 OK', {...json, 'Content-Length': 1000}) + task.slice(0, 20), close),
  'by a stall in the body': saying(head('200 OK', {...json, 'Content-Length': 1000}) + task.slice(0, 20)),
};
const broken = ['create', 'retrieve', 'content', 'list', 'delete'].flatMap((operation) =>
  Object.entries(places).map(([place, act]) => ({
    name: `${operation} breaks ${place}`, stalls: place.includes('stall'), lasts: operation === 'retrieve',
    bend: (exchange) => (exchange.operation === operation ? act(exchange) : undefined),
    // A create whose answer was lost is money that may be gone.
    codes: operation === 'create' ? [6, 1] : [0, 1, 3, 4],
    says: operation === 'create' ? /may have been|ambiguous|lost|closed with|cut|truncated|time/i : /reset|closed|truncated|time|cut|stall|bytes|broken|ended/i,
  })),
);

const everywhere = (name, bend, says, codes = [4]) => ({name, bend, says, codes, stalls: / drips?$|extension without end|switching/.test(name)});
const heads = [
  everywhere('a head that drips', endless('HTTP/1.1 200 OK\r\n', 'X', 50), /time|deadline|did not answer/i),
  everywhere('a head without end', endless('HTTP/1.1 200 OK\r\n', () => `X-${Math.random()}: ${'y'.repeat(1000)}\r\n`), /head|too large|bytes/i),
  everywhere('ten thousand header lines', saying(`HTTP/1.1 200 OK\r\n${'X-Flood: 0123456789012345678901234567890\r\n'.repeat(10_000)}\r\n`, close), /head|too large|bytes/i),
  everywhere('a header line of 10 MB', saying(`HTTP/1.1 200 OK\r\nX-Long: ${'y'.repeat(10 << 20)}\r\n\r\n`, close), /a line of the head is beyond the bound/),
  everywhere('a reason of 200 kB', saying(`HTTP/1.1 200 ${'R'.repeat(200_000)}\r\nContent-Length: 2\r\n\r\n{}`, close), /a line of the head is beyond the bound/),
  everywhere('no HTTP at all', saying('SSH-2.0-OpenSSH_9.2\r\n', close), /HTTP/i),
  everywhere('HTTP/0.9', saying('{"id":"x"}', close), /HTTP/i),
  everywhere('HTTP/9.7', saying('HTTP/9.7 200 OK\r\nContent-Length: 2\r\n\r\n{}', close), /HTTP|version|protocol/i),
  everywhere('status 000', saying('HTTP/1.1 000 Zero\r\nContent-Length: 2\r\n\r\n{}', close), /status|HTTP|protocol|malformed/i, [1, 3, 4]),
  everywhere('status 999', saying(head('999 Many', {...json, 'Content-Length': 2}) + '{}', close), /999/, [1, 3, 4]),
  everywhere('status -1', saying('HTTP/1.1 -1 Minus\r\nContent-Length: 2\r\n\r\n{}', close), /status|HTTP|protocol|malformed/i, [1, 3, 4]),
  everywhere('interim answers without end', endless('', 'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n'), /interim|1xx|head|too large|103/i),
  everywhere('interim answers that drip', endless('', 'HTTP/1.1 100 Continue\r\n\r\n', 100), /time|interim|deadline|did not answer/i),
  everywhere('switching protocols', saying('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n\x81\x05hello'), /101|protocol|time|switch/i, [1, 3, 4]),
  everywhere('a header without a colon', saying('HTTP/1.1 200 OK\r\nnocolon\r\nContent-Length: 2\r\n\r\n{}', close), /header|line|malformed|HTTP/i, [1, 3, 4]),
  everywhere('a header with NUL', saying('HTTP/1.1 200 OK\r\nX-N: a\0b\r\nContent-Length: 2\r\n\r\n{}', close), /NUL|header|malformed|nul/i, [1, 3, 4]),
  everywhere('a folded header', saying('HTTP/1.1 200 OK\r\nX-F: a\r\n  folded\r\nContent-Length: 2\r\n\r\n{}', close), /create\.returns-id/, [1]),
  everywhere('a bare CR in a header', saying('HTTP/1.1 200 OK\r\nX-F: a\rSet-Cookie: b=c\r\nContent-Length: 2\r\n\r\n{}', close), /create\.returns-id/, [1]),
  everywhere('a header of escapes', saying('HTTP/1.1 401 \x1b[2J\r\nContent-Type: text/\x1b[31mred\r\nWWW-Authenticate: \x1b]0;owned\x07\r\nContent-Length: 2\r\n\r\n{}', close), /the key was refused \(401\)/),
  {name: 'early hints before every answer', codes: [0], says: /conformant/i,
    bend: ({socket}) => void socket.write('HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n')},
];

const framing = [
  everywhere('a length of 10^15', saying(head('200 OK', {...json, 'Content-Length': '1000000000000000'}) + task), /large|bytes|length/i, [1, 3, 4]),
  everywhere('a length beyond 64 bits', saying(head('200 OK', {...json, 'Content-Length': '99999999999999999999999'}) + task), /length|large/i, [1, 3, 4]),
  everywhere('a negative length', saying(head('200 OK', {...json, 'Content-Length': '-5'}) + task, close), /length/i, [1, 3, 4]),
  everywhere('a length that is no number', saying(head('200 OK', {...json, 'Content-Length': 'abc'}) + task, close), /length/i, [1, 3, 4]),
  everywhere('two lengths', saying('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 20\r\n\r\n{}', close), /length/i, [1, 3, 4]),
  everywhere('length and chunks', saying(head('200 OK', {...chunked, 'Content-Length': 2}) + '2\r\n{}\r\n0\r\n\r\n', close), /length|chunk|framing/i, [1, 3, 4]),
  everywhere('a chunk size that is none', saying(head('200 OK', chunked) + 'zz\r\n{}\r\n0\r\n\r\n', close), /chunk/i, [1, 3, 4]),
  everywhere('a chunk size beyond 64 bits', saying(head('200 OK', chunked) + 'fffffffffffffffffff\r\n{}\r\n0\r\n\r\n', close), /chunk|large/i, [1, 3, 4]),
  everywhere('a negative chunk size', saying(head('200 OK', chunked) + '-2\r\n{}\r\n0\r\n\r\n', close), /chunk|large/i, [1, 3, 4]),
  everywhere('a chunk extension without end', endless(head('200 OK', chunked) + '2;x=', big), /chunk|time|large|deadline/i, [1, 3, 4]),
  everywhere('chunks without end', endless(head('200 OK', chunked), chunk), /large|bytes/i, [1, 3, 4]),
  everywhere('empty-handed chunks that drip', endless(head('200 OK', chunked), '1\r\n \r\n', 50), /time|deadline/i, [1, 3, 4]),
  everywhere('trailers without end', endless(head('200 OK', chunked) + '2\r\n{}\r\n0\r\n', 'X-Trailer: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\n'), /head|trailer|large|bytes/i, [1, 3, 4]),
  everywhere('an unknown transfer coding', saying(head('200 OK', {...json, 'Transfer-Encoding': 'bogus'}) + task, close), /a Transfer-Encoding that was not asked for: bogus/, [1]),
];

const bomb = zlib.gzipSync(Buffer.alloc(200 << 20, '['), {level: 9});
const bodies = [
  everywhere('a body without end', endless(head('200 OK', json), big), /large|bytes/i, [1, 3, 4]),
  everywhere('a body that drips', endless(head('200 OK', json), ' ', 50), /time|deadline/i, [1, 3, 4]),
  everywhere('a body of 100 MB', saying(Buffer.concat([Buffer.from(head('200 OK', {...json, 'Content-Length': 100 << 20})), Buffer.alloc(100 << 20, '[')])), /large|bytes/i, [1, 3, 4]),
  everywhere('a bomb of gzip', saying(Buffer.concat([Buffer.from(head('200 OK', {...json, 'Content-Encoding': 'gzip', 'Content-Length': bomb.length})), bomb])), /not read to its end: the body is beyond the bound of 4194304 bytes/, [3]),
  everywhere('a bomb of gzip in gzip', () => answerText(200, {'Content-Encoding': 'gzip, gzip'}, zlib.gzipSync(bomb)), /not read to its end: the body is beyond the bound of 4194304 bytes/, [3]),
  everywhere('an unknown content coding', () => answerText(200, {'Content-Encoding': 'zip-of-death'}, task), /transport\.framing[^]*encoding/, [1]),
  ...['create', 'retrieve'].map((operation) => ({name: `${operation} says gzip and is none`, codes: [1], says: /incorrect header check/, lasts: true,
    bend: (exchange) => (exchange.operation === operation ? answerText(200, {'Content-Encoding': 'gzip'}, task) : undefined)})),
];

export const cases = [...connections, ...broken, ...heads, ...framing, ...bodies].map((one) => ({area: 'wire', ...one}));
