/**
 * `/operations/imports…`: files of municipal systems on their way in. A file is taken whole or refused whole; right `people:exchange` for
 * people and tickets (with numbers: `numbers:write` as well), `records:exchange` for records.
 */
import * as v from 'valibot';

const instant = v.pipe(v.string(), v.isoTimestamp());
/** As the store writes it: what is encrypted for a row is bound to the row's id, letter by letter. */
const id = v.pipe(v.string(), v.uuid(), v.toLowerCase());
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

export const IMPORT_KINDS = ['people', 'tickets', 'records', 'address-numbers'] as const;
export const ImportKindSchema = v.picklist(IMPORT_KINDS);
export type ImportKind = v.InferOutput<typeof ImportKindSchema>;

/** `POST /imports` → 201. 409 `another-runs`: one at a time for each kind and area. */
export const NewImportSchema = v.strictObject({
  kind: ImportKindSchema,
  encoding: v.picklist(['detect', 'utf-8', 'shift_jis']),
  /** Size as the browser says it; a file that ends before is truncated. */
  bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(4_000_000_000)),
});
export const NewImportAnswerSchema = v.strictObject({ importId: id });
/** `PUT /imports/:importId/file`, body `application/octet-stream` → 204 when the last byte is there. 409 `not-waiting`. */
export const ImportParametersSchema = v.strictObject({ importId: id });

export const IMPORT_STATES = ['waiting', 'receiving', 'checking', 'applying', 'done', 'refused', 'abandoned'] as const;
/** Why a line is refused. Nothing of the line's contents is told, only the column. */
export const LINE_FAULTS = [
  'quotes',
  'columns',
  'too-long',
  'characters',
  'missing',
  'form',
  'check-digit',
  'no-such-day',
  'twice-in-file',
  'unknown-person',
  'unknown-ticket',
  'number-of-another',
  'ticket-of-another',
] as const;
export const LineFaultSchema = v.picklist(LINE_FAULTS);
/** Why a whole file is refused. */
export const FILE_FAULTS = [
  'encoding',
  'heading',
  'empty',
  'truncated',
  'too-long',
  'lines',
  'disk-full',
  'store-away',
  'stopped',
] as const;

export const ImportSchema = v.strictObject({
  importId: id,
  kind: ImportKindSchema,
  state: v.picklist(IMPORT_STATES),
  encoding: v.nullable(v.picklist(['utf-8', 'shift_jis'])),
  bytes: count,
  bytesDone: count,
  lines: count,
  linesDone: count,
  /** Of an import that is done. */
  added: count,
  changed: count,
  unchanged: count,
  doubtful: count,
  fault: v.nullable(v.picklist(FILE_FAULTS)),
  /** Lines refused in all, and the first thousand of them. */
  refusedLines: count,
  refusals: v.array(v.strictObject({ line: count, column: v.nullable(v.string()), fault: LineFaultSchema })),
  begunAt: instant,
  begunBy: v.string(),
  endedAt: v.nullable(instant),
});
export type Import = v.InferOutput<typeof ImportSchema>;
/** `GET /imports/:importId`; `GET /imports` (without `refusals`' contents: empty arrays), newest first, a hundred. */
export const ImportsSchema = v.strictObject({ imports: v.array(ImportSchema) });
/** `POST /imports/:importId/abandon` without a body → 204; nothing of the file stays. */
/** `GET /imports/:importId/report` → CSV of all refused lines, to be downloaded. */
