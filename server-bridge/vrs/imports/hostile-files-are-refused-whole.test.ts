import { open } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FilledStore, filledStore } from '../filled-store.ts';
import {
  AREA,
  importFile,
  inArea,
  NOW,
  OTHER_AREA,
  PEOPLE_HEADING,
  personLine,
  piecesOf,
  sjis,
  spooled,
  staffOf,
  type TestDesk,
  testDesk,
  utf8,
} from './import-fixtures.ts';

let filled: FilledStore;
let test: TestDesk;
beforeAll(async () => {
  filled = await filledStore();
});
afterAll(() => filled.close());
beforeEach(async () => {
  test = await testDesk(filled.store, { limits: { batchLines: 10, pieceMs: 200 } });
});

/** After every one of them: nobody was registered, nothing is staged, nothing lies on the disk, and the next may begin. */
afterEach(async () => {
  const left = await inArea(filled.store, async ({ database }) => {
    const tables = ['import_people', 'import_seen', 'import_flags'] as const;
    const staged = await Promise.all(tables.map((table) => database.selectFrom(table).selectAll().execute()));
    const people = await database
      .selectFrom('people')
      .select('person_id')
      .where('registered_by', '!=', 'system')
      .execute();
    const running = await database.selectFrom('imports').select('state').where('ended_at', 'is', null).execute();
    return [...staged.flat(), ...people, ...running];
  });
  expect(left).toEqual([]);
  expect(await spooled(test.folder)).toEqual([]);
  await test.close();
});

const file = (...lines: string[]) => utf8(PEOPLE_HEADING, ...lines);
const people = (bytes: Buffer, o: Parameters<typeof importFile>[3] = {}) => importFile(test, 'people', bytes, o);
const refused = (fault: string, line?: number, of?: string) => ({
  state: 'refused',
  fault,
  added: 0,
  ...(line === undefined ? {} : { refusals: [{ line, column: null, fault: of }] }),
});

describe('quotes', () => {
  it('may stand where CSV has them, and are taken away', async () => {
    const done = await people(file(personLine(1), personLine(2, { name: '"見本, ""花子"""', sex: '7' })));
    expect(done).toMatchObject({ state: 'refused', refusals: [{ line: 3, column: '性別', fault: 'form' }] });
  });
  it.each([
    ['within an unquoted cell', '見本"花子'],
    ['after text', '"見本"花子'],
  ])('%s refuse the line they are on', async (_where, name) => {
    const done = await people(file(personLine(1), personLine(2, { name }), personLine(3)));
    expect(done).toMatchObject(refused('lines', 3, 'quotes'));
  });
  it('that never end refuse the line they began on, whatever they swallowed', async () => {
    const rest = Array.from({ length: 400 }, (_, index) => personLine(10 + index));
    const done = await people(file(personLine(1), personLine(2, { name: '"見本' }), ...rest));
    expect(done).toMatchObject(refused('lines', 3, 'quotes'));
    const short = await people(file(personLine(1), personLine(2, { name: '"見本' })));
    expect(short).toMatchObject(refused('lines', 3, 'quotes'));
  });
  it('around a line break do not make one line of two', async () => {
    const done = await people(file(personLine(1, { name: '"見本\r\n花子"' }), personLine(2, { sex: 'x' })));
    expect(done.refusals).toEqual([
      { line: 2, column: '氏名', fault: 'characters' },
      { line: 4, column: '性別', fault: 'form' },
    ]);
  });
});

