/** People from a file: compared with those registered, staged as they shall be, made visible at once (V1, V3, V13). */
import { sql } from 'kysely';
import { PEOPLE_FILE } from '../municipal-files/index.ts';
import { PERSON_COLUMNS } from '../register/read-person.ts';
import type { AreaTransaction } from '../store/vrs-store.ts';
import { bulkInsert } from './bulk-insert.ts';
import { applyFlags, forgetPeople, notAsSeen, seePeople, stageFlags } from './dose-flags.ts';
import type { ImportScope, KindSteps } from './kind-steps.ts';
import {
  hashesOf,
  type PersonHashes,
  personRow,
  type RegisteredRow,
  TERM_BYTES,
  type WantedPerson,
  wantedOf,
} from './person-rows.ts';
import { countLines, countStaged, refuse, twiceInFile } from './staged-lines.ts';
import { takeStatistics } from './take-statistics.ts';

const STAGED = {
  import_id: 'uuid',
  line: 'integer',
  person_id: 'uuid',
  action: 'text',
  base_version: 'integer',
  change: 'text',
  before: 'bytea',
  number_hash: 'bytea',
  individual_number: 'bytea',
  reference_number: 'bytea',
  reference_hash: 'bytea',
  name: 'bytea',
  kana: 'bytea',
  birth_day: 'bytea',
  sex: 'bytea',
  protected: 'boolean',
  moved_on: 'text',
  deceased_on: 'text',
  terms: 'bytea',
} as const;

const REGISTERED = [...PERSON_COLUMNS, 'number_hash', 'individual_number', 'reference_hash'] as const;
/** People compared anew at a time, when somebody has changed them meanwhile. */
const AGAIN = 500;

export const peopleSteps: KindSteps<typeof PEOPLE_FILE.schema> = {
  format: PEOPLE_FILE,
  staging: ['import_people', 'import_seen', 'import_flags'],
  joined: ['people', 'doses'],
  async stage(transaction, scope, lines) {
    const wanted = lines.map(({ line, row: { municipality: _own, flag: _days, ...facts } }) => ({
      line,
      wanted: facts,
    }));
    await compareAndStage(transaction, scope, wanted);
    return [];
  },
  async checkAll(transaction, { importId }) {
    const { keys } = transaction;
    const table = 'import_people';
    await refuse(transaction, [
      twiceInFile(transaction, table, { importId, key: sql`reference_hash`, heading: REFERENCE_HEADING }),
      twiceInFile(transaction, table, {
        importId,
        key: sql`number_hash`,
        heading: NUMBER_HEADING,
        among: sql`number_hash is not null`,
      }),
      sql`
        select ${importId}::uuid, staged.line, ${NUMBER_HEADING}::text, 'number-of-another'
        from import_people staged
        join people other on other.area = staged.area and other.number_hash = staged.number_hash
        where staged.area = ${keys.area} and staged.import_id = ${importId} and other.person_id <> staged.person_id`,
    ]);
  },
  async settle(run, scope) {
    while ((await run((transaction) => compareAgain(transaction, scope))) > 0);
  },
  async apply(transaction, scope) {
    const { database, keys } = transaction;
    const { importId, by, at } = scope;
    const ofImport = sql`staged.area = ${keys.area} and staged.import_id = ${importId}`;
    // Whoever changes a person takes the row first, and issuing reads it: in one order, so that two never wait for each other.
    await sql`
      select count(*) from (
        select 1 from people
        where area = ${keys.area} and person_id in (
          select person_id from import_people staged where ${ofImport} and action = 'change')
        order by person_id for update) held`.execute(database);
    if ((await countStale(transaction, importId)) > 0) return null;
    await sql`
      insert into person_versions (area, person_id, version, change, reason, contents, changed_at, changed_by)
      select area, person_id, base_version, change, 'source-corrected', before, ${at}, ${by}
      from import_people staged where ${ofImport} and action = 'change'`.execute(database);
    await sql`
      update people set
        number_hash = staged.number_hash, individual_number = staged.individual_number,
        reference_number = staged.reference_number, reference_hash = staged.reference_hash,
        name = staged.name, kana = staged.kana, birth_day = staged.birth_day, sex = staged.sex,
        protected = coalesce(staged.protected, people.protected),
        moved_on = staged.moved_on, deceased_on = staged.deceased_on,
        version = staged.base_version + 1, changed_at = ${at}, changed_by = ${by}
      from import_people staged
      where ${ofImport} and action = 'change' and people.area = staged.area and people.person_id = staged.person_id`.execute(
      database,
    );
    await sql`
      insert into people (area, person_id, number_hash, individual_number, reference_number, reference_hash, name, kana,
        birth_day, sex, protected, moved_on, deceased_on, registered_at, registered_by, changed_at, changed_by)
      select area, person_id, number_hash, individual_number, reference_number, reference_hash, name, kana,
        birth_day, sex, coalesce(protected, false), moved_on, deceased_on, ${at}, ${by}, ${at}, ${by}
      from import_people staged where ${ofImport} and action = 'add'`.execute(database);
    const counts = await countStaged(transaction, 'import_people', importId);
    // Each search term is checked against its person: by the right index, once the planner knows how many there are.
    await takeStatistics(transaction, ['people'], counts.added);
    await sql`
      delete from search_terms using import_people staged
      where ${ofImport} and action = 'change' and terms is not null
        and search_terms.area = staged.area and search_terms.person_id = staged.person_id`.execute(database);
    await sql`
      insert into search_terms (area, term, person_id)
      select area, substring(terms from 1 + ${sql.lit(TERM_BYTES)} * place for ${sql.lit(TERM_BYTES)}), person_id
      from import_people staged, generate_series(0, octet_length(terms) / ${sql.lit(TERM_BYTES)} - 1) place
      where ${ofImport} and action <> 'same' and terms is not null
      on conflict do nothing`.execute(database);
    const doubtful = await applyFlags(transaction, importId);
    return { ...counts, doubtful };
  },
  count: (transaction, { importId }) => countLines(transaction, 'import_people', importId),
};

