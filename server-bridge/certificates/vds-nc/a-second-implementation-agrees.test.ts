import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateSigningJwk, signerFromJwk } from '../../sealing/index.ts';
import { syntheticFacts } from '../certificate-fixtures.ts';
import { AUSTRALIAN_AUTHORITY, AUSTRALIAN_PROOF } from '../fixtures/australian-proof.ts';
import { VDS_NC_AUTHORITY, VDS_NC_TEXT } from '../fixtures/worked-example.ts';
import { barcodeSignerChain } from '../keys/barcode-signer-chain.ts';
import { vdsNcContentOf } from './content.ts';
import { signVdsNc } from './sign.ts';
import { verifyVdsNc } from './verify.ts';

const SECOND = join(import.meta.dirname, 'second_implementation.py');
const now = new Date('2026-11-20T01:02:03.000Z');
const folder = mkdtempSync(join(tmpdir(), 'kofu-second-'));
let authority: string;
const texts = new Map<number, string>();

beforeAll(async () => {
  const jwk = await generateSigningJwk();
  const chain = await barcodeSignerChain(jwk, now);
  authority = chain.authority;
  for (const doses of [1, 4, 7, 10]) {
    const content = vdsNcContentOf(syntheticFacts({ kind: 'overseas', doses }))._unsafeUnwrap();
    const signerCertificate = Buffer.from(chain.signer, 'base64');
    const signed = await signVdsNc({ content, signer: signerFromJwk(jwk), signerCertificate });
    texts.set(doses, signed._unsafeUnwrap());
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What the other implementation says. */
function ask(text: string, anchor: string, at: Date): string {
  const pem = join(folder, 'authority.pem');
  const lines = anchor.match(/.{1,64}/g) ?? [];
  writeFileSync(pem, ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'));
  const seconds = String(Math.floor(at.getTime() / 1000));
  const asked = spawnSync('python3', [SECOND, pem, seconds], { input: text, encoding: 'utf8', timeout: 20_000 });
  expect(asked.stderr).toBe('');
  return asked.stdout.trim();
}

describe('an implementation that shares nothing with ours (Python, OpenSSL)', () => {
  it.each([1, 4, 7, 10])('accepts ours with %i doses', (doses) => {
    expect(ask(texts.get(doses) ?? '', authority, now)).toMatch(/^valid [0-9a-f]{64}$/);
  });

  it('accepts the worked example and the published proof, with the digests known of them', () => {
    expect(ask(VDS_NC_TEXT, VDS_NC_AUTHORITY, new Date('2022-12-01'))).toBe(
      'valid 1558d7b5b62f9bc080e616de4a7f780948d1df1d66757706d0a96523ce231adc',
    );
    expect(ask(AUSTRALIAN_PROOF, AUSTRALIAN_AUTHORITY, new Date('2021-10-05'))).toBe(
      'valid b8bea235cc27e509451b771ab493c7c44ff5b672615da9d35ee1d0f0c9c70fa5',
    );
  });

  it.each<[string, (text: string) => string]>([
    ['a name', (text) => text.replace('KAKU', 'KAKV')],
    ['a single space in the name', (text) => text.replace('KAKU  HANAKO', 'KAKU HANAKO')],
    ['a birth date', (text) => text.replace('1985-04-23', '1985-04-24')],
    ['a passport number', (text) => text.replace('ZZ0000000', 'ZZ0000001')],
    ['a lot', (text) => text.replace('"lot":"ZZ1000"', '"lot":"ZZ1001"')],
    ['a day', (text) => text.replace('"dvc":"2021-07-10"', '"dvc":"2021-07-11"')],
    ['a dose number', (text) => text.replace('"seq":1', '"seq":5')],
    ['a dose number as text', (text) => text.replace('"seq":1', '"seq":"1"')],
    [
      'swapped doses',
      (text) => text.replace('"seq":1', '"seq":0').replace('"seq":3', '"seq":1').replace('"seq":0', '"seq":3'),
    ],
    ['a certificate id', (text) => text.replace('SYNTHETIC001', 'SYNTHETIC002')],
    ['a state', (text) => text.replace('"is":"JPN"', '"is":"AUS"')],
    ['a product', (text) => text.replace('"nam":"Comirnaty"', '"nam":"Spikevax"')],
    ['a repeated key', (text) => text.replace('"sex"', '"dob"').replace('"i":', '"dob":"1985-04-23","i":')],
    ['a signature', (text) => text.replace(/"sigvl":"(.)/, (_, one: string) => `"sigvl":"${one === 'A' ? 'B' : 'A'}`)],
  ])('refuses %s that was changed, and so do we', async (_what, change) => {
    const text = change(texts.get(4) ?? '');
    expect(text).not.toBe(texts.get(4));
    expect(ask(text, authority, now)).toMatch(/^refused /);
    expect((await verifyVdsNc({ text, anchors: [authority], now })).isErr()).toBe(true);
  });

  it('refuses another authority and a time outside the certificates', () => {
    expect(ask(texts.get(1) ?? '', VDS_NC_AUTHORITY, now)).toBe('refused chain');
    expect(ask(texts.get(1) ?? '', authority, new Date('2040-01-01'))).toBe('refused chain');
  });
});
