import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FilledStore, filledStore } from '../filled-store.ts';
import type { AreaTransaction, AreaWork, VrsStore } from '../store/vrs-store.ts';
import {
  ADDRESS_HEADING,
  AREA,
  importFile,
  inArea,
  NOW,
  PEOPLE_HEADING,
  personLine,
  RECORDS_HEADING,
  recordLine,
  TICKETS_HEADING,
  testDesk,
  ticketLine,
  utf8,
} from './import-fixtures.ts';
import { type OpenSpoolFile, spoolFilesIn } from './spool.ts';

const APPLY_MS = 1_234_567;
const CLAIM_MS = 61_000;

let filled: FilledStore;
beforeAll(async () => {
  filled = await filledStore();
  const people = await testDesk(filled.store);
  const lines = Array.from({ length: 12 }, (_, index) => personLine(index));
  expect(await importFile(people, 'people', utf8(PEOPLE_HEADING, ...lines))).toMatchObject({ added: 12 });
  await people.close();
});
afterAll(() => filled.close());

/** Staging tables that this transaction has read or written: it holds a lock of each until its end. */
async function stagedTables({ database }: AreaTransaction): Promise<readonly string[]> {
  const { rows } = await sql<{ relname: string }>`
    select distinct relname from pg_locks join pg_class on pg_class.oid = relation
    where pid = pg_backend_pid() and relkind = 'r' and relname like 'import\\_%'`.execute(database);
  return rows.map(({ relname }) => relname);
}

type Work = { readonly tables: readonly string[]; readonly how: AreaWork | undefined };

/** A store that writes down what each transaction after the spool's end has touched; and the spool whose end it sees. */
function watched(folder: string): {
  readonly store: VrsStore;
  readonly openSpoolFile: OpenSpoolFile;
  readonly works: Work[];
  readonly claims: Date[];
} {
  const works: Work[] = [];
  const claims: Date[] = [];
  let isWhole = false;
  const openFile = spoolFilesIn(folder);
  const claimNow = () =>
    inArea(filled.store, ({ database }) =>
      database.selectFrom('imports').select(['claim_until']).where('ended_at', 'is', null).executeTakeFirst(),
    );
  return {
    works,
    claims,
    openSpoolFile: async () => {
      const file = await openFile();
      return {
        write: file.write.bind(file),
        read: file.read.bind(file),
        close: async () => {
          isWhole = true;
          await file.close();
        },
      };
    },
    store: {
      ...filled.store,
      inArea: async (code, work, how) => {
        if (!isWhole) return await filled.store.inArea(code, work, how);
        const claim = (await claimNow())?.claim_until;
        // It has ended: whoever looks at it now is no part of it.
        if (claim === undefined) return await filled.store.inArea(code, work, how);
        return await filled.store.inArea(
          code,
          async (transaction) => {
            const done = await work(transaction);
            const tables = await stagedTables(transaction);
            works.push({ tables, how });
            if (tables.length > 0) claims.push(claim);
            return done;
          },
          how,
        );
      },
    },
  };
}

describe('once all lines are staged', () => {
  it.each([
    ['people', utf8(PEOPLE_HEADING, ...[20, 21, 22].map((seed) => personLine(seed))), 'import_people'],
    [
      'tickets',
      utf8(TICKETS_HEADING, ...[1, 2].map((seed) => ticketLine(String(100_000 + seed), `000000000${seed}`))),
      'import_tickets',
    ],
    ['records', utf8(RECORDS_HEADING, ...[3, 4].map((seed) => recordLine(String(100_000 + seed)))), 'import_doses'],
    ['address-numbers', utf8(ADDRESS_HEADING, `${AREA},100005,5,`), 'import_address_numbers'],
  ] as const)(
    '%s: whatever touches them has the long limit, and a claim that outlasts it',
    async (kind, file, table) => {
      const folder = await testDesk(filled.store);
      const { store, openSpoolFile, works, claims } = watched(folder.folder);
      const desk = await testDesk(store, { openSpoolFile, limits: { applyMs: APPLY_MS, claimMs: CLAIM_MS } });
      expect(await importFile(desk, kind, file)).toMatchObject({ state: 'done' });
      const touching = works.filter(({ tables }) => tables.length > 0);
      // Comparing, counting, checking, applying: more than the one that always had it.
      expect(touching.filter(({ tables }) => tables.includes(table)).length).toBeGreaterThan(2);
      expect(touching.map(({ how }) => how?.statementLimitMs)).toEqual(touching.map(() => APPLY_MS));
      expect(claims.map((claim) => claim.getTime())).toEqual(claims.map(() => NOW.getTime() + APPLY_MS + CLAIM_MS));
      await desk.close();
      await folder.close();
    },
  );
});
