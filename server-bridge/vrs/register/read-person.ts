/** A person as registered, opened; never with the individual number. */
import * as v from 'valibot';
import type { AreaKeys } from '../store/area-keys.ts';
import type { AreaTransaction } from '../store/vrs-store.ts';
import type { PersonFacts } from './person-facts.ts';
import { SexSchema } from './person-facts.ts';

export type RegisteredPerson = Omit<PersonFacts, 'individualNumber' | 'referenceNumber'> & {
  readonly personId: string;
  readonly version: number;
  /** Null for people that were registered before reference numbers were kept. */
  readonly referenceNumber: string | null;
  readonly hasIndividualNumber: boolean;
  readonly registeredAt: Date;
  readonly changedAt: Date;
  readonly changedBy: string;
};

/** The columns of a person that staff see. The number itself is not among them. */
export const PERSON_COLUMNS = [
  'person_id',
  'reference_number',
  'name',
  'kana',
  'birth_day',
  'sex',
  'protected',
  'moved_on',
  'deceased_on',
  'version',
  'registered_at',
  'changed_at',
  'changed_by',
] as const;

export type PersonColumns = {
  readonly person_id: string;
  readonly reference_number: Uint8Array | null;
  readonly name: Uint8Array;
  readonly kana: Uint8Array | null;
  readonly birth_day: Uint8Array;
  readonly sex: Uint8Array | null;
  readonly protected: boolean;
  readonly moved_on: string | null;
  readonly deceased_on: string | null;
};

/** The facts of a row, opened. */
export function openPersonFacts(keys: AreaKeys, row: PersonColumns) {
  const id = row.person_id;
  const open = (column: string, value: Uint8Array | null) =>
    value === null ? null : keys.decrypt(`people.${column}`, id, value);
  return {
    personId: id,
    referenceNumber: open('reference_number', row.reference_number),
    name: keys.decrypt('people.name', id, row.name),
    kana: open('kana', row.kana),
    birthDay: keys.decrypt('people.birth_day', id, row.birth_day),
    sex: v.parse(SexSchema, open('sex', row.sex) ?? 'unknown'),
    protected: row.protected,
    movedOn: row.moved_on,
    deceasedOn: row.deceased_on,
  };
}

/** Reads one person; null where this municipality has none of that id. */
export async function readPerson(
  { database, keys }: AreaTransaction,
  personId: string,
): Promise<RegisteredPerson | null> {
  const row = await database
    .selectFrom('people')
    .select(PERSON_COLUMNS)
    .select((select) => select('number_hash', 'is not', null).$castTo<boolean>().as('has_number'))
    .where('area', '=', keys.area)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    ...openPersonFacts(keys, row),
    version: row.version,
    hasIndividualNumber: row.has_number,
    registeredAt: row.registered_at,
    changedAt: row.changed_at,
    changedBy: row.changed_by,
  };
}
