import { createHash } from 'node:crypto';
import { encodeTlv } from '../../apdu/tlv.ts';
import type { HashAlgorithm } from '../authenticity/algorithms.ts';
import { TAG } from '../der/der-values.ts';
import { der } from './der-writer.ts';
import { hashIdentifier } from './signing-keys.ts';
import type { DocumentSigner } from './synthetic-state.ts';

const LDS_SECURITY_OBJECT = '2.23.136.1.1.1';

/** How a SOD is written; the defaults are what most states do. */
export type SecurityObjectOptions = {
  readonly hash?: HashAlgorithm;
  readonly ldsVersion?: 0 | 1;
  /** Names the signer by its key instead of issuer and serial number. */
  readonly byKeyIdentifier?: boolean;
  /** Change the encoded parts before they are joined, to write objects that no state writes. */
  readonly rewrite?: {
    readonly content?: Rewrite;
    readonly attributes?: Rewrite;
    readonly signerInfo?: Rewrite;
    readonly signedData?: Rewrite;
  };
};

type Rewrite = (parts: Uint8Array[]) => Uint8Array[];

/** Writes and signs a SOD over data groups (Doc 9303-10, 4.6.2). */
export function writeSecurityObject(
  groups: ReadonlyMap<number, Uint8Array>,
  signer: DocumentSigner,
  options: SecurityObjectOptions = {},
): Uint8Array {
  const { hash = 'sha256', ldsVersion = 0, byKeyIdentifier = false, rewrite = {} } = options;
  const rewritten = (part: keyof typeof rewrite, parts: Uint8Array[]) => (rewrite[part] ?? ((same) => same))(parts);
  const content = der.sequence(
    ...rewritten('content', [
      der.integer(ldsVersion),
      hashIdentifier(hash),
      der.sequence(
        ...[...groups].map(([group, bytes]) => der.sequence(der.integer(group), der.octetString(digest(hash, bytes)))),
      ),
      ...(ldsVersion === 1 ? [der.sequence(der.printable('0108'), der.printable('040000'))] : []),
    ]),
  );
  const { certificate, key } = signer;
  const attributes = rewritten('attributes', [
    attribute('1.2.840.113549.1.9.3', der.objectIdentifier(LDS_SECURITY_OBJECT)),
    attribute('1.2.840.113549.1.9.4', der.octetString(digest(key.hash, content))),
  ]);
  const signerInfo = der.sequence(
    ...rewritten('signerInfo', [
      der.integer(byKeyIdentifier ? 3 : 1),
      byKeyIdentifier
        ? encodeTlv(TAG.contextPrimitive0, certificate.keyIdentifier)
        : der.sequence(certificate.issuerName, certificate.serialNumber),
      hashIdentifier(key.hash),
      der.implicitSet(0, ...attributes),
      key.algorithm,
      der.octetString(key.sign(der.set(...attributes))),
    ]),
  );
  const signedData = der.sequence(
    ...rewritten('signedData', [
      der.integer(3),
      der.set(hashIdentifier(key.hash)),
      der.sequence(der.objectIdentifier(LDS_SECURITY_OBJECT), der.context(0, der.octetString(content))),
      der.context(0, certificate.bytes),
      der.set(signerInfo),
    ]),
  );
  return encodeTlv(0x77, der.sequence(der.objectIdentifier('1.2.840.113549.1.7.2'), der.context(0, signedData)));
}

function attribute(type: string, value: Uint8Array): Uint8Array {
  return der.sequence(der.objectIdentifier(type), der.set(value));
}

function digest(hash: HashAlgorithm, bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash(hash).update(bytes).digest());
}
