// What hostile clients send to the mock, as bytes. None may make a task, get a 2xx or a 5xx, or be read as a second request.
const host = 'Host: 127.0.0.1\r\n';
const auth = 'Authorization: Bearer sk-smuggler\r\n';
const json = 'Content-Type: application/json\r\n';
const prompt = '{"prompt":"smuggled","model":"sora-2"}';
// A whole create, hidden behind a request that is refused.
const create = `POST /v1/videos HTTP/1.1\r\n${host}${auth}${json}Content-Length: ${prompt.length}\r\n\r\n${prompt}`;
const get = (more = '', line = 'GET /v1/videos HTTP/1.1') => `${line}\r\n${host}${auth}${more}\r\n`;
const post = (headers, body) => Buffer.concat([Buffer.from(`POST /v1/videos HTTP/1.1\r\n${host}${auth}${headers}\r\n`, 'latin1'), Buffer.from(body)]);
const sized = (type, body) => post(`Content-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`, body);
const of = (area, table) => Object.entries(table).map(([name, bytes]) => ({area, name, bytes}));

// Refused as a head: the connection closes, and the create that follows is never read.
const then = (table) => Object.fromEntries(Object.entries(table).map(([name, bytes]) => [name, Buffer.concat([Buffer.from(bytes, 'latin1'), Buffer.from(create)])]));

const lines = then({
  'no HTTP': '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n',
  'HTTP/2 preface': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'a word': 'GET\r\n\r\n',
  'no version': `GET /v1/videos\r\n${host}\r\n`,
  'version 2.0': get('', 'GET /v1/videos HTTP/2.0'),
  'version 1.10': get('', 'GET /v1/videos HTTP/1.10'),
  'version in lower case': get('', 'GET /v1/videos http/1.1'),
  'a blank first': get('', ' GET /v1/videos HTTP/1.1'),
  'a tab first': get('', '\tGET /v1/videos HTTP/1.1'),
  'two blanks': get('', 'GET  /v1/videos HTTP/1.1'),
  'a tab between': get('', 'GET\t/v1/videos HTTP/1.1'),
  'a blank at the end': get('', 'GET /v1/videos HTTP/1.1 '),
  'a blank in the target': get('', 'GET /v1/vid eos HTTP/1.1'),
  'a fragment': get('', 'GET /v1/videos#x HTTP/1.1'),
  'NUL in the target': get('', 'GET /v1/\0videos HTTP/1.1'),
  'a control character in the target': get('', 'GET /v1/\x1bvideos HTTP/1.1'),
  'a target without a slash': get('', 'GET v1/videos HTTP/1.1'),
  'a target of another scheme': get('', 'GET gopher://127.0.0.1/v1/videos HTTP/1.1'),
  'an authority as target': get('', 'GET 127.0.0.1:80 HTTP/1.1'),
  'an asterisk': get('', 'GET * HTTP/1.1'),
  'CONNECT': get('', 'CONNECT evil.example:443 HTTP/1.1'),
  'a method with a parenthesis': get('', 'G(T /v1/videos HTTP/1.1'),
  'a target of 100 kB': get('', `GET /v1/${'x'.repeat(100_000)} HTTP/1.1`),
  'a method of 100 kB': get('', `${'X'.repeat(100_000)} /v1/videos HTTP/1.1`),
  'bare line feeds': `GET /v1/videos HTTP/1.1\n${host.trim()}\n\n`,
  'one bare line feed': `GET /v1/videos HTTP/1.1\r\nX-A: b\n${host}\r\n`,
  'bare carriage returns': `GET /v1/videos HTTP/1.1\r${host.trim()}\r\r`,
  'a carriage return in a value': get('X-A: b\rX-C: d\r\n'),
  'NUL in a value': get('X-A: b\0c\r\n'),
  'a control character in a value': get('X-A: b\x08c\r\n'),
  'NUL in a name': get('X-\0A: b\r\n'),
  'a blank in a name': get('X A: b\r\n'),
  'a blank before the colon': get('X-A : b\r\n'),
  'an empty name': get(': b\r\n'),
  'no colon': get('X-A b\r\n'),
  'a folded value': get('X-A: b\r\n c\r\n'),
  'a fold at once': `GET /v1/videos HTTP/1.1\r\n ${host}\r\n`,
  '200 lines': get('X-A: b\r\n'.repeat(200)),
  'a value of 1 MB': get(`X-A: ${'b'.repeat(1 << 20)}\r\n`),
  'no Host': `GET /v1/videos HTTP/1.1\r\n${auth}\r\n`,
  'two Hosts': get('Host: evil.example\r\n'),
  'two equal Hosts': get(host),
  'a Host with a blank': `GET /v1/videos HTTP/1.1\r\nHost: a b\r\n\r\n`,
  'a Host with a path': `GET /v1/videos HTTP/1.1\r\nHost: a/b\r\n\r\n`,
  'a Host with user info': `GET /v1/videos HTTP/1.1\r\nHost: a@b\r\n\r\n`,
  'a Host with a bad port': `GET /v1/videos HTTP/1.1\r\nHost: a:b\r\n\r\n`,
  'two hosts in one': `GET /v1/videos HTTP/1.1\r\nHost: a, b\r\n\r\n`,
  'another host in the target': `GET http://evil.example/v1/videos HTTP/1.1\r\n${host}\r\n`,
});

