/** One entry of an area's chain: its fields, its one byte form (RFC 8785), and its hash. */
import { createHash, randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { MunicipalityCodeSchema } from '../../protocol/index.ts';
import { canonicalBytes } from '../../sealing/index.ts';
import { OPERATIONS } from './operation-log.ts';

const hex = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
/** A word without a person in it: never ten digits with nothing but marks between them, so that no individual number fits. */
const word = v.pipe(v.string(), v.regex(/^(?!.*(?:[0-9][_.:@+-]*){10})[A-Za-z0-9_.:@+-]{1,80}$/));
/** A random identifier may have ten digits in a row; its form cannot be a number. */
const identifier = v.pipe(v.string(), v.uuid());

export const LogEntrySchema = v.strictObject({
  area: MunicipalityCodeSchema,
  /** From 1, without a gap. */
  place: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  at: v.pipe(v.string(), v.isoTimestamp()),
  staffId: v.pipe(v.string(), v.maxLength(60)),
  name: v.pipe(v.string(), v.maxLength(60)),
  terminal: v.nullable(v.pipe(v.string(), v.maxLength(40))),
  operation: v.picklist(OPERATIONS),
  /** Commitment to the person's reference number: opened only by who has the salt. */
  personMark: v.nullable(hex),
  target: v.union([word, identifier]),
  result: word,
  /** Hash of the entry before; zeros for the first. */
  previous: hex,
});
export type ChainEntry = v.InferOutput<typeof LogEntrySchema>;

export const BEFORE_THE_FIRST = '0'.repeat(64);

export const entryHash = (entry: ChainEntry): string =>
  createHash('sha256').update(canonicalBytes(entry)).digest('hex');

const SALT_BYTES = 16;

/** What the chain holds of a person, and what opens it. The salt keeps numbers from being tried out against an exported log. */
export function markPerson(
  referenceNumber: string,
  salt = randomBytes(SALT_BYTES),
): {
  readonly mark: Buffer;
  /** `SALT REFERENCE`, to be kept encrypted. */
  readonly opening: string;
} {
  const saltText = salt.toString('base64url');
  const opening = `${saltText} ${referenceNumber}`;
  return { mark: createHash('sha256').update(opening, 'utf8').digest(), opening };
}

/** The reference number of an opening; null where it does not belong to the mark. */
export function openMark(opening: string, mark: Uint8Array): string | null {
  const digest = createHash('sha256').update(opening, 'utf8').digest();
  const [, referenceNumber] = opening.split(' ', 2);
  return digest.equals(mark) && referenceNumber !== undefined ? referenceNumber : null;
}