const REFERENCE_HEADING = PEOPLE_FILE.columns['referenceNumber']?.heading ?? null;
const NUMBER_HEADING = PEOPLE_FILE.columns['individualNumber']?.heading ?? null;

type WantedLine = { readonly line: number; readonly wanted: WantedPerson };
type HashedLine = WantedLine & { readonly hashes: PersonHashes };

/** Who of these lines is registered: by reference number; else by individual number, where no reference number was kept yet. */
async function findRegistered(
  { database, keys }: AreaTransaction,
  lines: readonly HashedLine[],
): Promise<(line: HashedLine) => RegisteredRow | null> {
  const byReference = await database
    .selectFrom('people')
    .select(REGISTERED)
    .where('area', '=', keys.area)
    .where(
      'reference_hash',
      'in',
      lines.map(({ hashes }) => hashes.reference),
    )
    .execute();
  const numbers = lines.map(({ hashes }) => hashes.number).filter((hash) => hash !== null);
  const byNumber =
    numbers.length === 0
      ? []
      : await database
          .selectFrom('people')
          .select(REGISTERED)
          .where('area', '=', keys.area)
          .where('reference_hash', 'is', null)
          .where('number_hash', 'in', numbers)
          .execute();
  const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  const known = new Map<string, RegisteredRow>();
  for (const row of byReference) if (row.reference_hash !== null) known.set(textOf(row.reference_hash), row);
  for (const row of byNumber) if (row.number_hash !== null) known.set(textOf(row.number_hash), row);
  return (line) => {
    const same = known.get(textOf(line.hashes.reference));
    if (same !== undefined) return same;
    const { number } = line.hashes;
    const sameNumber = number === null ? undefined : known.get(textOf(number));
    if (sameNumber === undefined) return null;
    // The number alone does not make somebody else's row this person's.
    const birthDay = keys.decrypt('people.birth_day', sameNumber.person_id, sameNumber.birth_day);
    return birthDay === line.wanted.birthDay ? sameNumber : null;
  };
}

/** Compares lines with what is registered, and writes the rows as they shall be, with what follows for doses. */
async function compareAndStage(
  transaction: AreaTransaction,
  scope: ImportScope,
  lines: readonly WantedLine[],
): Promise<void> {
  const { database, keys } = transaction;
  const hashed = lines.map((line) => ({ ...line, hashes: hashesOf(keys, line.wanted) }));
  const registeredOf = await findRegistered(transaction, hashed);
  const changes = hashed.map((line) => ({
    line: line.line,
    ...personRow(keys, line.wanted, line.hashes, registeredOf(line)),
  }));
  await bulkInsert(
    database,
    'import_people',
    STAGED,
    changes.map(({ line, row }) => [
      scope.importId,
      line,
      row.person_id,
      row.action,
      row.base_version,
      row.change,
      row.before,
      row.number_hash,
      row.individual_number,
      row.reference_number,
      row.reference_hash,
      row.name,
      row.kana,
      row.birth_day,
      row.sex,
      row.protected,
      row.moved_on,
      row.deceased_on,
      row.terms,
    ]),
  );
  const moved = changes
    .filter(({ movesDoses }) => movesDoses)
    .map(({ row }) => ({
      personId: row.person_id,
      birthDay: keys.decrypt('people.birth_day', row.person_id, row.birth_day),
      movedOn: row.moved_on,
      deceasedOn: row.deceased_on,
    }));
  const seen = await seePeople(
    transaction,
    scope,
    moved.map(({ personId }) => personId),
  );
  await stageFlags(transaction, scope, moved, seen);
}

/** Staged lines whose person is no longer as compared. */
const stale = (area: string, importId: string) => sql`
  from import_people staged left join people on people.area = staged.area and people.person_id = staged.person_id
  where staged.area = ${area} and staged.import_id = ${importId} and (
    (staged.action <> 'add' and people.version is distinct from staged.base_version)
    or (staged.action = 'add' and exists (
      select from people other where other.area = staged.area and other.reference_hash = staged.reference_hash))
    or staged.person_id in (${notAsSeen(area, importId)}))`;

async function countStale({ database, keys }: AreaTransaction, importId: string): Promise<number> {
  const { rows } = await sql<{ lines: number }>`select count(*)::int as lines ${stale(keys.area, importId)}`.execute(
    database,
  );
  return rows[0]?.lines ?? 0;
}

/** Compares some staged lines with what was changed meanwhile; how many there were. */
async function compareAgain(transaction: AreaTransaction, scope: ImportScope): Promise<number> {
  const { database, keys } = transaction;
  const { rows } = await sql<{ line: number }>`
    select staged.line ${stale(keys.area, scope.importId)} limit ${sql.lit(AGAIN)}`.execute(database);
  if (rows.length === 0) return 0;
  const taken = await database
    .deleteFrom('import_people')
    .where('area', '=', keys.area)
    .where('import_id', '=', scope.importId)
    .where(
      'line',
      'in',
      rows.map(({ line }) => line),
    )
    .returningAll()
    .execute();
  const lines = taken.map((row) => ({
    line: row.line,
    wanted: wantedOf(keys, { ...row, version: row.base_version ?? 0 }),
  }));
  await forgetPeople(
    transaction,
    scope,
    taken.map((row) => row.person_id),
  );
  await compareAndStage(transaction, scope, lines);
  return rows.length;
}
