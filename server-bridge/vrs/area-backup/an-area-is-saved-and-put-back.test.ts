import { randomUUID } from 'node:crypto';
import { mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { sql } from 'kysely';
import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { syntheticPeople } from '../../../card-reader/virtual/index.ts';
import { MunicipalityCodeSchema } from '../../protocol/index.ts';
import { generateSealingJwk, type SealingPrivateJwk, sealingPublicKey } from '../../sealing/index.ts';
import { rotateArea } from '../area-keys/rotate-area.ts';
import { type FilledStore, filledStore } from '../filled-store.ts';
import { createOperationLog } from '../operation-log/index.ts';
import type { OperationLog } from '../operation-log/operation-log.ts';
import { searchPeople } from '../register/search-people.ts';
import { randomCertificateId, recordCertificate } from '../store/certificates.ts';
import { fileMasterKey } from '../store/master-key.ts';
import { findPerson } from '../store/records.ts';
import { RESTORE_ROLE } from '../store/roles.ts';
import { AREA_TABLES } from '../store/tables.ts';
import type { AreaTransaction } from '../store/vrs-store.ts';
import { restoreArea, saveArea } from './index.ts';
import { SAVED_TABLES, UNSAVED_TABLES } from './saved-tables.ts';
import { openStream, sealStream } from './sealed-stream.ts';

const A = v.parse(MunicipalityCodeSchema, '900010');
const B = v.parse(MunicipalityCodeSchema, '900028');
const now = () => new Date('2026-03-01T00:00:00Z');
const log = createOperationLog({ now });
let key: SealingPrivateJwk;
let publicKey: Uint8Array;
let filled: FilledStore;
let folder: string;
let file: string;

beforeAll(async () => {
  filled = await filledStore();
  key = await generateSealingJwk();
  publicKey = sealingPublicKey(key);
}, 120_000);
afterAll(() => filled.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kofu-backup-'));
  file = join(folder, 'area.backup');
});
afterEach(() => rm(folder, { recursive: true }));

const save = async () => (await saveArea({ store: filled.store, log, now }, A, { file, publicKey }))._unsafeUnwrap();
const restore = (o: { file?: string; key?: SealingPrivateJwk; area?: typeof A; giveUpLater?: boolean } = {}) =>
  restoreArea({ store: filled.store, log }, o.area ?? A, { file, key, ...o });

async function inArea<T>(work: (transaction: AreaTransaction) => Promise<T>, area = A): Promise<T> {
  const done = await filled.store.inArea(area, async (transaction) => ({ value: await work(transaction) }));
  if (done === undefined) throw new Error('the area exists');
  return done.value;
}

/** Every row of an area as the owner sees it, without what encryption makes different each time. */
async function contentsOf(area: string) {
  const contents: Record<string, unknown> = {};
  for (const { table } of SAVED_TABLES) {
    if (table.startsWith('operation_log')) continue;
    const { rows } = await sql<{ row: Record<string, unknown> }>`
      select to_jsonb(kept) as row from ${sql.table(table)} kept where area = ${area}`.execute(filled.open.database);
    contents[table] = rows
      .map(({ row }) => JSON.stringify(row, (_key, value: unknown) => (isSealed(value) ? 'sealed' : value)))
      .toSorted();
  }
  return contents;
}
const isSealed = (value: unknown) => typeof value === 'string' && value.startsWith('\\x02');
const destroy = () =>
  sql`
    with gone as (delete from doses where area = ${A}), terms as (delete from search_terms where area = ${A})
    update people set birth_day = '\\x00' where area = ${A}`.execute(filled.open.database);
const lookups = () =>
  inArea(async (transaction) => {
    const all: unknown[] = [];
    for (const { individualNumber } of syntheticPeople()) all.push(await findPerson(transaction, individualNumber));
    return all;
  });

describe('the list of what is saved', () => {
  it('names every table of an area, saved or not', () => {
    const named = [...SAVED_TABLES.map(({ table }) => table), ...UNSAVED_TABLES];
    expect(named.toSorted()).toEqual([...AREA_TABLES].toSorted());
  });
});

