/** Checks an exported log without the database: every line, every hash, no gap, and the head somebody has written down (V11). */
import * as v from 'valibot';
import { BEFORE_THE_FIRST, entryHash, LogEntrySchema } from './log-entry.ts';

const LineSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.strictObject({ entry: LogEntrySchema, hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)) }),
);

export type LogFault =
  /** A line that is no entry. */
  | { readonly kind: 'malformed'; readonly line: number }
  /** The entry is not what was hashed. */
  | { readonly kind: 'altered'; readonly line: number; readonly place: number }
  /** It does not follow the one before: something was taken out, put in or moved. */
  | { readonly kind: 'out-of-chain'; readonly line: number; readonly place: number }
  /** The last entry is not the expected head: the end is missing, or there is more. */
  | { readonly kind: 'other-head'; readonly entries: number; readonly head: string };

export type LogVerdict =
  | { readonly kind: 'whole'; readonly entries: number; readonly head: string }
  | { readonly kind: 'faulty'; readonly fault: LogFault };

/** @param expectedHead what was written down elsewhere; null checks the chain alone, which its end can be cut from unnoticed */
export async function verifyLog(lines: AsyncIterable<string>, expectedHead: string | null): Promise<LogVerdict> {
  let head = BEFORE_THE_FIRST;
  let line = 0;
  let area: string | null = null;
  const faulty = (fault: LogFault): LogVerdict => ({ kind: 'faulty', fault });
  for await (const text of lines) {
    line += 1;
    const read = v.safeParse(LineSchema, text);
    if (!read.success) return faulty({ kind: 'malformed', line });
    const { entry, hash } = read.output;
    const { place } = entry;
    if (entryHash(entry) !== hash) return faulty({ kind: 'altered', line, place });
    if (place !== line || entry.previous !== head || (area !== null && entry.area !== area)) {
      return faulty({ kind: 'out-of-chain', line, place });
    }
    ({ area } = entry);
    head = hash;
  }
  if (expectedHead !== null && expectedHead !== head) return faulty({ kind: 'other-head', entries: line, head });
  return { kind: 'whole', entries: line, head };
}
