/**
 * A new generation of one area's keys, while the area is in use on any number of nodes (V9).
 *
 * 1. `incoming`: from now on fields are written with the new key. What is there is encrypted anew, a few rows at a time.
 * 2. The switch: all hashes of the area change in one transaction, alone in the area.
 * 3. `outgoing`: the old key is destroyed once no value of it is left, proved by counting.
 *
 * Each step is a transaction of its own and finds by itself where it is, so that it can be killed at any moment and called again.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { err, ok, type Result } from 'neverthrow';
import type { MunicipalityCode } from '../../protocol/index.ts';
import type { OperationLog } from '../operation-log/operation-log.ts';
import { type GenerationState, makeWrappedKeys } from '../store/area-keys.ts';
import { KEYED_TABLES, STAGED_COLUMNS } from '../store/keyed-columns.ts';
import type { MasterKey, MasterKeyError } from '../store/master-key.ts';
import { KEYS_ROLE } from '../store/roles.ts';
import type { AreaTransaction, AreaWork, VrsStore } from '../store/vrs-store.ts';
import { countOld } from './count-old.ts';
import { countHashes, pairHashes, switchHashes } from './hash-pairs.ts';
import { type Batch, type RowKey, resealBatch } from './reseal.ts';

export type RotationParts = {
  readonly store: VrsStore;
  readonly masterKey: MasterKey;
  readonly log: OperationLog;
  readonly now: () => Date;
  readonly limits?: Partial<RotationLimits>;
  /** Told after each transaction; a test ends the work here. */
  readonly onStep?: (step: RotationStep) => Promise<void>;
};

export type RotationStep = 'begun' | 'resealed' | 'paired' | 'switched' | 'waiting' | 'destroyed';

export type RotationLimits = {
  readonly batchRows: number;
  /** How long everybody at the door of the area waits at most until those inside have gone; then it is tried again later. */
  readonly aloneWithinMs: number;
  readonly pauseMs: number;
  /** Tries of what needs the area alone, and rounds over rows that somebody holds. */
  readonly tries: number;
  readonly switchMs: number;
};

export const ROTATION_LIMITS: RotationLimits = {
  batchRows: 200,
  aloneWithinMs: 2_000,
  pauseMs: 500,
  tries: 1_200,
  switchMs: 600_000,
};

export type RotationError =
  | { readonly kind: 'no-such-area' }
  | MasterKeyError
  /** An import or other long work was in the area each time. What is done stays done; the same call goes on from there. */
  | { readonly kind: 'area-busy' };

export type Rotated = {
  readonly generation: number;
  readonly changed: number;
  /** How long the switch kept the area to itself. */
  readonly switchMs: number;
};

/** Goes on with a change of keys that was begun, or begins one, and carries it to its end. */
export async function rotateArea(
  parts: RotationParts,
  area: MunicipalityCode,
): Promise<Result<Rotated, RotationError>> {
  const limits = { ...ROTATION_LIMITS, ...parts.limits };
  const tell = parts.onStep ?? (() => Promise.resolve());
  let changed = 0;
  let switchMs = 0;
  let tries = 0;
  const pause = async (): Promise<boolean> => {
    tries += 1;
    await tell('waiting');
    await delay(limits.pauseMs);
    return tries < limits.tries;
  };
  const begun = await whileBusy(() => begin(parts, area, limits), pause);
  if (begun.isErr()) return err(begun.error);
  if (begun.value.isNew) await tell('begun');
  const { generation } = begun.value;
  for (;;) {
    const round = await resealAll(parts, area, limits, () => tell('resealed'));
    if (round === null) return err({ kind: 'no-such-area' });
    changed += round;
    const states = await statesOf(parts, area);
    if (states?.includes('incoming') === true) {
      const done = await switchOver(parts, area, limits, () => tell('paired'));
      if (done !== 'busy') {
        switchMs = done;
        await tell('switched');
      } else if (!(await pause())) return err({ kind: 'area-busy' });
      continue;
    }
    if (states?.includes('outgoing') !== true) break;
    const done = await destroy(parts, area, limits);
    if (done === 'destroyed') {
      await tell('destroyed');
      break;
    }
    if (!(await pause())) return err({ kind: 'area-busy' });
  }
  return ok({ generation, changed, switchMs });
}

const asKeys: AreaWork = { role: KEYS_ROLE };
const alone = ({ aloneWithinMs, switchMs }: RotationLimits): AreaWork => ({
  ...asKeys,
  aloneWithinMs,
  statementLimitMs: switchMs,
});

/** PostgreSQL's lock_not_available, query_canceled, deadlock_detected: somebody else is there; later it may be free. */
const PASSING = new Set(['55P03', '57014', '40P01']);
const isPassing = (cause: unknown): boolean =>
  typeof cause === 'object' && cause !== null && 'code' in cause && PASSING.has(String(cause.code));

async function whileBusy<T>(
  work: () => Promise<Result<T, RotationError>>,
  pause: () => Promise<boolean>,
): Promise<Result<T, RotationError>> {
  for (;;) {
    try {
      return await work();
    } catch (cause) {
      if (!isPassing(cause)) throw cause;
      if (!(await pause())) return err({ kind: 'area-busy' });
    }
  }
}

