/**
 * The store of VRS. Every piece of work runs in one transaction, under the application role, inside one area or outside all
 * of them; there is no other way to the tables (V8).
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import * as v from 'valibot';
import { withStatementLimit } from '../../bounded-pool/index.ts';
import { type LocalizedText, type MunicipalityCode, MunicipalityCodeSchema } from '../../protocol/index.ts';
import type { AreaKeys, GenerationState } from './area-keys.ts';
import { createKeyRing, type WrappedGeneration } from './key-ring.ts';
import { AreaKeysUnavailable, type GivenMasterKey, masterKeyOf } from './master-key.ts';
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
  /** Nobody else is in the area meanwhile (its keys change); waits for that at most so long. */
  readonly aloneWithinMs?: number;
  /** Everything is read as it was at the first statement (a backup). */
  readonly oneSnapshot?: boolean;
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
/** Longest wait at the door of an area whose hashes become those of new keys at this moment. */
const LOCK_LIMIT_MS = 30_000;
/**
 * Longest silence of whoever has a transaction open; then the server ends it. A node without power or network says no more, and
 * what it holds (the head of a log, a person's row) would else be held until the kernel gives the connection up, hours later.
 */
export const IDLE_LIMIT_MS = 30_000;
/** A server that ends a statement at its limit has so long to say it; then the connection is taken for silent. */
const ANSWER_MARGIN_MS = 5_000;
/** First half of the advisory locks of areas; the second is the area's code. */
const AREA_LOCK = 0x6b6f6675;

/** For tests: limits that need not be waited for. */
export type StoreLimits = { readonly idleMs?: number; readonly answerMarginMs?: number };

/** Puts the store around an open, migrated database. */
export function createVrsStore(parts: {
  readonly database: Kysely<VrsTables>;
  readonly masterKey: GivenMasterKey;
  readonly close: () => Promise<void>;
  readonly limits?: StoreLimits;
}): VrsStore {
  const { database } = parts;
  const { idleMs = IDLE_LIMIT_MS, answerMarginMs = ANSWER_MARGIN_MS } = parts.limits ?? {};
  const keyRing = createKeyRing(masterKeyOf(parts.masterKey));

  // Only a connection to a server has the limit of silence: PGlite has no other node that waits, and stands still when it passes.
  const enter = (transaction: Transaction<VrsTables>, area: string, how: AreaWork = {}) => {
    const { role = APPLICATION_ROLE, statementLimitMs = STATEMENT_LIMIT_MS, aloneWithinMs } = how;
    const lockLimitMs = aloneWithinMs ?? Math.max(LOCK_LIMIT_MS, statementLimitMs);
    // Everybody in an area holds its lock together; who changes its keys holds it alone. So nobody works with keys of yesterday.
    const lock = sql.raw(aloneWithinMs === undefined ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock');
    const entering = sql`select set_config('role', ${role}, true), set_config('kofu.area', ${area}, true),
               set_config('statement_timeout', ${String(statementLimitMs)}, true),
               set_config('lock_timeout', ${String(lockLimitMs)}, true),
               set_config('idle_in_transaction_session_timeout',
                 case current_setting('idle_in_transaction_session_timeout')
                   when '0' then '0' else ${String(Math.max(idleMs, statementLimitMs))} end, true),
               ${area === '' ? sql`null` : sql`${lock}(${sql.lit(AREA_LOCK)}, ${Number(area)}::integer)`}`;
    return withStatementLimit(lockLimitMs + answerMarginMs, () => entering.execute(transaction));
  };

  const run = <T>(work: (transaction: Transaction<VrsTables>) => Promise<T>, how: AreaWork = {}): Promise<T> => {
    const { oneSnapshot = false, statementLimitMs = STATEMENT_LIMIT_MS } = how;
    const begun = oneSnapshot ? database.transaction().setIsolationLevel('repeatable read') : database.transaction();
    return withStatementLimit(statementLimitMs + answerMarginMs, () => begun.execute(work));
  };

  const enterArea = async (
    transaction: Transaction<VrsTables>,
    code: MunicipalityCode,
    how?: AreaWork,
  ): Promise<AreaTransaction | undefined> => {
    await enter(transaction, code, how);
    const rows = await transaction
      .selectFrom('municipalities')
      .leftJoin('area_keys', 'area_keys.area', 'municipalities.code')
      .select(['prefecture_ja', 'prefecture_en', 'name_ja', 'name_en', 'taking_part'])
      .select(['area_keys.generation', 'area_keys.key_id', 'area_keys.state', 'area_keys.wrapped_keys'])
      .where('code', '=', code)
      .execute();
    const [row] = rows;
    if (row === undefined) return undefined;
    return {
      database: transaction,
      keys: await keyRing.keysOf(code, rows.map(wrappedGeneration)),
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
      run(async (transaction) => {
        const area = await enterArea(transaction, code, how);
        return area === undefined ? undefined : await work(area);
      }, how),
    acrossAreas: (work) => run((transaction) => work((code) => enterArea(transaction, code))),
    outsideAreas: (work, how) =>
      run(async (transaction) => {
        await enter(transaction, '', how);
        return await work(transaction);
      }, how),
    areas: () =>
      run(async (transaction) => {
        await enter(transaction, '');
        const rows = await transaction.selectFrom('municipalities').select('code').orderBy('code').execute();
        return rows.map(({ code }) => v.parse(MunicipalityCodeSchema, code));
      }),
    close: parts.close,
  };
}

function wrappedGeneration(row: {
  readonly generation: number | null;
  readonly key_id: string | null;
  readonly state: GenerationState | null;
  readonly wrapped_keys: Uint8Array | null;
}): WrappedGeneration {
  const { generation, key_id: keyId, state, wrapped_keys: wrapped } = row;
  if (generation === null || state === null || wrapped === null) throw new AreaKeysUnavailable('keys-missing');
  return { generation, keyId, state, wrapped };
}
