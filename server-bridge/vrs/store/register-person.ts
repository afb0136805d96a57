/** Registers a person with doses in an area. */
import { randomUUID } from 'node:crypto';
import type { PassportItems } from '../../protocol/index.ts';
import type { DoseRecord } from './records.ts';
import type { AreaTransaction } from './vrs-store.ts';

export type NewPerson = {
  /** Checked by the caller (V13). */
  readonly individualNumber: string;
  readonly name: string;
  /** `YYYY-MM-DD`. */
  readonly birthDay: string;
  readonly protected: boolean;
  readonly movedOn: string | null;
  readonly deceasedOn: string | null;
  readonly doses: readonly DoseRecord[];
  readonly passport: PassportItems | null;
};

/** Writes the person and gives the new person id; undefined where the number is registered in this area already. */
export async function registerPerson(
  { database, keys }: AreaTransaction,
  person: NewPerson,
): Promise<string | undefined> {
  const personId = randomUUID();
  const { area } = keys;
  const inserted = await database
    .insertInto('people')
    .values({
      area,
      person_id: personId,
      number_hash: keys.numberHash(person.individualNumber),
      individual_number: keys.encrypt('people.individual_number', personId, person.individualNumber),
      name: keys.encrypt('people.name', personId, person.name),
      birth_day: keys.encrypt('people.birth_day', personId, person.birthDay),
      protected: person.protected,
      moved_on: person.movedOn,
      deceased_on: person.deceasedOn,
    })
    .onConflict((conflict) => conflict.columns(['area', 'number_hash']).doNothing())
    .returning('person_id')
    .executeTakeFirst();
  if (inserted === undefined) return undefined;
  for (const dose of person.doses) {
    await database
      .insertInto('doses')
      .values({ area, person_id: personId, dose_id: randomUUID(), ...dose })
      .execute();
  }
  if (person.passport !== null) {
    const items = keys.encrypt('passports.items', personId, JSON.stringify(person.passport));
    await database.insertInto('passports').values({ area, person_id: personId, items }).execute();
  }
  return personId;
}