async function begin(
  { store, masterKey, log, now }: RotationParts,
  area: MunicipalityCode,
  limits: RotationLimits,
): Promise<Result<{ readonly generation: number; readonly isNew: boolean }, RotationError>> {
  // Wrapped beforehand: a token that is slow keeps nobody out of the area.
  const keyId = randomUUID();
  const wrapped = await makeWrappedKeys(masterKey, { area, keyId });
  if (wrapped.isErr()) return err(wrapped.error);
  const begun = await store.inArea(
    area,
    async (transaction) => {
      const rows = await readStates(transaction);
      const newest = Math.max(...rows.map(({ generation }) => generation));
      if (rows.length > 1) return { generation: newest, isNew: false };
      const generation = newest + 1;
      await transaction.database
        .insertInto('area_keys')
        .values({
          generation,
          key_id: keyId,
          state: 'incoming',
          wrapped_keys: wrapped.value,
          made_at: now(),
          made_by: 'system',
        })
        .execute();
      await logChange(log, transaction, generation, 'begun');
      return { generation, isNew: true };
    },
    alone(limits),
  );
  return begun === undefined ? err({ kind: 'no-such-area' }) : ok(begun);
}

const readStates = ({ database, keys }: AreaTransaction) =>
  database.selectFrom('area_keys').select(['generation', 'state']).where('area', '=', keys.area).execute();

async function statesOf({ store }: RotationParts, area: MunicipalityCode): Promise<GenerationState[] | undefined> {
  const rows = await store.inArea(area, readStates, asKeys);
  return rows?.map(({ state }) => state);
}

/** One round over all tables; how many rows were encrypted anew. Null where there is no such area. */
async function resealAll(
  { store }: RotationParts,
  area: MunicipalityCode,
  { batchRows }: RotationLimits,
  tell: () => Promise<void>,
): Promise<number | null> {
  let changed = 0;
  for (const table of KEYED_TABLES) {
    let after: RowKey | null = null;
    do {
      const from: RowKey | null = after;
      try {
        const batch: Batch | undefined = await store.inArea(
          area,
          (inside) => resealBatch(inside, table, from, batchRows),
          asKeys,
        );
        if (batch === undefined) return null;
        changed += batch.changed;
        after = batch.after;
        if (batch.changed > 0) await tell();
      } catch (cause) {
        if (!isPassing(cause)) throw cause;
        after = null;
      }
    } while (after !== null);
  }
  return changed;
}

/** @returns for how many milliseconds the area was closed */
async function switchOver(
  { store, log }: RotationParts,
  area: MunicipalityCode,
  limits: RotationLimits,
  tell: () => Promise<void>,
): Promise<number | 'busy'> {
  // As many as there are now: whoever registers faster than this goes would else be run after for ever. The rest is done alone in the area.
  let left = (await store.inArea(area, countHashes, { ...asKeys, statementLimitMs: limits.switchMs })) ?? 0;
  while (left > 0) {
    const paired = (await store.inArea(area, (inside) => pairHashes(inside, limits.batchRows), asKeys)) ?? 0;
    if (paired === 0) break;
    left -= paired;
    await tell();
  }
  try {
    let entered = 0;
    const done = await store.inArea(
      area,
      async (transaction): Promise<'switched' | 'busy'> => {
        entered = performance.now();
        // Rows that wait in an import carry hashes of the active keys: it comes to its end first.
        if (await hasStaged(transaction)) return 'busy';
        while ((await pairHashes(transaction, limits.batchRows)) > 0);
        await switchHashes(transaction);
        const { database, keys } = transaction;
        const set = (from: GenerationState, to: GenerationState) =>
          database
            .updateTable('area_keys')
            .set({ state: to })
            .where('area', '=', keys.area)
            .where('state', '=', from)
            .execute();
        await set('active', 'outgoing');
        await set('incoming', 'active');
        await logChange(log, transaction, keys.generation, 'active');
        return 'switched';
      },
      alone(limits),
    );
    return done === 'switched' ? performance.now() - entered : 'busy';
  } catch (cause) {
    if (isPassing(cause)) return 'busy';
    throw cause;
  }
}

async function hasStaged({ database, keys }: AreaTransaction): Promise<boolean> {
  const any = Object.keys(STAGED_COLUMNS).map(
    (table) => sql`exists (select from ${sql.table(table)} where area = ${keys.area})`,
  );
  const { rows } = await sql<{ staged: boolean }>`select ${sql.join(any, sql` or `)} as staged`.execute(database);
  return rows[0]?.staged !== false;
}

async function destroy(
  { store, log }: RotationParts,
  area: MunicipalityCode,
  limits: RotationLimits,
): Promise<'destroyed' | 'left'> {
  const left = await store.inArea(area, countOld, { ...asKeys, statementLimitMs: limits.switchMs });
  if (left !== 0) return 'left';
  try {
    const done = await store.inArea(
      area,
      async (transaction): Promise<'destroyed' | 'left'> => {
        if ((await countOld(transaction)) !== 0) return 'left';
        const { database, keys } = transaction;
        await database.deleteFrom('area_keys').where('area', '=', keys.area).where('state', '=', 'outgoing').execute();
        await logChange(log, transaction, keys.generation, 'old-keys-destroyed');
        return 'destroyed';
      },
      alone(limits),
    );
    return done ?? 'left';
  } catch (cause) {
    if (isPassing(cause)) return 'left';
    throw cause;
  }
}

const logChange = (log: OperationLog, transaction: AreaTransaction, generation: number, result: string) => {
  const actor = { kind: 'system', area: transaction.municipality.code } as const;
  return log.append(transaction, {
    actor,
    operation: 'keys-changed',
    personId: null,
    target: `generation-${generation}`,
    result,
  });
};
