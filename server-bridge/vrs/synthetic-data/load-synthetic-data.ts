/** Puts invented people with their records into the areas of the invented municipalities. */
import * as v from 'valibot';
import { isIndividualNumber } from '../../../card-reader/index.ts';
import { MunicipalityCodeSchema } from '../../protocol/index.ts';
import type { VrsStore } from '../store/vrs-store.ts';
import { registerSyntheticPerson } from './register-synthetic-person.ts';
import { SYNTHETIC_RECORDS, type SyntheticRecord } from './synthetic-records.ts';

/** A person of the card room, as far as a record needs them. */
export type SyntheticPersonFacts = {
  readonly id: string;
  readonly individualNumber: string;
  readonly name: string;
  /** `YYYYMMDD`. */
  readonly birthDate: string;
};

/**
 * Registers everybody who has a record. Doing it again changes nothing.
 *
 * @param records other records, by person id, for load tests
 * @throws where a number has a wrong check digit (V13) or an area is missing: both are mistakes in the data
 */
export async function loadSyntheticData(
  store: VrsStore,
  people: readonly SyntheticPersonFacts[],
  records: Readonly<Record<string, SyntheticRecord>> = SYNTHETIC_RECORDS,
): Promise<void> {
  for (const person of people) {
    const entry = records[person.id];
    if (entry === undefined) continue;
    if (!isIndividualNumber(person.individualNumber)) throw new Error(`check digit of synthetic person ${person.id}`);
    const { birthDate } = person;
    const birthDay = `${birthDate.slice(0, 4)}-${birthDate.slice(4, 6)}-${birthDate.slice(6)}`;
    const area = v.parse(MunicipalityCodeSchema, entry.municipality);
    const registered = await store.inArea(area, async (transaction) => {
      const { id, individualNumber, name } = person;
      await registerSyntheticPerson(transaction, { id, individualNumber, name, birthDay, ...entry.record }, new Date());
      return true;
    });
    if (registered === undefined) throw new Error(`no area ${area}`);
  }
}
