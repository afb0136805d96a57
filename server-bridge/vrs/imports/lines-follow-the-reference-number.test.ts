import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ImportKind } from '../console-api/imports.ts';
import { type FilledStore, filledStore } from '../filled-store.ts';
import { showIndividualNumber } from '../register/people.ts';
import { readDoses } from '../register/read-doses.ts';
import { findTicket } from '../register/tickets.ts';
import type { VrsTables } from '../store/tables.ts';
import {
  ADDRESS_HEADING,
  AREA,
  importFile,
  inArea,
  PEOPLE_HEADING,
  personLine,
  RECORDS_HEADING,
  recordLine,
  syntheticNumber,
  type TestDesk,
  TICKETS_HEADING,
  testDesk,
  ticketLine,
  utf8,
} from './import-fixtures.ts';
import { applying, correctReference, once, personOf, staged } from './watching-fixtures.ts';

let filled: FilledStore;
let plain: TestDesk;
let seed = 60_000;
/** The number that somebody has by mistake and somebody else gets, the one that the latter has till then, and the right one of the former. */
let wrongly = '';
let waiting = '';
let corrected = '';
beforeAll(async () => {
  filled = await filledStore();
});
afterAll(() => filled.close());
beforeEach(async () => {
  plain = await testDesk(filled.store);
  seed += 10;
  wrongly = String(100_000 + seed);
  waiting = String(100_001 + seed);
  corrected = String(100_002 + seed);
  await importFile(
    plain,
    'people',
    utf8(PEOPLE_HEADING, personLine(seed, { number: '' }), personLine(seed + 1, { number: '' })),
  );
});
afterEach(() => plain.close());

type Staged = Extract<keyof VrsTables, 'import_tickets' | 'import_doses' | 'import_address_numbers'>;

const correctBoth = async () => {
  await correctReference(filled.store, wrongly, corrected);
  await correctReference(filled.store, waiting, wrongly);
};

/** Imports, while staff correct whose the reference number is as soon as the line is staged. */
async function importMeanwhile(kind: ImportKind, table: Staged, ...lines: string[]) {
  const store = once(staged(table), filled.store, correctBoth);
  const desk = await testDesk(store);
  const done = await importFile(desk, kind, utf8(...lines));
  await desk.close();
  return done;
}

const refusedAsUnknown = (column: string) => ({
  state: 'refused',
  fault: 'lines',
  refusals: [{ line: 2, column, fault: 'unknown-person' }],
});

describe('a line whose reference number becomes somebody else’s while the file is on its way', () => {
  it('gives nobody an individual number', async () => {
    const number = syntheticNumber(seed + 5);
    const done = await importMeanwhile(
      'address-numbers',
      'import_address_numbers',
      ADDRESS_HEADING,
      `${AREA},${wrongly},${seed},${number}`,
    );
    expect(done).toMatchObject(refusedAsUnknown('宛名番号'));
    const numbers = await inArea(filled.store, async (transaction) => {
      const ids = [await personOf(transaction, wrongly), await personOf(transaction, corrected)];
      const shown = [];
      for (const { personId } of ids) shown.push((await showIndividualNumber(transaction, personId))._unsafeUnwrap());
      return shown;
    });
    expect(numbers).toEqual([null, null]);
  });

  it('gives nobody a dose', async () => {
    const done = await importMeanwhile('records', 'import_doses', RECORDS_HEADING, recordLine(wrongly));
    expect(done).toMatchObject(refusedAsUnknown('宛名番号'));
    const doses = await inArea(filled.store, async (transaction) => {
      const { personId } = await personOf(transaction, corrected);
      return await readDoses(transaction, personId);
    });
    expect(doses).toEqual([]);
  });

  it('issues nobody a ticket', async () => {
    const ticket = `7${String(seed).padStart(9, '0')}`;
    const done = await importMeanwhile('tickets', 'import_tickets', TICKETS_HEADING, ticketLine(wrongly, ticket));
    expect(done).toMatchObject(refusedAsUnknown('宛名番号'));
    expect(await inArea(filled.store, (transaction) => findTicket(transaction, ticket))).toBeNull();
  });

  it('does not matter where the line names a ticket alone', async () => {
    const ticket = `8${String(seed).padStart(9, '0')}`;
    await importFile(plain, 'tickets', utf8(TICKETS_HEADING, ticketLine(wrongly, ticket)));
    const done = await importMeanwhile('records', 'import_doses', RECORDS_HEADING, recordLine('', { ticket }));
    expect(done).toMatchObject({ state: 'done', added: 1 });
    const doses = await inArea(filled.store, async (transaction) => {
      const { personId } = await personOf(transaction, corrected);
      return await readDoses(transaction, personId);
    });
    expect(doses).toMatchObject([{ ticketNumber: ticket }]);
  });
});

describe('a line whose reference number becomes somebody else’s after everything was checked', () => {
  it('is seen behind the lock, and refused in the next round', async () => {
    const ticket = `9${String(seed).padStart(9, '0')}`;
    let acted = false;
    const store = once(applying, filled.store, async () => {
      acted = true;
      await correctBoth();
    });
    const desk = await testDesk(store);
    const done = await importFile(desk, 'tickets', utf8(TICKETS_HEADING, ticketLine(wrongly, ticket)));
    await desk.close();
    expect(acted).toBe(true);
    expect(done).toMatchObject(refusedAsUnknown('宛名番号'));
    expect(await inArea(filled.store, (transaction) => findTicket(transaction, ticket))).toBeNull();
  });
});
