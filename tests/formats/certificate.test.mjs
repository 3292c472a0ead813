// A certificate as somebody without vidspec looks at it: Node's own cryptography, an encoder of DSSE that is not ours, and what
// in-toto asks of a statement.
import assert from 'node:assert/strict';
import {createHash, createPrivateKey, createPublicKey, verify} from 'node:crypto';
import {mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {dsse} from '@sigstore/core';
import {startMock} from '../mock.mjs';
import {inToto, published, readJson, vidspec} from './validators.mjs';

const work = mkdtempSync(join(tmpdir(), 'vidspec-certificate-'));
const run = join(work, 'run');
const at = (name) => join(work, name);
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
let envelope, payload, statement, publicKey;

before(async () => {
  const mock = await startMock(process.env.VIDSPEC, '--speed', '20', '--profile', 'video-create');
  try {
    for (const args of [['run', mock.baseURL, '--profile', 'video-create', '--out', run], ['keygen', at('issuer')], ['keygen', at('other')],
                        ['certify', run, '--key', at('issuer.key')]]) {
      const {code, stdout, stderr} = await vidspec(...args);
      assert.equal(code, 0, `${args[0]}: ${stdout}${stderr}`);
    }
  } finally {
    await mock.stop();
  }
  envelope = readJson(run, 'certificate.json');
  payload = Buffer.from(envelope.payload, 'base64');
  statement = JSON.parse(payload);
  publicKey = createPublicKey(readFileSync(at('issuer.pub')));
});
after(() => rmSync(work, {recursive: true}));

const none = (mistakes) => assert.deepEqual(mistakes.slice(0, 5), []);
const holds = (key) => verify(null, dsse.preAuthEncoding(envelope.payloadType, payload), key, Buffer.from(envelope.signatures[0].sig, 'base64'));

test('keys are what OpenSSL, SSH tools and Node read: Ed25519 in PKCS #8 and SPKI', () => {
  const privateKey = createPrivateKey(readFileSync(at('issuer.key')));
  assert.equal(privateKey.asymmetricKeyType, 'ed25519');
  assert.equal(publicKey.asymmetricKeyType, 'ed25519');
  assert.ok(createPublicKey(privateKey).equals(publicKey), 'one pair');
  assert.equal(statSync(at('issuer.key')).mode & 0o777, 0o600);
});

test('the signature holds for Node, and only with that key', () => {
  assert.equal(envelope.signatures[0].keyid, sha256(publicKey.export({type: 'spki', format: 'der'})));
  assert.equal(holds(publicKey), true);
  assert.equal(holds(createPublicKey(readFileSync(at('other.pub')))), false);
  payload[payload.length >> 1] ^= 1;
  assert.equal(holds(publicKey), false);
  payload[payload.length >> 1] ^= 1;
});

test('envelope and statement are as published, and the statement is as in-toto asks', () => {
  none(published('certificate')(envelope));
  none(published('certificate', 'statement')(statement));
  none(inToto(statement));
  for (const damage of [(one) => delete one.predicate.result, (one) => (one.subject = []), (one) => delete one.subject[0].digest, (one) => (one.predicate.result = 'FAILED')]) {
    const bad = structuredClone(statement);
    damage(bad);
    assert.notDeepEqual(inToto(bad), [], 'the validator can fail');
  }
});

test('what it says is what is there', () => {
  const report = readJson(run, 'report.json');
  const ids = (...verdicts) => report.checks.filter(({verdict}) => verdicts.includes(verdict)).map(({id}) => id).sort();
  assert.equal(statement.subject[0].digest.sha256, sha256(readFileSync(join(run, 'journal.jsonl'))));
  assert.equal(statement.predicate.configuration[0].digest.sha256, sha256(readFileSync(process.env.VIDSPEC)));
  assert.deepEqual([...statement.predicate.passedTests].sort(), ids('pass', 'note'));
  assert.deepEqual(statement.predicate.warnedTests, ids('warn'));
  const facts = statement.predicate.configuration[3];
  assert.equal(facts.uri, report.target.base_url);
  assert.deepEqual(facts.annotations.counts, report.counts);
  assert.equal(facts.annotations.judged + facts.annotations.not_judged, report.checks.length);
  const {killed, faults} = statement.predicate.configuration[2].annotations;
  assert.ok(faults > 100 && killed === faults, `${killed} of ${faults}`);
});

test('verify: whole, any byte changed, another key, no journal, another journal', async () => {
  const good = readFileSync(join(run, 'certificate.json'));
  const tried = async (bytes, ...more) => {
    writeFileSync(at('tried.json'), bytes);
    return vidspec('verify', at('tried.json'), '--key', at('issuer.pub'), ...more);
  };
  const journal = ['--journal', join(run, 'journal.jsonl')];
  assert.match((await tried(good, ...journal)).stdout, /^VALID · exit code 0: signed, in time, and its journal says the same$/m);
  for (let i = 0; i < good.length; i += Math.ceil(good.length / 40)) {
    const bent = Buffer.from(good);
    bent[i] ^= 1;
    const {code, stdout} = await tried(bent, ...journal);
    assert.equal(code, 1, `byte ${i} of ${good.length}: ${stdout}`);
  }
  assert.match((await tried(good)).stdout, /THE JOURNAL WAS NOT LOOKED AT/);
  const other = await vidspec('verify', join(run, 'certificate.json'), '--key', at('other.pub'));
  assert.equal(other.code, 1);
  assert.match(other.stdout, /signed with another key/);
  writeFileSync(at('journal.jsonl'), readFileSync(join(run, 'journal.jsonl'), 'utf8').replace('"t_ms":', '"t_ms": '));
  assert.match((await tried(good, '--journal', at('journal.jsonl'))).stdout, /the journal is not the one that was certified/);
});
