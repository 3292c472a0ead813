'use strict';
(() => {
  const toolbar = document.getElementById('toolbar');
  const search = document.getElementById('search');
  const shown = document.getElementById('shown');
  const checks = [...document.querySelectorAll('.check')];
  const areas = [...document.querySelectorAll('.area')];
  const filters = [...toolbar.querySelectorAll('button[data-verdict]')];
  toolbar.hidden = false;

  const texts = new Map(checks.map((check) => [check, check.textContent.toLowerCase()]));
  function apply() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = filters.filter((one) => one.getAttribute('aria-pressed') === 'true').map((one) => one.dataset.verdict);
    let count = 0;
    for (const check of checks) {
      const fits = (wanted.length === 0 || wanted.includes(check.dataset.verdict)) && words.every((word) => texts.get(check).includes(word));
      check.hidden = !fits;
      count += fits ? 1 : 0;
    }
    for (const area of areas) area.hidden = !area.querySelector('.check:not([hidden])');
    shown.value = shown.dataset.pattern.replace('{}', count).replace('{}', checks.length);
  }
  search.addEventListener('input', apply);
  for (const button of filters) {
    button.addEventListener('click', () => {
      button.setAttribute('aria-pressed', button.getAttribute('aria-pressed') === 'true' ? 'false' : 'true');
      apply();
    });
  }
  document.addEventListener('keydown', (event) => {
    if (event.key === '/' && document.activeElement !== search && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      search.focus();
    }
  });

  // A link to a check or to evidence opens it, even when a filter hides it.
  function reveal() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || target.tagName !== 'DETAILS') return;
    if (target.hidden) {
      search.value = '';
      for (const button of filters) button.setAttribute('aria-pressed', 'false');
      apply();
    }
    target.open = true;
    target.scrollIntoView();
  }
  addEventListener('hashchange', reveal);

  const expand = document.getElementById('expand');
  expand.addEventListener('click', () => {
    const open = checks.some((check) => !check.hidden && !check.open);
    for (const check of checks) if (!check.hidden) check.open = open;
  });
  addEventListener('beforeprint', () => {
    for (const check of checks) if (['fail', 'warn', 'error', 'waived', 'could-not-run'].includes(check.dataset.verdict)) check.open = true;
  });

  if (navigator.clipboard) {
    for (const block of document.querySelectorAll('.curl')) {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = toolbar.dataset.copy;
      button.addEventListener('click', async () => {
        await navigator.clipboard.writeText(block.querySelector('pre').textContent);
        button.textContent = toolbar.dataset.copied;
      });
      block.append(button);
    }
  }
  apply();
  reveal();
})();