const chunked = 'Transfer-Encoding: chunked\r\n';
const framed = (headers, body = '') => `POST /v1/nothing HTTP/1.1\r\n${host}${auth}${headers}\r\n${body}`;
const smuggling = then({
  'length and chunked': framed(`Content-Length: 4\r\n${chunked}`, '0\r\n\r\n'),
  'chunked and length': framed(`${chunked}Content-Length: 4\r\n`, '0\r\n\r\n'),
  'two lengths': framed('Content-Length: 0\r\nContent-Length: 44\r\n'),
  'a list of lengths': framed('Content-Length: 0, 44\r\n'),
  'a signed length': framed('Content-Length: +0\r\n'),
  'a negative length': framed('Content-Length: -1\r\n'),
  'a hexadecimal length': framed('Content-Length: 0x0\r\n'),
  'a length with a fraction': framed('Content-Length: 0.0\r\n'),
  'a length with an exponent': framed('Content-Length: 0e1\r\n'),
  'an empty length': framed('Content-Length:\r\n'),
  'a length of words': framed('Content-Length: zero\r\n'),
  'a length beyond 64 bits': framed('Content-Length: 18446744073709551616\r\n'),
  'a blank before the colon of a length': framed('Content-Length : 0\r\n'),
  'a folded length': framed('Content-Length:\r\n 0\r\n'),
  'an unknown coding': framed('Transfer-Encoding: xchunked\r\n', '0\r\n\r\n'),
  'identity': framed('Transfer-Encoding: identity\r\n'),
  'chunked twice': framed(`${chunked}${chunked}`, '0\r\n\r\n'),
  'chunked, identity': framed('Transfer-Encoding: chunked, identity\r\n', '0\r\n\r\n'),
  'gzip, chunked': framed('Transfer-Encoding: gzip, chunked\r\n', '0\r\n\r\n'),
  'chunked with a vertical tab': framed('Transfer-Encoding: \x0bchunked\r\n', '0\r\n\r\n'),
  'chunked in quotes': framed('Transfer-Encoding: "chunked"\r\n', '0\r\n\r\n'),
  'chunked before the colon': framed('Transfer-Encoding : chunked\r\n', '0\r\n\r\n'),
  'chunked in HTTP/1.0': `POST /v1/nothing HTTP/1.0\r\n${host}${chunked}\r\n0\r\n\r\n`,
  'a chunk size with a sign': framed(chunked, '+2\r\n{}\r\n0\r\n\r\n'),
  'a negative chunk size': framed(chunked, '-2\r\n{}\r\n0\r\n\r\n'),
  'a chunk size with 0x': framed(chunked, '0x2\r\n{}\r\n0\r\n\r\n'),
  'a chunk size beyond 64 bits': framed(chunked, '10000000000000000\r\n{}\r\n0\r\n\r\n'),
  'a blank chunk size': framed(chunked, '\r\n{}\r\n0\r\n\r\n'),
  'a chunk longer than it says': framed(chunked, '1\r\n{}\r\n0\r\n\r\n'),
  'a chunk that ends with a line feed': framed(chunked, '2\n{}\n0\n\n'),
  'a chunk size of 5000 digits': framed(chunked, `${'0'.repeat(5000)}2\r\n{}\r\n0\r\n\r\n`),
  'an extension of 100 kB': framed(chunked, `2;${'x'.repeat(100_000)}\r\n{}\r\n0\r\n\r\n`),
  'an extension with a line feed': framed(chunked, '2;a\nb\r\n{}\r\n0\r\n\r\n'),
  'trailers of 1 MB': framed(chunked, `0\r\n${'X-T: y\r\n'.repeat(150_000)}\r\n`),
});

