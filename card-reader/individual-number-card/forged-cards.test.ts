import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { concatBytes, fromHex } from '../apdu/hex.ts';
import { type CardImage, verifyCard } from '../index.ts';
import { checkDigitOf } from '../individual-number/index.ts';
import { anybody, CHALLENGE } from '../virtual/laid-card.ts';
import { findSyntheticPerson } from '../virtual/people.ts';
import { syntheticCardAnchors, syntheticFilesOf } from '../virtual/synthetic-cards.ts';
import {
  attributeObjectsOf,
  attributesFileOf,
  cardKeyFileOf,
  integrityRecordOf,
  issuerCertificateOf,
  numberFileOf,
  SYNTHETIC_KEY_IDS,
} from '../virtual/synthetic-files.ts';
import { testKey } from '../virtual/test-keys.ts';

const DIGEST_INFO = fromHex('3031300D060960864801650304020105000420');

/** Building a card takes RSA signatures; the cases share what they do not change. */
const built = new Map<string, ReadonlyMap<number, Uint8Array>>();

function imageOf(person = anybody()): CardImage {
  const files = built.get(person.id) ?? syntheticFilesOf(person);
  built.set(person.id, files);
  const file = (fileId: number): Uint8Array => (files.get(fileId) ?? new Uint8Array(0)).slice();
  return { ef0001: file(1), ef0002: file(2), ef0003: file(3), ef0004: file(4), ef0007: file(7) };
}

function signedBy(keyName: string, challenge = CHALLENGE): Uint8Array {
  return testKey(keyName).signPadded(concatBytes(DIGEST_INFO, createHash('sha256').update(challenge).digest()));
}

const verdictOn = (image: CardImage, challengeSignature = signedBy('card-A'), challenge = CHALLENGE): string => {
  const verdict = verifyCard({ image, challenge, challengeSignature, anchors: syntheticCardAnchors() });
  return verdict.match(
    () => 'genuine',
    (error) => ('file' in error ? `${error.kind} ${error.file}` : error.kind),
  );
};

function changed(file: Uint8Array, index: number, value?: number): Uint8Array<ArrayBuffer> {
  const copy = Uint8Array.from(file);
  const at = index < 0 ? copy.length + index : index;
  copy[at] = value ?? (copy[at] ?? 0) ^ 0x01;
  return copy;
}

