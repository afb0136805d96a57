import { describe, expect, it } from 'vitest';
import { concatBytes, fromHex } from '../../apdu/hex.ts';
import { verifyPassport } from '../verify-passport.ts';
import { der } from '../virtual/der-writer.ts';
import { TEST_NOW } from '../virtual/laid-passport.ts';
import { type SecurityObjectOptions, writeSecurityObject } from '../virtual/security-object-writer.ts';
import { hashIdentifier } from '../virtual/signing-keys.ts';
import { buildSyntheticPassport } from '../virtual/synthetic-passport.ts';
import { foundState } from '../virtual/synthetic-state.ts';

/** Objects with right signatures, of a signer under a known anchor, that are written as no state may write them. */
const state = foundState('UT');
const signer = state.issueSigner();
const other = state.issueSigner();
const rsaSigner = state.issueSigner('rsa-pkcs1');
const { dg1 } = buildSyntheticPassport({ state });
const groups = new Map([
  [1, dg1],
  [2, fromHex('7500')],
]);

function verdict(rewrite: SecurityObjectOptions['rewrite'], by = signer, options: SecurityObjectOptions = {}) {
  const sod = writeSecurityObject(groups, by, { ...options, ...(rewrite === undefined ? {} : { rewrite }) });
  const verified = verifyPassport({ dg1, sod, anchors: [state.anchor], now: TEST_NOW });
  return verified.isOk() ? 'verified' : verified.error;
}

const replaced =
  (at: number, ...parts: Uint8Array[]) =>
  (all: Uint8Array[]): Uint8Array[] => [...all.slice(0, at), ...parts, ...all.slice(at + 1)];
const inserted =
  (at: number, ...parts: Uint8Array[]) =>
  (all: Uint8Array[]): Uint8Array[] => [...all.slice(0, at), ...parts, ...all.slice(at)];

const sha1 = der.sequence(der.objectIdentifier('1.3.14.3.2.26'));
const sha256WithNull = der.sequence(der.objectIdentifier('2.16.840.1.101.3.4.2.1'), fromHex('0500'));
const ecdsaSha1 = der.sequence(der.objectIdentifier('1.2.840.10045.4.1'));
const ecdsaSha384 = der.sequence(der.objectIdentifier('1.2.840.10045.4.3.3'));
const rsaSha256 = der.sequence(der.objectIdentifier('1.2.840.113549.1.1.11'));
const signingTime = der.sequence(der.objectIdentifier('1.2.840.113549.1.9.5'), der.set(der.time(TEST_NOW)));
const digestOfNothing = der.sequence(
  der.objectIdentifier('1.2.840.113549.1.9.4'),
  der.set(der.octetString(new Uint8Array(32))),
);
const dataType = der.sequence(
  der.objectIdentifier('1.2.840.113549.1.9.3'),
  der.set(der.objectIdentifier('1.2.840.113549.1.7.1')),
);
const pss = (hash: Uint8Array, maskHash: Uint8Array, ...more: Uint8Array[]) =>
  der.sequence(
    der.objectIdentifier('1.2.840.113549.1.1.10'),
    der.sequence(
      der.context(0, hash),
      der.context(1, der.sequence(der.objectIdentifier('1.2.840.113549.1.1.8'), maskHash)),
      ...more,
    ),
  );

const MALFORMED = { kind: 'object-malformed', file: 'SOD' };
const HASH = { kind: 'algorithm-refused', of: 'hash' };
const SIGNATURE = { kind: 'algorithm-refused', of: 'signature' };
const FORGED = { kind: 'signature-forged' };

describe('SignedData', () => {
  it.each<[string, (parts: Uint8Array[]) => Uint8Array[], object | string]>([
    ['as it should be', (parts) => parts, 'verified'],
    ['with NULL beside its hash', replaced(1, der.set(sha256WithNull)), 'verified'],
    ['of version 1', replaced(0, der.integer(1)), MALFORMED],
    ['without a hash', replaced(1, der.set()), MALFORMED],
    ['with another hash', replaced(1, der.set(hashIdentifier('sha512'))), MALFORMED],
    ['with two hashes', replaced(1, der.set(hashIdentifier('sha256'), hashIdentifier('sha512'))), MALFORMED],
    ['without content', replaced(2, der.sequence(der.objectIdentifier('2.23.136.1.1.1'))), MALFORMED],
    [
      'with data for content',
      replaced(2, der.sequence(der.objectIdentifier('1.2.840.113549.1.7.1'), der.context(0, der.octetString(dg1)))),
      MALFORMED,
    ],
    [
      'with two certificates',
      replaced(3, der.context(0, signer.certificate.bytes, other.certificate.bytes)),
      MALFORMED,
    ],
    ['with the certificate of another', replaced(3, der.context(0, other.certificate.bytes)), MALFORMED],
    ['with an empty certificate', replaced(3, der.context(0, der.sequence())), MALFORMED],
    ['with revocation lists', inserted(4, der.context(1)), MALFORMED],
    ['without a signer', replaced(4, der.set()), MALFORMED],
    [
      'with two signers',
      (parts) =>
        replaced(4, der.set(...[1, 2].map(() => (parts[4] ?? dg1).subarray(parts[4]?.[1] === 0x82 ? 4 : 3))))(parts),
      MALFORMED,
    ],
    ['with something behind', inserted(5, der.integer(1)), MALFORMED],
  ])('%s', (_name, signedData, expected) => {
    expect(verdict({ signedData })).toEqual(expected);
  });
});

