// A server that is hostile in one way: a relay before an honest mock that bends some of the answers on the way. It speaks over raw
// sockets, so that it can say anything.
import http from 'node:http';
import net from 'node:net';
import tls from 'node:tls';

// Which operation of the `openai` profile a request is.
export function operation({method, path}) {
  const rest = path.split('?')[0].replace(/^\/v1\/videos/, '');
  if (rest === '') return method === 'POST' ? 'create' : 'list';
  if (rest.endsWith('/content')) return 'content';
  return method === 'DELETE' ? 'delete' : 'retrieve';
}

export const answerText = (status, headers, body = '') => {
  const bytes = Buffer.from(body);
  const lines = Object.entries({'Content-Type': 'application/json', 'Content-Length': bytes.length, ...headers}).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${status} OK\r\n${lines.join('')}\r\n`, 'latin1'), bytes]);
};

// Reads the requests of one connection, one after another: our client sends Content-Length and never pipelines.
async function* requests(socket) {
  let bytes = Buffer.alloc(0);
  let wanted = Infinity;
  for await (const piece of socket.iterator({destroyOnReturn: false})) {
    bytes = Buffer.concat([bytes, piece]);
    for (;;) {
      const end = bytes.indexOf('\r\n\r\n');
      if (end < 0) break;
      const [line, ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
      const headers = Object.fromEntries(lines.map((text) => [text.split(':')[0].toLowerCase(), text.slice(text.indexOf(':') + 1).trim()]));
      wanted = end + 4 + Number(headers['content-length'] ?? 0);
      if (bytes.length < wanted) break;
      const [method, path] = line.split(' ');
      yield {method, path, headers, lines, body: bytes.subarray(end + 4, wanted)};
      bytes = bytes.subarray(wanted);
    }
  }
}

const agent = new http.Agent({keepAlive: true});

// What the honest mock answers: {status, headers, body}.
function honest(mock, request) {
  return new Promise((resolve, reject) => {
    const headers = Object.fromEntries(request.lines.map((text) => [text.split(':')[0], text.slice(text.indexOf(':') + 1).trim()]));
    const asked = http.request(mock.base_url.replace(/\/v1$/, '') + request.path, {method: request.method, headers, agent}, (answer) => {
      const pieces = [];
      answer.on('data', (piece) => pieces.push(piece));
      answer.on('end', () => resolve({status: answer.statusCode, headers: answer.headers, body: Buffer.concat(pieces)}));
      answer.on('error', reject);
    });
    asked.on('error', reject);
    asked.end(request.body);
  });
}

// Starts the server of one case, who knows the key and another host. It is told each request and keeps them in `seen`; `bend(exchange)` writes an answer to
// `exchange.socket` itself, or returns one to be sent, or returns nothing: then the honest answer is sent.
export async function startTarget(mock, known, {bend, onConnect, tlsOptions}) {
  const target = {seen: [], sockets: new Set(), connections: 0};
  const serve = async (socket) => {
    target.connections++;
    target.sockets.add(socket);
    socket.on('error', () => {}).on('close', () => target.sockets.delete(socket));
    socket.setNoDelay?.(true);
    if (onConnect) return onConnect(socket);
    try {
      for await (const request of requests(socket)) {
        const number = target.seen.push(request);
        const exchange = {socket, request, number, operation: operation(request), target, ...known, honest: () => honest(mock, request)};
        const bent = await bend?.(exchange);
        if (bent === 'taken') return;
        if (bent instanceof Buffer || typeof bent === 'string') {
          socket.write(bent);
          continue;
        }
        const {status, headers, body} = bent ?? (await exchange.honest());
        const {connection, 'transfer-encoding': encoding, 'content-length': length, 'keep-alive': kept, ...rest} = headers;
        if (request.method === 'HEAD') socket.write(answerText(status, {...rest, 'Content-Length': length ?? 0}));
        else socket.write(answerText(status, rest, body));
      }
    } catch {
      socket.destroy();
    }
  };
  const server = tlsOptions ? tls.createServer(tlsOptions, serve) : net.createServer(serve);
  server.on('tlsClientError', () => {});
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  target.port = server.address().port;
  target.stop = () => {
    for (const socket of target.sockets) socket.destroy();
    server.close();
  };
  return target;
}
