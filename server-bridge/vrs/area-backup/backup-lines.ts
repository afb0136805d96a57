/** The lines of a backup before they are sealed: a head, rows, an end. Values are in clear within it, so that it outlives every key. */
import * as v from 'valibot';
import { MunicipalityCodeSchema } from '../../protocol/index.ts';
import type { AreaKeys } from '../store/area-keys.ts';
import { keyedTable, SAVED_TABLES } from './saved-tables.ts';

const cell = v.union([v.string(), v.number(), v.boolean(), v.null()]);
const RowSchema = v.record(v.string(), cell);
export type Row = v.InferOutput<typeof RowSchema>;

const HeadSchema = v.strictObject({
  kind: v.literal('head'),
  version: v.literal(1),
  area: MunicipalityCodeSchema,
  backupId: v.pipe(v.string(), v.uuid()),
  savedAt: v.pipe(v.string(), v.isoTimestamp()),
});
const RowsSchema = v.strictObject({
  kind: v.literal('rows'),
  table: v.picklist(SAVED_TABLES.map(({ table }) => table)),
  rows: v.array(RowSchema),
});
const EndSchema = v.strictObject({ kind: v.literal('end'), rows: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) });

export const LineSchema = v.pipe(v.string(), v.parseJson(), v.variant('kind', [HeadSchema, RowsSchema, EndSchema]));
export type Line = v.InferOutput<typeof LineSchema>;
export type Head = v.InferOutput<typeof HeadSchema>;

/** Opens what is encrypted and leaves out hashes, which are made anew. @param row as `to_jsonb` gives it: bytes as `\x…` */
export function openedRow(keys: AreaKeys, table: string, row: Row): Row {
  const keyed = keyedTable(table);
  if (keyed === undefined) return row;
  const opened: Row = {};
  for (const [column, value] of Object.entries(row)) {
    if (column in keyed.hashes) continue;
    const sealed = keyed.sealed[column];
    opened[column] =
      sealed === undefined || value === null
        ? value
        : keys.decrypt(sealed.place, nameOf(sealed.row, row), Buffer.from(String(value).slice(2), 'hex'));
  }
  return opened;
}

/** The row as the database keeps it, with the area's present keys. */
export function sealedRow(keys: AreaKeys, table: string, row: Row): Row {
  const keyed = keyedTable(table);
  if (keyed === undefined) return row;
  const kept: Row = { ...row };
  for (const [column, { place, row: parts }] of Object.entries(keyed.sealed)) {
    const value = row[column];
    kept[column] = typeof value === 'string' ? hex(keys.encrypt(place, nameOf(parts, row), value)) : null;
  }
  for (const [column, { of, purpose }] of Object.entries(keyed.hashes)) {
    const value = row[of];
    if (typeof value !== 'string') {
      kept[column] = null;
      continue;
    }
    const text = table === 'operation_log' ? (value.split(' ', 2)[1] ?? '') : value;
    kept[column] = hex(purpose === 'individual-number' ? keys.numberHash(text) : keys.lookupHash(purpose, text));
  }
  return kept;
}

const nameOf = (parts: readonly string[], row: Row): string => parts.map((part) => String(row[part])).join('/');
const hex = (bytes: Uint8Array): string => `\\x${Buffer.from(bytes).toString('hex')}`;
