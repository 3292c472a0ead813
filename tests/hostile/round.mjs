// What the rounds of the program against hostile targets have in common: the cases, the servers of each, and what must hold of every
// run, whatever the target did.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {startMock} from '../mock.mjs';
import {casesOf, makeCertificates, startStranger} from './cases_origin.mjs';
import {cases as oddCases} from './cases_odd.mjs';
import {cases as textCases} from './cases_text.mjs';
import {cases as wireCases} from './cases_wire.mjs';
import {inspect} from './inspect.mjs';
import {inParallel, report} from './program.mjs';
import {startTarget} from './target.mjs';

// Every character that some sink writes in another way.
export const key = `sk-Ca&n<a>r"y'+/=%41\\Z9-${process.pid}`;
// A run that has not ended by then hangs; how long it takes until then is the machine's business.
export const patience = 180;
const kilobytes = 256 << 10;
const files = ['report.json', 'journal.jsonl', 'report.html', 'junit.xml', 'summary.md', 'evidence.har'];

// What is wrong with any run that left these files and said this.
function mistakesOf(run, folder) {
  const mistakes = inspect(folder, run.console, [key]);
  if (run.late) mistakes.push(`had not ended after ${patience} s`);
  if (/terminate called|Sanitizer|Segmentation|Assertion/.test(run.console)) mistakes.push('it crashed');
  if (run.peak > kilobytes) mistakes.push(`took ${run.peak >> 10} MiB`);
  for (const file of files) {
    if (!fs.existsSync(path.join(folder, file))) mistakes.push(`${file} was not written`);
  }
  return mistakes;
}

// Plays every case whose name holds `pattern`; ends the process. `act(one, place)` runs the program against the target of a case and
// gives {run, mistakes}; `place` has its url, the folder to write to, peakFile, target and stranger.
export async function playRound(what, binary, pattern, act) {
  const work = fs.mkdtempSync(path.join(os.tmpdir(), 'vidspec-hostile-'));
  const mock = await startMock(binary, '--speed', '10');
  const certificates = makeCertificates(path.join(work, 'certificates'));
  const all = [...wireCases, ...oddCases, ...textCases, ...casesOf(certificates)].filter(({name, area}) => `${area}: ${name}`.includes(pattern));
  const results = [];
  await inParallel(all, Math.max(8, 4 * os.cpus().length), async (one, number) => {
    const stranger = await startStranger();
    const target = await startTarget(mock, {key, stranger}, one);
    const folder = path.join(work, String(number));
    const url = `${one.scheme ?? (one.tlsOptions ? 'https' : 'http')}://127.0.0.1:${target.port}/v1`;
    const {run, mistakes} = await act(one, {url, folder, peakFile: path.join(work, `${number}.peak`), target, stranger});
    target.stop();
    stranger.stop();
    mistakes.push(...mistakesOf(run, folder));
    if (mistakes.length === 0) fs.rmSync(folder, {recursive: true, force: true});
    else fs.writeFileSync(path.join(work, `${number}.console`), run.console);
    results.push({...one, mistakes, peak: run.peak, seconds: run.seconds, folder});
  });
  await mock.stop();
  const code = report(what, results);
  if (code === 0) fs.rmSync(work, {recursive: true, force: true});
  process.exit(code);
}
