import { err, ok, type Result } from 'neverthrow';
import { type DerLayout, parseDer, requireLayout } from '../der/der-cursor.ts';
import { asciiText, octetString, smallInteger, TAG } from '../der/der-values.ts';
import { HASH_LENGTH, type HashAlgorithm, hashAlgorithm } from './algorithms.ts';
import type { PassportVerificationError } from './verification-error.ts';

/** The signed hashes of the data groups, by number. */
export type DataGroupHashes = { readonly hash: HashAlgorithm; readonly values: ReadonlyMap<number, Uint8Array> };

const FEWEST_GROUPS = 2;
const MOST_GROUPS = 16;

/** LDSSecurityObject, version 0 and 1 (Doc 9303-10, 4.6.2.3). Version 1, and only it, tells the versions of its texts. */
const ldsSecurityObject: DerLayout<{ hash: HashAlgorithm | 'refused'; pairs: [number, Uint8Array][] }> = (cursor) =>
  cursor.inside(TAG.sequence, (object) => {
    const version = smallInteger(object);
    const hash = hashAlgorithm(object);
    const pairs = object.inside(TAG.sequence, (list) => list.repeated(dataGroupHash));
    const texts = object.optionalInside(TAG.sequence, (info) => [asciiText(info), asciiText(info)]);
    requireLayout(version === 0 ? texts === undefined : version === 1);
    requireLayout(pairs.length >= FEWEST_GROUPS && pairs.length <= MOST_GROUPS);
    requireLayout(new Set(pairs.map(([group]) => group)).size === pairs.length);
    requireLayout(hash === 'refused' || pairs.every(([, digest]) => digest.length === HASH_LENGTH[hash]));
    return { hash, pairs };
  });

const dataGroupHash: DerLayout<[number, Uint8Array]> = (cursor) =>
  cursor.inside(TAG.sequence, (pair) => {
    const group = smallInteger(pair);
    requireLayout(group >= 1 && group <= MOST_GROUPS);
    return [group, octetString(pair)];
  });

/** Reads the content of a SOD. */
export function parseDataGroupHashes(content: Uint8Array): Result<DataGroupHashes, PassportVerificationError> {
  const parsed = parseDer(content, ldsSecurityObject);
  if (parsed.isErr()) return err({ kind: 'object-malformed', file: 'SOD' });
  const { hash, pairs } = parsed.value;
  if (hash === 'refused') return err({ kind: 'algorithm-refused', of: 'hash' });
  return ok({ hash, values: new Map(pairs) });
}
