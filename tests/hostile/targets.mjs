// `vidspec run` against a server for every hostile behaviour: each run ends in bound, with a documented exit code, says what
// happened, stays small, and lets neither an escape nor the key into anything that it writes.
// node targets.mjs BINARY [PATTERN]
import fs from 'node:fs';
import path from 'node:path';
import {start} from './program.mjs';
import {key, patience, playRound} from './round.mjs';

const [binary, pattern = ''] = process.argv.slice(2);

// A verdict that is not good says why, and none is a mistake of ours.
function silence(file, code) {
  if (!fs.existsSync(file)) return [];
  const {checks, counts} = JSON.parse(fs.readFileSync(file, 'utf8'));
  const mistakes = counts.error > 0 ? [`${counts.error} checks of ours broke`] : [];
  const told = ({verdict, reason, findings}) => ['fail', 'warn', 'could-not-run'].includes(verdict) && (reason || findings?.length > 0);
  return code === 0 || checks.some(told) ? mistakes : [...mistakes, 'no check says why'];
}

await playRound('hostile targets', binary, pattern, async (one, {url, folder, peakFile, target, stranger}) => {
  // Long enough for a busy machine, where the target does not let us wait on purpose: `stalls` within an answer, or `lasts` for ever.
  const [deadline, request] = one.stalls ? [12, 3] : one.lasts ? [10, 15] : [60, 15];
  const words = ['run', url, '--deadline', `${deadline}s`, '--request-timeout', `${request}s`, '--poll-interval', '250ms', '--format', 'all', '--out', folder, '--color', 'never', '--verbose', '--max-body', '16M', ...(one.flags ?? [])];
  const run = await start(binary, words, {environment: {VIDSPEC_API_KEY: key, ...one.environment}, peakFile, seconds: patience}).ended;
  const mistakes = silence(path.join(folder, 'report.json'), run.code);
  if (!run.late && !one.codes.includes(run.code)) mistakes.push(`exit code ${run.code} instead of ${one.codes.join(' or ')}`);
  if (!one.says.test(run.console)) mistakes.push(`the console does not say ${one.says}`);
  const paid = target.seen.filter(({method, path: place}) => method === 'POST' && place === '/v1/videos').length;
  if (paid > 20) mistakes.push(`${paid} creates were sent`);
  mistakes.push(...(one.holds?.({target, stranger, key}) ?? []));
  return {run, mistakes};
});
