/**
 * What Open JTalk says it is going to say. Its trace (`-ot`) lists each word with thirteen fields; the tenth is the
 * pronunciation in katakana, with ’ after a mora whose vowel is not voiced.
 */
import { err, ok, type Result } from 'neverthrow';

export type TraceFailure = { kind: 'trace-unreadable'; line: string };

const HEADING = '[Text analysis result]';
const FIELDS_OF_A_WORD = 13;
const PRONUNCIATION = 9;
const SPOKEN = /^[ァ-ヴー]+$/u;

/** The pronunciation of the whole sentence in katakana, pauses and devoicing marks left out. */
export function readingOf(trace: string): Result<string, TraceFailure> {
  const [heading, ...lines] = trace.split('\n');
  if (heading !== HEADING) return err({ kind: 'trace-unreadable', line: heading ?? '' });
  const words = lines.slice(0, lines.indexOf(''));
  let reading = '';
  for (const line of words) {
    const fields = line.split(',');
    const pronunciation = fields[PRONUNCIATION]?.replaceAll('’', '');
    if (fields.length !== FIELDS_OF_A_WORD || pronunciation === undefined) {
      return err({ kind: 'trace-unreadable', line });
    }
    if (pronunciation === '、' || pronunciation === '？') continue;
    if (!SPOKEN.test(pronunciation)) return err({ kind: 'trace-unreadable', line });
    reading += pronunciation;
  }
  return reading === '' ? err({ kind: 'trace-unreadable', line: '' }) : ok(reading);
}

/** A reading of the table as the trace would have it. */
export function withoutSpaces(reading: string): string {
  return reading.replaceAll(' ', '');
}
