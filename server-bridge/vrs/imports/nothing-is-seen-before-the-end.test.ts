import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FilledStore, filledStore } from '../filled-store.ts';
import { changePerson } from '../register/people.ts';
import { readPerson } from '../register/read-person.ts';
import { openDatabase } from '../store/open-store.ts';
import { registerAreas } from '../store/register-area.ts';
import { createVrsStore, type VrsStore } from '../store/vrs-store.ts';
import { SYNTHETIC_MUNICIPALITIES } from '../synthetic-data/municipalities.ts';
import { findByReference } from './find-people.ts';
import {
  AREA,
  importFile,
  inArea,
  NOW,
  PEOPLE_HEADING,
  personLine,
  piecesOf,
  RECORDS_HEADING,
  recordLine,
  spooled,
  staffOf,
  syntheticNumber,
  type TestDesk,
  testDesk,
  utf8,
} from './import-fixtures.ts';
import { removeSpoolNames } from './spool.ts';

let filled: FilledStore;
let test: TestDesk;
let seed = 5_000;
beforeAll(async () => {
  filled = await filledStore();
});
afterAll(() => filled.close());
beforeEach(async () => {
  test = await testDesk(filled.store, { limits: { batchLines: 5 } });
  seed += 100;
});
afterEach(() => test.close());

const file = (count: number, o = {}) =>
  utf8(PEOPLE_HEADING, ...Array.from({ length: count }, (_, index) => personLine(seed + index, o)));
const countPeople = (store: VrsStore) =>
  inArea(store, async ({ database }) => {
    const rows = await database.selectFrom('people').select('person_id').execute();
    return rows.length;
  });

/** The store with somebody looking on: before each transaction of an import, and not in between those of the look itself. */
function watched(store: VrsStore, look: () => Promise<void>): VrsStore {
  let looks = false;
  return {
    ...store,
    inArea: async (code, work, how) => {
      if (!looks) {
        looks = true;
        await look().finally(() => {
          looks = false;
        });
      }
      return await store.inArea(code, work, how);
    },
  };
}

describe('an import under way', () => {
  it('shows nobody before its one last transaction, and no number in clear to whoever reads the database', async () => {
    const before = await countPeople(filled.store);
    const counts = new Set<number>();
    let staged = '';
    const store = watched(filled.store, async () => {
      const running = await inArea(filled.store, ({ database }) =>
        database.selectFrom('imports').select('state').where('ended_at', 'is', null).execute(),
      );
      if (running.length > 0) counts.add(await countPeople(filled.store));
      const { rows } = await sql<{ text: string }>`
        select coalesce(string_agg(t::text, ' '), '') as text from import_people t`.execute(filled.open.database);
      staged += rows[0]?.text ?? '';
    });
    const watching = await testDesk(store, { limits: { batchLines: 5 } });
    expect(await importFile(watching, 'people', file(40))).toMatchObject({ state: 'done', added: 40 });
    expect([...counts]).toEqual([before]);
    expect(await countPeople(filled.store)).toBe(before + 40);
    const number = syntheticNumber(seed);
    expect(staged.length).toBeGreaterThan(10_000);
    for (const secret of [number, Buffer.from(number).toString('hex'), String(100_000 + seed), '見本']) {
      expect(staged).not.toContain(secret);
    }
    await watching.close();
  });

  it('writes no byte of a number to the disk, and the file has no name', async () => {
    const written: Buffer[] = [];
    const names: string[] = [];
    const { folder } = test;
    const openSpoolFile = async (): Promise<Pick<FileHandle, 'write' | 'read' | 'close'>> => {
      const real = await open(join(folder, 'seen-by-the-test'), 'wx+');
      await rm(join(folder, 'seen-by-the-test'));
      return new Proxy(real, {
        get(target, key) {
          const value: unknown = Reflect.get(target, key);
          if (typeof value !== 'function') return value;
          return (...rest: unknown[]) => {
            if (key === 'write' && Buffer.isBuffer(rest[0])) written.push(Buffer.from(rest[0]));
            return Reflect.apply(value, target, rest);
          };
        },
      });
    };
    const spying = await testDesk(filled.store, { openSpoolFile });
    async function* upload(): AsyncGenerator<Uint8Array> {
      for await (const piece of piecesOf(file(40))) {
        names.push(...(await spooled(test.folder)));
        yield piece;
      }
    }
    expect(await importFile(spying, 'people', file(40), { upload: upload() })).toMatchObject({ state: 'done' });
    expect(names).toEqual([]);
    const disk = Buffer.concat(written);
    expect(disk.length).toBeGreaterThan(2_000);
    for (const secret of [syntheticNumber(seed), '見本', '1970']) expect(disk.includes(secret)).toBe(false);
    await spying.close();
  });

  it('sees what staff change meanwhile, and keeps that as a version of its own', async () => {
    await importFile(test, 'people', file(1));
    const [reference, name] = [String(100_000 + seed), '職員　訂正'];
    let changed = false;
    const store = watched(filled.store, async () => {
      const rows = await inArea(filled.store, ({ database }) =>
        database.selectFrom('import_people').select('line').execute(),
      );
      if (changed || rows.length === 0) return;
      changed = true;
      await inArea(filled.store, async (transaction) => {
        const personId = (await findByReference(transaction, [reference])).get(reference) ?? '';
        const person = await readPerson(transaction, personId);
        if (person === null) throw new Error('registered above');
        const { version, kana, birthDay, sex, movedOn, deceasedOn } = person;
        const facts = { referenceNumber: reference, name, kana, birthDay, sex, protected: false, movedOn, deceasedOn };
        await changePerson(transaction, personId, { version, reason: 'mistyped', facts }, { by: 'mihon', at: NOW });
      });
    });
    const watching = await testDesk(store);
    const done = await importFile(watching, 'people', file(1));
    expect(done).toMatchObject({ state: 'done', changed: 1 });
    const versions = await inArea(filled.store, async (transaction) => {
      const personId = (await findByReference(transaction, [reference])).get(reference) ?? '';
      return await transaction.database
        .selectFrom('person_versions')
        .select(['version', 'reason'])
        .where('person_id', '=', personId)
        .orderBy('version')
        .execute();
    });
    expect(versions).toEqual([
      { version: 1, reason: 'mistyped' },
      { version: 2, reason: 'source-corrected' },
    ]);
    await watching.close();
  });

  it('compares doses again that somebody registers meanwhile', async () => {
    await importFile(test, 'people', file(1));
    const reference = String(100_000 + seed);
    const records = (...lines: string[]) => utf8(RECORDS_HEADING, ...lines);
    let changed = false;
    const store = watched(filled.store, async () => {
      const rows = await inArea(filled.store, ({ database }) =>
        database.selectFrom('import_seen').select('stamp').execute(),
      );
      if (changed || rows.length === 0) return;
      changed = true;
      await inArea(filled.store, async (transaction) => {
        const people = await findByReference(transaction, [reference]);
        await transaction.database
          .insertInto('doses')
          .values({
            area: AREA,
            dose_id: '00000000-0000-4000-8000-000000000001',
            person_id: people.get(reference) ?? '',
            number: 2,
            day: '2021-07-01',
            product: 'comirnaty',
            lot: 'ZZ0001',
            doubtful: false,
          })
          .execute();
      });
    });
    const watching = await testDesk(store);
    expect(await importFile(watching, 'records', records(recordLine(reference)))).toMatchObject({
      state: 'done',
      added: 1,
      doubtful: 2,
    });
    await watching.close();
  });
});

