/** Alarms of one terminal that end by themselves, with their entry in the audit trail. */
import type { AlarmCode } from '../alarm-codes.ts';
import * as store from '../store/index.ts';
import type { AlarmWitness } from './alarm-witness.ts';

/** Both or neither. Call the witness' `settle` after it. @param how in one word */
export async function endAlarms(
  parts: {
    readonly database: store.CenterDatabase;
    readonly witness: Pick<AlarmWitness, 'ending'>;
    readonly now: () => Date;
  },
  which: { readonly terminalId: string; readonly code: AlarmCode },
  how: string,
): Promise<void> {
  await parts.database.transaction().execute(async (transaction) => {
    const ids = await store.closeAlarms(transaction, which, how, parts.now());
    const ended = ids.map((id) => ({ id, ...which }));
    await parts.witness.ending(transaction, ended, how);
  });
}
