import { fromHex } from '../apdu/hex.ts';
import type { Layout } from '../apdu/tlv-record.ts';

/** Bytes of the RSA-2048 keys and signatures on today's cards. */
const RSA_LENGTH = 256;
const KEY_ID_LENGTH = 16;
const EXPONENT_65537 = fromHex('90 03 010001');

/** EF 0001: `FF 10 0C`, twelve digits, two filler bytes (any: the issuer's digest decides about them). */
export const numberFile: Layout<{ digits: Uint8Array }> = (file) => {
  const { value } = file.field(0xff10, 12);
  file.bytes(2);
  return { digits: value };
};

export type AttributesFile = {
  name: Uint8Array;
  address: Uint8Array;
  birthDate: Uint8Array;
  sex: Uint8Array;
  /** What the issuer's digest covers: everything after the offset table, objects unknown today included. */
  signedPart: Uint8Array;
};

/** EF 0002: the offset table DF21 must point at the four attribute objects; a filler of `FF` may follow. */
export const attributesFile: Layout<AttributesFile> = (file) => {
  const { object, content } = file.constructed(0xff20, (inner) => {
    const table = inner.field(0xdf21, 8);
    const name = inner.field(0xdf22, [1, 1_000]);
    const address = inner.field(0xdf23, [1, 2_000]);
    const birthDate = inner.field(0xdf24, 8);
    const sex = inner.field(0xdf25, 1);
    inner.unknownObjects();
    return { table, attributes: [name, address, birthDate, sex] as const };
  });
  file.require(file.rest().every((byte) => byte === 0xff));

  const { table, attributes } = content;
  const headerLength = object.encoded.length - object.value.length;
  const offsets = new DataView(table.value.buffer, table.value.byteOffset, table.value.byteLength);
  for (const [index, attribute] of attributes.entries())
    file.require(offsets.getUint16(index * 2) === headerLength + attribute.offset);
  const [name, address, birthDate, sex] = attributes;
  return {
    name: name.value,
    address: address.value,
    birthDate: birthDate.value,
    sex: sex.value,
    signedPart: object.value.subarray(table.encoded.length),
  };
};

export type IntegrityRecord = {
  numberDigest: Uint8Array;
  attributesDigest: Uint8Array;
  signature: Uint8Array;
  signedPart: Uint8Array;
};

/** EF 0003: digests of number and attributes, signed by the issuer over both objects as written (70 bytes). */
export const integrityRecord: Layout<IntegrityRecord> = (file) => {
  const { object, content } = file.constructed(0xff30, (inner) => ({
    numberDigest: inner.field(0xdf31, 32),
    attributesDigest: inner.field(0xdf32, 32),
    signature: inner.field(0xdf33, RSA_LENGTH),
  }));
  file.require(object.encoded.length === 336);
  return {
    numberDigest: content.numberDigest.value,
    attributesDigest: content.attributesDigest.value,
    signature: content.signature.value,
    signedPart: object.value.subarray(0, content.signature.offset),
  };
};

export type IssuerCertificate = {
  authorityKeyId: Uint8Array;
  subjectKeyId: Uint8Array;
  modulus: Uint8Array;
  signature: Uint8Array;
  signedPart: Uint8Array;
};

/** EF 0004: card-verifiable certificate of the issuing municipality's key; not X.509. */
export const issuerCertificate: Layout<IssuerCertificate> = (file) => {
  const { object, content } = file.constructed(0x7f21, (inner) => {
    const body = inner.constructed(0x5f4e, (certificate) => {
      const authorityKeyId = certificate.bytes(KEY_ID_LENGTH);
      const subjectKeyId = certificate.bytes(KEY_ID_LENGTH);
      certificate.literal(EXPONENT_65537);
      return { authorityKeyId, subjectKeyId, modulus: certificate.field(0x91, RSA_LENGTH).value };
    });
    return { body, signature: inner.field(0x5f37, RSA_LENGTH) };
  });
  file.require(object.encoded.length === 568);
  return {
    ...content.body.content,
    signature: content.signature.value,
    signedPart: content.body.object.value,
  };
};

export type CardKeyFile = { modulus: Uint8Array; signature: Uint8Array; signedPart: Uint8Array };

/** EF 0007: the card's own public key, signed by the issuer over the key object with its header (270 bytes). */
export const cardKeyFile: Layout<CardKeyFile> = (file) => {
  const { object, content } = file.constructed(0xff50, (inner) => {
    const key = inner.constructed(0xdf51, (publicKey) => {
      publicKey.literal(EXPONENT_65537);
      return publicKey.field(0x91, RSA_LENGTH).value;
    });
    return { key, signature: inner.field(0xdf52, RSA_LENGTH) };
  });
  file.require(object.encoded.length === 536);
  return {
    modulus: content.key.content,
    signature: content.signature.value,
    signedPart: content.key.object.encoded,
  };
};
