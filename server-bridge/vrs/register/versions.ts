/** Rows as they were before a change, one encrypted JSON value each (V9, V16). */
import * as v from 'valibot';
import type { AreaKeys } from '../store/area-keys.ts';

/** Field by field as it was; never an individual number. */
export const BeforeSchema = v.record(v.string(), v.nullable(v.union([v.string(), v.number(), v.boolean()])));
export type Before = v.InferOutput<typeof BeforeSchema>;

type VersionColumn = 'person_versions.contents' | 'dose_versions.contents';

export const sealVersion = (keys: AreaKeys, column: VersionColumn, row: string, before: Before): Buffer =>
  keys.encrypt(column, row, JSON.stringify(before));

export const openVersion = (keys: AreaKeys, column: VersionColumn, row: string, contents: Uint8Array): Before =>
  v.parse(BeforeSchema, JSON.parse(keys.decrypt(column, row, contents)));
