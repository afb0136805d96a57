/** From a line of a file and the person as registered, if any, to the row as it shall be. */
import { randomUUID } from 'node:crypto';
import type { PeopleLine } from '../municipal-files/index.ts';
import { openPersonFacts, type PersonColumns } from '../register/read-person.ts';
import { searchTermsOf } from '../register/search-terms.ts';
import { sealVersion } from '../register/versions.ts';
import type { AreaKeys } from '../store/area-keys.ts';
import type { ImportPeopleTable } from '../store/tables/import-tables.ts';

export const TERM_BYTES = 16;

/**
 * What is wanted of a person: a line, without what only says whose file it is. `individualNumber` and `protected` null were not said,
 * and leave what is registered: above all, no protective measure ends because a file leaves its column out (V3).
 */
export type WantedPerson = Omit<PeopleLine, 'municipality' | 'flag' | 'individualNumber'> & {
  readonly individualNumber: string | null;
};

export type RegisteredRow = PersonColumns & {
  readonly version: number;
  readonly number_hash: Uint8Array | null;
  readonly individual_number: Uint8Array | null;
  readonly reference_hash: Uint8Array | null;
};

export type PersonRow = Omit<ImportPeopleTable, 'area' | 'import_id' | 'line'>;

/** Whether days on which the rules of doses depend differ. */
export type PersonChange = { readonly row: PersonRow; readonly movesDoses: boolean };

/** By what a person is looked for; worked out once for each line. */
export type PersonHashes = { readonly reference: Buffer; readonly number: Buffer | null };

export const hashesOf = (keys: AreaKeys, { referenceNumber, individualNumber }: WantedPerson): PersonHashes => ({
  reference: keys.lookupHash('reference-number', referenceNumber),
  number: individualNumber === null ? null : keys.numberHash(individualNumber),
});

export function personRow(
  keys: AreaKeys,
  wanted: WantedPerson,
  hashes: PersonHashes,
  registered: RegisteredRow | null,
): PersonChange {
  const personId = registered?.person_id ?? randomUUID();
  const number = wanted.individualNumber;
  const numberHash = hashes.number;
  if (registered === null) {
    const row: PersonRow = {
      person_id: personId,
      action: 'add',
      base_version: null,
      change: null,
      before: null,
      number_hash: numberHash,
      individual_number: number === null ? null : keys.encrypt('people.individual_number', personId, number),
      ...factColumns(keys, personId, wanted, hashes),
      terms: termsOf(keys, wanted),
    };
    return { row, movesDoses: false };
  }
  const { personId: _id, ...before } = openPersonFacts(keys, registered);
  const isOtherNumber =
    numberHash !== null && (registered.number_hash === null || !numberHash.equals(registered.number_hash));
  const isFoundBySame =
    before.name === wanted.name && before.kana === wanted.kana && before.birthDay === wanted.birthDay;
  const isSameIdentity =
    isFoundBySame && before.sex === wanted.sex && before.referenceNumber === wanted.referenceNumber;
  const areSameFlags =
    (wanted.protected === null || before.protected === wanted.protected) &&
    before.movedOn === wanted.movedOn &&
    before.deceasedOn === wanted.deceasedOn;
  const change = isOtherNumber ? 'number-changed' : isSameIdentity ? (areSameFlags ? null : 'flagged') : 'corrected';
  const row: PersonRow = {
    person_id: personId,
    action: change === null ? 'same' : 'change',
    base_version: registered.version,
    change,
    before:
      change === null
        ? null
        : sealVersion(keys, 'person_versions.contents', `${personId}/${registered.version}`, before),
    number_hash: isOtherNumber ? numberHash : registered.number_hash,
    individual_number:
      isOtherNumber && number !== null
        ? keys.encrypt('people.individual_number', personId, number)
        : registered.individual_number,
    ...(change === null && registered.reference_number !== null && registered.reference_hash !== null
      ? {
          ...kept(registered),
          // What the file said and no more, so that staff's word counts where the person is compared once more.
          protected: wanted.protected,
          reference_number: registered.reference_number,
          reference_hash: registered.reference_hash,
        }
      : factColumns(keys, personId, wanted, hashes)),
    terms: isFoundBySame ? null : termsOf(keys, wanted),
  };
  const movesDoses =
    before.birthDay !== wanted.birthDay || before.movedOn !== wanted.movedOn || before.deceasedOn !== wanted.deceasedOn;
  return { row, movesDoses };
}

/** What a staged row wants, opened again, for comparing it with a person who was changed meanwhile. */
export function wantedOf(
  keys: AreaKeys,
  row: Omit<RegisteredRow, 'protected'> & Pick<PersonRow, 'action' | 'change' | 'protected'>,
): WantedPerson {
  const { personId, referenceNumber, ...facts } = openPersonFacts(keys, { ...row, protected: row.protected ?? false });
  if (referenceNumber === null) throw new Error('a staged person has a reference number');
  // A number that was only carried along is not the file's word.
  const sealed = row.action === 'add' || row.change === 'number-changed' ? row.individual_number : null;
  const individualNumber = sealed === null ? null : keys.decrypt('people.individual_number', personId, sealed);
  return { ...facts, protected: row.protected, referenceNumber, individualNumber };
}

/** The row as it lies there: unchanged facts need no new ciphertext. */
const kept = ({ name, kana, birth_day, sex, moved_on, deceased_on }: RegisteredRow) => ({
  name,
  kana,
  birth_day,
  sex,
  moved_on,
  deceased_on,
});

function factColumns(keys: AreaKeys, personId: string, wanted: WantedPerson, hashes: PersonHashes) {
  return {
    reference_number: keys.encrypt('people.reference_number', personId, wanted.referenceNumber),
    reference_hash: hashes.reference,
    name: keys.encrypt('people.name', personId, wanted.name),
    kana: wanted.kana === null ? null : keys.encrypt('people.kana', personId, wanted.kana),
    birth_day: keys.encrypt('people.birth_day', personId, wanted.birthDay),
    sex: keys.encrypt('people.sex', personId, wanted.sex),
    protected: wanted.protected,
    moved_on: wanted.movedOn,
    deceased_on: wanted.deceasedOn,
  };
}

function termsOf(keys: AreaKeys, wanted: WantedPerson): Buffer {
  const terms = searchTermsOf(keys, wanted);
  if (terms.some((term) => term.length !== TERM_BYTES)) throw new Error('search terms have one length');
  return Buffer.concat(terms);
}
