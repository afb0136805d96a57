import { parse } from 'csv-parse/sync';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isIndividualNumber } from '../../../card-reader/individual-number/index.ts';
import { syntheticPeople } from '../../../card-reader/virtual/index.ts';
import { type FilledStore, filledStore } from '../filled-store.ts';
import {
  ADDRESS_HEADING,
  AREA,
  importFile,
  OTHER_AREA,
  PEOPLE_HEADING,
  personLine,
  RECORDS_HEADING,
  recordLine,
  staffOf,
  syntheticNumber,
  type TestDesk,
  TICKETS_HEADING,
  testDesk,
  ticketLine,
  utf8,
} from '../imports/import-fixtures.ts';
import type { OperationEvent } from '../operation-log/operation-log.ts';
import { type ExportDesk, type ExportWanted, exportDesk } from './export-desk.ts';

const WHAT = ['people', 'tickets', 'records', 'record-copies', 'unlinked-people'] as const;
/** More than a page of people; of the rest a few. */
const COUNT = 520;
const FEW = 20;
/** Reference numbers of this test; the store has other invented people as well. */
const OWN = /^100[0-9]{3}$/;

let filled: FilledStore;
let test: TestDesk;
let desk: ExportDesk;
const events: OperationEvent[] = [];
beforeAll(async () => {
  filled = await filledStore();
  test = await testDesk(filled.store);
  const log = {
    append: (_transaction: unknown, event: OperationEvent) => {
      events.push(event);
      return Promise.resolve();
    },
  };
  desk = exportDesk({ store: filled.store, log });
  const seeds = Array.from({ length: COUNT }, (_, index) => index + 1);
  const people = seeds.map((seed) =>
    personLine(seed, { name: seed === 1 ? '=CMD()' : seed === 2 ? '𠮷田　"試子"' : `見本　試子${seed}` }).replace(
      '"試子"',
      '試子',
    ),
  );
  const reference = (seed: number) => String(100_000 + seed);
  for (const [kind, heading, lines] of [
    ['people', PEOPLE_HEADING, people],
    [
      'tickets',
      TICKETS_HEADING,
      seeds.slice(0, FEW).map((seed) => ticketLine(reference(seed), String(4_000_000_000 + seed))),
    ],
    [
      'records',
      RECORDS_HEADING,
      seeds.slice(0, FEW).map((seed) => recordLine(reference(seed), { lot: seed === 3 ? 'zz' : 'ZZ0001' })),
    ],
    ['address-numbers', ADDRESS_HEADING, seeds.slice(0, 10).map((seed) => `${AREA},${reference(seed)},${seed},`)],
  ] as const) {
    const done = await importFile(test, kind, utf8(heading, ...lines));
    if (done.state !== 'done') throw new Error(`the fixture is imported: ${JSON.stringify(done).slice(0, 300)}`);
  }
}, 240_000);
afterAll(async () => {
  await test.close();
  await filled.close();
});

async function give(wanted: ExportWanted, area = AREA): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of await desk.give(staffOf(area), wanted)) pieces.push(piece);
  return Buffer.concat(pieces);
}
const rowsOf = (bytes: Buffer, encoding: 'utf8' | 'cp932') =>
  parse(iconv.decode(bytes, encoding), { bom: true, columns: true }) as readonly Record<string, string>[];

describe('an export', () => {
  it.each(WHAT.flatMap((what) => (['utf-8', 'shift_jis'] as const).map((encoding) => ({ what, encoding }))))(
    'of $what in $encoding has no individual number in it, nor anything that could be one',
    async (wanted) => {
      const bytes = await give(wanted);
      const text = iconv.decode(bytes, wanted.encoding === 'utf-8' ? 'utf8' : 'cp932');
      const numbers = [...Array(COUNT).keys()].map((index) => syntheticNumber(index + 1));
      for (const number of [...numbers, ...syntheticPeople().map(({ individualNumber }) => individualNumber)]) {
        expect(text.includes(number)).toBe(false);
      }
      const words = text.match(/[0-9]+/g) ?? [];
      expect(words.filter((word) => isIndividualNumber(word))).toEqual([]);
      expect(text).not.toContain('個人番号');
    },
  );

  it('has everybody once over several pages, and is logged with its size before anything leaves', async () => {
    events.length = 0;
    const pieces = await desk.give(staffOf(AREA), { what: 'people', encoding: 'utf-8' });
    expect(events).toMatchObject([{ operation: 'records-exported', target: 'people' }]);
    expect(Number(events[0]?.result)).toBeGreaterThanOrEqual(COUNT);
    const all: Uint8Array[] = [];
    for await (const piece of pieces) all.push(piece);
    const rows = rowsOf(Buffer.concat(all), 'utf8');
    const references = rows.map((row) => row['宛名番号']).filter((one) => OWN.test(one ?? ''));
    expect(new Set(references).size).toBe(COUNT);
    expect(references).toHaveLength(COUNT);
  });

  it('runs no formula, and names what Shift_JIS cannot write', async () => {
    const name = (rows: readonly Record<string, string>[], reference: string) =>
      rows.find((row) => row['宛名番号'] === reference)?.['氏名'];
    const utf = rowsOf(await give({ what: 'people', encoding: 'utf-8' }), 'utf8');
    expect(name(utf, '100001')).toBe("'=CMD()");
    expect(name(utf, '100002')).toBe('𠮷田　試子');
    const sjis = rowsOf(await give({ what: 'people', encoding: 'shift_jis' }), 'cp932');
    expect(name(sjis, '100002')).toBe('[U+20BB7]田　試子');
    expect(name(sjis, '100003')).toBe('見本　試子3');
  });

  it('of people is read back without a change, but for the names of characters', async () => {
    const done = await importFile(test, 'tickets', await give({ what: 'tickets', encoding: 'shift_jis' }));
    expect(done).toMatchObject({ state: 'done', unchanged: FEW, added: 0, changed: 0 });
  });

  it('of records says what is doubtful, and may be of one municipality', async () => {
    const rows = rowsOf(await give({ what: 'records', encoding: 'utf-8' }), 'utf8');
    const doubtful = rows.find((row) => row['宛名番号'] === '100003');
    expect(doubtful).toMatchObject({
      要確認フラグ: '1',
      要確認理由: 'lot-pattern',
      製品名: 'コミナティ',
      接種状況: '1',
    });
    const elsewhere = await give({ what: 'records', encoding: 'utf-8', vaccinatedIn: OTHER_AREA });
    expect(rowsOf(elsewhere, 'utf8')).toEqual([]);
  });

  it('for the intermediate server has linked people alone, without names and without doubtful doses', async () => {
    const rows = rowsOf(await give({ what: 'record-copies', encoding: 'utf-8' }), 'utf8');
    expect(rows.map((row) => row['統合宛名番号']).toSorted((a, b) => Number(a) - Number(b))).toEqual([
      '1',
      '2',
      '4',
      '5',
      '6',
      '7',
      '8',
      '9',
      '10',
    ]);
    expect(Object.keys(rows[0] ?? {})).not.toContain('氏名');
    const unlinked = rowsOf(await give({ what: 'unlinked-people', encoding: 'utf-8' }), 'utf8');
    expect(unlinked.filter((row) => OWN.test(row['宛名番号'] ?? ''))).toHaveLength(COUNT - 10);
  });

  it('of another municipality knows nothing of this one', async () => {
    const text = (await give({ what: 'people', encoding: 'utf-8' }, OTHER_AREA)).toString('utf8');
    expect(text).not.toContain('100001');
  });
});
