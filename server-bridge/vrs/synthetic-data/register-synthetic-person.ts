/** Registers an invented person with doses, as a municipality's own staff and systems would. */
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { PassportItems } from '../../protocol/index.ts';
import { insertDose } from '../register/doses.ts';
import { registerNewPerson } from '../register/people.ts';
import { IndividualNumberSchema } from '../register/person-facts.ts';
import { refreshDoubts } from '../register/refresh-doubts.ts';
import type { DoseRecord } from '../store/records.ts';
import type { AreaTransaction } from '../store/vrs-store.ts';

export type SyntheticRegistration = {
  /** Of the invented person; the reference number follows from it. */
  readonly id: string;
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

/** Writes the person; nothing happens where the number is registered in this area already. */
export async function registerSyntheticPerson(
  transaction: AreaTransaction,
  person: SyntheticRegistration,
  at: Date,
): Promise<void> {
  const { database, keys } = transaction;
  const change = { by: 'system', at };
  const { name, birthDay, movedOn, deceasedOn } = person;
  const facts = {
    referenceNumber: syntheticReferenceNumber(person.id),
    individualNumber: v.parse(IndividualNumberSchema, person.individualNumber),
    name,
    kana: null,
    birthDay,
    sex: 'unknown' as const,
    protected: person.protected,
    movedOn,
    deceasedOn,
  };
  const registered = await registerNewPerson(transaction, facts, change);
  if (registered.isErr()) return;
  const { personId } = registered.value;
  for (const { doubtful, ...dose } of person.doses) {
    await insertDose(
      transaction,
      personId,
      { ...dose, vaccinatedIn: null, site: null, doctor: null },
      { source: 'system', ticketId: null, saidDoubtful: doubtful },
      change,
    );
  }
  await refreshDoubts(transaction, personId, at);
  if (person.passport !== null) {
    const items = keys.encrypt('passports.items', personId, JSON.stringify(person.passport));
    await database.insertInto('passports').values({ area: keys.area, person_id: personId, items }).execute();
  }
}

/** Fifteen digits that belong to the invented person, wherever they are registered. */
export function syntheticReferenceNumber(id: string): string {
  const digest = createHash('sha256').update(`kofu synthetic ${id}`, 'utf8').digest();
  return `9${String(digest.readUIntBE(0, 6) % 100_000_000_000_000).padStart(14, '0')}`;
}
