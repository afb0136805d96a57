import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toBuffer } from 'qrcode';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSoftHsm, TOKEN_LABEL } from '../hardware-keys/test-support/soft-hsm.ts';
import { signerFromJwk } from '../sealing/index.ts';
import { createDevelopmentTrust } from '../trust/index.ts';
import { SYNTHETIC_ISSUER as iss, syntheticFacts } from './certificate-fixtures.ts';
import { AUSTRALIAN_AUTHORITY, AUSTRALIAN_PROOF, AUSTRALIAN_REVOCATION_LIST } from './fixtures/australian-proof.ts';
import { healthCardContentOf } from './health-card/content.ts';
import { shcQrText } from './health-card/qr-text.ts';
import { signHealthCard } from './health-card/sign.ts';
import { generateVrsKeys } from './keys/generate-vrs-keys.ts';
import { healthCardPublicKeys } from './keys/public-keys.ts';
import { privateKeyOf } from './keys/signing-key.ts';
import type { VrsKeys } from './keys/vrs-keys.ts';
import { vdsNcContentOf } from './vds-nc/content.ts';
import { signVdsNc } from './vds-nc/sign.ts';

const CLI = join(import.meta.dirname, 'cli.ts');
const now = new Date();
const children: ChildProcess[] = [];
let folder: string;
let keys: VrsKeys;
let jws: string;
let proof: string;
let jwks: string;
let anchors: string;

const file = async (name: string, content: string | Buffer): Promise<string> => {
  await writeFile(join(folder, name), content);
  return join(folder, name);
};
const pem = (label: string, der: string) =>
  [`-----BEGIN ${label}-----`, ...(der.match(/.{1,64}/g) ?? []), `-----END ${label}-----`, ''].join('\n');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kofu-cli-'));
  keys = await generateVrsKeys({ iss, now });
  const [cardKey] = keys.healthCard.keys;
  const [signer] = keys.vdsNc.signers;
  const [privateCardKey, privateProofKey] = [cardKey, signer].map((entry) => entry && privateKeyOf(entry.key));
  if (!privateCardKey || !privateProofKey || !signer) throw new Error('the keys are in the file');
  const facts = syntheticFacts({ kind: 'overseas', doses: 2 });
  const content = healthCardContentOf(facts, now);
  jws = (await signHealthCard({ content, iss, signer: signerFromJwk(privateCardKey) }))._unsafeUnwrap();
  const made = await signVdsNc({
    content: vdsNcContentOf(facts)._unsafeUnwrap(),
    signer: signerFromJwk(privateProofKey),
    signerCertificate: Buffer.from(signer.certificate, 'base64'),
  });
  proof = made._unsafeUnwrap();
  jwks = await file('jwks.json', JSON.stringify({ keys: healthCardPublicKeys(keys) }));
  anchors = await file('anchors.pem', keys.vdsNc.anchors.map((der) => pem('CERTIFICATE', der)).join(''));
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

async function run(args: readonly string[], environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['--no-warnings', CLI, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
    timeout: 20_000,
  });
  children.push(child);
  const said = { out: '', errors: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.errors += text;
  });
  const [code] = await once(child, 'close');
  // Null after a signal: a crash is no exit code.
  if (typeof code !== 'number') throw new Error('the command crashed');
  return { code, ...said };
}

const trusting = () => ['--keys', jwks, '--iss', iss, '--anchors', anchors];

