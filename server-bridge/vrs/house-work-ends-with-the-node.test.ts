/** A receiver of notices that is away delays neither the watching of any area nor the end of a node (V11). */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { type FilledStore, filledStore } from './filled-store.ts';
import { startHouseWork } from './house-work.ts';
import { listDetections } from './operation-log/detections.ts';
import { createOperationLog } from './operation-log/index.ts';
import { CITY, OTHER_CITY, staff, within } from './register/register-fixtures.ts';
import type { VrsEvent } from './vrs-events.ts';

const NIGHT = new Date('2026-11-20T18:00:00.000Z');
const ROUND_MS = 60_000;
let filled: FilledStore;
let stop: (() => Promise<void>) | undefined;
const events: VrsEvent[] = [];
beforeAll(async () => {
  filled = await filledStore();
}, 60_000);
afterAll(() => filled.close());
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(async () => {
  vi.useRealTimers();
  await stop?.();
});

it('watches every area, and ends, while nobody takes what is to be told', async () => {
  const log = createOperationLog({ now: () => NIGHT });
  const untold = Array.from({ length: 3 }, (_, index) => ({
    detection_id: `00000000-0000-4000-8000-00000000000${index}`,
    rule: 'large-export' as const,
    staff_id: 'hanako',
    at: new Date(NIGHT.getTime() - 1_000 * (index + 1)),
    from_place: 1,
    to_place: 1,
    count: 1,
  }));
  await within(filled.store, CITY, ({ database }) => database.insertInto('detections').values(untold).execute());
  const asked: string[] = [];
  stop = startHouseWork({
    store: filled.store,
    now: () => NIGHT,
    report: (event) => events.push(event),
    retentionYears: 5,
    tell: ({ detectionId }) => {
      asked.push(detectionId);
      return new Promise<boolean>(() => undefined);
    },
  });
  vi.advanceTimersByTime(ROUND_MS);
  // The oldest is told of first.
  await vi.waitFor(() => expect(asked).toEqual([untold[2]?.detection_id]), { timeout: 10_000 });
  await within(filled.store, OTHER_CITY, (area) =>
    log.append(area, {
      operation: 'people-searched',
      actor: staff({ people: 'read' }, OTHER_CITY),
      personId: null,
      target: '-',
      result: '0',
    }),
  );
  vi.advanceTimersByTime(ROUND_MS);
  await vi.waitFor(
    async () => {
      const { detections } = await within(filled.store, OTHER_CITY, listDetections);
      expect(detections).toMatchObject([{ rule: 'off-hours' }]);
    },
    { timeout: 10_000, interval: 100 },
  );
  // A second round of telling does not begin beside the first.
  expect(asked).toHaveLength(1);
  await stop();
  stop = undefined;
  expect(events).toEqual([]);
}, 40_000);
