/** Seals every second factor anew under the key that seals now, so that an older key can be taken out of the file. */
import { resealSecret, type SecretBox } from '../../staff-access/index.ts';
import { type AuditOutbox, intendAudit } from '../audit/index.ts';
import type { CenterDatabase } from '../store/index.ts';

export type Resealed = {
  readonly resealed: number;
  /** Under the newest key already. */
  readonly asTheyWere: number;
  /** Accounts whose second factor none of the keys opens: they have to be renewed. */
  readonly lost: readonly string[];
};

const CENTER = { kind: 'center' } as const;

/** May run while centers do: one account at a time, and what changed meanwhile is left as it is. */
export async function resealSecondFactors(parts: {
  readonly database: CenterDatabase;
  readonly secrets: SecretBox;
  readonly audit: AuditOutbox;
  readonly now: () => Date;
}): Promise<Resealed> {
  const { database, secrets, audit, now } = parts;
  const accounts = await database.selectFrom('staff_accounts').select(['staff_id', 'one_time_secret']).execute();
  const lost: string[] = [];
  let resealed = 0;
  for (const { staff_id: staffId, one_time_secret: sealed } of accounts) {
    const done = resealSecret(secrets, staffId, sealed);
    if (done.kind === 'lost') lost.push(staffId);
    if (done.kind !== 'anew') continue;
    const event = {
      actor: CENTER,
      action: 'account-changed',
      target: staffId,
      result: 'second-factor-resealed',
    } as const;
    await database.transaction().execute(async (session) => {
      const { numUpdatedRows } = await session
        .updateTable('staff_accounts')
        .set({ one_time_secret: done.sealed })
        .where('staff_id', '=', staffId)
        .where('one_time_secret', '=', sealed)
        .executeTakeFirst();
      if (numUpdatedRows > 0n) await intendAudit(session, [event], now());
    });
    resealed += 1;
  }
  await audit.settle();
  return { resealed, asTheyWere: accounts.length - resealed - lost.length, lost };
}