describe('verification of a card (reference §5.1, §6.4)', () => {
  it('believes both reference cards', () => {
    expect(verdictOn(imageOf())).toBe('genuine');
    const teppei = findSyntheticPerson('teppei') ?? anybody();
    expect(verdictOn(imageOf(teppei), signedBy('card-B'))).toBe('genuine');
  });

  it('bad-number: another number with a right check digit', () => {
    const eleven = '13579246802';
    const image = { ...imageOf(), ef0001: numberFileOf(`${eleven}${checkDigitOf(eleven)}`) };
    expect(verdictOn(image)).toBe('number-altered');
  });

  it('bad-filler: the filler of EF 0001 is digested too', () => {
    const image = imageOf();
    expect(verdictOn({ ...image, ef0001: changed(image.ef0001, -1, 0xfe) })).toBe('number-altered');
  });

  it('bad-attr: one byte of the address', () => {
    const image = imageOf();
    const other = { ...anybody(), address: anybody().address.replace('２番', '３番') };
    expect(verdictOn({ ...image, ef0002: attributesFileOf(other) })).toBe('attributes-altered');
  });

  it('bad-offsets: the offset table is not digested, and yet must be right', () => {
    const image = imageOf();
    const table = Buffer.from(image.ef0002).indexOf(Buffer.from('DF2108', 'hex')) + 3;
    for (let offset = table; offset < table + 8; offset++)
      expect(verdictOn({ ...image, ef0002: changed(image.ef0002, offset) })).toBe('object-malformed EF 0002');
  });

  it('bad-sig: the last byte of the signature over the digests', () => {
    const image = imageOf();
    expect(verdictOn({ ...image, ef0003: changed(image.ef0003, -1) })).toBe('integrity-record-forged');
  });

  it('wrong-issuer: the certificate of another municipality', () => {
    const teppei = findSyntheticPerson('teppei') ?? anybody();
    expect(verdictOn({ ...imageOf(), ef0004: imageOf(teppei).ef0004 })).toBe('integrity-record-forged');
  });

  it('unknown-ca: cannot verify, which is not the same as forged', () => {
    const ef0004 = issuerCertificateOf({
      authorityKeyId: fromHex('39303030303939080530303100000000'),
      authority: testKey('ca'),
      subjectKeyId: SYNTHETIC_KEY_IDS.A,
      subject: testKey('issuer-A'),
    });
    expect(verdictOn({ ...imageOf(), ef0004 })).toBe('issuer-unknown');
    const none = verifyCard({
      image: imageOf(),
      challenge: CHALLENGE,
      challengeSignature: signedBy('card-A'),
      anchors: [],
    });
    expect(none._unsafeUnwrapErr()).toEqual({ kind: 'issuer-unknown' });
  });

  it('self-made chain: an own authority under the known id', () => {
    const ef0004 = issuerCertificateOf({
      authorityKeyId: SYNTHETIC_KEY_IDS.ca,
      authority: testKey('false-ca'),
      subjectKeyId: SYNTHETIC_KEY_IDS.A,
      subject: testKey('issuer-A'),
    });
    expect(verdictOn({ ...imageOf(), ef0004 })).toBe('issuer-certificate-forged');
  });

  it('clone: all files copied, another chip', () => {
    expect(verdictOn(imageOf(), signedBy('card-B'))).toBe('challenge-refused');
  });

  it('clone with its own key in EF 0007, not signed by the issuer', () => {
    const ef0007 = cardKeyFileOf(testKey('card-B'), testKey('card-B'));
    expect(verdictOn({ ...imageOf(), ef0007 }, signedBy('card-B'))).toBe('card-key-forged');
  });

  it('replay: the answer to an earlier challenge', () => {
    const fresh = changed(CHALLENGE, 0);
    expect(verdictOn(imageOf(), signedBy('card-A', CHALLENGE), fresh)).toBe('challenge-refused');
  });

  it('a challenge too short to be fresh, and a signature of the wrong length', () => {
    const short = CHALLENGE.slice(0, 15);
    expect(verdictOn(imageOf(), signedBy('card-A', short), short)).toBe('challenge-refused');
    expect(verdictOn(imageOf(), new Uint8Array(255))).toBe('challenge-refused');
  });

  it('a properly signed number with a wrong check digit', () => {
    const person = { ...anybody(), individualNumber: '135792468016' };
    const ef0001 = numberFileOf(person.individualNumber);
    const ef0003 = integrityRecordOf(ef0001, concatBytes(...attributeObjectsOf(person)), testKey('issuer-A'));
    expect(verdictOn({ ...imageOf(), ef0001, ef0003 })).toBe('check-digit');
  });

  it('objects unknown today after the sex are tolerated, and digested', () => {
    const plain = attributesFileOf(anybody());
    const extended = concatBytes(
      fromHex('FF20'),
      Uint8Array.of((plain[2] ?? 0) + 4),
      plain.slice(3),
      fromHex('DF2601AA'),
    );
    const digested = concatBytes(...attributeObjectsOf(anybody()), fromHex('DF2601AA'));
    const image = imageOf();
    const ef0003 = integrityRecordOf(image.ef0001, digested, testKey('issuer-A'));
    expect(verdictOn({ ...image, ef0002: extended, ef0003 })).toBe('genuine');
    expect(verdictOn({ ...image, ef0002: changed(extended, -1), ef0003 })).toBe('attributes-altered');
  });

  it.each(['ef0001', 'ef0002', 'ef0003', 'ef0004', 'ef0007'] as const)('%s truncated anywhere is malformed', (file) => {
    const image = imageOf();
    for (let length = 0; length < image[file].length; length += 1)
      expect(verdictOn({ ...image, [file]: image[file].slice(0, length) })).toMatch(/^object-malformed/);
  });
});