describe('SignerInfo', () => {
  it.each<[string, (parts: Uint8Array[]) => Uint8Array[], object | string]>([
    ['of version 3 with an issuer', replaced(0, der.integer(3)), MALFORMED],
    ['that hashes with SHA-1', replaced(2, sha1), MALFORMED],
    ['without attributes', (parts) => parts.filter((_, index) => index !== 3), MALFORMED],
    ['that signs with SHA-1', replaced(4, ecdsaSha1), SIGNATURE],
    ['that signs with another hash than it names', replaced(4, ecdsaSha384), SIGNATURE],
    ['that signs with another kind of key', replaced(4, rsaSha256), FORGED],
    ['with an empty signature', replaced(5, der.octetString(new Uint8Array(0))), FORGED],
    ['with a signature that is no pair of numbers', replaced(5, der.octetString(fromHex('30060201000201'))), FORGED],
    ['with the zero signature', replaced(5, der.octetString(fromHex('3006020100020100'))), FORGED],
    ['with unsigned attributes', inserted(6, der.implicitSet(1, signingTime)), MALFORMED],
  ])('%s', (_name, signerInfo, expected) => {
    expect(verdict({ signerInfo })).toEqual(expected);
  });

  it('that names its signer by key needs that key', () => {
    expect(verdict({}, signer, { byKeyIdentifier: true })).toBe('verified');
    expect(verdict({ signerInfo: replaced(0, der.integer(1)) }, signer, { byKeyIdentifier: true })).toEqual(MALFORMED);
    const another = concatBytes(fromHex('8014'), new Uint8Array(20));
    expect(verdict({ signerInfo: replaced(1, another) }, signer, { byKeyIdentifier: true })).toEqual(MALFORMED);
  });

  it.each<[string, Uint8Array, object]>([
    ['defaults', der.sequence(der.objectIdentifier('1.2.840.113549.1.1.10'), der.sequence()), SIGNATURE],
    ['nothing', der.sequence(der.objectIdentifier('1.2.840.113549.1.1.10')), SIGNATURE],
    ['SHA-1', pss(sha1, sha1), SIGNATURE],
    ['SHA-1 in the mask', pss(hashIdentifier('sha256'), sha1), SIGNATURE],
    ['two hashes', pss(hashIdentifier('sha256'), hashIdentifier('sha512')), SIGNATURE],
    [
      'another trailer',
      pss(hashIdentifier('sha256'), hashIdentifier('sha256'), der.context(3, der.integer(2))),
      SIGNATURE,
    ],
    ['another hash than the signer', pss(hashIdentifier('sha512'), hashIdentifier('sha512')), SIGNATURE],
    [
      'right parameters over another padding',
      pss(hashIdentifier('sha256'), hashIdentifier('sha256'), der.context(2, der.integer(32))),
      FORGED,
    ],
    [
      'a salt longer than the key',
      pss(hashIdentifier('sha256'), hashIdentifier('sha256'), der.context(2, der.integer(120))),
      FORGED,
    ],
  ])('RSASSA-PSS with %s', (_name, algorithm, expected) => {
    expect(verdict({ signerInfo: replaced(4, algorithm) }, rsaSigner)).toEqual(expected);
  });

  it('with bare rsaEncryption takes the hash that it names', () => {
    const bare = der.sequence(der.objectIdentifier('1.2.840.113549.1.1.1'), fromHex('0500'));
    expect(verdict({ signerInfo: replaced(4, bare) }, rsaSigner)).toBe('verified');
    expect(verdict({ signerInfo: replaced(4, bare) }, signer)).toEqual(FORGED);
  });
});

describe('signed attributes', () => {
  it.each<[string, (parts: Uint8Array[]) => Uint8Array[], object | string]>([
    ['with a signing time', inserted(2, signingTime), 'verified'],
    ['without a message digest', (parts) => parts.slice(0, 1), MALFORMED],
    ['without a content type', (parts) => parts.slice(1), MALFORMED],
    ['with another content type', replaced(0, dataType), MALFORMED],
    ['with another digest', replaced(1, digestOfNothing), FORGED],
    ['with two digests', inserted(2, digestOfNothing), MALFORMED],
    ['with two content types', inserted(0, dataType), MALFORMED],
    ['with the same attribute twice', inserted(0, signingTime, signingTime), MALFORMED],
    ['of none', () => [], MALFORMED],
  ])('%s', (_name, attributes, expected) => {
    expect(verdict({ attributes })).toEqual(expected);
  });
});

describe('LDSSecurityObject', () => {
  const texts = der.sequence(der.printable('0107'), der.printable('040000'));
  it.each<[string, (parts: Uint8Array[]) => Uint8Array[], object | string]>([
    ['of version 1', (parts) => [der.integer(1), ...parts.slice(1), texts], 'verified'],
    ['of version 1 without its texts', replaced(0, der.integer(1)), 'verified'],
    ['of version 0 with texts', inserted(3, texts), MALFORMED],
    ['of version 2', replaced(0, der.integer(2)), MALFORMED],
    ['with hashes of SHA-1', replaced(1, sha1), HASH],
    ['with hashes of another length', replaced(1, hashIdentifier('sha512')), MALFORMED],
    [
      'with one group twice',
      (parts) =>
        replaced(
          2,
          der.sequence(...[1, 1].map(() => der.sequence(der.integer(1), der.octetString(new Uint8Array(32))))),
        )(parts),
      MALFORMED,
    ],
    ['without groups', replaced(2, der.sequence()), MALFORMED],
    ['with something behind', inserted(3, der.integer(0)), MALFORMED],
  ])('%s', (_name, content, expected) => {
    expect(verdict({ content })).toEqual(expected);
  });
});
