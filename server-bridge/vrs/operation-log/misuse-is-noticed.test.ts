import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FilledStore, filledStore } from '../filled-store.ts';
import { registerNewPerson } from '../register/people.ts';
import { CHANGE, CITY, facts, staff, syntheticNumber, within } from '../register/register-fixtures.ts';
import { createVrsStore, type VrsStore } from '../store/vrs-store.ts';
import { createOperationLog } from './append-entry.ts';
import { findIn, USUAL_LIMITS, type WatchedEntry } from './detection-rules.ts';
import { acknowledgeDetection, listDetections } from './detections.ts';
import type { Operation } from './operation-log.ts';
import { createTelling, type Detection } from './tell-untold.ts';
import { watchLog } from './watch-log.ts';

const NOON = new Date('2026-11-20T03:00:00.000Z');
const entry = (over: Partial<WatchedEntry> = {}): WatchedEntry => ({
  place: 100,
  at: NOON,
  staffId: 'hanako',
  operation: 'person-shown',
  person: 'a',
  ownFamily: false,
  target: '-',
  terminal: 'desk-1',
  result: 'done',
  ...over,
});
const earlier = (count: number, over: (index: number) => Partial<WatchedEntry>): WatchedEntry[] =>
  Array.from({ length: count }, (_, index) =>
    entry({ place: index + 1, at: new Date(NOON.getTime() - 60_000 * (count - index)), ...over(index) }),
  );
const rulesOf = (now: WatchedEntry, before: readonly WatchedEntry[] = [], lastSignIn: Date | null = null) =>
  findIn(now, before, lastSignIn, { ...USUAL_LIMITS, peopleAnHour: 5, numbersAnHour: 3 }).map(({ rule }) => rule);

describe('a rule', () => {
  it('says nothing of ordinary work', () => {
    expect(rulesOf(entry())).toEqual([]);
    expect(rulesOf(entry({ staffId: 'system', at: new Date('2026-11-20T18:00:00.000Z') }))).toEqual([]);
  });

  it.each([
    ['2026-11-20T12:59:59.000Z', []],
    ['2026-11-20T13:00:00.000Z', ['off-hours']],
    ['2026-11-20T21:59:59.000Z', ['off-hours']],
    ['2026-11-20T22:00:00.000Z', []],
  ])('looks at the clock in Japan: %s', (at, rules) => {
    expect(rulesOf(entry({ at: new Date(at) }))).toEqual(rules);
  });

  it('tells of one night’s work once, and not of statistics', () => {
    const at = new Date('2026-11-20T18:00:00.000Z');
    const before = [entry({ place: 1, at: new Date(at.getTime() - 1_000) })];
    expect(rulesOf(entry({ at }), before)).toEqual([]);
    expect(rulesOf(entry({ at, operation: 'statistics-shown' }))).toEqual([]);
  });

  it('counts different people in an hour, and tells when the limit is reached, once', () => {
    const four = earlier(4, (index) => ({ person: `p${index}` }));
    expect(rulesOf(entry({ person: 'new' }), four)).toEqual(['many-people-looked-up']);
    expect(rulesOf(entry({ person: 'p1' }), four)).toEqual([]);
    const five = earlier(5, (index) => ({ person: `p${index}` }));
    expect(rulesOf(entry({ person: 'p1' }), five)).toEqual([]);
    expect(rulesOf(entry({ person: 'new' }), five)).toEqual([]);
    const longAgo = four.map((one) => ({ ...one, at: new Date(NOON.getTime() - 3_600_000) }));
    expect(rulesOf(entry({ person: 'new' }), longAgo)).toEqual([]);
  });

  it.each<[string, Operation, string]>([
    ['numbers', 'number-shown', 'many-numbers-shown'],
    ['refusals', 'request-forbidden', 'repeated-failures'],
  ])('counts %s', (_, operation, rule) => {
    const before = earlier(operation === 'number-shown' ? 2 : 4, () => ({ operation }));
    expect(rulesOf(entry({ operation }), before)).toContain(rule);
    expect(rulesOf(entry({ operation }), before.slice(1))).not.toContain(rule);
  });

  it('sees the own family name, a large export, and an account that slept', () => {
    expect(rulesOf(entry({ ownFamily: true }))).toEqual(['own-family-name']);
    expect(rulesOf(entry({ operation: 'records-exported', result: '10000' }))).toEqual(['large-export']);
    expect(rulesOf(entry({ operation: 'records-exported', result: '9999' }))).toEqual([]);
    const slept = new Date(NOON.getTime() - 90 * 86_400_000);
    expect(rulesOf(entry({ operation: 'signed-in' }), [], slept)).toEqual(['long-unused-account']);
    expect(rulesOf(entry({ operation: 'signed-in' }), [], new Date(slept.getTime() + 1))).toEqual([]);
  });
});

describe('watching', () => {
  let filled: FilledStore;
  let other: VrsStore;
  beforeAll(async () => {
    filled = await filledStore();
    other = createVrsStore({ ...(await filled.another()), masterKey: filled.masterKey });
  });
  afterAll(() => filled.close());

  it('on two nodes at once finds each thing once, tells it until it is heard, and it is judged once, by somebody else', async () => {
    const log = createOperationLog({ now: () => NOON });
    const relative = facts({ name: '架空　次郎', referenceNumber: '4', individualNumber: syntheticNumber(4) });
    const stranger = facts({ name: '空想　一郎', referenceNumber: '5', individualNumber: syntheticNumber(5) });
    await within(filled.store, CITY, async (area) => {
      for (const who of [relative, stranger]) {
        const { personId } = (await registerNewPerson(area, who, CHANGE))._unsafeUnwrap();
        const event = { operation: 'person-shown', personId, target: '-', result: 'done' } as const;
        await log.append(area, { ...event, actor: staff({ people: 'read' }) });
      }
    });
    const told: Detection[] = [];
    let hears = false;
    const tell = (detection: Detection) => {
      told.push(detection);
      return Promise.resolve(hears);
    };
    const round = async (store: VrsStore) => {
      await watchLog({ store, limits: USUAL_LIMITS });
      await createTelling({ store, tell, now: () => NOON })(new AbortController().signal);
    };
    await Promise.all([round(filled.store), round(other)]);
    hears = true;
    const before = told.length;
    expect(before).toBeGreaterThan(0);
    await round(other);
    await round(other);
    expect(told.length).toBe(before + 1);
    expect(new Set(told.map(({ detectionId }) => detectionId)).size).toBe(1);
    const { detections } = await within(filled.store, CITY, listDetections);
    expect(detections).toMatchObject([{ rule: 'own-family-name', staffId: 'hanako', from: 1, to: 1 }]);
    const id = detections[0]?.detectionId ?? '';
    const judge = (by: string) =>
      within(filled.store, CITY, (area) => acknowledgeDetection(area, id, 'justified', by, NOON));
    expect(await judge('hanako')).toEqual({ kind: 'own-account' });
    expect(await judge('taro')).toBeNull();
    expect(await judge('taro')).toEqual({ kind: 'acknowledged' });
  });
});
