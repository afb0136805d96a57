/** From the bytes of a file to its lines, each checked against its format (csv-parse; RFC 4180). Bounded memory, whatever the file. */
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import type * as v from 'valibot';
import { type FileIn, readRow } from '../municipal-files/index.ts';
import { decodeText, type FileEncoding } from './decode-text.ts';
import { FileFault, type Refusal } from './file-fault.ts';

export type ReadLine<Row> =
  | { readonly line: number; readonly row: Row }
  | { readonly line: number; readonly refusals: readonly Refusal[] };

type RawLine = { readonly line: number; readonly cells: readonly string[] };

/**
 * Every line after the heading, good or refused. The heading's columns may stand in any order; all that are not optional must be
 * there, and no others.
 *
 * @throws FileFault `encoding`, `heading`, `empty`, `lines` (quotes that never end)
 */
export async function* readLines<Schema extends v.GenericSchema>(
  format: FileIn<Schema>,
  pieces: AsyncIterable<Uint8Array>,
  o: {
    readonly encoding: FileEncoding;
    readonly lineBytes: number;
    /** Columns that this file may not have, whatever its format. */
    readonly without?: readonly string[];
  },
): AsyncGenerator<ReadLine<v.InferOutput<Schema>>> {
  let keys: readonly string[] | null = null;
  let lines = 0;
  for await (const { line, cells } of rawLines(decodeText(pieces, o.encoding), o.lineBytes)) {
    if (keys === null) {
      keys = keysOf(format, cells, o.without ?? []);
      continue;
    }
    lines += 1;
    if (cells.length !== keys.length) {
      yield { line, refusals: [{ line, column: null, fault: 'columns' }] };
      continue;
    }
    const texts: Record<string, string> = {};
    for (const key of Object.keys(format.columns)) texts[key] = '';
    for (const [index, key] of keys.entries()) texts[key] = cells[index] ?? '';
    const read = readRow(format, texts);
    if (read.kind === 'row') yield { line, row: read.row };
    else {
      const refusals = read.faults.map(({ key, fault }) => ({
        line,
        column: key === null ? null : (format.columns[key]?.heading ?? null),
        fault,
      }));
      yield { line, refusals };
    }
  }
  if (lines === 0) throw new FileFault('empty');
}

function keysOf(
  format: FileIn<v.GenericSchema>,
  headings: readonly string[],
  without: readonly string[],
): readonly string[] {
  const columns = Object.entries(format.columns).filter(([key]) => !without.includes(key));
  const keys = headings.map((heading) => columns.find(([, column]) => column.heading === heading)?.[0]);
  const known = keys.filter((key) => key !== undefined);
  const complete = columns.every(([key, column]) => column.optional === true || known.includes(key));
  if (known.length !== headings.length || new Set(known).size !== known.length || !complete) {
    throw new FileFault('heading', { line: 1, fault: 'columns' });
  }
  return known;
}

/** Records with the line each begins on. Quotes that are wrong, or never end, end the reading there. */
async function* rawLines(texts: AsyncIterable<string>, lineBytes: number): AsyncGenerator<RawLine> {
  let ended = 0;
  const parser = parse({
    bom: true,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    max_record_size: lineBytes,
    // The line a record begins on travels in front of its cells. Line breaks in quotes are counted here, as editors count them.
    on_record: (cells) => {
      const begins = ended + 1;
      ended = begins + cells.reduce((breaks, cell) => breaks + (cell.split('\n').length - 1), 0);
      return [String(begins), ...cells];
    },
  });
  const source = Readable.from(texts, { objectMode: true, highWaterMark: 1 });
  source.once('error', (cause) => parser.destroy(cause));
  source.pipe(parser);
  try {
    for await (const record of parser) {
      const [line, ...cells]: string[] = record;
      yield { line: Number(line), cells };
    }
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    const line = ended + 1;
    // One that is too long without a quote was refused while it arrived; here a quote has swallowed lines.
    throw new FileFault('lines', { line, fault: 'quotes' }, { cause: cause.code });
  } finally {
    source.destroy();
    parser.destroy();
  }
}