describe('verify', () => {
  it('reads both codes from a picture each, and from text, and says what they say', async () => {
    const card = await file(
      'card.png',
      await toBuffer([
        { data: Buffer.from('shc:/'), mode: 'byte' },
        { data: shcQrText(jws).slice(5), mode: 'numeric' },
      ]),
    );
    const shown = await run(['verify', card, ...trusting()]);
    expect(shown).toMatchObject({ code: 0, errors: '' });
    expect(shown.out).toMatch(/^SMART Health Card: VALID\n {2}name {4}KAKU\u3000HANAKO\n {2}born {4}1985-04-23\n/);
    expect(shown.out).toContain('2021-07-10  CVX 208 (Comirnaty)  lot ZZ1000');
    const picture = await file(
      'proof.png',
      await toBuffer([{ data: Buffer.from(proof), mode: 'byte' }], { errorCorrectionLevel: 'L' }),
    );
    const { code, out } = await run(['verify', picture, ...trusting(), '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      codes: [{ kind: 'vds-nc', valid: true, content: { name: 'KAKU  HANAKO', certificateId: 'SYNTHETIC001' } }],
    });
    const both = await file('both.txt', `${shcQrText(jws)}\n${proof}\n`);
    expect((await run(['verify', both, ...trusting()])).out.match(/VALID$/gm)).toHaveLength(2);
  }, 30_000);

  it('reads a .smart-health-card file, and refuses an altered one with code 1', async () => {
    const card = await file('card.smart-health-card', JSON.stringify({ verifiableCredential: [jws] }));
    expect((await run(['verify', card, ...trusting()])).code).toBe(0);
    const altered = `${jws.slice(0, -2)}${jws.endsWith('AA') ? 'BA' : 'AA'}`;
    const wrong = await file('wrong.smart-health-card', JSON.stringify({ verifiableCredential: [jws, altered] }));
    const refused = await run(['verify', wrong, ...trusting(), '--json']);
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.out)).toMatchObject({
      codes: [{ valid: true }, { valid: false, reason: 'bad-signature' }],
    });
  }, 30_000);

  it('trusts nothing that was not given: no keys, no authorities, another root, a path of today', async () => {
    const both = await file('both.txt', `${jws}\n${proof}`);
    const bare = await run(['verify', both, '--json']);
    expect(bare.code).toBe(1);
    expect(JSON.parse(bare.out)).toMatchObject({
      codes: [{ reason: 'no-keys-given' }, { reason: 'no-anchors-given' }],
    });
    const card = await file('card.txt', jws);
    const late = ['--at', '2033-01-01T00:00:00Z'];
    expect((await run(['verify', card, ...trusting(), ...late])).code).toBe(0);
    expect((await run(['verify', card, ...trusting(), ...late, '--path', 'now'])).out).toContain('untrusted-key');
    expect((await run(['verify', card, ...trusting(), '--roots', anchors])).out).toContain('untrusted-key');
  }, 30_000);

  it('checks the published proof of another state at its time, with its revocation list', async () => {
    const text = await file('australia.json', JSON.stringify(JSON.parse(AUSTRALIAN_PROOF), null, 2));
    const trust = [
      ...['--anchors', await file('csca.pem', pem('CERTIFICATE', AUSTRALIAN_AUTHORITY))],
      ...['--revocations', await file('list.pem', pem('X509 CRL', AUSTRALIAN_REVOCATION_LIST))],
    ];
    expect((await run(['verify', text, ...trust, '--at', '2021-10-05T00:00:00Z'])).out).toContain(
      'name         CITIZEN  JOHN',
    );
    expect((await run(['verify', text, ...trust])).out).toContain('revocation-unknown');
  }, 30_000);

  it('says with another code that it could not look: wrong words, no file, no code, a page, keys that are none', async () => {
    const card = await file('card.txt', jws);
    const attempts: [string[], number][] = [
      [[], 64],
      [['verify'], 64],
      [['verify', card, '--unknown'], 64],
      [['verify', card, '--at', 'today'], 64],
      [['verify', join(folder, 'none.txt')], 66],
      [['verify', await file('empty.txt', ' \n')], 66],
      [['verify', await file('blank.png', Buffer.from('89504e470d0a1a0a00', 'hex'))], 66],
      [['verify', await file('page.pdf', '%PDF-1.7\n')], 66],
      [['verify', card, '--keys', jwks], 66],
      [['verify', card, '--keys', anchors], 66],
      [['verify', card, '--anchors', jwks], 66],
    ];
    const codes = await Promise.all(attempts.map(async ([args]) => (await run(args)).code));
    expect(codes).toEqual(attempts.map(([, code]) => code));
    const unknown = await run(['verify', await file('unknown.txt', 'hello')]);
    expect([unknown.code, unknown.out]).toEqual([1, expect.stringContaining('unknown-code')]);
  }, 60_000);
});

