/**
 * The store of VRS. Every piece of work runs in one transaction, under the application role, inside one area or outside all
 * of them; there is no other way to the tables (V8).
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import * as v from 'valibot';
import { type LocalizedText, type MunicipalityCode, MunicipalityCodeSchema } from '../../protocol/index.ts';
import { type AreaKeys, unwrapAreaKeys } from './area-keys.ts';
import { APPLICATION_ROLE } from './migrations.ts';
import type { VrsTables } from './tables.ts';

export type AreaMunicipality = {
  readonly code: MunicipalityCode;
  readonly prefecture: LocalizedText;
  readonly name: LocalizedText;
  readonly takingPart: boolean;
};

/** A transaction inside one area. */
export type AreaTransaction = {
  readonly database: Transaction<VrsTables>;
  readonly keys: AreaKeys;
  readonly municipality: AreaMunicipality;
};

export type VrsStore = {
  /** Runs work inside an area, or gives undefined where no such area exists. Work that throws is rolled back. */
  inArea<T>(code: MunicipalityCode, work: (transaction: AreaTransaction) => Promise<T>): Promise<T | undefined>;
  /** Runs work that needs no area (challenges). No row of any area is visible to it. */
  outsideAreas<T>(work: (database: Transaction<VrsTables>) => Promise<T>): Promise<T>;
  /** Codes of all areas. */
  areas(): Promise<MunicipalityCode[]>;
  close(): Promise<void>;
};

/** Longest single statement. A database that hangs ends the request, not the process. */
const STATEMENT_LIMIT_MS = 5_000;

/** Puts the store around an open, migrated database. */
export function createVrsStore(parts: {
  readonly database: Kysely<VrsTables>;
  readonly masterKey: Uint8Array;
  readonly close: () => Promise<void>;
}): VrsStore {
  const { database, masterKey } = parts;
  const keysByArea = new Map<string, AreaKeys>();

  const enter = (transaction: Transaction<VrsTables>, area: string) =>
    sql`select set_config('role', ${APPLICATION_ROLE}, true), set_config('kofu.area', ${area}, true),
               set_config('statement_timeout', ${String(STATEMENT_LIMIT_MS)}, true)`.execute(transaction);

  const keysOf = (area: string, wrapped: Uint8Array): AreaKeys => {
    const known = keysByArea.get(area) ?? unwrapAreaKeys(masterKey, area, wrapped);
    keysByArea.set(area, known);
    return known;
  };

  return {
    inArea: (code, work) =>
      database.transaction().execute(async (transaction) => {
        await enter(transaction, code);
        const row = await transaction
          .selectFrom('municipalities')
          .selectAll()
          .where('code', '=', code)
          .executeTakeFirst();
        if (row === undefined) return undefined;
        return await work({
          database: transaction,
          keys: keysOf(code, row.wrapped_keys),
          municipality: {
            code,
            prefecture: { ja: row.prefecture_ja, en: row.prefecture_en },
            name: { ja: row.name_ja, en: row.name_en },
            takingPart: row.taking_part,
          },
        });
      }),
    outsideAreas: (work) =>
      database.transaction().execute(async (transaction) => {
        await enter(transaction, '');
        return await work(transaction);
      }),
    areas: () =>
      database.transaction().execute(async (transaction) => {
        await enter(transaction, '');
        const rows = await transaction.selectFrom('municipalities').select('code').orderBy('code').execute();
        return rows.map(({ code }) => v.parse(MunicipalityCodeSchema, code));
      }),
    close: parts.close,
  };
}
