/**
 * The store of VRS. Every piece of work runs in one transaction, under the application role, inside one area or outside all
 * of them; there is no other way to the tables (V8).
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import * as v from 'valibot';
import { type LocalizedText, type MunicipalityCode, MunicipalityCodeSchema } from '../../protocol/index.ts';
import { type AreaKeys, unwrapAreaKeys } from './area-keys.ts';
import { APPLICATION_ROLE, type StoreRole } from './roles.ts';
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

export type AreaWork = {
  /** The role it runs under; the application's own where nothing is said. */
  readonly role?: StoreRole;
  /** For work that is long by nature (an import becoming visible); else a statement that hangs ends after five seconds. */
  readonly statementLimitMs?: number;
};

export type VrsStore = {
  /** Runs work inside an area, or gives undefined where no such area exists. Work that throws is rolled back. */
  inArea<T>(
    code: MunicipalityCode,
    work: (transaction: AreaTransaction) => Promise<T>,
    how?: AreaWork,
  ): Promise<T | undefined>;
  /**
   * One transaction that is in one area at a time, for what two municipalities do together (V4). `enter` leaves the area before,
   * whose rows are invisible from then on; undefined where no such area exists.
   */
  acrossAreas<T>(
    work: (enter: (code: MunicipalityCode) => Promise<AreaTransaction | undefined>) => Promise<T>,
  ): Promise<T>;
  /** Runs work that needs no area (challenges). No row of any area is visible to it. */
  outsideAreas<T>(work: (database: Transaction<VrsTables>) => Promise<T>, how?: AreaWork): Promise<T>;
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

  const enter = (transaction: Transaction<VrsTables>, area: string, how: AreaWork = {}) =>
    sql`select set_config('role', ${how.role ?? APPLICATION_ROLE}, true), set_config('kofu.area', ${area}, true),
               set_config('statement_timeout', ${String(how.statementLimitMs ?? STATEMENT_LIMIT_MS)}, true)`.execute(
      transaction,
    );

  const keysOf = (area: string, wrapped: Uint8Array): AreaKeys => {
    const known = keysByArea.get(area) ?? unwrapAreaKeys(masterKey, area, wrapped);
    keysByArea.set(area, known);
    return known;
  };

  const enterArea = async (
    transaction: Transaction<VrsTables>,
    code: MunicipalityCode,
    how?: AreaWork,
  ): Promise<AreaTransaction | undefined> => {
    await enter(transaction, code, how);
    const row = await transaction.selectFrom('municipalities').selectAll().where('code', '=', code).executeTakeFirst();
    if (row === undefined) return undefined;
    return {
      database: transaction,
      keys: keysOf(code, row.wrapped_keys),
      municipality: {
        code,
        prefecture: { ja: row.prefecture_ja, en: row.prefecture_en },
        name: { ja: row.name_ja, en: row.name_en },
        takingPart: row.taking_part,
      },
    };
  };

  return {
    inArea: (code, work, how) =>
      database.transaction().execute(async (transaction) => {
        const area = await enterArea(transaction, code, how);
        return area === undefined ? undefined : await work(area);
      }),
    acrossAreas: (work) =>
      database.transaction().execute((transaction) => work((code) => enterArea(transaction, code))),
    outsideAreas: (work, how) =>
      database.transaction().execute(async (transaction) => {
        await enter(transaction, '', how);
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
