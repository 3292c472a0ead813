// The console of a running mock: asks the control API once a second and shows what it says. No library, no network.
import {$, act, api} from './page.js';
import {showTasks} from './tasks.js';
import {forgetRequests, lastRequest, showArmed, showGlobal, showRequests, showScenarios, showVerdicts, showWebhooks} from './rows.js';

let clock = {now_ms: 0, frozen: false, speed: 1, seen: 0};
const now = () => clock.now_ms + (performance.now() - clock.seen) * clock.speed;

function showClock() {
  if (!clock.seen) return;
  const time = new Date(now()).toISOString();
  $('time').textContent = `${time.slice(0, 10)} ${time.slice(11, 19)}${clock.frozen ? ' · frozen' : ''}`;
  $('time').classList.toggle('frozen', clock.frozen);
  $('freeze').textContent = clock.frozen ? 'Resume' : 'Freeze';
}

// The speed in the list; while the clock is frozen, the one that it goes on with.
function showSpeed() {
  if (clock.frozen || document.activeElement === $('speed')) return;
  const speed = String(clock.speed);
  if (![...$('speed').options].some((option) => option.value === speed)) $('speed').add(new Option(`${speed}×`, speed));
  $('speed').value = speed;
}

function showHealth(health) {
  clock = {...health.clock, seen: performance.now()};
  $('profile').textContent = health.profile;
  $('base-url').textContent = health.base_url ?? '';
  $('seed').textContent = `seed ${health.seed}`;
  $('example').textContent = health.example;
  showClock();
  showSpeed();
}

async function refresh() {
  const [health, tasks, log, verdicts, list, armed, target, webhooks] = await Promise.all([
    api('GET', 'health'), api('GET', 'tasks?limit=50'), api('GET', `requests?limit=200&after=${lastRequest()}`), api('GET', 'verdicts'),
    api('GET', 'scenarios'), api('GET', 'armed'), api('GET', 'webhook'), api('GET', 'webhooks'),
  ]);
  showHealth(health);
  showTasks(tasks, now());
  showRequests(log);
  showVerdicts(verdicts);
  showGlobal(list.global);
  showScenarios(list);
  showArmed(armed);
  showWebhooks(target, webhooks);
}

// One look at a time: two would each append the same requests.
let looking = Promise.resolve();
function look() {
  looking = looking.then(refresh).then(() => ($('lost').hidden = true), () => ($('lost').hidden = false));
  return looking;
}

async function live() {
  await look();
  setTimeout(live, document.hidden ? 5000 : 1000);
}

const tabs = [...document.querySelectorAll('[role=tab]')];

function chooseTab(chosen) {
  for (const tab of tabs) {
    tab.setAttribute('aria-selected', String(tab === chosen));
    tab.tabIndex = tab === chosen ? 0 : -1;
    $(tab.getAttribute('aria-controls')).hidden = tab !== chosen;
  }
}

tabs.forEach((tab, index) => {
  tab.addEventListener('click', () => chooseTab(tab));
  tab.addEventListener('keydown', (event) => {
    const step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
    if (!step) return;
    const next = tabs[(index + step + tabs.length) % tabs.length];
    chooseTab(next);
    next.focus();
  });
});

for (const node of document.querySelectorAll('[data-advance]')) node.addEventListener('click', act('POST', 'clock', {advance: node.dataset.advance}));
$('freeze').addEventListener('click', () => act('POST', 'clock', clock.frozen ? {resume: true} : {freeze: true})());
$('speed').addEventListener('change', () => act('POST', 'clock', {speed: Number($('speed').value)})());
$('reset').addEventListener('click', () => {
  forgetRequests();
  act('POST', 'reset', {}, 'Tasks, requests, verdicts and armed scenarios are gone')();
});
$('request-filter').addEventListener('input', () => showRequests());
$('scenario-filter').addEventListener('input', () => showScenarios());
$('player').addEventListener('close', () => $('video').removeAttribute('src'));
document.addEventListener('acted', look);
chooseTab(tabs[0]);
setInterval(showClock, 200);
live();
