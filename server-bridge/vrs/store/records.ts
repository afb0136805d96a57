/** A person's record in one area. "Not found" and "no doses" are different values; unavailable is a throw (P10). */
import * as v from 'valibot';
import { type PassportItems, PassportItemsSchema } from '../../protocol/index.ts';
import type { AreaTransaction } from './vrs-store.ts';

export type DoseRecord = {
  readonly number: number;
  readonly day: string;
  readonly product: string;
  readonly lot: string;
  readonly doubtful: boolean;
};

export type PersonRecord = {
  readonly personId: string;
  /** `YYYY-MM-DD`. */
  readonly birthDay: string;
  readonly protected: boolean;
  readonly movedOn: string | null;
  readonly deceasedOn: string | null;
  /** By number, then day. May be empty. */
  readonly doses: readonly DoseRecord[];
  readonly passport: PassportItems | null;
};

export type Lookup = { readonly kind: 'found'; readonly record: PersonRecord } | { readonly kind: 'not-found' };

/** Finds a person by individual number, through the keyed hash (V14: only for issuing what the person applied for). */
export async function findPerson({ database, keys }: AreaTransaction, individualNumber: string): Promise<Lookup> {
  const person = await database
    .selectFrom('people')
    .select(['person_id', 'birth_day', 'protected', 'moved_on', 'deceased_on'])
    .where('area', '=', keys.area)
    .where('number_hash', '=', keys.numberHash(individualNumber))
    // Whoever corrects anything of this person waits until what is decided from it now is recorded, or comes first (P5).
    .forShare()
    .executeTakeFirst();
  if (person === undefined) return { kind: 'not-found' };
  const personId = person.person_id;
  const doses = await database
    .selectFrom('doses')
    .select(['number', 'day', 'product', 'lot', 'doubtful'])
    .where('area', '=', keys.area)
    .where('person_id', '=', personId)
    .orderBy('number')
    .orderBy('day')
    .execute();
  const passport = await database
    .selectFrom('passports')
    .select('items')
    .where('area', '=', keys.area)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return {
    kind: 'found',
    record: {
      personId,
      birthDay: keys.decrypt('people.birth_day', personId, person.birth_day),
      protected: person.protected,
      movedOn: person.moved_on,
      deceasedOn: person.deceased_on,
      doses,
      passport:
        passport === undefined
          ? null
          : v.parse(PassportItemsSchema, JSON.parse(keys.decrypt('passports.items', personId, passport.items))),
    },
  };
}
