/** What is noticed in the operation log: rules over the entries of one person within a span of time (V11). */
import type { DETECTION_RULES } from '../console-api/operations.ts';
import type { Operation } from './operation-log.ts';

export type DetectionRule = (typeof DETECTION_RULES)[number];

export type WatchedEntry = {
  readonly place: number;
  readonly at: Date;
  readonly staffId: string;
  readonly operation: Operation;
  /** Which person, as a hash; null where it was nobody. */
  readonly person: string | null;
  readonly ownFamily: boolean;
  readonly result: string;
};

export type RuleLimits = {
  /** Whole hours in Japan: before the one and from the other on nobody works. */
  readonly workFromHour: number;
  readonly workToHour: number;
  readonly peopleAnHour: number;
  readonly numbersAnHour: number;
  readonly failuresAnHour: number;
  readonly exportedRows: number;
  readonly unusedDays: number;
};

export const USUAL_LIMITS: RuleLimits = {
  workFromHour: 7,
  workToHour: 22,
  peopleAnHour: 60,
  numbersAnHour: 10,
  failuresAnHour: 5,
  exportedRows: 10_000,
  unusedDays: 90,
};

export type Found = {
  readonly rule: DetectionRule;
  readonly staffId: string;
  readonly from: number;
  readonly to: number;
  readonly count: number;
};

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** How far back the rules look from a new entry. */
export const LOOK_BACK_MS = HOUR_MS;

/**
 * Looks at one new entry with what the same person did in the hour before.
 *
 * @param entry the new one
 * @param before of the same person, oldest first, no older than {@link LOOK_BACK_MS}
 * @param lastSignIn the sign-in before, for `signed-in`; null for the first
 */
export function findIn(
  entry: WatchedEntry,
  before: readonly WatchedEntry[],
  lastSignIn: Date | null,
  limits: RuleLimits,
): readonly Found[] {
  if (entry.staffId === 'system' || entry.staffId.startsWith('tablet:')) return [];
  const found: Found[] = [];
  const hour = [...before.filter(({ at }) => entry.at.getTime() - at.getTime() < HOUR_MS), entry];
  const one = (rule: DetectionRule): void => {
    found.push({ rule, staffId: entry.staffId, from: entry.place, to: entry.place, count: 1 });
  };
  /** Told when the limit is reached, and not again for each entry beyond it. */
  const many = (rule: DetectionRule, entries: readonly WatchedEntry[], limit: number, count = entries.length): void => {
    const first = entries[0];
    if (first === undefined || entries.at(-1) !== entry || count !== limit) return;
    found.push({ rule, staffId: entry.staffId, from: first.place, to: entry.place, count });
  };

  if (
    isOffHours(entry.at, limits) &&
    touchesPeople(entry.operation) &&
    !hour.some((earlier) => isEarlierOffHours(earlier, entry))
  ) {
    one('off-hours');
  }
  const looked = hour.filter(({ operation }) => operation === 'person-shown');
  const people = new Set(looked.map(({ person }) => person));
  const isNewPerson = !looked.slice(0, -1).some(({ person }) => person === entry.person);
  if (isNewPerson) many('many-people-looked-up', looked, limits.peopleAnHour, people.size);
  many(
    'many-numbers-shown',
    hour.filter(({ operation }) => operation === 'number-shown'),
    limits.numbersAnHour,
  );
  many(
    'repeated-failures',
    hour.filter(({ operation }) => operation === 'sign-in-refused' || operation === 'request-forbidden'),
    limits.failuresAnHour,
  );
  if (entry.ownFamily && touchesPeople(entry.operation)) one('own-family-name');
  if (entry.operation === 'records-exported' && Number(entry.result) >= limits.exportedRows) one('large-export');
  if (entry.operation === 'signed-in' && lastSignIn !== null) {
    if (entry.at.getTime() - lastSignIn.getTime() >= limits.unusedDays * DAY_MS) one('long-unused-account');
  }
  return found;

  function isEarlierOffHours(earlier: WatchedEntry, now: WatchedEntry): boolean {
    return earlier !== now && isOffHours(earlier.at, limits) && touchesPeople(earlier.operation);
  }
}

function isOffHours(at: Date, { workFromHour, workToHour }: RuleLimits): boolean {
  const hour = (at.getUTCHours() + 9) % 24;
  return hour < workFromHour || hour >= workToHour;
}

/** Looking somebody up or changing somebody; signing in late or reading statistics is nobody's harm. */
const touchesPeople = (operation: Operation): boolean =>
  /^(people|person|number|ticket|dose|history|certificates|records|query)-/.test(operation);