describe('two nodes', () => {
  it('take one import of a kind between them, and each may have another kind or area', async () => {
    const other = await testDesk(filled.store);
    const wanted = { kind: 'people', encoding: 'detect', bytes: 100 } as const;
    const [first, second] = await Promise.all([
      test.desk.begin(staffOf(AREA), wanted),
      other.desk.begin(staffOf(AREA), wanted),
    ]);
    expect([first.isOk(), second.isOk()].filter(Boolean)).toHaveLength(1);
    const { importId } = (first.isOk() ? first : second)._unsafeUnwrap();
    const tickets = (await other.desk.begin(staffOf(AREA), { ...wanted, kind: 'tickets' }))._unsafeUnwrap();
    for (const id of [importId, tickets.importId]) {
      expect((await other.desk.abandon(staffOf(AREA), id)).isOk()).toBe(true);
    }
    await other.close();
  });

  it('a node that was thought dead writes nothing once another has ended its import', async () => {
    const before = await countPeople(filled.store);
    const later = await testDesk(filled.store, { now: () => new Date(NOW.getTime() + 3_600_000) });
    let ended = false;
    const store = watched(filled.store, async () => {
      const rows = await inArea(filled.store, ({ database }) =>
        database.selectFrom('import_people').select('line').execute(),
      );
      if (ended || rows.length === 0) return;
      ended = true;
      await later.desk.endOverdue();
    });
    const slow = await testDesk(store, { limits: { batchLines: 5 } });
    const done = await importFile(slow, 'people', file(20));
    expect(done).toMatchObject({ state: 'refused', fault: 'stopped' });
    expect(await countPeople(filled.store)).toBe(before);
    expect(slow.events.map(({ operation }) => operation)).toEqual(['import-begun']);
    expect(later.events.map(({ operation }) => operation)).toEqual(['import-refused']);
    await slow.close();
    await later.close();
  });
});

describe('a process that is killed in the middle', () => {
  it('leaves nobody visible, and the next start erases what lies there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kofu-import-death-'));
    const directory = join(folder, 'store');
    const masterKey = randomBytes(32);
    const openStore = async () => {
      const opened = (await openDatabase({ kind: 'pglite', directory }))._unsafeUnwrap();
      return { ...opened, store: createVrsStore({ ...opened, masterKey }) };
    };
    const first = await openStore();
    await registerAreas(first.database, masterKey, SYNTHETIC_MUNICIPALITIES);
    await first.close();
    const child = spawn(
      process.execPath,
      [
        '--experimental-strip-types',
        join(import.meta.dirname, 'dying-import', 'main.ts'),
        directory,
        join(folder, 'spool'),
        masterKey.toString('hex'),
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    try {
      const [told]: unknown[] = await once(child.stdout, 'data');
      const importId = String(told).trim();
      child.kill('SIGKILL');
      await once(child, 'exit');
      expect(await spooled(join(folder, 'spool'))).toEqual([]);
      const second = await openStore();
      expect(await countPeople(second.store)).toBe(0);
      const next = await testDesk(second.store, { now: () => new Date() });
      expect((await next.desk.state(AREA, importId))._unsafeUnwrap()).toMatchObject({ state: 'checking' });
      await next.desk.endOverdue({ all: true });
      await removeSpoolNames(join(folder, 'spool'));
      expect((await next.desk.state(AREA, importId))._unsafeUnwrap()).toMatchObject({
        state: 'refused',
        fault: 'stopped',
      });
      const staged = await inArea(second.store, ({ database }) =>
        database.selectFrom('import_people').select('line').execute(),
      );
      expect(staged).toEqual([]);
      expect(await importFile(next, 'people', file(2))).toMatchObject({ state: 'done', added: 2 });
      await next.close();
      await second.close();
    } finally {
      child.kill('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    }
  }, 120_000);
});