const parts = (boundary, ...list) => list.map((part) => `--${boundary}\r\n${part}\r\n`).join('') + `--${boundary}--\r\n`;
const field = (name, value) => `Content-Disposition: form-data; name="${name}"\r\n\r\n${value}`;
const form = (body, boundary = 'b') => sized(`multipart/form-data; boundary=${boundary}`, body);
const multipart = {
  'no boundary': sized('multipart/form-data', parts('b', field('prompt', 'x'))),
  'an empty boundary': sized('multipart/form-data; boundary=', parts('', field('prompt', 'x'))),
  'a boundary of 1000': sized(`multipart/form-data; boundary=${'b'.repeat(1000)}`, parts('b'.repeat(1000), field('prompt', 'x'))),
  'another boundary': form(parts('c', field('prompt', 'x'))),
  'no end': form(`--b\r\n${field('prompt', 'x')}`),
  'nothing': form(''),
  'only the end': form('--b--\r\n'),
  'no disposition': form(parts('b', 'Content-Type: text/plain\r\n\r\nx')),
  'no name': form(parts('b', 'Content-Disposition: form-data\r\n\r\nx')),
  'no blank line': form(parts('b', 'Content-Disposition: form-data; name="prompt"')),
  'an open quote': form(parts('b', 'Content-Disposition: form-data; name="prompt\r\n\r\nx')),
  'NUL in a name': form(parts('b', field('pro\0mpt', 'x'))),
  'bare line feeds': form(parts('b', field('prompt', 'x')).replaceAll('\r\n', '\n')),
  'a part head of 100 kB': form(parts('b', `X-A: ${'x'.repeat(100_000)}\r\n${field('prompt', 'x')}`)),
  '2000 parts': form(parts('b', ...Array.from({length: 2000}, (_, i) => field(`f${i}`, 'x')))),
  'the prompt as a file': form(parts('b', 'Content-Disposition: form-data; name="prompt"; filename="../../x"\r\n\r\nx')),
  'names a thousand deep': form(parts('b', field(`prompt${'[a]'.repeat(1000)}`, 'x'))),
  'names a hundred thousand deep': form(parts('b', `Content-Disposition: form-data; name="p${'[a]'.repeat(5000)}"\r\n\r\nx`)),
  'a prompt that is no UTF-8': form(Buffer.concat([Buffer.from('--b\r\nContent-Disposition: form-data; name="prompt"\r\n\r\n'), Buffer.from([0xff, 0xc0, 0xaf]), Buffer.from('\r\n--b--\r\n')])),
  'a charset of its own': form(parts('b', 'Content-Disposition: form-data; name="prompt"\r\nContent-Transfer-Encoding: base64\r\n\r\n')),
};

const bodies = {
  'an empty body': sized('application/json', ''),
  'no length': post(json, prompt),
  'half of an object': sized('application/json', '{"prompt":"x"'),
  'an array': sized('application/json', '[]'),
  'a number': sized('application/json', '1'),
  'nesting of 100,000': sized('application/json', '['.repeat(100_000)),
  'nesting of 100,000 in a member': sized('application/json', `{"prompt":"x","a":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`),
  'invalid UTF-8': sized('application/json', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d])),
  'lone surrogates': sized('application/json', '{"prompt":"\\ud800"}'),
  'the prompt twice': sized('application/json', '{"prompt":1,"prompt":2}'),
  'a prompt of 10 MB': sized('application/json', `{"prompt":"${'x'.repeat(10 << 20)}"}`),
  'seconds out of range': sized('application/json', '{"prompt":"x","seconds":1e999}'),
  'an unknown type': sized('application/x-evil', prompt),
  'no type': sized('', prompt),
  'a form of a million ampersands': sized('application/x-www-form-urlencoded', '&'.repeat(1 << 20)),
  'a form of brackets': sized('application/x-www-form-urlencoded', `${'['.repeat(50_000)}=1`),
  'a body of 10 GB': post(`${json}Content-Length: 10737418240\r\n`, '{"prompt":"'),
  'chunks without end': Buffer.concat([post(`${json}${chunked}`, ''), ...Array(1100).fill(Buffer.from(`10000\r\n${'x'.repeat(65_536)}\r\n`))]),
  'gzip': sized('application/json\r\nContent-Encoding: gzip', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0])),
  'an expectation of something else': post(`${json}Expect: 200-maybe\r\nContent-Length: 2\r\n`, '{}'),
};