describe('keys by hand', () => {
  it('are mirrored from the issuer’s host into an archive, which verifies when the host is gone', async () => {
    const trust = (await createDevelopmentTrust(join(folder, 'trust'), { terminals: [], now }))._unsafeUnwrap();
    const tls = { key: await readFile(trust.vrsServer.keyFile), cert: await readFile(trust.vrsServer.certificateFile) };
    let published = await readFile(jwks, 'utf8');
    const server = createServer(tls, (_request, response) => response.end(published)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (typeof address !== 'object' || address === null) throw new Error('the server listens');
    const archive = join(folder, 'archive.json');
    const source = `https://127.0.0.1:${address.port}/issuer/.well-known/jwks.json`;
    const mirror = () =>
      run(['mirror', source, '--iss', iss, '--archive', archive], { NODE_EXTRA_CA_CERTS: trust.lgwanCaFile });
    expect(await mirror()).toMatchObject({ code: 0, out: `${iss}: 1 keys, 0 of them taken back\n` });
    published = JSON.stringify({ keys: healthCardPublicKeys(await generateVrsKeys({ iss, now })) });
    expect((await mirror()).out).toBe(`${iss}: 2 keys, 1 of them taken back\n`);
    published = await readFile(jwks, 'utf8');
    expect((await mirror()).code).toBe(1);
    published = '{"keys":[]}';
    const before = await readFile(archive, 'utf8');
    expect((await mirror()).code).toBe(66);
    server.close();
    server.closeAllConnections();
    expect((await mirror()).code).toBe(66);
    expect(await readFile(archive, 'utf8')).toBe(before);
    const card = await file('card.txt', jws);
    expect((await run(['verify', card, '--keys', archive])).out).toContain('revoked-key');
  }, 60_000);

  it('are made, rolled over, published and taken back; the file is for its owner alone', async () => {
    const keyFile = join(folder, 'vrs-keys.json');
    expect((await run(['make-keys', keyFile, '--iss', iss])).code).toBe(0);
    expect((await run(['make-keys', keyFile, '--iss', iss])).code).toBe(66);
    expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
    const rolled: unknown = JSON.parse((await run(['roll-over', keyFile, '--from', 'now'])).out);
    expect(rolled).toMatchObject({ healthCardKeys: [{ kid: expect.any(String) }, { kid: expect.any(String) }] });
    const { out } = await run(['jwks', keyFile]);
    expect(out).not.toContain('"d"');
    const kids = [...out.matchAll(/"kid":"([^"]+)"/g)].map(([, kid = '']) => kid);
    expect(kids).toHaveLength(2);
    expect((await run(['remove-key', keyFile, kids[0] ?? ''])).code).toBe(66);
    expect((await run(['remove-key', keyFile, kids[1] ?? ''])).code).toBe(0);
    expect((await run(['jwks', keyFile])).out).not.toContain(kids[1]);
  }, 60_000);

  it('are made in a token, so that the file holds none that signs', async () => {
    const hsm = startSoftHsm();
    try {
      const keyFile = join(folder, 'token-keys.json');
      const token = ['--module', hsm.modulePath, '--token', TOKEN_LABEL, '--pin-file', hsm.pinFile];
      const made = await run(['make-keys', keyFile, '--iss', iss, ...token]);
      expect(made).toMatchObject({ code: 0, errors: '' });
      expect(JSON.parse(made.out)).toMatchObject({ keyLabels: expect.any(Object) });
      expect(made.out.match(/:"(root|answer|health-card|vds-nc) 20/g)).toHaveLength(4);
      expect((await readFile(keyFile, 'utf8')).match(/"d":/g)).toHaveLength(1);
      expect((await run(['roll-over', keyFile, ...token.slice(0, 4)])).code).toBe(64);
    } finally {
      hsm.end();
    }
  }, 60_000);
});
