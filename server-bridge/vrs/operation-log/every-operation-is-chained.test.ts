import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FilledStore, filledStore } from '../filled-store.ts';
import { registerNewPerson } from '../register/people.ts';
import { peopleRoutes } from '../register/people-routes.ts';
import { AT, CHANGE, CITY, facts, OTHER_CITY, staff, syntheticNumber, within } from '../register/register-fixtures.ts';
import { createVrsStore, type VrsStore } from '../store/vrs-store.ts';
import { createOperationLog } from './append-entry.ts';
import { exportEntries, readPage, readState, reviewUpTo, searchLog } from './read-log.ts';
import { verifyLog } from './verify-log.ts';

let filled: FilledStore;
let other: VrsStore;
let personId: string;
const log = createOperationLog({ now: () => AT });
const actor = staff({ people: 'read' });
beforeAll(async () => {
  filled = await filledStore();
  other = createVrsStore({ ...(await filled.another()), masterKey: filled.masterKey });
  const made = await within(filled.store, CITY, (area) => registerNewPerson(area, facts(), CHANGE));
  ({ personId } = made._unsafeUnwrap());
});
afterAll(() => filled.close());

const shown = (store: VrsStore, person: string | null = personId) =>
  within(store, CITY, (area) =>
    log.append(area, { actor, operation: 'person-shown', personId: person, target: '-', result: 'done' }),
  );
async function exported(): Promise<string[]> {
  const pieces: string[] = [];
  for await (const piece of exportEntries((after) => within(filled.store, CITY, (area) => readPage(area, after)))) {
    pieces.push(piece);
  }
  return pieces.join('').trimEnd().split('\n');
}
async function* linesOf(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}

describe('the operation log of a municipality (V11)', () => {
  it('has one chain without a gap, whichever node appends, also at once', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, index) => shown(index % 2 === 0 ? filled.store : other)));
    const lines = await exported();
    expect(lines).toHaveLength(20);
    expect(await verifyLog(linesOf(lines), null)).toMatchObject({ kind: 'whole', entries: 20 });
  });

  it('says when, who by id and name, where, what and on whom; found by the person’s reference number', async () => {
    const search = { referenceNumber: facts().referenceNumber };
    const { entries } = await within(filled.store, CITY, (area) => searchLog(area, search));
    expect(entries[0]).toEqual({
      place: 20,
      at: AT.toISOString(),
      staffId: 'hanako',
      name: '架空　職員',
      terminal: 'desk-1',
      operation: 'person-shown',
      referenceNumber: facts().referenceNumber,
      target: '-',
      result: 'done',
    });
    const nobody = await within(filled.store, CITY, (area) => searchLog(area, { referenceNumber: '1' }));
    expect(nobody.entries).toEqual([]);
  });

  it('holds nothing of the person that can be read or tried out', async () => {
    const text = (await exported()).join('\n');
    for (const secret of [facts().referenceNumber, facts().name, syntheticNumber(77), personId]) {
      expect(text).not.toContain(secret);
    }
    const rows = await within(filled.store, CITY, ({ database }) =>
      database.selectFrom('operation_log').select('person_mark').execute(),
    );
    const marks = new Set(rows.map((row) => Buffer.from(row.person_mark ?? []).toString('hex')));
    expect(marks.size).toBe(20);
  });

  it('is written with the act or not at all', async () => {
    const before = await exported();
    const failing = within(filled.store, CITY, async (area) => {
      await log.append(area, { actor, operation: 'person-shown', personId, target: '-', result: 'done' });
      throw new Error('the act failed');
    });
    await expect(failing).rejects.toThrow('the act failed');
    expect(await exported()).toEqual(before);
    const wordless = within(filled.store, CITY, (area) =>
      log.append(area, { actor, operation: 'person-shown', personId, target: syntheticNumber(77), result: 'done' }),
    );
    await expect(wordless).rejects.toThrow();
    expect(await exported()).toEqual(before);
  });

  it('shows each tampering at its entry, and a missing end by the head', async () => {
    const lines = await exported();
    const { head } = await within(filled.store, CITY, readState);
    const verdictOf = (changed: readonly string[]) => verifyLog(linesOf(changed), head);
    expect(await verdictOf(lines)).toEqual({ kind: 'whole', entries: 20, head });
    const altered = lines.with(6, (lines[6] ?? '').replace('hanako', 'taro'));
    expect(await verdictOf(altered)).toMatchObject({ fault: { kind: 'altered', line: 7 } });
    expect(await verdictOf(lines.toSpliced(4, 1))).toMatchObject({ fault: { kind: 'out-of-chain', line: 5 } });
    expect(await verdictOf(lines.slice(0, -1))).toMatchObject({ fault: { kind: 'other-head', entries: 19 } });
    expect(await verdictOf([...lines, 'x'])).toMatchObject({ fault: { kind: 'malformed', line: 21 } });
    expect(await verdictOf(lines.toSpliced(2, 1, lines[3] ?? ''))).toMatchObject({ fault: { line: 3 } });
  });

  it('cannot be changed or shortened by the application’s role', async () => {
    const changing = within(filled.store, CITY, async ({ database }) => {
      await database.updateTable('operation_log').set({ staff_id: 'taro' }).execute();
    });
    await expect(changing).rejects.toThrow(/permission denied/);
    const shortening = within(filled.store, CITY, async ({ database }) => {
      await database.deleteFrom('operation_log').execute();
    });
    await expect(shortening).rejects.toThrow(/permission denied/);
  });

  it('is the municipality’s own: another one has its own, which begins at nothing', async () => {
    const there = await within(filled.store, OTHER_CITY, async (area) => ({
      state: await readState(area),
      found: await searchLog(area, {}),
    }));
    expect(there.state.entries).toBe(0);
    expect(there.found.entries).toEqual([]);
  });

  it('is reviewed as far as it goes, by name, and never back', async () => {
    const review = (upTo: number) => within(filled.store, CITY, (area) => reviewUpTo(area, upTo, 'taro', AT));
    expect(await review(21)).toBe(false);
    expect(await review(15)).toBe(true);
    expect(await review(3)).toBe(true);
    expect(await within(filled.store, CITY, readState)).toMatchObject({ reviewedUpTo: 15, reviewedBy: 'taro' });
  });

  it('has a line for everything staff do through a route', async () => {
    const routes = peopleRoutes({ store: filled.store, log, now: () => AT });
    const show = routes.find(({ path, method }) => path === '/people/:personId' && method === 'GET');
    const answer = await show?.run(actor, { parameters: { personId }, query: {}, body: undefined });
    expect(answer?.isOk()).toBe(true);
    const { entries } = await within(filled.store, CITY, (area) => searchLog(area, {}));
    expect(entries[0]).toMatchObject({ place: 21, operation: 'person-shown' });
  });
});
