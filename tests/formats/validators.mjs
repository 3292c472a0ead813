// The validators: ajv for JSON (2020-12, and the drafts of the published schemas), xmllint for XML.
import {execFile, execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import Ajv from 'ajv';
import Ajv04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';

const require = createRequire(import.meta.url);
export const root = process.env.ROOT;
export const readJson = (...path) => JSON.parse(readFileSync(join(...path), 'utf8'));

// The program under test: what it printed and how it ended.
export function vidspec(...args) {
  return new Promise((resolve) => {
    execFile(process.env.VIDSPEC, args, {env: {...process.env, VIDSPEC_API_KEY: 'sk-formats'}, maxBuffer: 64 << 20}, (error, stdout, stderr) =>
      resolve({code: error?.code ?? 0, stdout, stderr}));
  });
}

function complaints(validate, value) {
  return validate(value) ? [] : validate.errors.map((error) => `${error.instancePath || '/'} ${error.message} ${JSON.stringify(error.params)}`);
}

// A schema of ours, or one definition in it, as a function from a value to its mistakes.
const own = new Ajv2020({allErrors: true, strict: false});
addFormats(own);
export function published(name, definition) {
  const id = `vidspec:${name}`;
  if (!own.getSchema(id)) own.addSchema({...readJson(root, 'schemas', `${name}.schema.json`), $id: id});
  const validate = own.compile({$ref: definition ? `${id}#/$defs/${definition}` : id});
  return (value) => complaints(validate, value);
}

// What in-toto asks of a statement, whoever wrote it.
const validateStatement = own.compile(readJson(root, 'tests/formats/in-toto.schema.json'));
export const inToto = (value) => complaints(validateStatement, value);

// One component of the mock's control API, which is an OpenAPI document.
export function controlApi(component) {
  const id = 'vidspec:control';
  if (!own.getSchema(id)) own.addSchema({...readJson(root, 'schemas/control.openapi.json'), $id: id});
  const validate = own.compile({$ref: `${id}#/components/schemas/${component}`});
  return (value) => complaints(validate, value);
}

// SARIF 2.1.0, the schema of OASIS as Microsoft's package carries it.
// One of its patterns is a regular expression only without the flag u.
const sarifAjv = new Ajv04({allErrors: true, strict: false, unicodeRegExp: false});
addFormats(sarifAjv);
const validateSarif = sarifAjv.compile(readJson(require.resolve('@microsoft/jest-sarif'), '../schemas/sarif-2.1.0-rtm.5.json'));
export const sarif = (value) => complaints(validateSarif, value);

// HAR 1.2, as the package har-schema publishes it.
const harAjv = new Ajv({allErrors: true, strict: false});
addFormats(harAjv);
harAjv.addMetaSchema(require('ajv/dist/refs/json-schema-draft-06.json'));
for (const schema of Object.values(require('har-schema'))) harAjv.addSchema(schema);
const validateHar = harAjv.getSchema('har.json#') ?? harAjv.getSchema('har.json');
export const har = (value) => complaints(validateHar, value);

function xmllint(...args) {
  try {
    return execFileSync('xmllint', args, {encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe']});
  } catch (error) {
    throw new Error(error.stderr || error.message);
  }
}

// Throws what is wrong with a JUnit file: its structure, and counts that differ from its elements.
export function checkJunit(file) {
  xmllint('--noout', '--nonet', '--schema', join(root, 'schemas/junit.xsd'), file);
  const counts = [['tests', 'testcase'], ['failures', 'testcase/failure'], ['errors', 'testcase/error']];
  for (const [attribute, element] of counts) {
    for (const [scope, where] of [['/testsuites', `/testsuites/testsuite/${element}`]]) {
      const holds = xmllint('--nonet', '--xpath', `boolean(${scope}/@${attribute} = count(${where}))`, file).trim();
      if (holds !== 'true') throw new Error(`${scope}/@${attribute} does not count its ${element}`);
    }
    const odd = xmllint('--nonet', '--xpath', `count(/testsuites/testsuite[@${attribute} != count(${element})])`, file).trim();
    if (odd !== '0') throw new Error(`${odd} suites whose @${attribute} does not count their ${element}`);
  }
}
