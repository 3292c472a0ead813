// The lists on the right: requests, client verdicts, scenarios, webhooks.
import {$, act, api, button, clockText, el, pretty, reconcile} from './page.js';

const includes = (wanted, text) => text.toLowerCase().includes(wanted);
const wantedIn = (id) => $(id).value.trim().toLowerCase();

// A row that opens; `fill` makes its content when it is opened first.
function opening(line, fill) {
  const item = el('li');
  const details = el('details');
  details.append(line);
  details.addEventListener('toggle', async () => {
    if (details.open && details.childElementCount === 1) details.append(...(await fill()));
  });
  item.append(details);
  return item;
}

function makeRequest(request) {
  const line = el('summary', 'line');
  const target = el('code', 'grow', request.target);
  target.title = request.target;
  line.append(el('span', 'number', request.number), el('b', '', request.method), target);
  if (request.faults) line.append(el('span', 'fault', `⚡ ${request.faults}`));
  line.append(el('small', 'operation', request.operation), el('span', `status s${Math.floor(request.status / 100)}`, request.status),
              el('small', '', clockText(request.at_ms)));
  const cut = (text, size) => (size > text.length ? `\n… ${size.toLocaleString('en')} bytes in all` : '');
  return opening(line, () => [
    ...(request.scenarios ? [el('h3', '', `Scenario: ${request.scenarios}`)] : []),
    el('h3', '', 'Request'),
    el('pre', '', `${request.method} ${request.target}\n${request.headers}${request.body ? '\n' + pretty(request.body) : ''}${cut(request.body, request.body_size)}`),
    el('h3', '', 'Answer'),
    el('pre', '', `${request.status}\n${request.answer_headers}\n${pretty(request.answer)}${cut(request.answer, request.answer_size)}`),
  ]);
}

const asText = (one) => `${one.method} ${one.target} ${one.status} ${one.task} ${one.faults} ${one.operation} ${one.key}`;
let requests = [];

export function forgetRequests() {
  requests = [];
}

export const lastRequest = () => requests.at(-1)?.number ?? 0;

export function showRequests(log) {
  if (log) {
    requests = log.kept === 0 ? [] : requests.concat(log.requests).slice(-1000);
    $('request-count').textContent = log.total || '';
  }
  const wanted = wantedIn('request-filter');
  const shown = requests.filter((one) => includes(wanted, asText(one)));
  reconcile($('request-list'), shown.slice(-200).reverse(), (one) => one.number, makeRequest);
}

function makeVerdict(verdict) {
  const item = el('li');
  const line = el('div', 'line');
  line.append(el('b', 'wrong', verdict.id), el('span', 'grow count'), el('small', '', verdict.key));
  item.append(line, el('div', '', `First: ${verdict.detail}.`), el('div', 'advice', `${verdict.advice}.`));
  return item;
}

export function showVerdicts({verdicts}) {
  $('verdict-count').textContent = verdicts.length || '';
  $('verdict-count').classList.toggle('some', verdicts.length > 0);
  reconcile($('verdict-list'), verdicts, (one) => `${one.id} ${one.key}`, makeVerdict, (item, one) => {
    const where = one.count === 1 ? `request ${one.first_request}` : `requests ${one.first_request} to ${one.last_request}`;
    item.querySelector('.count').textContent = `${one.count} × · ${where}`;
  });
}

function makeScenario(scenario) {
  const line = el('summary', 'line');
  const text = el('div', 'grow');
  text.append(el('b', '', scenario.name), el('small', 'title', scenario.title));
  line.append(text);
  const item = opening(line, async () => [el('pre', '', JSON.stringify((await api('GET', `scenarios/${scenario.name}`)).scenario, null, 2))]);
  item.className = 'line';
  item.append(button('Arm once', act('POST', 'armed', {scenario: scenario.name}, `${scenario.name} waits for the next request that it concerns`),
                     `Arm once: ${scenario.name}`),
              button('For all', act('PUT', 'scenario', {scenario: scenario.name}), `For all: ${scenario.name}`));
  return item;
}

let scenarios = [];

export function showScenarios(list) {
  if (list) scenarios = list.scenarios;
  const wanted = wantedIn('scenario-filter');
  reconcile($('scenario-list'), scenarios.filter((one) => includes(wanted, `${one.name} ${one.title}`)), (one) => one.name, makeScenario);
}

export function showGlobal(name) {
  if ($('global').dataset.name === (name ?? '')) return;
  $('global').dataset.name = name ?? '';
  $('global').hidden = !name;
  $('global').replaceChildren(el('span', '', 'This scenario acts on every request: '), el('b', '', name ?? ''),
                              button('Let it rest', act('DELETE', 'scenario')));
}

function makeArmed(one) {
  const item = el('li', 'line');
  const requests = one.times === 1 ? 'the next request' : `${one.times} requests`;
  item.append(el('span', 'grow', `${one.scenario} waits for ${requests} that it concerns`),
              button('Disarm', act('DELETE', `armed/${one.number}`), `Disarm: ${one.scenario}`));
  return item;
}

export function showArmed({armed}) {
  $('armed-count').textContent = armed.length || '';
  reconcile($('armed-list'), armed, (one) => `${one.number} ${one.times}`, makeArmed);
}

function makeWebhook(webhook) {
  const line = el('summary', 'line');
  line.append(el('span', 'number', webhook.number), el('b', '', webhook.type), el('code', 'grow', webhook.task), el('span', 'outcome'));
  return opening(line, () => [el('pre', '', pretty(webhook.body)), button('Send again', act('POST', `webhooks/${webhook.number}/redeliver`))]);
}

const outcomes = {delivered: 's2', waiting: 's4'};

export function showWebhooks({url}, {webhooks}) {
  $('webhook-count').textContent = webhooks.length || '';
  $('webhook-target').textContent = url ? `Events go to ${url}` : 'No webhook URL is set: start with --webhook-url, or PUT /webhook.';
  reconcile($('webhook-list'), webhooks.slice().reverse(), (one) => one.number, makeWebhook, (item, one) => {
    const outcome = item.querySelector('.outcome');
    outcome.className = `outcome ${outcomes[one.state] ?? 's5'}`;
    outcome.textContent = `${one.state}, ${one.attempts} attempt${one.attempts === 1 ? '' : 's'}${one.status ? `, ${one.status}` : ''}`;
  });
}
