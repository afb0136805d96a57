/** Who has reviewed up to where stays: a review of less puts nobody else's name under it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FilledStore, filledStore } from '../filled-store.ts';
import { AT, CITY, staff, within } from '../register/register-fixtures.ts';
import { createOperationLog } from './append-entry.ts';
import { readState, reviewUpTo } from './read-log.ts';

let filled: FilledStore;
beforeAll(async () => {
  filled = await filledStore();
});
afterAll(() => filled.close());

it('a later review of an earlier place changes nothing', async () => {
  const log = createOperationLog({ now: () => AT });
  await within(filled.store, CITY, async (area) => {
    const event = { operation: 'statistics-shown', personId: null, target: '-', result: 'done' } as const;
    for (let index = 0; index < 5; index += 1) await log.append(area, { ...event, actor: staff({}) });
    expect(await reviewUpTo(area, 4, 'taro', AT)).toBe(true);
    expect(await reviewUpTo(area, 1, 'hanako', new Date(AT.getTime() + 1))).toBe(true);
    expect(await readState(area)).toMatchObject({ reviewedUpTo: 4, reviewedBy: 'taro', reviewedAt: AT.toISOString() });
    expect(await reviewUpTo(area, 6, 'hanako', AT)).toBe(false);
  });
});
