// Reads the two request encodings of the API. A problem is thrown as a BadForm whose message goes to the client.

export class BadForm extends Error {}

/** Every part of a multipart body as {name, filename, type, data}. */
function parts(body, boundary) {
  const mark = Buffer.from(`--${boundary}`);
  const found = [];
  let at = body.indexOf(mark);
  if (at < 0) throw new BadForm('the body has no part with the announced boundary');
  for (;;) {
    at += mark.length;
    if (body.subarray(at, at + 2).toString('latin1') === '--') return found;
    if (body.subarray(at, at + 2).toString('latin1') !== '\r\n') throw new BadForm('a boundary is not followed by a line end');
    const gap = body.indexOf('\r\n\r\n', at);
    const end = body.indexOf(Buffer.concat([Buffer.from('\r\n'), mark]), at);
    if (gap < 0 || end < 0 || gap > end) throw new BadForm('the last part is not closed');
    const head = body.subarray(at + 2, gap).toString('utf8');
    const name = /;\s*name="([^"]*)"/i.exec(head)?.[1];
    if (name === undefined) throw new BadForm('a part has no name');
    found.push({
      name,
      filename: /;\s*filename="([^"]*)"/i.exec(head)?.[1],
      type: /^content-type:\s*(.+?)\s*$/im.exec(head)?.[1],
      data: body.subarray(gap + 4, end),
    });
    at = end + 2;
  }
}

/** `video[id]` and `characters[][id]` as nested members. */
function assign(target, name, value) {
  const path = [name.replace(/\[.*/, ''), ...[...name.matchAll(/\[([^\]]*)\]/g)].map((m) => m[1])];
  let spot = target;
  path.slice(0, -1).forEach((step, i) => {
    spot = spot[step] ??= path[i + 1] === '' ? [] : {};
  });
  spot[path.at(-1) === '' ? spot.length : path.at(-1)] = value;
}

/** {encoding, fields, files, parts}: fields of a form are strings, those of JSON have their JSON types. */
export function readForm(contentType, body) {
  const type = (contentType ?? '').split(';')[0].trim().toLowerCase();
  if (type === 'application/json') {
    let fields;
    try {
      fields = JSON.parse(new TextDecoder('utf-8', {fatal: true}).decode(body));
    } catch {
      throw new BadForm('the body is not JSON');
    }
    if (fields === null || typeof fields !== 'object' || Array.isArray(fields)) throw new BadForm('the body is not a JSON object');
    return {encoding: 'json', fields, files: {}};
  }
  if (type === 'multipart/form-data') {
    const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
    if (!boundary) throw new BadForm('the content type names no boundary');
    const form = {encoding: 'multipart', fields: {}, files: {}};
    for (const part of parts(body, boundary)) {
      if (part.filename !== undefined) form.files[part.name] = part;
      else assign(form.fields, part.name, part.data.toString('utf8'));
    }
    return form;
  }
  return {encoding: type || 'none', fields: {}, files: {}};
}
