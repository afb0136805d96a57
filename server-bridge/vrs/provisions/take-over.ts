/** Doses that another municipality has provided become records here, once; what was doubtful there is doubtful here. */
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import type { DoseFacts } from '../register/dose-facts.ts';
import { doubtDose, insertDose } from '../register/doses.ts';
import { holdPerson } from '../register/people.ts';
import { readDoses } from '../register/read-doses.ts';
import { refreshDoubts } from '../register/refresh-doubts.ts';
import type { Change } from '../register/register-error.ts';
import type { AreaTransaction } from '../store/vrs-store.ts';
import { ProvidedSchema } from './ask-municipality.ts';

export type TakeOverError =
  | { readonly kind: 'unknown-provision' }
  /** It was about somebody else. */
  | { readonly kind: 'another-person' }
  /** Taken over already, or kept too long without it. */
  | { readonly kind: 'nothing-left' };

/** @returns how many doses were new here */
export async function takeOver(
  transaction: AreaTransaction,
  provisionId: string,
  personId: string,
  change: Change,
): Promise<Result<{ readonly doses: number }, TakeOverError>> {
  const { database, keys } = transaction;
  const row = await database
    .selectFrom('provisions')
    .select(['person_id', 'contents'])
    .where('area', '=', keys.area)
    .where('provision_id', '=', provisionId)
    .where('side', '=', 'asking')
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) return err({ kind: 'unknown-provision' });
  if (row.person_id !== personId || (await holdPerson(transaction, personId)).isErr()) {
    return err({ kind: 'another-person' });
  }
  if (row.contents === null) return err({ kind: 'nothing-left' });
  const opened = keys.decrypt('provisions.contents', provisionId, row.contents);
  const provided = v.parse(v.pipe(v.string(), v.parseJson(), ProvidedSchema), opened);
  const here = await readDoses(transaction, personId);
  let doses = 0;
  for (const { dose, doubtful } of provided) {
    const known = here.find(({ facts }) => isSame(facts, dose));
    if (known !== undefined) {
      // The same dose: what speaks against it there speaks against it here.
      if (doubtful && known.doubt === null) await doubtDose(transaction, personId, known, change);
      continue;
    }
    const origin = { source: 'transfer', ticketId: null, saidDoubtful: doubtful } as const;
    await insertDose(transaction, personId, dose, origin, change);
    doses += 1;
  }
  await refreshDoubts(transaction, personId, change.at);
  await database
    .updateTable('provisions')
    .set({ contents: null })
    .where('area', '=', keys.area)
    .where('provision_id', '=', provisionId)
    .execute();
  return ok({ doses });
}

const isSame = (one: DoseFacts, other: DoseFacts): boolean =>
  one.number === other.number && one.day === other.day && one.product === other.product && one.lot === other.lot;
