// Short words for the tables: dialect groups, moments of a call, and ways to bend what is sent.
export const O = 'openai';
export const F = 'openai-format';
export const G = 'video-generations';
export const C = 'video-create';
export const S = 'sora-format';
export const X = 'official-format';
export const ALL = [O, F, G, C, S, X];
/** The five whose job lives at /v1/videos/{id}. */
export const VIDEOS = [O, F, G, S, X];
/** The three whose document demands a key. */
export const KEYED = [O, G, S];

/** Moments, as predicates over a call. */
export const always = () => true;
export const atCreate = (c) => c.place === 'create';
export const atPoll = (c) => c.place === 'retrieve';
export const inList = (c) => c.place === 'list';
export const whenStage = (...stages) => (c) => stages.includes(c.stage);
export const pollInStage = (...stages) => (c) => c.place === 'retrieve' && stages.includes(c.stage);
export const both = (a, b) => (c) => a(c) && b(c);

const split = (path) => path.split('.');
export function get(json, path) {
  return split(path).reduce((at, step) => at?.[step], json);
}
export function assign(json, path, value) {
  const steps = split(path);
  let at = json;
  for (const step of steps.slice(0, -1)) at = at[step] = at[step] !== null && typeof at[step] === 'object' ? at[step] : {};
  if (value === undefined) delete at[steps.at(-1)];
  else at[steps.at(-1)] = value;
}

const change = (path, value, when) => (json, c) => {
  if (json && typeof json === 'object' && when(c)) assign(json, path, typeof value === 'function' ? value(get(json, path), c) : value);
};

/** A member of every task object set to a value, or to what a function makes of the old one; undefined takes it away. */
export const put = (path, value, when = always) => ({task: change(path, value, when)});
export const drop = (path, when = always) => put(path, undefined, when);
/** The same for error bodies; `when` may ask c.situation. */
export const putError = (path, value, when = always) => ({error: change(path, value, when)});
export const dropError = (path, when = always) => putError(path, undefined, when);
export const situation = (...names) => (c) => names.includes(c.situation);
/** The same for any JSON body of some operations. */
export const putBody = (ops, path, value, when = always) => ({
  body: change(path, value, (c) => ops.includes(c.op) && c.status < 300 && when(c)),
});
export const dropBody = (ops, path) => putBody(ops, path, undefined);

/** Changes the replies of some operations. `change` is an object to merge, or a function of reply and call. */
export const replies = (ops, changed, when = always) => ({
  reply(reply, c) {
    if (!ops.includes(c.op) || !when(c, reply)) return undefined;
    if (typeof changed === 'function') return changed(reply, c);
    return {...reply, ...changed, headers: {...reply.headers, ...changed.headers}};
  },
});
export const succeeded = (c, reply) => reply.status < 300;
export const refusal = (...names) => (c, reply) => names.includes(reply.situation);

/** The whole film as it goes out, from /content or from behind video_url. */
export const film = (changed) => ({
  reply(reply, c) {
    if (!reply.whole || c.query.has('variant') && c.query.get('variant') !== 'video') return undefined;
    c.server.touched += 1;
    return typeof changed === 'function' ? changed(reply, c) : {...reply, ...changed, headers: {...reply.headers, ...changed.headers}};
  },
});
/** Without a Content-Type, a stale length or JSON of the reply that was there. */
export const instead = (reply, other) => {
  const {json, text, body, whole, ...rest} = reply;
  const headers = Object.fromEntries(Object.entries(rest.headers ?? {}).filter(([name]) => !/^content-/i.test(name)));
  return {...rest, ...other, headers: {...headers, ...other.headers}};
};
export const page = '<!DOCTYPE html><html><head><title>Hello</title></head><body><h1>It works</h1></body></html>';

/** Flags for cases that need more than the default run. */
export const FAILING = ['--fail-prompt', 'a lanternfish that stays in the dark', '--max-videos', '4'];
export const EVERYTHING = ['--ops', 'all', '--max-videos', '9'];
export const SHORT = ['--deadline', '9s'];

/** A table of [name, dialects, id, bend] as cases. */
export const table = (area, rows) => rows.map(([name, dialects, id, bend]) => ({name: `${area}/${name}`, in: [dialects].flat(), id, ...bend}));
/** A table of [name, dialects, bend] as legal variations. `may` in the bend: warnings that the rules do give. */
export const legal = (area, rows) => rows.map(([name, dialects, bend]) => ({name: `${area}/${name}`, in: [dialects].flat(), legal: true, ...bend}));
