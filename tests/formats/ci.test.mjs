// What can be said of the CI integrations without the CI systems: they parse, name what is there, and the gate behind them works.
import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {accessSync, constants, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {load} from 'js-yaml';
import {startMock} from '../mock.mjs';
import {root} from './validators.mjs';

const work = mkdtempSync(join(tmpdir(), 'vidspec-ci-'));
const mocks = [];
async function mockOf(...flags) {
  mocks.push(await startMock(process.env.VIDSPEC, '--speed', '20', ...flags));
  return mocks.at(-1).baseURL;
}
after(async () => {
  for (const mock of mocks) await mock.stop();
  rmSync(work, {recursive: true});
});
const yaml = (...path) => load(readFileSync(join(root, ...path), 'utf8'));
const gateScript = readFileSync(join(root, 'scripts/ci-gate'), 'utf8');
const known = new Set(gateScript.match(/\bVIDSPEC_[A-Z_]+/g));

function executable(path) {
  assert.ok(existsSync(path), path);
  accessSync(path, constants.X_OK);
}

test('action.yml runs what is there, with inputs that it declares', () => {
  const action = yaml('action.yml');
  assert.equal(action.runs.using, 'composite');
  const used = new Set();
  for (const step of action.runs.steps) {
    assert.equal(step.shell, 'bash', 'a run step of a composite action needs its shell');
    for (const script of step.run.matchAll(/\$GITHUB_ACTION_PATH\/([\w/-]+)/g)) executable(join(root, script[1]));
    for (const [name, value] of Object.entries(step.env)) {
      assert.ok(known.has(name), `${name} is not read by scripts/ci-gate`);
      const input = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(value);
      assert.ok(input, `${name}: ${value}`);
      assert.ok(action.inputs[input[1]], `input ${input[1]} is not declared`);
      used.add(input[1]);
    }
    assert.ok(!/inputs\./.test(step.run), 'inputs reach the shell by the environment only, never as its text');
  }
  assert.deepEqual([...used].sort(), Object.keys(action.inputs).sort(), 'every input is used');
  for (const [name, output] of Object.entries(action.outputs)) {
    assert.equal(output.value, `\${{ steps.gate.outputs.${name} }}`);
    assert.ok(gateScript.includes(`${name}=`), `${name} is not written by scripts/ci-gate`);
  }
});

test('the GitLab template names what is there', () => {
  const job = yaml('ci', 'gitlab.yml')['.vidspec'];
  for (const line of job.script) executable(join(root, /^\.vidspec\/([\w/-]+)$/.exec(line)[1]));
  for (const name of Object.keys(job.variables).filter((one) => one.startsWith('VIDSPEC_') && one !== 'VIDSPEC_REF')) assert.ok(known.has(name), name);
  assert.ok(job.artifacts.reports.junit.startsWith(job.variables.VIDSPEC_OUT + '/'));
  assert.deepEqual(job.artifacts.paths, [job.variables.VIDSPEC_OUT + '/']);
  assert.equal(job.retry, 0, 'a second run would pay a second time');
});

test('what the documents show to paste is what there is', () => {
  const {inputs, outputs} = yaml('action.yml');
  for (const document of ['README.md', 'docs/ci.md']) {
    const blocks = [...readFileSync(join(root, document), 'utf8').matchAll(/^```yaml\n(.*?)^```$/gms)].map((block) => load(block[1]));
    const steps = blocks.flatMap((block) => block.jobs?.conformance.steps ?? block);
    const ours = steps.filter((step) => step.uses?.startsWith('./'));
    assert.equal(ours.length, 1, document);
    for (const name of Object.keys(ours[0].with)) assert.ok(inputs[name], `${document}: input ${name}`);
    assert.ok(steps.some((step) => step.with?.path === ours[0].uses.slice(2)), `${document}: ${ours[0].uses} is checked out`);
    for (const [, name] of JSON.stringify(steps).matchAll(/steps\.vidspec\.outputs\.([\w-]+)/g)) assert.ok(outputs[name], `${document}: output ${name}`);
    assert.doesNotMatch(JSON.stringify(steps), /\b[A-Z]{4,}\//, `${document}: a placeholder that nobody fills in`);
  }
});

function gate(env) {
  return new Promise((resolve) => {
    const files = {GITHUB_OUTPUT: join(work, 'output'), GITHUB_STEP_SUMMARY: join(work, 'summary')};
    for (const file of Object.values(files)) writeFileSync(file, '');
    execFile(join(root, 'scripts/ci-gate'), {cwd: work, env: {PATH: process.env.PATH, VIDSPEC_BINARY: process.env.VIDSPEC, VIDSPEC_API_KEY: 'sk-ci-canary', GITHUB_ACTIONS: 'true', ...files, ...env}},
      (error, stdout, stderr) => resolve({code: error?.code ?? 0, stdout, stderr, output: readFileSync(files.GITHUB_OUTPUT, 'utf8'), summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8')}));
  });
}

test('the gate passes, annotates, and tells the next steps', async () => {
  const good = await mockOf();
  const clean = await gate({VIDSPEC_URL: good});
  assert.equal(clean.code, 0, clean.stderr);
  assert.equal(clean.output, 'exit-code=0\nverdict=conformant\nreports=vidspec-out\n');
  assert.match(clean.summary, /CONFORMANT/);
  const part = await gate({VIDSPEC_URL: good, VIDSPEC_ARGUMENTS: '--free-only --quiet', VIDSPEC_OUT: 'part'});
  assert.equal(part.code, 3, part.stdout);
  const allowed = await gate({VIDSPEC_URL: good, VIDSPEC_ARGUMENTS: '--free-only', VIDSPEC_ALLOW_INCOMPLETE: 'true', VIDSPEC_OUT: 'part'});
  assert.equal(allowed.code, 0);
  assert.match(allowed.output, /exit-code=3\nverdict=incomplete\n/);

  const bad = await mockOf('--scenario', 'progress-is-text');
  const red = await gate({VIDSPEC_URL: bad, VIDSPEC_OUT: 'red', VIDSPEC_LANGUAGE: 'zh'});
  assert.equal(red.code, 1, red.stderr);
  assert.match(red.stdout, /^::error title=task\.progress\.type::/m);
  assert.match(red.summary, /task\.progress\.type/);
  assert.match(red.output, /verdict=not-conformant/);
  assert.ok(!JSON.stringify(red).includes('sk-ci-canary'));
});

test('a gate that is set up wrongly says so in one line', async () => {
  const none = await gate({});
  assert.equal(none.code, 2);
  assert.match(none.stderr, /^ci-gate: set VIDSPEC_URL/);
  const wrong = await gate({VIDSPEC_URL: 'http://127.0.0.1:9/v1', VIDSPEC_PROFILE: 'opnai'});
  assert.equal(wrong.code, 2);
});
