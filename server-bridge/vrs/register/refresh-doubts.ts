/** Brings the flags of a person's doses up to what the rules say now, after anything of the person or a dose has changed. */
import type { AreaTransaction } from '../store/vrs-store.ts';
import { dayInJapan } from './calendar-day.ts';
import { DOUBTS, type Doubt } from './dose-facts.ts';
import { doubtsOf } from './doubts.ts';

/** Doubts that somebody has said, and that only somebody can take back. */
export const isSaid = (doubt: string | null): boolean => doubt === 'said-by-source' || doubt === 'said-by-staff';

/** Doubts that no rule takes back: a dose that was written before its day was wrong when it was written, and that day passes by itself (P9). */
export const isForSomebodyToEnd = (doubt: string | null): boolean => isSaid(doubt) || doubt === 'in-the-future';

/** Flags what a rule speaks against, and takes back a rule's flag where none does any more. */
export async function refreshDoubts({ database, keys }: AreaTransaction, personId: string, at: Date): Promise<void> {
  const { area } = keys;
  const person = await database
    .selectFrom('people')
    .select(['person_id', 'birth_day', 'moved_on', 'deceased_on'])
    .where('area', '=', area)
    .where('person_id', '=', personId)
    .executeTakeFirstOrThrow();
  const doses = await database
    .selectFrom('doses')
    .select(['dose_id', 'number', 'day', 'product', 'lot', 'doubtful', 'doubt'])
    .where('area', '=', area)
    .where('person_id', '=', personId)
    .orderBy('number')
    .orderBy('day')
    .execute();
  const facts = {
    birthDay: keys.decrypt('people.birth_day', person.person_id, person.birth_day),
    movedOn: person.moved_on,
    deceasedOn: person.deceased_on,
  };
  const doubts = doubtsOf(facts, doses, dayInJapan(at));
  for (const [index, dose] of doses.entries()) {
    // Somebody's word stands until somebody takes it back, whatever the rules say beside it.
    const doubt = standingWord(dose) ?? doubts[index] ?? null;
    if (dose.doubtful === (doubt !== null) && dose.doubt === doubt) continue;
    await database
      .updateTable('doses')
      .set({ doubtful: doubt !== null, doubt })
      .where('area', '=', area)
      .where('dose_id', '=', dose.dose_id)
      .execute();
  }
}

/** What stands without a rule: somebody's word, or a day that was still to come. A flag of before reasons were kept was the source's. */
function standingWord({
  doubtful,
  doubt,
}: {
  readonly doubtful: boolean;
  readonly doubt: string | null;
}): Doubt | null {
  if (!doubtful) return null;
  if (doubt === null) return 'said-by-source';
  return DOUBTS.find((one) => one === doubt && isForSomebodyToEnd(one)) ?? null;
}
