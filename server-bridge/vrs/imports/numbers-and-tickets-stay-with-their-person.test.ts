import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FilledStore, filledStore } from '../filled-store.ts';
import { findTicket } from '../register/tickets.ts';
import { findPerson } from '../store/records.ts';
import {
  ADDRESS_HEADING,
  AREA,
  importFile,
  inArea,
  OTHER_AREA,
  PEOPLE_HEADING,
  personLine,
  syntheticNumber,
  type TestDesk,
  TICKETS_HEADING,
  testDesk,
  ticketLine,
  utf8,
} from './import-fixtures.ts';

let filled: FilledStore;
let test: TestDesk;
beforeAll(async () => {
  filled = await filledStore();
});
afterAll(() => filled.close());
beforeEach(async () => {
  test = await testDesk(filled.store);
});
afterEach(() => test.close());

const people = (...lines: string[]) => importFile(test, 'people', utf8(PEOPLE_HEADING, ...lines));
const find = (number: string) => inArea(filled.store, (transaction) => findPerson(transaction, number));

describe('individual numbers', () => {
  it('of somebody else refuse the file, in it and beside it', async () => {
    await people(personLine(1));
    const done = await people(
      personLine(2, { number: syntheticNumber(1) }),
      personLine(3),
      personLine(4, { number: syntheticNumber(3) }),
      personLine(3),
    );
    expect(done).toMatchObject({ state: 'refused', refusedLines: 3 });
    expect(done.refusals).toEqual([
      { line: 2, column: '個人番号', fault: 'number-of-another' },
      { line: 4, column: '個人番号', fault: 'twice-in-file' },
      { line: 5, column: '個人番号', fault: 'twice-in-file' },
      { line: 5, column: '宛名番号', fault: 'twice-in-file' },
    ]);
    expect((await find(syntheticNumber(3))).kind).toBe('not-found');
  });

  it('are corrected with a version of their own, and found by the new one alone', async () => {
    await people(personLine(10));
    expect(await people(personLine(10, { number: syntheticNumber(11) }))).toMatchObject({ changed: 1 });
    expect((await find(syntheticNumber(10))).kind).toBe('not-found');
    expect((await find(syntheticNumber(11))).kind).toBe('found');
  });

  it('may be those of another municipality: areas know nothing of each other', async () => {
    await people(personLine(20));
    const other = await importFile(test, 'people', utf8(PEOPLE_HEADING, personLine(20, { municipality: OTHER_AREA })), {
      area: OTHER_AREA,
    });
    expect(other).toMatchObject({ state: 'done', added: 1 });
  });

  it('are linked by the address-number system with an integrated number that belongs to one person', async () => {
    await people(personLine(30, { number: '' }), personLine(31, { number: '' }));
    const link = (...lines: string[]) => importFile(test, 'address-numbers', utf8(ADDRESS_HEADING, ...lines));
    const [a, b] = ['100030', '100031'].map((reference) => `${AREA},${reference}`);
    expect(await link(`${a},55501,${syntheticNumber(30)}`, `${b},55502,`)).toMatchObject({ state: 'done', added: 2 });
    expect((await find(syntheticNumber(30))).kind).toBe('found');
    expect(await link(`${a},55501,${syntheticNumber(30)}`)).toMatchObject({ unchanged: 1 });
    expect(await link(`${b},55501,`)).toMatchObject({
      state: 'refused',
      refusals: [{ line: 2, column: '統合宛名番号', fault: 'number-of-another' }],
    });
    expect(await link(`${b},55503,${syntheticNumber(30)}`)).toMatchObject({
      state: 'refused',
      refusals: [{ line: 2, column: '個人番号', fault: 'number-of-another' }],
    });
    expect(await link(`${AREA},987654321,1,`)).toMatchObject({ refusals: [{ line: 2, fault: 'unknown-person' }] });
  });
});

describe('tickets', () => {
  const tickets = (...lines: string[]) => importFile(test, 'tickets', utf8(TICKETS_HEADING, ...lines));

  it('are issued, withdrawn by a later file, and never given to somebody else', async () => {
    await people(personLine(40), personLine(41));
    expect(await tickets(ticketLine('100040', '4000000001'))).toMatchObject({ state: 'done', added: 1 });
    expect(await tickets(ticketLine('100040', '4000000001'))).toMatchObject({ unchanged: 1 });
    expect(await tickets(ticketLine('100040', '4000000001', '2', '2022-03-31'))).toMatchObject({ changed: 1 });
    const ticket = await inArea(filled.store, (transaction) => findTicket(transaction, '4000000001'));
    expect(ticket).toMatchObject({ ticketType: '2', withdrawnOn: '2022-03-31' });
    expect(await tickets(ticketLine('100041', '4000000001'))).toMatchObject({
      refusals: [{ line: 2, column: '券番号', fault: 'ticket-of-another' }],
    });
    expect(await tickets(ticketLine('555', '4000000002'))).toMatchObject({
      refusals: [{ line: 2, column: '宛名番号', fault: 'unknown-person' }],
    });
    expect(await tickets(ticketLine('100041', '4000000003'), ticketLine('100041', '4000000003'))).toMatchObject({
      refusals: [{ line: 3, column: '券番号', fault: 'twice-in-file' }],
    });
  });
});
