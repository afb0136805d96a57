/** A municipality whose log cannot be looked through must not keep everybody after it from being watched (V11). */
import { expect, it } from 'vitest';
import { CITY, OTHER_CITY } from '../register/register-fixtures.ts';
import type { VrsStore } from '../store/vrs-store.ts';
import { USUAL_LIMITS } from './detection-rules.ts';
import { watchLog } from './watch-log.ts';

it('looks through the others and says at the end that one failed', async () => {
  const entered: string[] = [];
  const store: VrsStore = {
    inArea(code) {
      entered.push(code);
      return code === CITY ? Promise.reject(new Error('keys-missing')) : Promise.resolve(undefined);
    },
    acrossAreas: () => Promise.reject(new Error('unused')),
    outsideAreas: () => Promise.reject(new Error('unused')),
    areas: () => Promise.resolve([CITY, OTHER_CITY]),
    close: () => Promise.resolve(),
  };
  await expect(watchLog({ store, limits: USUAL_LIMITS })).rejects.toThrow('keys-missing');
  expect(entered).toContain(OTHER_CITY);
});