describe('cells', () => {
  it.each([
    ['個人番号', 'check-digit', { number: '123456789012' }],
    ['個人番号', 'form', { number: '12345678901' }],
    ['個人番号', 'form', { number: '１２３４５６７８９０１８' }],
    ['氏名', 'missing', { name: '' }],
    ['氏名', 'too-long', { name: 'あ'.repeat(101) }],
    ['氏名', 'characters', { name: '見本\0花子' }],
    ['氏名', 'characters', { name: '見本\t花子' }],
    ['氏名', 'characters', { name: '見本\ue000' }],
    ['カナ氏名', 'characters', { kana: 'mihon' }],
    ['生年月日', 'no-such-day', { birthDay: '2021-02-29' }],
    ['生年月日', 'form', { birthDay: '昭和45年1月2日' }],
    ['生年月日', 'missing', { birthDay: '' }],
    ['性別', 'form', { sex: '女' }],
    ['転出年月日', 'form', { flag: '1' }],
    ['死亡年月日', 'form', { deceasedOn: '2022-01-01' }],
    ['市区町村コード', 'check-digit', { municipality: '900011' }],
    ['市区町村コード', 'form', { municipality: OTHER_AREA }],
    ['宛名番号', 'form', { reference: '1234567890123456' }],
    ['宛名番号', 'form', { reference: '=1+1' }],
  ])('%s: %s', async (column, fault, cells) => {
    const done = await people(file(personLine(1), personLine(2, cells)));
    expect(done).toMatchObject({ state: 'refused', fault: 'lines', refusedLines: 1 });
    expect(done.refusals).toEqual([{ line: 3, column, fault }]);
    expect(JSON.stringify(done)).not.toContain('1234567890');
  });
  it('too few, too many, or none: every such line is named', async () => {
    const done = await people(file(personLine(1), `${personLine(2)},x`, 'x', '', personLine(3)));
    expect(done.refusals).toEqual([3, 4, 5].map((line) => ({ line, column: null, fault: 'columns' })));
  });
  it('all faulty: all are counted, a thousand shown, and the report has every one', async () => {
    const done = await people(file(...Array.from({ length: 1_200 }, (_, index) => personLine(index, { sex: 'x' }))));
    expect(done).toMatchObject({ state: 'refused', fault: 'lines', refusedLines: 1_200 });
    expect(done.refusals).toHaveLength(1_000);
    const report = (await test.desk.report(AREA, done.importId))._unsafeUnwrap();
    let text = '';
    for await (const piece of report) text += piece;
    expect(text.trimEnd().split('\r\n')).toHaveLength(1_201);
    expect(text).toContain('\r\n1201,性別,form\r\n');
  });
});

describe('headings', () => {
  it.each([
    ['unknown', `${PEOPLE_HEADING},住所`],
    ['twice', `${PEOPLE_HEADING},氏名`],
    ['missing', PEOPLE_HEADING.replace(',氏名', '')],
    ['none', personLine(1)],
  ])('%s', async (_what, heading) => {
    expect(await people(utf8(heading, personLine(1)))).toMatchObject(refused('heading', 1, 'columns'));
  });
  it('of numbers, from somebody who may not register any', async () => {
    expect(await people(file(personLine(1)), { withNumbers: false })).toMatchObject(refused('heading'));
  });
  it('and nothing else', async () => {
    expect(await people(file())).toMatchObject(refused('empty'));
  });
});

describe('encodings', () => {
  it('a file that is not what it is said to be is refused by the line', async () => {
    const bytes = sjis('a', PEOPLE_HEADING, personLine(1));
    expect(await people(bytes, { encoding: 'utf-8' })).toMatchObject(refused('encoding', 2, 'characters'));
  });
  it('bytes that are no character in Shift_JIS refuse it, and so does half a character at the end', async () => {
    const good = sjis(PEOPLE_HEADING, personLine(1));
    const bad = Buffer.concat([good, Buffer.from([0x85, 0x40]), sjis(personLine(2))]);
    expect(await people(bad)).toMatchObject(refused('encoding', 3, 'characters'));
    const half = Buffer.concat([good, Buffer.from([0x82])]);
    expect(await people(half)).toMatchObject(refused('encoding', 3, 'characters'));
  });
  it('broken UTF-8 far behind a good beginning', async () => {
    const lines = Array.from({ length: 300 }, (_, index) => personLine(index));
    const bad = Buffer.concat([file(...lines), Buffer.from([0xe8, 0xa6, 0x0d, 0x0a])]);
    expect(await people(bad)).toMatchObject(refused('encoding', 302, 'characters'));
  });
  it('UTF-16', async () => {
    expect(await people(Buffer.from(`\ufeff${PEOPLE_HEADING}\r\n`, 'utf16le'))).toMatchObject({ state: 'refused' });
  });
});

