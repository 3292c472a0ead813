#!/usr/bin/env node
// Shows, without vidspec, that every case of the tables really bends something, that no server breaks, and that ids are unique.
import {faults, variations} from './cases/index.mjs';
import {walk} from './client.mjs';
import {dialects} from './dialects/index.mjs';
import {Server} from './server.mjs';

const KEY = 'sk-test-self';
const pattern = new RegExp(process.argv[2] ?? '');
let failed = 0;
let passed = 0;
const seen = new Set();

async function check(dialect, kase) {
  const name = `${dialect} ${kase.name}`;
  const problems = seen.has(name) ? ['the name is taken'] : [];
  seen.add(name);
  const server = new Server(dialects[dialect], {...kase, key: KEY});
  await walk(await server.start(), dialect, KEY);
  await server.stop();
  problems.push(...server.offences.filter((text) => /itself failed/.test(text)));
  if (!server.touched && !kase.exercised && !kase.set?.course && !kase.set?.failCourse && !kase.set?.words && !kase.render) problems.push('bends nothing');
  for (const text of problems) console.log(`${name}: ${text}`);
  if (problems.length) failed += 1;
  else passed += 1;
}

const plan = [...variations, ...faults].flatMap((kase) => kase.in.map((dialect) => [dialect, kase])).filter(([d, k]) => pattern.test(`${d} ${k.name}`));
await Promise.all(Array.from({length: 8}, async () => {
  while (plan.length) await check(...plan.shift());
}));
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
