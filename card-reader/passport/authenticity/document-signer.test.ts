import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { concatBytes, fromHex } from '../../apdu/hex.ts';
import { parseTlv, parseTlvSequence } from '../../apdu/tlv.ts';
import { verifyPassport } from '../verify-passport.ts';
import type { CertificatePlan } from '../virtual/certificates.ts';
import { TEST_NOW } from '../virtual/laid-passport.ts';
import { type SecurityObjectOptions, writeSecurityObject } from '../virtual/security-object-writer.ts';
import { dataGroup1Of } from '../virtual/synthetic-passport.ts';
import { type DocumentSigner, foundState, type SyntheticState } from '../virtual/synthetic-state.ts';
import { writeZone } from '../virtual/zone-writer.ts';
import { parseCertificate } from './certificate.ts';

const utopia = foundState('UT');

function dg1Of(issuingState: string, expiryDate = '310101'): Uint8Array {
  const names = { primaryIdentifier: 'MIHON', secondaryIdentifier: 'ICHIYO' };
  return dataGroup1Of(
    writeZone({
      ...names,
      issuingState,
      nationality: 'UTO',
      documentNumber: 'ZZ0000000',
      birthDate: '870605',
      sex: 'F',
      expiryDate,
    }),
  );
}

/** Signs a DG1 with a signer made by these changes, and says what the verification says. */
function verdict(
  options: {
    state?: SyntheticState;
    anchors?: readonly Uint8Array[];
    signer?: Partial<CertificatePlan>;
    issuingState?: string;
    expiryDate?: string;
    now?: Date;
    object?: SecurityObjectOptions;
    groups?: readonly number[];
  } = {},
) {
  const { state = utopia, signer = {}, issuingState = 'UTO', now = TEST_NOW, groups = [1, 2] } = options;
  const dg1 = dg1Of(issuingState, options.expiryDate);
  const hashed = new Map(groups.map((group): [number, Uint8Array] => [group, group === 1 ? dg1 : fromHex('7500')]));
  const sod = writeSecurityObject(hashed, state.issueSigner('ecdsa-p256', signer), options.object);
  const verified = verifyPassport({ dg1, sod, anchors: options.anchors ?? [state.anchor], now });
  return verified.isOk() ? 'verified' : verified.error;
}

describe('a document signer', () => {
  it('made as it should be is believed', () => {
    expect(verdict()).toBe('verified');
    expect(verdict({ object: { hash: 'sha512', ldsVersion: 1, byKeyIdentifier: true } })).toBe('verified');
  });

  it.each<[string, Partial<CertificatePlan>]>([
    ['without key usage', { keyUsage: 'none' }],
    ['for certificates', { keyUsage: 'certificate-signing' }],
    ['that is a CA', { isAuthority: true }],
    ['of master lists', { otherPurpose: '2.23.136.1.1.3' }],
    ['of visible seals', { otherPurpose: '2.23.136.1.1.14.2' }],
    ['with a critical extension that we do not know', { criticalExtension: '1.2.3.4' }],
    ['of residence permits', { documentTypes: ['AR', 'ID'] }],
    ['of service passports only', { documentTypes: ['PS'] }],
    ['of nothing', { documentTypes: [] }],
  ])('%s signs no passports', (_name, signer) => {
    expect(verdict({ signer })).toEqual({ kind: 'signer-not-for-passports' });
  });

  it('of passports among others does', () => {
    expect(verdict({ signer: { documentTypes: ['ID', 'P'] } })).toBe('verified');
  });

  it.each<[string, Partial<CertificatePlan>, string]>([
    [
      '2020-01-01T00:00:00Z',
      { validFrom: new Date('2019-01-01T00:00:00Z'), validTo: new Date('2026-06-15T02:59:59Z') },
      'signer-expired',
    ],
    ['now', { validFrom: TEST_NOW, validTo: TEST_NOW }, 'verified'],
    ['later', { validFrom: new Date('2026-06-15T03:00:01Z') }, 'signer-not-yet-valid'],
  ])('is valid in its time (%s)', (_name, signer, expected) => {
    const said = verdict({ signer });
    expect(typeof said === 'string' ? said : said.kind).toBe(expected);
  });

  it('names the same country as its authority and the zone', () => {
    expect(verdict({ issuingState: 'JPN' })).toEqual({ kind: 'country-differs' });
    expect(verdict({ issuingState: 'XXA' })).toEqual({ kind: 'country-differs' });
    expect(verdict({ signer: { country: 'JP' } })).toEqual({ kind: 'country-differs' });
    expect(verdict({ state: foundState('JP'), issuingState: 'JPN' })).toBe('verified');
  });
});

