/**
 * Terminals with their places as lines: comma-separated (RFC 4180) or tab-separated, as spreadsheets save and copy them. The first
 * line names the columns. Whole or not at all: one fault, and no line counts.
 */
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { AuditWordSchema } from '../../audit/audit-trail.ts';
import { type TerminalPlace, TerminalPlaceSchema } from '../../console-api/places.ts';

export const PLACE_COLUMNS = ['terminalId', 'serial', 'chain', 'prefecture', 'storeId', 'storeName'] as const;
export type PlaceColumn = (typeof PLACE_COLUMNS)[number];
/** The most terminals of one registration. */
export const MOST_LINES = 2_000;

export type LineFault =
  | { readonly kind: 'empty' }
  | { readonly kind: 'too-many' }
  /** The first line does not name exactly the columns, each once. */
  | { readonly kind: 'header' }
  | { readonly kind: 'quote'; readonly line: number }
  | { readonly kind: 'columns'; readonly line: number }
  | { readonly kind: 'value'; readonly line: number; readonly column: PlaceColumn }
  /** It stands in `first` already. */
  | { readonly kind: 'twice'; readonly line: number; readonly column: 'terminalId' | 'serial'; readonly first: number };

export type PlaceLine = { readonly line: number; readonly place: TerminalPlace };

/** The fields of one line; null where quotes do not fit together. A field has no line break of its own. */
function fieldsOf(line: string, separator: ',' | '\t'): readonly string[] | null {
  const fields: string[] = [];
  let rest = line;
  for (;;) {
    const quoted = /^"((?:[^"]|"")*)"/.exec(rest);
    const plain = quoted === null ? (rest.split(separator, 1)[0] ?? '') : '';
    if (quoted === null && plain.includes('"')) return null;
    fields.push((quoted?.[1]?.replaceAll('""', '"') ?? plain).trim());
    rest = rest.slice(quoted?.[0].length ?? plain.length);
    if (rest === '') return fields;
    if (!rest.startsWith(separator)) return null;
    rest = rest.slice(1);
  }
}

const isColumn = (word: string): word is PlaceColumn => PLACE_COLUMNS.some((column) => column === word);

function columnsOf(header: string, separator: ',' | '\t'): readonly PlaceColumn[] | null {
  const words = fieldsOf(header, separator) ?? [];
  const columns = words.filter(isColumn);
  const whole = new Set(columns).size === PLACE_COLUMNS.length && words.length === PLACE_COLUMNS.length;
  return whole ? columns : null;
}

/** Reads one line by the schema of the message it becomes. */
function placeOf(
  line: number,
  columns: readonly PlaceColumn[],
  fields: readonly string[],
): Result<PlaceLine, LineFault[]> {
  const read = v.safeParse(
    TerminalPlaceSchema,
    Object.fromEntries(columns.map((column, index) => [column, fields[index]])),
  );
  if (!read.success) {
    const names = new Set(read.issues.map(({ path }) => String(path?.[0].key)));
    const wrong = columns.filter((column) => names.has(column));
    return err(wrong.map((column): LineFault => ({ kind: 'value', line, column })));
  }
  // The center could not write such a name down in its audit trail.
  if (!v.is(AuditWordSchema, read.output.terminalId)) return err([{ kind: 'value', line, column: 'terminalId' }]);
  return ok({ line, place: read.output });
}

/** @returns every place with the number of its line, or every fault */
export function readPlaces(text: string): Result<readonly PlaceLine[], readonly LineFault[]> {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const numbered = lines.map((line, index) => ({ line, number: index + 1 })).filter(({ line }) => line.trim() !== '');
  const [header, ...rest] = numbered;
  if (header === undefined) return err([{ kind: 'empty' }]);
  const separator = header.line.includes('\t') ? '\t' : ',';
  const columns = columnsOf(header.line, separator);
  if (columns === null) return err([{ kind: 'header' }]);
  if (rest.length === 0) return err([{ kind: 'empty' }]);
  if (rest.length > MOST_LINES) return err([{ kind: 'too-many' }]);
  const faults: LineFault[] = [];
  const places: PlaceLine[] = [];
  const seen = { terminalId: new Map<string, number>(), serial: new Map<string, number>() };
  for (const { line, number } of rest) {
    const fields = fieldsOf(line, separator);
    if (fields === null) faults.push({ kind: 'quote', line: number });
    else if (fields.length !== columns.length) faults.push({ kind: 'columns', line: number });
    else {
      const read = placeOf(number, columns, fields);
      if (read.isErr()) {
        faults.push(...read.error);
        continue;
      }
      for (const column of ['terminalId', 'serial'] as const) {
        const value = read.value.place[column];
        const first = seen[column].get(value);
        if (first === undefined) seen[column].set(value, number);
        else faults.push({ kind: 'twice', line: number, column, first });
      }
      places.push(read.value);
    }
  }
  return faults.length > 0 ? err(faults) : ok(places);
}

const quoted = (field: string): string => (/[",\t]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field);

/** Comma-separated lines with a header, as `readPlaces` takes them. */
export function placeLines(places: readonly TerminalPlace[]): string {
  const rows = places.map((place) => PLACE_COLUMNS.map((column) => quoted(place[column])).join(','));
  return `${[PLACE_COLUMNS.join(','), ...rows].join('\n')}\n`;
}
