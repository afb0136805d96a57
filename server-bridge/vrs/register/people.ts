/** Registering and correcting people of one municipality. Every change keeps the row as it was (V16). */
import { randomUUID } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import type { AreaTransaction } from '../store/vrs-store.ts';
import type { CorrectionReason } from './dose-facts.ts';
import type { IndividualNumber, PersonFacts } from './person-facts.ts';
import { type RegisteredPerson, readPerson } from './read-person.ts';
import { refreshDoubts } from './refresh-doubts.ts';
import type { Change, RegisterError } from './register-error.ts';
import { replaceSearchTerms } from './search-terms.ts';
import { unlessTaken } from './unless-taken.ts';
import { sealVersion } from './versions.ts';

/** Facts without the number, which is changed by an act of its own (V13, V14). */
export type PersonFactsWithoutNumber = Omit<PersonFacts, 'individualNumber'>;

/** Writes a new person. `taken` where reference number or individual number is registered in this municipality already. */
export async function registerNewPerson(
  transaction: AreaTransaction,
  facts: PersonFacts,
  { by, at }: Change,
): Promise<Result<{ readonly personId: string }, RegisterError>> {
  const { database, keys } = transaction;
  const personId = randomUUID();
  const { individualNumber } = facts;
  const inserted = await database
    .insertInto('people')
    .values({
      area: keys.area,
      person_id: personId,
      number_hash: individualNumber === null ? null : keys.numberHash(individualNumber),
      individual_number:
        individualNumber === null ? null : keys.encrypt('people.individual_number', personId, individualNumber),
      ...columnsOf(transaction, personId, facts),
      registered_at: at,
      registered_by: by,
      changed_at: at,
      changed_by: by,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('person_id')
    .executeTakeFirst();
  if (inserted === undefined) return err({ kind: 'taken' });
  await replaceSearchTerms(transaction, personId, facts);
  return ok({ personId });
}

/** Puts facts and flags (moved, deceased, protective measure: V3) in place of those the person had. */
export async function changePerson(
  transaction: AreaTransaction,
  wantedId: string,
  wanted: { readonly version: number; readonly reason: CorrectionReason; readonly facts: PersonFactsWithoutNumber },
  change: Change,
): Promise<Result<void, RegisterError>> {
  const held = await holdPerson(transaction, wantedId, wanted.version);
  if (held.isErr()) return err(held.error);
  const { personId } = held.value;
  const { facts } = wanted;
  const { database, keys } = transaction;
  const isChanged = await unlessTaken(database, async () => {
    await keepPersonVersion(transaction, held.value, 'corrected', wanted.reason, change);
    await database
      .updateTable('people')
      .set({
        ...columnsOf(transaction, personId, facts),
        version: wanted.version + 1,
        changed_at: change.at,
        changed_by: change.by,
      })
      .where('area', '=', keys.area)
      .where('person_id', '=', personId)
      .execute();
  });
  if (!isChanged) return err({ kind: 'taken' });
  await replaceSearchTerms(transaction, personId, facts);
  await refreshDoubts(transaction, personId, change.at);
  return ok();
}

/** Registers or corrects the individual number; its check digit stands by type (V13). */
export async function changeIndividualNumber(
  transaction: AreaTransaction,
  wantedId: string,
  wanted: {
    readonly version: number;
    readonly reason: CorrectionReason;
    readonly individualNumber: IndividualNumber;
  },
  change: Change,
): Promise<Result<void, RegisterError>> {
  const held = await holdPerson(transaction, wantedId, wanted.version);
  if (held.isErr()) return err(held.error);
  const { personId } = held.value;
  const { database, keys } = transaction;
  const isChanged = await unlessTaken(database, async () => {
    await keepPersonVersion(transaction, held.value, 'number-changed', wanted.reason, change);
    await database
      .updateTable('people')
      .set({
        number_hash: keys.numberHash(wanted.individualNumber),
        individual_number: keys.encrypt('people.individual_number', personId, wanted.individualNumber),
        version: wanted.version + 1,
        changed_at: change.at,
        changed_by: change.by,
      })
      .where('area', '=', keys.area)
      .where('person_id', '=', personId)
      .execute();
  });
  return isChanged ? ok() : err({ kind: 'taken' });
}

/** The number in clear, for a purpose that somebody has named (V14); null where none is registered. */
export async function showIndividualNumber(
  { database, keys }: AreaTransaction,
  personId: string,
): Promise<Result<string | null, RegisterError>> {
  const row = await database
    .selectFrom('people')
    .select(['person_id', 'individual_number'])
    .where('area', '=', keys.area)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  if (row === undefined) return err({ kind: 'unknown-person' });
  const { person_id: id, individual_number: number } = row;
  return ok(number === null ? null : keys.decrypt('people.individual_number', id, number));
}

/**
 * Takes the person's row for the rest of the transaction. Whoever changes anything of a person takes it first, and issuing reads it
 * with a shared lock: no certificate is made from a state that a committed correction has ended (P5).
 */
export async function holdPerson(
  transaction: AreaTransaction,
  personId: string,
  version?: number,
): Promise<Result<RegisteredPerson, RegisterError>> {
  const { database, keys } = transaction;
  const row = await database
    .selectFrom('people')
    .select('version')
    .where('area', '=', keys.area)
    .where('person_id', '=', personId)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) return err({ kind: 'unknown-person' });
  if (version !== undefined && row.version !== version) return err({ kind: 'changed-meanwhile' });
  const person = await readPerson(transaction, personId);
  return person === null ? err({ kind: 'unknown-person' }) : ok(person);
}

function columnsOf({ keys }: AreaTransaction, personId: string, facts: PersonFactsWithoutNumber) {
  return {
    reference_number: keys.encrypt('people.reference_number', personId, facts.referenceNumber),
    reference_hash: keys.lookupHash('reference-number', facts.referenceNumber),
    name: keys.encrypt('people.name', personId, facts.name),
    kana: facts.kana === null ? null : keys.encrypt('people.kana', personId, facts.kana),
    birth_day: keys.encrypt('people.birth_day', personId, facts.birthDay),
    sex: keys.encrypt('people.sex', personId, facts.sex),
    protected: facts.protected,
    moved_on: facts.movedOn,
    deceased_on: facts.deceasedOn,
  };
}

async function keepPersonVersion(
  transaction: AreaTransaction,
  person: RegisteredPerson,
  change: 'corrected' | 'number-changed',
  reason: CorrectionReason,
  { by, at }: Change,
): Promise<void> {
  const { version, personId } = person;
  const { referenceNumber, name, kana, birthDay, sex, movedOn, deceasedOn } = person;
  const before = { referenceNumber, name, kana, birthDay, sex, protected: person.protected, movedOn, deceasedOn };
  const contents = sealVersion(transaction.keys, 'person_versions.contents', `${personId}/${version}`, before);
  await transaction.database
    .insertInto('person_versions')
    .values({ person_id: personId, version, change, reason, contents, changed_at: at, changed_by: by })
    .execute();
}