describe('uploads', () => {
  it('a line of a gigabyte is stopped while it arrives', async () => {
    let sent = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      const piece = Buffer.alloc(65_536, 'a');
      yield utf8(PEOPLE_HEADING);
      for (; sent < 1_000_000_000; sent += piece.length) {
        await setImmediate();
        yield piece;
      }
    }
    const done = await people(file(), { saidBytes: 1_000_000_500, upload: endless() });
    expect(done).toMatchObject(refused('lines', 2, 'too-long'));
    expect(sent).toBeLessThan(200_000);
  });
  it('shorter than said, longer than said, or broken off', async () => {
    const bytes = file(personLine(1));
    expect(await people(bytes, { saidBytes: bytes.length + 1 })).toMatchObject(refused('truncated'));
    expect(await people(bytes, { saidBytes: bytes.length - 1 })).toMatchObject(refused('too-long'));
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield* piecesOf(bytes.subarray(0, 200));
      throw new Error('connection reset');
    }
    expect(await people(bytes, { upload: broken() })).toMatchObject(refused('truncated'));
  });
  it('that stand still are ended', async () => {
    async function* still(): AsyncGenerator<Uint8Array> {
      yield file();
      await new Promise(() => undefined);
    }
    expect(await people(file(personLine(1)), { upload: still() })).toMatchObject(refused('stopped'));
  });
  it('that a full disk cannot take', async () => {
    const full = await testDesk(filled.store, { openSpoolFile: () => open('/dev/full', 'r+') });
    const bytes = file(...Array.from({ length: 2_000 }, (_, index) => personLine(index)));
    expect(await importFile(full, 'people', bytes)).toMatchObject(refused('disk-full'));
    const none = await testDesk(filled.store, { openSpoolFile: () => Promise.reject(new Error('ENOSPC')) });
    expect(await importFile(none, 'people', bytes)).toMatchObject(refused('disk-full'));
    await full.close();
    await none.close();
  });
  it('that somebody abandons in the middle', async () => {
    const { desk } = test;
    const actor = staffOf(AREA);
    const bytes = file(personLine(1));
    const { importId } = (
      await desk.begin(actor, { kind: 'people', encoding: 'detect', bytes: 9_999 })
    )._unsafeUnwrap();
    const { promise, resolve } = Promise.withResolvers<void>();
    async function* slow(): AsyncGenerator<Uint8Array> {
      yield bytes;
      resolve();
      await new Promise(() => undefined);
    }
    const receiving = desk.receive(actor, importId, slow(), { withNumbers: true });
    await promise;
    expect((await desk.abandon(actor, importId)).isOk()).toBe(true);
    expect((await receiving)._unsafeUnwrapErr()).toEqual({ kind: 'refused' });
    await desk.settled();
    expect((await desk.state(AREA, importId))._unsafeUnwrap()).toMatchObject({ state: 'abandoned', fault: null });
    expect((await desk.abandon(actor, importId))._unsafeUnwrapErr()).toEqual({ kind: 'not-waiting' });
    expect(test.events.map(({ operation }) => operation)).toEqual(['import-begun', 'import-abandoned']);
  });
  it('twice, for an import of another municipality, or for none', async () => {
    const { desk } = test;
    const done = await people(file(personLine(1, { sex: 'x' })));
    const again = await desk.receive(staffOf(AREA), done.importId, piecesOf(file()), { withNumbers: true });
    expect(again._unsafeUnwrapErr()).toEqual({ kind: 'not-waiting' });
    const other = await desk.receive(staffOf(OTHER_AREA), done.importId, piecesOf(file()), { withNumbers: true });
    expect(other._unsafeUnwrapErr()).toEqual({ kind: 'unknown-import' });
    expect((await desk.state(OTHER_AREA, done.importId))._unsafeUnwrapErr()).toEqual({ kind: 'unknown-import' });
  });
  it('that never come are abandoned after their time', async () => {
    const { desk } = test;
    await desk.begin(staffOf(AREA), { kind: 'people', encoding: 'detect', bytes: 10 });
    const second = await desk.begin(staffOf(AREA), { kind: 'people', encoding: 'detect', bytes: 10 });
    expect(second._unsafeUnwrapErr()).toEqual({ kind: 'another-runs' });
    const later = await testDesk(filled.store, { now: () => new Date(NOW.getTime() + 11 * 60_000) });
    await later.desk.endOverdue();
    expect(later.events).toMatchObject([{ operation: 'import-abandoned', actor: { kind: 'system' } }]);
    await later.close();
  });
});