describe('the certificate of a signer', () => {
  const verifyWith = (signer: DocumentSigner, certificate: Uint8Array) => {
    const dg1 = dg1Of('UTO');
    const groups = new Map([
      [1, dg1],
      [2, fromHex('7500')],
    ]);
    const sod = writeSecurityObject(groups, { ...signer, certificate: { ...signer.certificate, bytes: certificate } });
    return verifyPassport({ dg1, sod, anchors: [utopia.anchor], now: TEST_NOW })._unsafeUnwrapErr();
  };

  it('that its authority did not sign is forged', () => {
    const signer = utopia.issueSigner();
    const forged = signer.certificate.bytes.slice();
    forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 0x10;
    expect(verifyWith(signer, forged)).toEqual({ kind: 'signer-certificate-forged' });
  });

  it('has one spelling, down to the bits that its signature does not use', () => {
    let signer = utopia.issueSigner();
    while (((signer.certificate.bytes.at(-1) ?? 1) & 1) === 1) signer = utopia.issueSigner();
    const respelt = signer.certificate.bytes.slice();
    const parts = parseTlv(respelt).andThen(({ value }) => parseTlvSequence(value));
    const unusedBits = respelt.length - (parts._unsafeUnwrap().at(-1)?.value.length ?? 0);
    expect(respelt[unusedBits]).toBe(0);
    respelt[unusedBits] = 1;
    expect(verifyWith(signer, respelt)).toEqual({ kind: 'object-malformed', file: 'SOD' });
  });
});

describe('the anchors', () => {
  it('must hold the one that issued the signer', () => {
    expect(verdict({ anchors: [] })).toEqual({ kind: 'issuer-unknown' });
    expect(verdict({ anchors: [foundState('JP').anchor] })).toEqual({ kind: 'issuer-unknown' });
    // A namesake with another key is told apart by its key identifier.
    expect(verdict({ anchors: [foundState('UT').anchor] })).toEqual({ kind: 'issuer-unknown' });
    expect(verdict({ anchors: [foundState('UT').anchor, utopia.anchor] })).toBe('verified');
  });

  it('must be valid now', () => {
    const past = foundState('UT', { changes: { validTo: new Date('2025-01-01T00:00:00Z') } });
    expect(verdict({ state: past })).toEqual({ kind: 'issuer-expired' });
  });

  it.each<[string, Partial<CertificatePlan>]>([
    ['no CA', { isAuthority: false }],
    ['a CA that may not sign certificates', { keyUsage: 'digital-signature' }],
  ])('issue nothing when they are %s', (_name, changes) => {
    expect(verdict({ state: foundState('UT', { changes }) })).toEqual({ kind: 'issuer-unknown' });
  });

  it('that are no certificates are a fault of the configuration, and named by their place', () => {
    const broken = utopia.anchor.slice(0, -1);
    expect(verdict({ anchors: [utopia.anchor, broken] })).toEqual({ kind: 'anchor-malformed', index: 1 });
    expect(verdict({ anchors: [new Uint8Array(0)] })).toEqual({ kind: 'anchor-malformed', index: 0 });
    expect(verdict({ anchors: [concatBytes(utopia.anchor, fromHex('00'))] })).toEqual({
      kind: 'anchor-malformed',
      index: 0,
    });
  });
});

describe('the signed hashes', () => {
  it('must hold one of DG1, and two at the least', () => {
    expect(verdict({ groups: [2, 3] })).toEqual({ kind: 'data-altered' });
    expect(verdict({ groups: [1] })).toEqual({ kind: 'object-malformed', file: 'SOD' });
    expect(verdict({ groups: [1, 17] })).toEqual({ kind: 'object-malformed', file: 'SOD' });
  });
});

describe('a passport', () => {
  it('is valid until the end of its expiry day', () => {
    expect(verdict({ expiryDate: '260615' })).toBe('verified');
    expect(verdict({ expiryDate: '260614' })).toEqual({ kind: 'passport-expired' });
  });
});

describe('certificates', () => {
  it('of ours are certificates to OpenSSL too', () => {
    const anchor = new X509Certificate(utopia.anchor);
    const signer = new X509Certificate(utopia.issueSigner().certificate.bytes);
    expect(signer.checkIssued(anchor) && signer.verify(anchor.publicKey) && anchor.ca && !signer.ca).toBe(true);
  });

  it('in every truncation are malformed', () => {
    const { bytes } = utopia.issueSigner().certificate;
    expect(parseCertificate(bytes).isOk()).toBe(true);
    for (let length = 0; length < bytes.length; length++)
      expect(parseCertificate(bytes.subarray(0, length)).isErr()).toBe(true);
  });
});
