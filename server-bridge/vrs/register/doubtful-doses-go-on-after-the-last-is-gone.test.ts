/** Working through the list deletes what stands on it; an empty next page would say that nothing is left to look at (P10). */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FilledStore, filledStore } from '../filled-store.ts';
import { deleteDose, registerDose } from './doses.ts';
import { listDoubtful } from './doubtful.ts';
import { registerNewPerson } from './people.ts';
import { CHANGE, CITY, dose, facts, syntheticNumber, within } from './register-fixtures.ts';

let filled: FilledStore;
beforeAll(async () => {
  filled = await filledStore();
});
afterAll(() => filled.close());

it('after a dose that was deleted meanwhile the list goes on where it stood', async () => {
  await within(filled.store, CITY, async (area) => {
    const doses: string[] = [];
    for (let index = 0; index < 3; index += 1) {
      const who = facts({ referenceNumber: `48${index}`, individualNumber: syntheticNumber(4800 + index) });
      const { personId } = (await registerNewPerson(area, who, CHANGE))._unsafeUnwrap();
      const at = new Date(CHANGE.at.getTime() + index);
      const origin = { source: 'staff', ticketId: null } as const;
      const made = await registerDose(area, personId, dose({ lot: 'bad' }), origin, { by: 'hanako', at });
      doses.push(made._unsafeUnwrap().doseId);
    }
    const [, second = '', third] = doses;
    const before = await listDoubtful(area, second);
    expect(before.doses.map((one) => one.dose.doseId)).toContain(third);
    expect(before.doses.map((one) => one.dose.doseId)).not.toContain(second);
    await deleteDose(area, second, { version: 1, reason: 'twice-registered' }, CHANGE);
    const after = await listDoubtful(area, second);
    expect(after.doses.map((one) => one.dose.doseId)).toContain(third);
  });
});
