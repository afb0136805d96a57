import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FilledStore, filledStore } from '../filled-store.ts';
import { confirmDose, correctDose, flagDose } from '../register/doses.ts';
import { readDoses } from '../register/read-doses.ts';
import { findByReference } from './find-people.ts';
import {
  AREA,
  importFile,
  inArea,
  NOW,
  PEOPLE_HEADING,
  personLine,
  RECORDS_HEADING,
  recordLine,
  type TestDesk,
  TICKETS_HEADING,
  testDesk,
  ticketLine,
  utf8,
} from './import-fixtures.ts';

let filled: FilledStore;
let test: TestDesk;
let seed = 3_000;
let reference = '';
beforeAll(async () => {
  filled = await filledStore();
});
afterAll(() => filled.close());
beforeEach(async () => {
  test = await testDesk(filled.store);
  seed += 1;
  reference = String(100_000 + seed);
  await importFile(test, 'people', utf8(PEOPLE_HEADING, personLine(seed)));
});
afterEach(() => test.close());

const records = (...lines: string[]) => importFile(test, 'records', utf8(RECORDS_HEADING, ...lines));
const doses = () =>
  inArea(filled.store, async (transaction) => {
    const people = await findByReference(transaction, [reference]);
    return await readDoses(transaction, people.get(reference) ?? '');
  });
const brief = async () =>
  (await doses()).map(({ facts, doubt, version }) => `${facts.number} ${facts.day} ${facts.lot} ${doubt} v${version}`);
const versions = () =>
  inArea(filled.store, ({ database }) =>
    database
      .selectFrom('dose_versions')
      .select(['dose_id', 'version', 'change', 'reason'])
      .orderBy('version')
      .execute(),
  );
const staff = { by: 'mihon.staff', at: NOW };
const first = async () => {
  const [dose] = await doses();
  if (dose === undefined) throw new Error('a dose is registered');
  return dose;
};

