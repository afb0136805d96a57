/** Links of address numbers from a file (M2): each person's integrated number, and the individual number where the file says it (V13). */
import { sql } from 'kysely';
import { ADDRESS_NUMBERS_FILE } from '../municipal-files/index.ts';
import { openPersonFacts, PERSON_COLUMNS } from '../register/read-person.ts';
import { sealVersion } from '../register/versions.ts';
import type { AreaTransaction } from '../store/vrs-store.ts';
import { bulkInsert } from './bulk-insert.ts';
import { findByReference } from './find-people.ts';
import type { ImportScope, KindSteps } from './kind-steps.ts';
import { countLines, countStaged, isAnyOfAnotherNow, refuse, refuseOfAnotherNow, twiceInFile } from './staged-lines.ts';

const headingOf = (key: string) => ADDRESS_NUMBERS_FILE.columns[key]?.heading ?? null;
const AGAIN = 500;

const STAGED = {
  import_id: 'uuid',
  line: 'integer',
  person_id: 'uuid',
  base_version: 'integer',
  action: 'text',
  integrated_hash: 'bytea',
  integrated_number: 'bytea',
  number_hash: 'bytea',
  individual_number: 'bytea',
  before: 'bytea',
  reference_hash: 'bytea',
} as const;

export const addressNumbersSteps: KindSteps<typeof ADDRESS_NUMBERS_FILE.schema> = {
  format: ADDRESS_NUMBERS_FILE,
  staging: ['import_address_numbers'],
  joined: ['people', 'address_numbers'],
  async stage(transaction, scope, lines) {
    const people = await findByReference(
      transaction,
      lines.map(({ row }) => row.referenceNumber),
    );
    const links = lines.flatMap(({ line, row: { referenceNumber, integratedNumber, individualNumber } }) => {
      const personId = people.get(referenceNumber);
      if (personId === undefined) return [];
      const referenceHash = transaction.keys.lookupHash('reference-number', referenceNumber);
      return [{ line, personId, referenceHash, integratedNumber, individualNumber }];
    });
    await compareAndStage(transaction, scope, links);
    return lines
      .filter(({ row }) => !people.has(row.referenceNumber))
      .map(({ line }) => ({ line, column: headingOf('referenceNumber'), fault: 'unknown-person' }));
  },
  async checkAll(transaction, { importId }) {
    const table = 'import_address_numbers';
    const ofImport = sql`staged.area = ${transaction.keys.area} and staged.import_id = ${importId}`;
    const [integrated, individual] = [headingOf('integratedNumber'), headingOf('individualNumber')];
    const twice = (key: string, heading: string | null) =>
      twiceInFile(transaction, table, {
        importId,
        key: sql.ref(key),
        heading,
        among: sql`${sql.ref(key)} is not null`,
      });
    await refuse(transaction, [
      refuseOfAnotherNow(transaction, table, { importId, heading: headingOf('referenceNumber') }),
      twice('person_id', headingOf('referenceNumber')),
      twice('integrated_hash', integrated),
      twice('number_hash', individual),
      sql`
        select ${importId}::uuid, staged.line, ${integrated}::text, 'number-of-another'
        from import_address_numbers staged
        join address_numbers other on other.area = staged.area and other.integrated_hash = staged.integrated_hash
        where ${ofImport} and other.person_id <> staged.person_id`,
      sql`
        select ${importId}::uuid, staged.line, ${individual}::text, 'number-of-another'
        from import_address_numbers staged
        join people other on other.area = staged.area and other.number_hash = staged.number_hash
        where ${ofImport} and other.person_id <> staged.person_id`,
    ]);
  },
  async settle(run, scope) {
    while ((await run((transaction) => compareAgain(transaction, scope))) > 0);
  },
  async apply(transaction, { importId, by, at }) {
    const { database, keys } = transaction;
    const ofImport = sql`staged.area = ${keys.area} and staged.import_id = ${importId}`;
    await sql`
      select count(*) from (
        select 1 from people where area = ${keys.area} and person_id in (
          select person_id from import_address_numbers staged where ${ofImport} and action <> 'same')
        order by person_id for update) held`.execute(database);
    const { rows } = await sql<{ changed: boolean }>`
      select exists (select ${stale(keys.area, importId)}) as changed`.execute(database);
    if (rows[0]?.changed !== false || (await isAnyOfAnotherNow(transaction, 'import_address_numbers', importId)))
      return null;
    await sql`
      insert into person_versions (area, person_id, version, change, reason, contents, changed_at, changed_by)
      select area, person_id, base_version, 'number-changed', 'source-corrected', before, ${at}, ${by}
      from import_address_numbers staged where ${ofImport} and before is not null`.execute(database);
    await sql`
      update people set number_hash = staged.number_hash, individual_number = staged.individual_number,
        version = staged.base_version + 1, changed_at = ${at}, changed_by = ${by}
      from import_address_numbers staged
      where ${ofImport} and before is not null and people.area = staged.area and people.person_id = staged.person_id`.execute(
      database,
    );
    await sql`
      insert into address_numbers (area, person_id, integrated_number, integrated_hash, linked_at)
      select area, person_id, integrated_number, integrated_hash, ${at}
      from import_address_numbers staged where ${ofImport} and action <> 'same'
      on conflict (area, person_id) do update
        set integrated_number = excluded.integrated_number, integrated_hash = excluded.integrated_hash,
          linked_at = excluded.linked_at`.execute(database);
    return { ...(await countStaged(transaction, 'import_address_numbers', importId)), doubtful: 0 };
  },
  count: (transaction, { importId }) => countLines(transaction, 'import_address_numbers', importId),
};

