// Redirects, and certificates.
import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import {answerText} from './target.mjs';

// Another server, which must never see the key.
export async function startStranger() {
  const stranger = {seen: []};
  const server = http.createServer((request, answer) => {
    stranger.seen.push({url: request.url, headers: request.headers});
    answer.writeHead(200, {'content-type': 'video/mp4'}).end('not a film');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  stranger.origin = `http://127.0.0.1:${server.address().port}`;
  stranger.stop = () => server.close();
  return stranger;
}

const redirect = (location, status = 302) => answerText(status, {Location: location});
const bent = (operation, answer) => (exchange) => (exchange.operation === operation ? answer(exchange) : undefined);
const here = ({request}) => `http://${request.headers.host}${request.path}`;
const isUntouched = ({stranger}) => (stranger.seen.length > 0 ? ['the other host was asked'] : []);
const keepsKey = ({stranger, key}) => (JSON.stringify(stranger.seen).includes(key.slice(3, 12)) ? ['the key went to another host'] : []);

const redirects = [
  {name: 'content that redirects to itself', bend: bent('content', (exchange) => redirect(here(exchange))), codes: [1, 3], says: /redirect/i},
  {name: 'content that redirects for ever', codes: [1, 3], says: /redirect/i, bend: bent('content', (exchange) => redirect(`${here(exchange)}?${exchange.number}`)),
    holds: ({target}) => (target.seen.filter((one) => one.path.includes('/content')).length > 80 ? ['it followed for ever'] : [])},
  {name: 'content on another host', codes: [1], says: /bytes of kind text/, bend: bent('content', ({stranger}) => redirect(`${stranger.origin}/film`)), holds: keepsKey},
  {name: 'content behind user info', codes: [1], says: /no answer \(refused: a URL with user info is not asked/, bend: bent('content', ({request}) => redirect(`http://a:b@${request.headers.host}/x`)), holds: keepsKey},
  {name: 'polls on another host', codes: [1], lasts: true, says: /transport\.redirects[^]*302 application\/json/, bend: bent('retrieve', ({stranger}) => redirect(`${stranger.origin}/v1/videos/x`)), holds: isUntouched},
  ...[301, 302, 303, 307, 308].map((status) => ({name: `a create that redirects with ${status}`, codes: [1], says: new RegExp(`transport\\.redirects[^]*actual +${status} application/json`), holds: isUntouched,
    bend: bent('create', ({stranger}) => redirect(`${stranger.origin}/v1/videos`, status))})),
  {name: 'everything on another host', codes: [1], says: /transport\.redirects[^]*actual +307 application\/json/, bend: ({stranger}) => redirect(`${stranger.origin}/`, 307), holds: keepsKey},
  ...['file:///etc/passwd', 'ftp://127.0.0.1/x', 'gopher://127.0.0.1:1/_x', 'javascript:alert(1)', 'data:video/mp4;base64,AAAA', 'dict://127.0.0.1:1/d', 'smb://127.0.0.1/x', '', '//', 'http://', 'http://[::1', 'x'.repeat(200_000)].map((location) => ({
    name: `content at ${location.slice(0, 24) || 'no place'}`, codes: [1, 3], bend: bent('content', () => redirect(location)),
    says: location.length > 1000 ? /beyond the bound|too_large/ : /no answer \(refused: (the Location is no http\(s\) address|too many redirects)\)/})),
  {name: 'a Location with escapes and a line break', codes: [1], says: /no answer \(refused: the Location is no http\(s\) address\)/, bend: bent('content', () => redirect('/x\x1b[2J\x01\ty'))},
];

// Certificates as files: one authority, and what it or nobody signed.
export function makeCertificates(folder) {
  fs.mkdirSync(folder, {recursive: true});
  const at = (name) => path.join(folder, name);
  const openssl = (...words) => execFileSync('openssl', words, {stdio: ['ignore', 'ignore', 'pipe']});
  const request = (name, subject, host) =>
    openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', at(`${name}.key`), '-out', at(`${name}.csr`), '-subj', subject, '-addext', `subjectAltName=${host}`);
  openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', at('ca.key'), '-out', at('ca.pem'), '-days', '2', '-subj', '/CN=Test authority');
  fs.writeFileSync(at('index.txt'), '');
  fs.writeFileSync(at('ca.cnf'), `[ca]\ndefault_ca=d\n[d]\ndatabase=${at('index.txt')}\nnew_certs_dir=${folder}\nrand_serial=yes\ndefault_md=sha256\npolicy=p\ncopy_extensions=copy\nunique_subject=no\n[p]\ncommonName=supplied\n`);
  const sign = (name, from, to) =>
    openssl('ca', '-batch', '-notext', '-config', at('ca.cnf'), '-cert', at('ca.pem'), '-keyfile', at('ca.key'), '-in', at(`${name}.csr`), '-out', at(`${name}.pem`), '-startdate', from, '-enddate', to);
  const make = (name, host, from, to) => {
    request(name, `/CN=${name}`, host);
    sign(name, from, to);
    return {cert: fs.readFileSync(at(`${name}.pem`)), key: fs.readFileSync(at(`${name}.key`))};
  };
  openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', at('self.key'), '-out', at('self.pem'), '-days', '2', '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1');
  return {
    ca: at('ca.pem'),
    good: make('good', 'IP:127.0.0.1', '20200101000000Z', '20400101000000Z'),
    wrongHost: make('wrong', 'DNS:other.example', '20200101000000Z', '20400101000000Z'),
    expired: make('expired', 'IP:127.0.0.1', '20200101000000Z', '20200102000000Z'),
    future: make('future', 'IP:127.0.0.1', '20400101000000Z', '20410101000000Z'),
    selfSigned: {cert: fs.readFileSync(at('self.pem')), key: fs.readFileSync(at('self.key'))},
  };
}

const refused = {codes: [4], says: /certificate|TLS|SSL/i, holds: ({target}) => (target.seen.length > 0 ? ['a request was sent all the same'] : [])};
const secure = (certificates) => [
  {name: 'a certificate that signed itself', tlsOptions: certificates.selfSigned, ...refused},
  {name: 'a certificate of an authority that nobody named', tlsOptions: certificates.good, ...refused},
  {name: 'a certificate of another host', tlsOptions: certificates.wrongHost, flags: ['--ca-file', certificates.ca], ...refused},
  {name: 'an expired certificate', tlsOptions: certificates.expired, flags: ['--ca-file', certificates.ca], ...refused},
  {name: 'a certificate of tomorrow', tlsOptions: certificates.future, flags: ['--ca-file', certificates.ca], ...refused},
  {name: 'TLS of 1999', tlsOptions: {...certificates.good, maxVersion: 'TLSv1.1', minVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0'}, flags: ['--ca-file', certificates.ca], ...refused},
  {name: 'https where there is only http', scheme: 'https', onConnect: (socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')), codes: [4], says: /TLS|SSL/i},
  {name: 'http where there is only https', stalls: true, scheme: 'http', tlsOptions: certificates.good, codes: [4], says: /closed the connection before it had answered|did not answer within/},
  {name: 'a private authority by --ca-file', tlsOptions: certificates.good, flags: ['--ca-file', certificates.ca], codes: [0], says: /conformant/i},
  {name: 'a private authority by SSL_CERT_FILE', tlsOptions: certificates.good, environment: {SSL_CERT_FILE: certificates.ca}, codes: [0], says: /conformant/i},
  {name: 'a download that goes from https to http', tlsOptions: certificates.good, flags: ['--ca-file', certificates.ca], codes: [1], says: /no answer \(refused: a redirect from https to http\)/,
    bend: bent('content', ({stranger}) => redirect(`${stranger.origin}/film`)), holds: keepsKey},
];

export const casesOf = (certificates) => [
  ...redirects.map((one) => ({area: 'redirects', ...one})),
  ...secure(certificates).map((one) => ({area: 'TLS', ...one})),
];