describe('a file of records', () => {
  it('registers doses by reference number and by ticket, and counts the doubtful without refusing them', async () => {
    const ticket = String(7_000_000_000 + seed);
    await importFile(test, 'tickets', utf8(TICKETS_HEADING, ticketLine(reference, ticket)));
    const done = await records(
      recordLine(reference),
      recordLine('', { ticket, number: '2', day: '2021-07-31', lot: 'zz' }),
    );
    expect(done).toMatchObject({ state: 'done', added: 2, doubtful: 1 });
    expect(await brief()).toEqual(['1 2021-07-10 ZZ0001 null v1', '2 2021-07-31 zz lot-pattern v1']);
    expect((await doses()).map(({ ticketNumber, source }) => [ticketNumber, source])).toEqual([
      [null, 'import'],
      [ticket, 'import'],
    ]);
  });

  it.each([
    ['unknown-product', { product: 'nobody-knows', maker: '' }],
    ['before-birth', { day: '1969-12-31' }],
    ['in-the-future', { day: '2026-12-31' }],
    ['said-by-source', { doubtful: '1' }],
    ['said-by-source', { maker: 'モデルナ' }],
  ])('keeps a dose with the doubt %s', async (doubt, cells) => {
    expect(await records(recordLine(reference, cells))).toMatchObject({ state: 'done', added: 1, doubtful: 1 });
    expect((await doses()).map((dose) => dose.doubt)).toEqual([doubt]);
  });

  it('makes a dose doubtful that another file puts out of order, and certain again when it is corrected', async () => {
    await records(recordLine(reference, { number: '2', day: '2021-07-31' }));
    expect(await records(recordLine(reference, { day: '2021-08-10' }))).toMatchObject({ added: 1, doubtful: 2 });
    expect(await brief()).toEqual(['1 2021-08-10 ZZ0001 order-of-days v1', '2 2021-07-31 ZZ0001 order-of-days v1']);
    expect(await records(recordLine(reference, { day: '2021-07-10' }))).toMatchObject({ changed: 1, doubtful: 0 });
    expect(await brief()).toEqual(['1 2021-07-10 ZZ0001 null v2', '2 2021-07-31 ZZ0001 null v1']);
  });

  it('takes the same file twice without changing anything', async () => {
    await records(recordLine(reference));
    expect(await records(recordLine(reference))).toMatchObject({ added: 0, changed: 0, unchanged: 1 });
    expect(await brief()).toEqual(['1 2021-07-10 ZZ0001 null v1']);
  });

  it('leaves site and doctor as they are where the file is silent', async () => {
    await records(recordLine(reference));
    expect(await records(recordLine(reference, { site: '', doctor: '', vaccinatedIn: '' }))).toMatchObject({
      unchanged: 1,
    });
    expect((await first()).facts).toMatchObject({ site: '見本会場', doctor: '見本　医師', vaccinatedIn: AREA });
  });

  it('never takes a change of what staff have confirmed silently', async () => {
    await records(recordLine(reference, { doubtful: '1' }));
    const { doseId, version } = await first();
    await inArea(filled.store, (transaction) =>
      confirmDose(transaction, doseId, { version, reason: 'checked-and-right' }, staff),
    );
    expect(await brief()).toEqual(['1 2021-07-10 ZZ0001 null v2']);
    // The same word again is no news.
    await records(recordLine(reference, { doubtful: '1' }));
    expect(await brief()).toEqual(['1 2021-07-10 ZZ0001 null v2']);
    expect(await records(recordLine(reference, { lot: 'ZZ0002' }))).toMatchObject({ changed: 1, doubtful: 1 });
    expect(await brief()).toEqual(['1 2021-07-10 ZZ0002 said-by-source v3']);
  });

  it('treats what staff have corrected like what they have confirmed', async () => {
    await records(recordLine(reference));
    const { doseId, version, facts } = await first();
    await inArea(filled.store, (transaction) =>
      correctDose(transaction, doseId, { version, reason: 'mistyped', dose: { ...facts, lot: 'ZZ0009' } }, staff),
    );
    await records(recordLine(reference));
    expect(await brief()).toEqual(['1 2021-07-10 ZZ0001 said-by-source v3']);
  });

  it('does not take back what staff have flagged', async () => {
    await records(recordLine(reference));
    const { doseId, version } = await first();
    await inArea(filled.store, (transaction) => flagDose(transaction, doseId, { version, reason: 'mistyped' }, staff));
    await records(recordLine(reference, { lot: 'ZZ0002' }));
    expect(await brief()).toEqual(['1 2021-07-10 ZZ0002 said-by-staff v3']);
  });

  it('keeps the row as it was with every correction', async () => {
    await records(recordLine(reference));
    await records(recordLine(reference, { lot: 'ZZ0002' }));
    await records(recordLine(reference, { status: '0', day: '', product: '', lot: '', maker: '' }));
    const { doseId } = await first();
    expect((await versions()).filter(({ dose_id }) => dose_id === doseId)).toMatchObject([
      { version: 1, change: 'corrected', reason: 'source-corrected' },
      { version: 2, change: 'flagged', reason: 'source-corrected' },
    ]);
    expect(await brief()).toEqual(['1 2021-07-10 ZZ0002 said-by-source v3']);
  });

  it('makes doses doubtful by a later day of moving, and certain when it is taken back', async () => {
    await records(recordLine(reference));
    await importFile(test, 'people', utf8(PEOPLE_HEADING, personLine(seed, { flag: '1', movedOn: '2021-07-01' })));
    expect(await brief()).toEqual(['1 2021-07-10 ZZ0001 after-moving v1']);
    await importFile(test, 'people', utf8(PEOPLE_HEADING, personLine(seed)));
    expect(await brief()).toEqual(['1 2021-07-10 ZZ0001 null v1']);
  });

  it('refuses the whole file for one line whose person, ticket or pair of both is not known', async () => {
    const [ticket, other] = [String(7_100_000_000 + seed), String(200_000 + seed)];
    await importFile(test, 'people', utf8(PEOPLE_HEADING, personLine(100_000 + seed)));
    await importFile(test, 'tickets', utf8(TICKETS_HEADING, ticketLine(other, ticket)));
    const done = await records(
      recordLine(reference),
      recordLine('999999999999999'),
      recordLine('', { ticket: '9999999999' }),
      recordLine(reference, { ticket, number: '2', day: '2021-07-31' }),
      recordLine(reference, { lot: 'ZZ0002' }),
      recordLine(''),
    );
    expect(done).toMatchObject({ state: 'refused', fault: 'lines', refusedLines: 4, added: 0 });
    expect(done.refusals).toEqual([
      { line: 3, column: '宛名番号', fault: 'unknown-person' },
      { line: 4, column: '券番号', fault: 'unknown-ticket' },
      { line: 5, column: '券番号', fault: 'ticket-of-another' },
      { line: 7, column: '宛名番号', fault: 'missing' },
    ]);
    expect(await doses()).toEqual([]);
  });

  it('refuses the same dose twice in a file', async () => {
    const done = await records(recordLine(reference), recordLine(reference, { lot: 'ZZ0002' }));
    expect(done).toMatchObject({
      state: 'refused',
      refusals: [{ line: 3, column: '接種回数', fault: 'twice-in-file' }],
    });
  });
});
