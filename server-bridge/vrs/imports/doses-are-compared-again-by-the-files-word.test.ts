import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FilledStore, filledStore } from '../filled-store.ts';
import type { DoseFacts } from '../register/dose-facts.ts';
import { correctDose, deleteDose, flagDose } from '../register/doses.ts';
import { readDoses } from '../register/read-doses.ts';
import type { AreaTransaction } from '../store/vrs-store.ts';
import {
  importFile,
  inArea,
  NOW,
  PEOPLE_HEADING,
  personLine,
  RECORDS_HEADING,
  recordLine,
  type TestDesk,
  testDesk,
  utf8,
} from './import-fixtures.ts';
import { once, personOf, staged } from './watching-fixtures.ts';

let filled: FilledStore;
let plain: TestDesk;
let seed = 70_000;
let reference = '';
beforeAll(async () => {
  filled = await filledStore();
});
afterAll(() => filled.close());
beforeEach(async () => {
  plain = await testDesk(filled.store);
  seed += 10;
  reference = String(100_000 + seed);
  await importFile(plain, 'people', utf8(PEOPLE_HEADING, personLine(seed)));
  await importFile(plain, 'records', records());
});
afterEach(() => plain.close());

const STAFF = { by: 'mihon', at: NOW };
const records = (o: Readonly<Record<string, string>> = {}) => utf8(RECORDS_HEADING, recordLine(reference, o));
const dosesOf = async (transaction: AreaTransaction) => {
  const { personId } = await personOf(transaction, reference);
  return await readDoses(transaction, personId);
};
const doses = () => inArea(filled.store, dosesOf);

/** Imports a line, while staff do something to the one dose that is registered, after the line was compared with it. */
async function importMeanwhile(
  line: Readonly<Record<string, string>>,
  act: (transaction: AreaTransaction, dose: Awaited<ReturnType<typeof dosesOf>>[number]) => Promise<void>,
) {
  const store = once(staged('import_seen'), filled.store, () =>
    inArea(filled.store, async (transaction) => {
      const [dose] = await dosesOf(transaction);
      if (dose === undefined) throw new Error('registered before each test');
      await act(transaction, dose);
    }),
  );
  const desk = await testDesk(store);
  const done = await importFile(desk, 'records', records(line));
  await desk.close();
  return done;
}

const corrected =
  (facts: Partial<DoseFacts>) =>
  async (transaction: AreaTransaction, dose: Awaited<ReturnType<typeof dosesOf>>[number]): Promise<void> => {
    const wanted = { version: dose.version, reason: 'mistyped', dose: { ...dose.facts, ...facts } } as const;
    (await correctDose(transaction, dose.doseId, wanted, STAFF))._unsafeUnwrap();
  };

/** The dose can be changed like every other: no version of another one is in its way. */
async function flagLike(number: number): Promise<void> {
  await inArea(filled.store, async (transaction) => {
    const dose = (await dosesOf(transaction)).find(({ facts }) => facts.number === number);
    if (dose === undefined) throw new Error('added by the import');
    const wanted = { version: dose.version, reason: 'mistyped' } as const;
    (await flagDose(transaction, dose.doseId, wanted, STAFF))._unsafeUnwrap();
  });
}

describe('a line that was to change a dose', () => {
  it('adds one of its own where staff delete that dose meanwhile', async () => {
    const done = await importMeanwhile({ lot: 'ZZ0009' }, async (transaction, { doseId, version }) => {
      (await deleteDose(transaction, doseId, { version, reason: 'wrong-person' }, STAFF))._unsafeUnwrap();
    });
    expect(done).toMatchObject({ state: 'done', added: 1, changed: 0 });
    expect(await doses()).toMatchObject([
      { version: 1, facts: { lot: 'ZZ0009', site: '見本会場', doctor: '見本　医師' }, doubt: null },
    ]);
    await flagLike(1);
    expect(await importFile(plain, 'records', records({ lot: 'ZZ0010' }))).toMatchObject({ state: 'done', changed: 1 });
  });

  it('adds one of its own where staff make another dose of that one meanwhile', async () => {
    const done = await importMeanwhile({ lot: 'ZZ0009' }, corrected({ number: 2, day: '2021-08-10' }));
    expect(done).toMatchObject({ state: 'done', added: 1, changed: 0 });
    expect(await doses()).toMatchObject([
      { version: 1, facts: { number: 1, day: '2021-07-10', lot: 'ZZ0009', doctor: '見本　医師' } },
      { version: 2, facts: { number: 2, day: '2021-08-10', lot: 'ZZ0001', doctor: '見本　医師' } },
    ]);
    await flagLike(1);
    expect(await importFile(plain, 'records', records({ lot: 'ZZ0010' }))).toMatchObject({ state: 'done', changed: 1 });
  });

  it('leaves as it is now, not as it was, what the line is silent about', async () => {
    const line = { lot: 'ZZ0009', vaccinatedIn: '', site: '', doctor: '' };
    const theirs = { vaccinatedIn: null, site: '別の見本会場', doctor: '別の見本　医師' };
    expect(await importMeanwhile(line, corrected(theirs))).toMatchObject({ state: 'done', changed: 1, doubtful: 1 });
    expect(await doses()).toMatchObject([{ version: 3, facts: { lot: 'ZZ0009', ...theirs } }]);
  });

  it('changes nothing where staff say the same meanwhile', async () => {
    const done = await importMeanwhile({ lot: 'ZZ0009', doctor: '' }, corrected({ lot: 'ZZ0009' }));
    expect(done).toMatchObject({ state: 'done', added: 0, changed: 0, unchanged: 1 });
    expect(await doses()).toMatchObject([{ version: 2, facts: { lot: 'ZZ0009', doctor: '見本　医師' } }]);
  });
});

describe('a line that denies a dose', () => {
  it('makes it doubtful, and writes nothing of what else it says over what staff have corrected', async () => {
    const line = { status: '0', site: '否定の会場', doctor: '否定の　医師', lot: 'ZZ0009' };
    const done = await importMeanwhile(line, corrected({ lot: 'ZZ0005', site: null }));
    expect(done).toMatchObject({ state: 'done', added: 0, changed: 1, doubtful: 1 });
    expect(await doses()).toMatchObject([
      { version: 3, doubt: 'said-by-source', facts: { lot: 'ZZ0005', site: null, doctor: '見本　医師' } },
    ]);
  });
});
