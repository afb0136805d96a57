/** Seals every second factor of every area anew under the key that seals now, so that an older key can be taken out of the file. */
import { ownerOf, resealSecret, type SecretBox } from '../../staff-access/index.ts';
import type { OperationLog } from '../operation-log/operation-log.ts';
import type { VrsStore } from '../store/vrs-store.ts';
import { inOwnArea } from './area-staff-store.ts';

export type Resealed = {
  readonly resealed: number;
  /** Under the newest key already. */
  readonly asTheyWere: number;
  /** `area:id` of accounts whose second factor none of the keys opens: they have to be renewed. */
  readonly lost: readonly string[];
};

/** May run while nodes do: one area at a time, and what changed meanwhile is left as it is. Each stands in the area's operation log. */
export async function resealSecondFactors(parts: {
  readonly store: VrsStore;
  readonly secrets: SecretBox;
  readonly log: OperationLog;
}): Promise<Resealed> {
  const { store, secrets, log } = parts;
  let resealed = 0;
  let asTheyWere = 0;
  const lost: string[] = [];
  for (const area of await store.areas()) {
    await inOwnArea(store, area, async (transaction) => {
      const { database } = transaction;
      const accounts = await database
        .selectFrom('staff_accounts')
        .select(['staff_id', 'one_time_secret'])
        .where('area', '=', area)
        .orderBy('staff_id')
        .forUpdate()
        .execute();
      for (const { staff_id: target, one_time_secret: sealed } of accounts) {
        const owner = ownerOf({ scope: area }, target);
        const done = resealSecret(secrets, owner, sealed);
        if (done.kind === 'lost') lost.push(owner);
        if (done.kind === 'as-it-was') asTheyWere += 1;
        if (done.kind !== 'anew') continue;
        await database
          .updateTable('staff_accounts')
          .set({ one_time_secret: done.sealed })
          .where('area', '=', area)
          .where('staff_id', '=', target)
          .execute();
        const actor = { kind: 'system', area } as const;
        const result = 'second-factor-resealed';
        await log.append(transaction, { actor, operation: 'account-changed', personId: null, target, result });
        resealed += 1;
      }
    });
  }
  return { resealed, asTheyWere, lost };
}
