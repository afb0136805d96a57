import { createHash } from 'node:crypto';
import { concatBytes, fromHex } from '../apdu/hex.ts';
import { encodeTlv, type LengthForm } from '../apdu/tlv.ts';
import type { SyntheticPerson } from './people.ts';
import type { TestKey } from './test-keys.ts';

/** Key ids of the synthetic hierarchy; no real key id begins with 9. */
export const SYNTHETIC_KEY_IDS = {
  ca: fromHex('39303030303333080530303100000000'),
  A: fromHex('39393930313331080530303000000000'),
  B: fromHex('39393930323331080530303000000000'),
} as const;

const ascii = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'ascii'));
const utf8 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf8'));
const sha256 = (bytes: Uint8Array): Uint8Array => new Uint8Array(createHash('sha256').update(bytes).digest());

/** EF 0001: number object and the two filler bytes that the issuer's digest covers. */
export function numberFileOf(individualNumber: string): Uint8Array {
  return concatBytes(encodeTlv(0xff10, ascii(individualNumber)), Uint8Array.of(0xff, 0xff));
}

/** EF 0002. From 128 bytes on the outer length is written in two bytes, as real cards write others of their objects. */
export function attributesFileOf(person: Pick<SyntheticPerson, 'name' | 'address' | 'birthDate' | 'sex'>): Uint8Array {
  const objects = attributeObjectsOf(person);
  const tableLength = 11;
  const valueLength = tableLength + objects.reduce((sum, object) => sum + object.length, 0);
  const form: LengthForm = valueLength <= 0x7f ? 'short' : 'two-bytes';
  let offset = (form === 'short' ? 3 : 5) + tableLength;
  const offsets = new DataView(new ArrayBuffer(8));
  for (const [index, object] of objects.entries()) {
    offsets.setUint16(index * 2, offset);
    offset += object.length;
  }
  const table = encodeTlv(0xdf21, new Uint8Array(offsets.buffer));
  return encodeTlv(0xff20, concatBytes(table, ...objects), form);
}

/** The four attribute objects in their order; together they are what DF32 digests. */
export function attributeObjectsOf(
  person: Pick<SyntheticPerson, 'name' | 'address' | 'birthDate' | 'sex'>,
): readonly Uint8Array[] {
  return [
    encodeTlv(0xdf22, utf8(person.name)),
    encodeTlv(0xdf23, utf8(person.address)),
    encodeTlv(0xdf24, ascii(person.birthDate)),
    encodeTlv(0xdf25, ascii(person.sex)),
  ];
}

/** EF 0003: both digests, signed by the issuer. */
export function integrityRecordOf(ef0001: Uint8Array, attributes: Uint8Array, issuer: TestKey): Uint8Array {
  const digests = concatBytes(encodeTlv(0xdf31, sha256(ef0001)), encodeTlv(0xdf32, sha256(attributes)));
  return encodeTlv(0xff30, concatBytes(digests, encodeTlv(0xdf33, issuer.sign(digests), 'two-bytes')));
}

/** EF 0004: the issuer's key, signed by the certificate authority. */
export function issuerCertificateOf(options: {
  authorityKeyId: Uint8Array;
  authority: TestKey;
  subjectKeyId: Uint8Array;
  subject: TestKey;
}): Uint8Array {
  const { authorityKeyId, authority, subjectKeyId, subject } = options;
  const body = concatBytes(authorityKeyId, subjectKeyId, publicKeyObjects(subject));
  return encodeTlv(0x7f21, concatBytes(encodeTlv(0x5f4e, body), encodeTlv(0x5f37, authority.sign(body), 'two-bytes')));
}

/** The 32 bytes in EF 0005 whose meaning nobody published; the two reference cards have fixed ones. */
const UNEXPLAINED: ReadonlyMap<string, Uint8Array> = new Map([
  ['ichiyo', fromHex('544E5CFAED47C6F82C8DBF3E89F0E7735BDC85E2B7B0A345125596C46D70A75F')],
  ['teppei', fromHex('2DE0434D52995EEC8A6A77C256F2E442DA39B055A4FCE237FC270877A2F6E111')],
]);

/** EF 0005: version, extended-length support and vendor as seen on test cards. Not signed; nothing may depend on it. */
export function basicInformationOf(subject: string): Uint8Array {
  const value = concatBytes(
    encodeTlv(0xdf41, fromHex('01030E01')),
    encodeTlv(0xdf42, fromHex('39303030303334080530303100000000')),
    encodeTlv(0xdf43, padded(UNEXPLAINED.get(subject) ?? sha256(utf8(subject)), 128), 'two-bytes'),
  );
  return padded(encodeTlv(0xff40, value, 'two-bytes'), 256);
}

/** EF 0006: public key for the delivery of session keys. */
export function sessionKeyFileOf(session: TestKey): Uint8Array {
  return encodeTlv(0xa1, publicKeyObjects(session));
}

/** EF 0007: the card's own public key, signed by the issuer. */
export function cardKeyFileOf(card: TestKey, issuer: TestKey): Uint8Array {
  const key = encodeTlv(0xdf51, publicKeyObjects(card));
  return encodeTlv(0xff50, concatBytes(key, encodeTlv(0xdf52, issuer.sign(key), 'two-bytes')));
}

function publicKeyObjects(key: TestKey): Uint8Array {
  return concatBytes(encodeTlv(0x90, fromHex('010001')), encodeTlv(0x91, key.modulus, 'two-bytes'));
}

function padded(bytes: Uint8Array, length: number): Uint8Array {
  const whole = new Uint8Array(length).fill(0xff);
  whole.set(bytes);
  return whole;
}