const paths = Object.fromEntries(['/v1/videos/../../etc/passwd', '/../v1/videos/x', '//v1//videos', '/v1/videos/%2e%2e/x', '/v1/videos/..%2f..%2fx', '/v1/videos/%00', '/v1/videos/%', '/v1/videos/%zz', '/v1/videos;a=b', '/v1%2fvideos', '/V1/VIDEOS', '/v1/videos/x/content/../..', '/v1/videos/x/../y/content', '/v1\\videos', `/v1/videos/${'a/'.repeat(3000)}`, '/v1/videos/x?'.concat('a=b&'.repeat(1500)), '/console/../../etc/passwd', '/.env', '/v1/videos/\xff', `/v1/videos/${'%41'.repeat(2000)}`].map((path) => [path.slice(0, 40), get('Connection: close\r\n', `GET ${path} HTTP/1.1`)]));

export const cases = [...of('heads', lines), ...of('smuggling', smuggling), ...of('multipart', multipart), ...of('bodies', bodies), ...of('paths', paths)].map((one) => ({...one, bytes: Buffer.from(one.bytes, 'latin1'), closes: ['heads', 'smuggling'].includes(one.area)}));

const state = (headers, body = '{}', line = 'POST /clock') => `${line} HTTP/1.1\r\n${headers}Content-Type: application/json\r\nConnection: close\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
const advance = '{"advance":"100000s"}';
// For the control API: `PORT` becomes its port.
export const controlCases = Object.entries({
  'a foreign Host': state('Host: evil.example\r\n', advance),
  'a Host that begins like ours': state('Host: 127.0.0.1.evil.example\r\n', advance),
  'a Host that ends like ours': state('Host: evil-localhost\r\n', advance),
  'the machine by another address': state('Host: 0.0.0.0:PORT\r\n', advance),
  'no Host': state('', advance),
  'an empty Host': state('Host: \r\n', advance),
  'two Hosts': state('Host: localhost:PORT\r\nHost: evil.example\r\n', advance),
  'a foreign Origin': state('Host: localhost:PORT\r\nOrigin: https://evil.example\r\n', advance),
  'the Origin null': state('Host: localhost:PORT\r\nOrigin: null\r\n', advance),
  'an Origin of another port': state('Host: localhost:PORT\r\nOrigin: http://localhost:1\r\n', advance),
  'an Origin of another scheme': state('Host: localhost:PORT\r\nOrigin: https://localhost:PORT\r\n', advance),
  'another site by Sec-Fetch-Site': state('Host: localhost:PORT\r\nSec-Fetch-Site: cross-site\r\n', advance),
  'the same site by Sec-Fetch-Site': state('Host: localhost:PORT\r\nSec-Fetch-Site: same-site\r\n', advance),
  'a foreign host in the target': state('Host: localhost:PORT\r\n', advance, 'POST http://evil.example/clock'),
  'nesting of 100,000': state('Host: localhost:PORT\r\n', '['.repeat(100_000)),
  'a body that is none': state('Host: localhost:PORT\r\n', '{"by":'),
  'a body of another type': state('Host: localhost:PORT\r\n', '[1]'),
  'a path out of the console': state('Host: localhost:PORT\r\n', '', 'GET /console/../../../etc/passwd'),
  'an encoded path': state('Host: localhost:PORT\r\n', '', 'GET /%2e%2e/%2e%2e/etc/passwd'),
  'an unknown path': state('Host: localhost:PORT\r\n', '', 'GET /nothing'),
  'a wrong method': state('Host: localhost:PORT\r\n', '', 'DELETE /clock'),
  'a scenario by path': state('Host: localhost:PORT\r\n', '{"name":"../../etc/passwd"}', 'PUT /scenario'),
  'a task that is none': state('Host: localhost:PORT\r\n', '{}', 'POST /tasks/%2e%2e%2f/step'),
  'a broken state': state('Host: localhost:PORT\r\n', '{"tasks":[{"id":1}]}', 'PUT /state'),
}).map(([name, bytes]) => ({area: 'control', name, bytes, closes: false}));
