// What must hold for every output of every run, whatever the target did.
import fs from 'node:fs';
import path from 'node:path';

const html = (text, quote) => text.replace(/[&<>"']/g, (c) => quote[c] ?? c);

// Every spelling of a secret that must be found in no output.
export function spellings(key) {
  const hex = Buffer.from(key).toString('hex');
  const each = (format) => [...key].map((c) => format(c.charCodeAt(0).toString(16).padStart(2, '0'), c)).join('');
  const json = JSON.stringify(key).slice(1, -1);
  const found = new Set([key, json, json.replaceAll('/', '\\/'), encodeURIComponent(key), encodeURI(key), hex, hex.toUpperCase()]);
  found.add(encodeURIComponent(key).replace(/%../g, (c) => c.toLowerCase()));
  found.add(each((x) => `%${x}`)).add(each((x) => `\\u00${x}`)).add(each((x) => `&#x${x};`)).add(each((x, c) => `&#${c.charCodeAt(0)};`));
  found.add(html(key, {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;'}));
  found.add(html(key, {'&': '&amp;', '<': '&lt;', '>': '&gt;'}));
  found.add(html(key, {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&apos;'}));
  found.add(encodeURIComponent(encodeURIComponent(key)));
  for (const before of ['', 'a', 'ab']) {
    const bytes = Buffer.from(before + key);
    const first = Math.ceil((before.length * 8) / 6);
    for (const kind of ['base64', 'base64url']) {
      const core = bytes.toString(kind).slice(first, Math.floor((bytes.length * 8) / 6));
      found.add(core).add(encodeURIComponent(core));
    }
  }
  return [...found];
}

export function filesOf(folder) {
  if (!fs.existsSync(folder)) return [];
  return fs.readdirSync(folder, {recursive: true, withFileTypes: true}).filter((entry) => entry.isFile()).map((entry) => path.join(entry.path, entry.name));
}

// XML that is well formed as far as tags, quotes and entities go; the first mistake or nothing.
function xmlMistake(text) {
  const open = [];
  for (const [tag, name, rest] of text.matchAll(/<(!\[CDATA\[[^]*?\]\]>|!--[^]*?-->|[?/]?[\w:-]+)([^<>]*?\/?)>|</g)) {
    if (!name) return `a stray < after ${open.join('/')}`;
    if (/^[?!]/.test(name)) continue;
    if (name.startsWith('/')) {
      if (open.pop() !== name.slice(1)) return `${tag} closes nothing`;
    } else if (!rest.endsWith('/')) {
      open.push(name);
    }
  }
  if (open.length > 0) return `<${open.at(-1)}> is never closed`;
  const entity = text.replace(/<!\[CDATA\[[^]*?\]\]>/g, '').match(/&(?!(amp|lt|gt|quot|apos|#\d+|#x[\da-fA-F]+);)/);
  return entity ? `a stray & at ${entity.index}` : '';
}

// Marks that our hostile texts carry; none may reach a sink unescaped.
const unescaped = {
  '.html': /<img src=x|<img src="vidspec|<svg\/onload|<script>alert\(|<evil|(href|src)=["']?javascript:/i,
  '.xml': /<(img|svg|script|evil)/i,
  '.md': /(^|[^\\`])<(img|svg|script)[^>]*vidspec-evil|^#+ vidspec-evil|(^|[^\\`!])!?\[[^\]\\]*\]\((javascript|https?):[^)]*vidspec-evil/im,
};
// Control characters but line feed and tab, and what turns the direction of text around.
const control = /[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

function mistakeOf(file, text) {
  const kind = path.extname(file);
  try {
    if (['.json', '.har', '.sarif'].includes(kind)) JSON.parse(text);
    if (kind === '.jsonl') text.split('\n').filter(Boolean).forEach((line) => JSON.parse(line));
  } catch (error) {
    return `is not JSON: ${error.message.slice(0, 200)}`;
  }
  if (kind === '.xml' && xmlMistake(text)) return `is not XML: ${xmlMistake(text)}`;
  const raw = text.match(/[\x00-\x08\x0b-\x1f\x7f]/) ?? (['.html', '.md', '.txt'].includes(kind) ? text.match(control) : null);
  if (raw) return `has a raw control character ${JSON.stringify(raw[0])} after ${JSON.stringify(text.slice(Math.max(0, raw.index - 60), raw.index))}`;
  const evil = unescaped[kind] && text.match(unescaped[kind]);
  return evil ? `has unescaped markup: ${evil[0].slice(0, 80)}` : '';
}

// All that is wrong with what a run left behind: its folder and its console output.
export function inspect(folder, consoleText, keys) {
  const mistakes = [];
  const wanted = keys.flatMap((key) => spellings(key));
  const look = (name, text) => {
    const leak = wanted.find((spelling) => spelling.length >= 8 && text.includes(spelling));
    if (leak) mistakes.push(`${name} holds the key as ${leak}`);
  };
  for (const file of filesOf(folder)) {
    const text = fs.readFileSync(file, 'utf8');
    const mistake = mistakeOf(file, text);
    if (mistake) mistakes.push(`${path.basename(file)} ${mistake}`);
    look(path.basename(file), text);
  }
  look('the console', consoleText);
  const raw = consoleText.match(control);
  if (raw) mistakes.push(`the console has a raw ${JSON.stringify(raw[0])}: ${JSON.stringify(consoleText.slice(Math.max(0, raw.index - 80), raw.index + 20))}`);
  if (/^\s*::(set-output|error|add-mask|warning)[^\n]*vidspec-evil/m.test(consoleText)) mistakes.push('the console says a workflow command of the target');
  return mistakes;
}
