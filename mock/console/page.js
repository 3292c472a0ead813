// What every part of the page needs: elements, requests to the control API, lists that change in place.

export const $ = (id) => document.getElementById(id);

// Text is always set as text: whatever a client sent stays what it is.
export function el(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

export function button(text, act, label) {
  const node = el('button', '', text);
  node.type = 'button';
  if (label) node.setAttribute('aria-label', label);
  node.addEventListener('click', act);
  return node;
}

export async function api(method, path, body) {
  const answer = await fetch(path, {
    method,
    headers: body === undefined ? {} : {'content-type': 'application/json'},
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const json = await answer.json();
  if (!answer.ok) throw new Error(json.error ?? `${method} ${path} answered ${answer.status}`);
  return json;
}

let toastTimer;
export function toast(text) {
  $('toast').textContent = text;
  $('toast').hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => ($('toast').hidden = true), 4000);
}

// A click handler: sends the request, says what came of it and has the page show it at once.
export const act = (method, path, body, said) => async () => {
  try {
    await api(method, path, body);
    if (said) toast(said);
    document.dispatchEvent(new Event('acted'));
  } catch (error) {
    toast(error.message);
  }
};

// Keeps one child per item, in this order, and lets `update` change it in place: what is open stays open.
export function reconcile(parent, items, key, make, update) {
  const known = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  items.forEach((item, index) => {
    const id = String(key(item));
    let child = known.get(id);
    if (!child) {
      child = make(item);
      child.dataset.key = id;
    }
    known.delete(id);
    if (parent.children[index] !== child) parent.insertBefore(child, parent.children[index] ?? null);
    update?.(child, item);
  });
  for (const child of known.values()) child.remove();
}

export function span(ms) {
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return ms < 3_600_000 ? `${(ms / 60_000).toFixed(1)} min` : `${(ms / 3_600_000).toFixed(1)} h`;
}

export const clockText = (ms) => new Date(ms).toISOString().slice(11, 19);

export function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