type Link = {
  readonly line: number;
  readonly personId: string;
  /** By which the line named the person. */
  readonly referenceHash: Uint8Array | null;
  readonly integratedNumber: string;
  readonly individualNumber: string | null;
};

async function compareAndStage(
  { database, keys }: AreaTransaction,
  { importId }: ImportScope,
  links: readonly Link[],
): Promise<void> {
  if (links.length === 0) return;
  const ids = links.map(({ personId }) => personId);
  const people = await database
    .selectFrom('people')
    .leftJoin('address_numbers', (join) =>
      join
        .onRef('address_numbers.area', '=', 'people.area')
        .onRef('address_numbers.person_id', '=', 'people.person_id'),
    )
    .select(PERSON_COLUMNS.map((column) => `people.${column}` as const))
    .select(['people.number_hash', 'address_numbers.integrated_hash'])
    .where('people.area', '=', keys.area)
    .where('people.person_id', 'in', ids)
    .execute();
  const byId = new Map(people.map((row) => [row.person_id, row]));
  const rows = links.flatMap(({ line, personId, referenceHash, integratedNumber, individualNumber }) => {
    const person = byId.get(personId);
    if (person === undefined) return [];
    const integratedHash = keys.lookupHash('integrated-number', integratedNumber);
    const numberHash = individualNumber === null ? null : keys.numberHash(individualNumber);
    const isOtherNumber =
      numberHash !== null && (person.number_hash === null || !numberHash.equals(person.number_hash));
    const isLinked = person.integrated_hash !== null && integratedHash.equals(person.integrated_hash);
    const { personId: _id, ...before } = openPersonFacts(keys, person);
    return [
      [
        importId,
        line,
        personId,
        person.version,
        person.integrated_hash === null ? 'add' : isLinked && !isOtherNumber ? 'same' : 'change',
        integratedHash,
        keys.encrypt('address_numbers.integrated_number', personId, integratedNumber),
        isOtherNumber ? numberHash : null,
        isOtherNumber && individualNumber !== null
          ? keys.encrypt('people.individual_number', personId, individualNumber)
          : null,
        isOtherNumber ? sealVersion(keys, 'person_versions.contents', `${personId}/${person.version}`, before) : null,
        referenceHash,
      ],
    ];
  });
  await bulkInsert(database, 'import_address_numbers', STAGED, rows);
}

/** Lines whose person was changed after they were compared. */
const stale = (area: string, importId: string) => sql`
  staged.line from import_address_numbers staged
  left join people on people.area = staged.area and people.person_id = staged.person_id
  where staged.area = ${area} and staged.import_id = ${importId} and people.version is distinct from staged.base_version`;

async function compareAgain(transaction: AreaTransaction, scope: ImportScope): Promise<number> {
  const { database, keys } = transaction;
  const { rows } = await sql<{ line: number }>`
    select ${stale(keys.area, scope.importId)} limit ${sql.lit(AGAIN)}`.execute(database);
  if (rows.length === 0) return 0;
  const taken = await database
    .deleteFrom('import_address_numbers')
    .where('area', '=', keys.area)
    .where('import_id', '=', scope.importId)
    .where(
      'line',
      'in',
      rows.map(({ line }) => line),
    )
    .returningAll()
    .execute();
  const links = taken.map((row) => ({
    line: row.line,
    personId: row.person_id,
    referenceHash: row.reference_hash,
    integratedNumber: keys.decrypt('address_numbers.integrated_number', row.person_id, row.integrated_number),
    individualNumber:
      row.individual_number === null
        ? null
        : keys.decrypt('people.individual_number', row.person_id, row.individual_number),
  }));
  await compareAndStage(transaction, scope, links);
  return rows.length;
}
