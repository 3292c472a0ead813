// Puts a reply on the wire. Ordinary replies go through node:http, the rest as raw bytes on the socket, which then closes.
//
// reply = {status, reason, headers, json | text | body, …}. What a case can ask for besides:
//   chunked, pieces (bytes per chunk), length (a Content-Length that may lie), cut (bytes of body, then the line drops),
//   hold (what is cut stays open, silent), delay (ms before the head), drip ({bytes, every}), interim (1xx heads), close, hangUp (no answer at all), raw (all bytes)
import {STATUS_CODES} from 'node:http';

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function headerList(headers) {
  const list = [];
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) list.push(name, String(one));
  }
  return list;
}

export function bodyOf(reply, render) {
  if (reply.body !== undefined) return Buffer.from(reply.body);
  if (reply.text !== undefined) return Buffer.from(reply.text, 'utf8');
  if (reply.json !== undefined) return Buffer.from(render(reply.json), 'utf8');
  return Buffer.alloc(0);
}

const has = (headers, name) => Object.keys(headers).some((key) => key.toLowerCase() === name && headers[key] !== undefined);

async function pour(target, body, reply, open) {
  const size = reply.drip?.bytes ?? reply.pieces ?? body.length;
  for (let at = 0; at < body.length && open(); at += size || 1) {
    target.write(body.subarray(at, at + size));
    if (reply.drip) await wait(reply.drip.every);
  }
}

/** The head as bytes, for replies that node:http would refuse to write or would repair. */
function rawHead(reply, headers) {
  const reason = reply.reason ?? STATUS_CODES[reply.status] ?? '';
  let head = `HTTP/1.1 ${reply.status} ${reason}\r\n`;
  const list = headerList(headers);
  for (let i = 0; i < list.length; i += 2) head += `${list[i]}: ${list[i + 1]}\r\n`;
  return `${head}\r\n`;
}

export async function send(req, res, reply, render) {
  const {socket} = req;
  const open = () => !socket.destroyed;
  if (reply.delay) await wait(reply.delay);
  if (reply.hangUp) return void socket.destroy();
  if (reply.raw !== undefined) return void socket.end(reply.raw);
  for (const head of reply.interim ?? []) socket.write(`HTTP/1.1 ${head}\r\n\r\n`);

  const body = bodyOf(reply, render);
  const headers = {...reply.headers};
  const bare = req.method === 'HEAD' || reply.status === 204 || reply.status === 304;
  if (!bare && !reply.chunked && !has(headers, 'content-length')) headers['Content-Length'] = reply.length ?? body.length;
  else if (req.method === 'HEAD' && !has(headers, 'content-length') && !reply.chunked) headers['Content-Length'] = body.length;
  if (reply.close) headers.Connection = 'close';

  if (reply.cut !== undefined || reply.length !== undefined) {
    if (reply.chunked) headers['Transfer-Encoding'] = 'chunked';
    socket.write(rawHead(reply, {...headers, Connection: 'close'}));
    const part = body.subarray(0, reply.cut ?? body.length);
    if (bare) return void socket.end();
    if (reply.chunked) socket.write(Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), part]));
    else socket.write(part);
    if (reply.hold) return undefined;
    await wait(20);
    return void (reply.cut === undefined ? socket.end() : socket.destroy());
  }

  res.sendDate = reply.date ?? true;
  res.writeHead(reply.status, reply.reason ?? STATUS_CODES[reply.status] ?? '', headerList(headers));
  if (!bare) await pour(res, body, reply, open);
  if (open()) res.end();
  if (reply.dropAfter) res.once('close', () => socket.destroy());
}
