/**
 * One line of the log: a JSON object whose last member is the CRC-32 (as zlib's) of every byte before it, so that a torn or
 * flipped line is told from a whole one without trusting any of its content.
 */
import { crc32 } from 'node:zlib';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { EventLogEntrySchema } from '../../server-bridge/protocol/index.ts';

/** Longest line in bytes, with its line feed. A longer one is never written. */
export const LINE_LIMIT_BYTES = 2_048;
/** No line is shorter, with its line feed: so many bytes of damage cannot have been more lines than this allows. */
export const SHORTEST_LINE_BYTES = 100;

const number = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const LogLineSchema = v.strictObject({
  ...EventLogEntrySchema.entries,
  /** Only on an entry that is also a report to the center. */
  seq: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1))),
  /** Only on an entry that accounts for lost reports; see `lost-reports.ts`. */
  lost: v.optional(v.strictObject({ droppedThrough: number, countedThrough: number })),
});
export type LogLine = v.InferOutput<typeof LogLineSchema>;

export type LogLineError = { readonly kind: 'damaged-line' };

const CRC_MEMBER = /,"crc":"([0-9a-f]{8})"\}$/;
const CRC_MEMBER_BYTES = ',"crc":"00000000"}'.length;

const crcOf = (bytes: Uint8Array): string => crc32(bytes).toString(16).padStart(8, '0');

/** The bytes of a line, with its line feed. */
export function encodeLine(line: LogLine): Buffer {
  const { entry, seq, ...rest } = line;
  const covered = JSON.stringify({ entry, ...(seq === undefined ? {} : { seq }), ...rest }).slice(0, -1);
  return Buffer.from(`${covered},"crc":"${crcOf(Buffer.from(covered))}"}\n`);
}

const ENTRY_MEMBER = /^\{"entry":([0-9]{1,16}),/;
const ENTRY_MEMBER_BYTES = '{"entry":9007199254740991,'.length;

/** The number a line seems to have, unchecked, for those who look for a place; infinity where none can be seen. */
export function entryOfLine(bytes: Uint8Array): number {
  const start = Buffer.from(bytes.subarray(0, ENTRY_MEMBER_BYTES)).toString('latin1');
  return Number(ENTRY_MEMBER.exec(start)?.[1] ?? Number.POSITIVE_INFINITY);
}

/** A line from its bytes, without the line feed. */
export function decodeLine(bytes: Uint8Array): Result<LogLine, LogLineError> {
  if (bytes.length >= LINE_LIMIT_BYTES) return err({ kind: 'damaged-line' });
  const coveredBytes = bytes.length - CRC_MEMBER_BYTES;
  if (coveredBytes < 0) return err({ kind: 'damaged-line' });
  const covered = bytes.subarray(0, coveredBytes);
  const [, crc] = CRC_MEMBER.exec(Buffer.from(bytes.subarray(coveredBytes)).toString('latin1')) ?? [];
  if (crc !== crcOf(covered)) return err({ kind: 'damaged-line' });
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), LogLineSchema), `${Buffer.from(covered).toString()}}`);
  return parsed.success ? ok(parsed.output) : err({ kind: 'damaged-line' });
}