describe('a sealed stream', () => {
  it('opens with whichever key it was sealed to, whatever the parity of its point', async () => {
    for (let round = 0; round < 24; round += 1) {
      const jwk = await generateSealingJwk();
      const text = Buffer.alloc(round * 9_000, 'kofu');
      const opened: Buffer[] = [];
      for await (const piece of openStream(jwk, sealStream(sealingPublicKey(jwk), Readable.from([text])))) {
        opened.push(piece);
      }
      expect(Buffer.concat(opened).equals(text)).toBe(true);
    }
  });
});

describe('an area', () => {
  it('is put back after damage, as it was, and found by number and by name; nobody else’s rows change', async () => {
    const before = [await contentsOf(A), await contentsOf(B), await lookups()];
    const saved = await save();
    expect(saved.rows).toBeGreaterThan(20);
    expect((await readdir(folder)).length).toBe(1);
    await destroy();
    expect(await contentsOf(A)).not.toEqual(before[0]);
    const restored = await restore();
    expect(restored.isErr() ? restored.error : restored.value).toMatchObject({
      backupId: saved.backupId,
      rows: saved.rows,
    });
    expect([await contentsOf(A), await contentsOf(B), await lookups()]).toEqual(before);
    const who = syntheticPeople()[0];
    const found = await inArea((inside) => searchPeople(inside, { name: who?.name ?? '' }));
    expect(found.people.length).toBeGreaterThan(0);
    const operations = await inArea(({ database }) =>
      database.selectFrom('operation_log').select(['operation', 'result']).orderBy('place', 'desc').limit(3).execute(),
    );
    expect(operations.map((one) => `${one.operation} ${one.result}`)).toEqual([
      'area-restored done',
      'area-saved done',
      'area-saved begun',
    ]);
  });

  it('is put back under keys that changed after it was saved', async () => {
    const before = [await contentsOf(B), await lookups()];
    await save();
    const limits = { batchRows: 100, pauseMs: 1 };
    const masterKey = fileMasterKey(filled.masterKey);
    (await rotateArea({ store: filled.store, masterKey, log, now, limits }, A))._unsafeUnwrap();
    await destroy();
    (await restore())._unsafeUnwrap();
    expect([await contentsOf(B), await lookups()]).toEqual(before);
  });

  it('holds nothing of a person in clear in its file', async () => {
    await save();
    const bytes = await readFile(file);
    for (const { individualNumber, name } of syntheticPeople()) {
      for (const text of [individualNumber, name]) expect(bytes.includes(Buffer.from(text, 'utf8'))).toBe(false);
    }
  });

  it('stays as it was where the file is cut, altered, lengthened, of another key, of another area, or not one', async () => {
    await save();
    const bytes = await readFile(file);
    const before = await contentsOf(A);
    const other = join(folder, 'other');
    const variants = [
      Buffer.alloc(0),
      Buffer.from('no backup'),
      bytes.subarray(0, 40),
      bytes.subarray(0, 84),
      bytes.subarray(0, 86),
      bytes.subarray(0, bytes.length - 20),
      bytes.subarray(0, bytes.length - 1),
      Buffer.concat([bytes, Buffer.of(0)]),
      Buffer.concat([bytes, bytes]),
      ...[3, 30, 84, 86, 90, 2_000, bytes.length - 1].map((at) => {
        const altered = Buffer.from(bytes);
        altered[at] = (altered[at] ?? 0) ^ 1;
        return altered;
      }),
    ];
    for (const variant of variants) {
      await writeFile(other, variant);
      expect((await restore({ file: other }))._unsafeUnwrapErr()).toEqual({ kind: 'unreadable-backup' });
    }
    expect((await restore({ key: await generateSealingJwk() }))._unsafeUnwrapErr().kind).toBe('unreadable-backup');
    expect((await restore({ area: B }))._unsafeUnwrapErr()).toEqual({ kind: 'other-area' });
    expect((await restore({ file: join(folder, 'none') }))._unsafeUnwrapErr().kind).toBe('cannot-read');
    const nowhere = v.parse(MunicipalityCodeSchema, '999999');
    expect((await restore({ area: nowhere }))._unsafeUnwrapErr()).toEqual({ kind: 'no-such-area' });
    expect(await contentsOf(A)).toEqual(before);
  }, 60_000);

  it('keeps certificates that were issued later, unless they are given up by word', async () => {
    await save();
    const issue = () =>
      inArea(async (inside) => {
        const [person] = await inside.database.selectFrom('people').select('person_id').limit(1).execute();
        const certificateId = randomCertificateId();
        await recordCertificate(inside, {
          certificateId,
          personId: person?.person_id ?? '',
          kind: 'domestic',
          issuedOn: '2026-03-01',
          issuedAt: now(),
          passport: null,
          through: 'kiosk',
        });
        return certificateId;
      });
    const certificateId = await issue();
    expect((await restore())._unsafeUnwrapErr()).toEqual({ kind: 'later-certificates', count: 1 });
    const there = () =>
      inArea(({ database }) =>
        database.selectFrom('certificates').select('area').where('certificate_id', '=', certificateId).execute(),
      );
    expect(await there()).toHaveLength(1);
    expect((await restore({ giveUpLater: true })).isOk()).toBe(true);
    expect(await there()).toHaveLength(0);
  });

  it('keeps provisions and detections that came after it was saved, and gets back those that are gone', async () => {
    const [provisionId, detectionId] = [randomUUID(), randomUUID()];
    const owner = filled.open.database;
    const there = async () => {
      const { rows } = await sql<{ one: string; by: string | null; finding: string | null }>`
        select provision_id::text as one, reviewed_by as by, result as finding
          from provisions where area = ${A} and provision_id = ${provisionId}
        union all
        select detection_id::text, acknowledged_by, finding
          from detections where area = ${A} and detection_id = ${detectionId}`.execute(owner);
      return rows;
    };
    const both = [
      { one: provisionId, by: 'taro', finding: 'provided' },
      { one: detectionId, by: 'taro', finding: 'misuse' },
    ];
    await save();
    await sql`
      insert into provisions (area, provision_id, side, asking, asked, purpose, at, asked_by, result, doses,
        reviewed_by, reviewed_at)
      values (${A}, ${provisionId}, 'asking', ${A}, ${B}, 'moved-in', now(), 'hanako', 'provided', 1, 'taro', now())`.execute(
      owner,
    );
    await sql`
      insert into detections (area, detection_id, rule, staff_id, at, from_place, to_place, count,
        acknowledged_by, acknowledged_at, finding)
      values (${A}, ${detectionId}, 'off-hours', 'hanako', now(), 1, 1, 1, 'taro', now(), 'misuse')`.execute(owner);
    expect((await restore()).isOk()).toBe(true);
    expect(await there()).toEqual(both);

    file = join(folder, 'later.backup');
    await save();
    // A row that is there stays as it is, whatever the backup says of it.
    await sql`update detections set finding = 'mistake' where detection_id = ${detectionId}`.execute(owner);
    expect((await restore()).isOk()).toBe(true);
    expect(await there()).toEqual([both[0], { one: detectionId, by: 'taro', finding: 'mistake' }]);
    await sql`delete from provisions where area = ${A}`.execute(owner);
    await sql`delete from detections where area = ${A}`.execute(owner);
    expect((await restore()).isOk()).toBe(true);
    expect(await there()).toEqual(both);
    for (const table of ['provisions', 'detections'] as const) {
      const taking = filled.store.inArea(A, ({ database }) => database.deleteFrom(table).execute(), {
        role: RESTORE_ROLE,
      });
      await expect(taking).rejects.toThrow(/permission denied/);
    }
  });

  it('is not put back over another’s certificate, nor over another chain', async () => {
    const certificateId = randomCertificateId();
    const [person] = await inArea(({ database }) => database.selectFrom('people').select('person_id').execute());
    const [stranger] = await inArea(({ database }) => database.selectFrom('people').select('person_id').execute(), B);
    const put = (area: string, personId: string | undefined) =>
      sql`insert into certificates (certificate_id, area, person_id, kind, issued_on, issued_at)
        values (${certificateId}, ${area}, ${personId}, 'domestic', '2026-03-01', now())`.execute(filled.open.database);
    const take = () =>
      sql`delete from certificates where certificate_id = ${certificateId}`.execute(filled.open.database);
    await put(A, person?.person_id);
    await save();
    await take();
    await put(B, stranger?.person_id);
    expect((await restore())._unsafeUnwrapErr()).toEqual({ kind: 'certificate-taken' });
    await take();
    await sql`update operation_log set hash = ${Buffer.alloc(32)} where area = ${A} and place = 2`.execute(
      filled.open.database,
    );
    expect((await restore())._unsafeUnwrapErr()).toEqual({ kind: 'other-chain' });
    await sql`delete from operation_log where area = ${A}`.execute(filled.open.database);
    await sql`delete from operation_log_heads where area = ${A}`.execute(filled.open.database);
    expect((await restore()).isOk()).toBe(true);
  });

  const newest = (count: number) =>
    inArea(async ({ database }) => {
      const entries = database.selectFrom('operation_log').select(['operation', 'result']);
      const rows = await entries.orderBy('place', 'desc').limit(count).execute();
      return rows.map(({ operation, result }) => `${operation} ${result}`);
    });

  it('is never saved over an earlier backup', async () => {
    await save();
    const earlier = await readFile(file);
    const again = await saveArea({ store: filled.store, log, now }, A, { file, publicKey });
    expect(again._unsafeUnwrapErr().kind).toBe('cannot-write');
    expect((await readFile(file)).equals(earlier)).toBe(true);
    expect(await readdir(folder)).toEqual(['area.backup']);
    expect(await newest(3)).toEqual(['area-saved begun', 'area-saved done', 'area-saved begun']);
  });

  it('is said to be saved once the file is there, and no file stays of which that cannot be said', async () => {
    const atDone: string[][] = [];
    const failing: OperationLog = {
      append: async (inside, event) => {
        if (event.result !== 'done') return await log.append(inside, event);
        atDone.push(await readdir(folder));
        throw new Error('no answer');
      },
    };
    const saving = saveArea({ store: filled.store, log: failing, now }, A, { file, publicKey });
    await expect(saving).rejects.toThrow('no answer');
    expect(atDone.flat()).toContain('area.backup');
    expect(await readdir(folder)).toEqual([]);
    expect(await newest(1)).toEqual(['area-saved begun']);
  });

  it('leaves no file where none can be written, and says so', async () => {
    const into = (where: string) => saveArea({ store: filled.store, log, now }, A, { file: where, publicKey });
    expect((await into(join(folder, 'no-such-folder', 'file')))._unsafeUnwrapErr().kind).toBe('cannot-write');
    expect(await readdir(folder)).toEqual([]);
    let room = 3;
    const openFile = async (path: string) => {
      const handle = await open(path, 'wx');
      return {
        appendFile: async (bytes: Parameters<typeof handle.appendFile>[0]) => {
          room -= 1;
          if (room === 0) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
          await handle.appendFile(bytes);
        },
        sync: () => handle.sync(),
        close: () => handle.close(),
      };
    };
    for (const left of [1, 2, 3]) {
      room = left;
      const full = await saveArea({ store: filled.store, log, now, openFile }, A, { file, publicKey });
      expect(full._unsafeUnwrapErr().kind).toBe('cannot-write');
      expect(await readdir(folder)).toEqual([]);
    }
    const nowhere = v.parse(MunicipalityCodeSchema, '999999');
    const none = await saveArea({ store: filled.store, log, now }, nowhere, { file, publicKey });
    expect(none._unsafeUnwrapErr()).toEqual({ kind: 'no-such-area' });
  });
});
