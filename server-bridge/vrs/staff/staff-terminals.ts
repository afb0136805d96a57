/** Registered staff terminals of one area (V10): only from them can anybody sign in. Whoever is withdrawn is so for good. */

import { err, ok, type Result } from 'neverthrow';
import type { LocalizedText, MunicipalityCode } from '../../protocol/index.ts';
import type { OperationLog } from '../operation-log/operation-log.ts';
import type { VrsStore } from '../store/vrs-store.ts';
import { inOwnArea } from './area-staff-store.ts';
import { actorId, type StaffTerminalName, type VrsActor } from './rights.ts';

export type TerminalParts = { readonly store: VrsStore; readonly log: OperationLog; readonly now: () => Date };

export type StaffTerminal = {
  readonly terminal: string;
  readonly registeredAt: Date;
  readonly registeredBy: string;
  readonly withdrawnAt: Date | null;
  readonly lastSeenAt: Date | null;
};

export type TerminalError =
  /** Registered already, or withdrawn: its name is never used again. */
  { readonly kind: 'taken' } | { readonly kind: 'unknown-terminal' };

/** A terminal seen less long ago is not written again. */
const SEEN_STEP_MS = 60_000;

export function listTerminals(
  { store }: Pick<TerminalParts, 'store'>,
  area: MunicipalityCode,
): Promise<readonly StaffTerminal[]> {
  return inOwnArea(store, area, async ({ database }) => {
    const rows = await database.selectFrom('staff_terminals').selectAll().orderBy('terminal').execute();
    return rows.map((row) => ({
      terminal: row.terminal,
      registeredAt: row.registered_at,
      registeredBy: row.registered_by,
      withdrawnAt: row.withdrawn_at,
      lastSeenAt: row.last_seen_at,
    }));
  });
}

/** Registers a terminal in the actor's own area. Its certificate names both. */
export function registerTerminal(
  { store, log, now }: TerminalParts,
  actor: VrsActor,
  terminal: StaffTerminalName,
): Promise<Result<void, TerminalError>> {
  return inOwnArea(store, actor.area, async (transaction) => {
    const inserted = await transaction.database
      .insertInto('staff_terminals')
      .values({ terminal, registered_at: now(), registered_by: actorId(actor) })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (inserted.numInsertedOrUpdatedRows !== 1n) return err({ kind: 'taken' });
    await log.append(transaction, {
      actor,
      operation: 'terminal-registered',
      personId: null,
      target: terminal,
      result: 'done',
    });
    return ok();
  });
}

/** Withdraws a terminal of the actor's own area. Twice is once. */
export function withdrawTerminal(
  { store, log, now }: TerminalParts,
  actor: VrsActor,
  terminal: StaffTerminalName,
): Promise<Result<void, TerminalError>> {
  return inOwnArea(store, actor.area, async (transaction) => {
    const row = await transaction.database
      .selectFrom('staff_terminals')
      .select('withdrawn_at')
      .where('terminal', '=', terminal)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) return err({ kind: 'unknown-terminal' });
    if (row.withdrawn_at !== null) return ok();
    await transaction.database
      .updateTable('staff_terminals')
      .set({ withdrawn_at: now(), withdrawn_by: actorId(actor) })
      .where('terminal', '=', terminal)
      .execute();
    await log.append(transaction, {
      actor,
      operation: 'terminal-withdrawn',
      personId: null,
      target: terminal,
      result: 'done',
    });
    return ok();
  });
}

/**
 * Whether a terminal may be at work now, and that it was seen.
 *
 * @returns the name of its municipality; null where it is not registered, or withdrawn, or there is no such area
 */
export async function admitTerminal(
  { store, now }: Pick<TerminalParts, 'store' | 'now'>,
  area: MunicipalityCode,
  terminal: StaffTerminalName,
): Promise<LocalizedText | null> {
  const admitted = await store.inArea(area, async ({ database, municipality }) => {
    const row = await database
      .selectFrom('staff_terminals')
      .select('last_seen_at')
      .where('terminal', '=', terminal)
      .where('withdrawn_at', 'is', null)
      .executeTakeFirst();
    if (row === undefined) return null;
    const at = now();
    if (row.last_seen_at === null || at.getTime() - row.last_seen_at.getTime() >= SEEN_STEP_MS) {
      await database
        .updateTable('staff_terminals')
        .set({ last_seen_at: at })
        .where('terminal', '=', terminal)
        .execute();
    }
    return municipality.name;
  });
  return admitted ?? null;
}

/** Names of the terminals of an area that may be at work now; none where there is no such area. */
export async function admittedTerminals(
  { store }: Pick<TerminalParts, 'store'>,
  area: MunicipalityCode,
): Promise<ReadonlySet<string>> {
  const rows = await store.inArea(area, ({ database }) =>
    database.selectFrom('staff_terminals').select('terminal').where('withdrawn_at', 'is', null).execute(),
  );
  return new Set((rows ?? []).map((row) => row.terminal));
}
