/** The staff of one area, as the shared part about people sees their tables; what it does stands in the area's operation log. */
import type { Kysely } from 'kysely';
import type { MunicipalityCode } from '../../protocol/index.ts';
import type { StaffStore, StaffTables } from '../../staff-access/index.ts';
import type { VrsTables } from '../store/tables.ts';
import type { AreaTransaction, VrsStore } from '../store/vrs-store.ts';

/** Runs work in an area that must be there: its staff act in it. @throws where it is gone */
export async function inOwnArea<T>(
  store: VrsStore,
  area: MunicipalityCode,
  work: (transaction: AreaTransaction) => Promise<T>,
): Promise<T> {
  const done = await store.inArea(area, async (transaction) => ({ value: await work(transaction) }));
  if (done === undefined) throw new Error('the area whose staff act is not there');
  return done.value;
}

/** @param witness puts what happened into the log, in the transaction of the act itself */
export function areaStaffStore<Event>(
  store: VrsStore,
  area: MunicipalityCode,
  witness: (transaction: AreaTransaction, event: Event) => Promise<void>,
): StaffStore<Event> {
  return {
    use: (work) => inOwnArea(store, area, (transaction) => work(tablesOf(transaction))),
    act: (work) =>
      inOwnArea(store, area, async (transaction) => {
        const { value, events } = await work(tablesOf(transaction));
        for (const event of events) await witness(transaction, event);
        return value;
      }),
    tell: (event) => inOwnArea(store, area, (transaction) => witness(transaction, event)),
  };
}

/** The area of each row follows from the transaction. */
function tablesOf({ database }: AreaTransaction): Kysely<StaffTables> {
  const whole: Kysely<VrsTables> = database;
  return whole;
}
