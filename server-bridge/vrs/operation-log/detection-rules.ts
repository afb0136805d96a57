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
  /** Of a refused sign-in: which account was tried. */
  readonly target: string;
  readonly terminal: string | null;
  readonly result: string;
};

export type RuleLimits = {
  /** Whole hours in Japan: before the one and from the other on nobody works. */
  readonly workFromHour: number;
  readonly workToHour: number;
  /** People whose pages somebody opens. */
  readonly peopleAnHour: number;
  /** People in lists: searches, doubtful records. */
  readonly listedAnHour: number;
  /** People whose ticket a tablet reads without a dose after it. */
  readonly unvaccinatedAnHour: number;
  readonly numbersAnHour: number;
  readonly failuresAnHour: number;
  readonly exportedRows: number;
  readonly unusedDays: number;
};

export const USUAL_LIMITS: RuleLimits = {
  workFromHour: 7,
  workToHour: 22,
  peopleAnHour: 60,
  listedAnHour: 1_000,
  unvaccinatedAnHour: 30,
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

/** What shows a person, on whichever way. */
const LOOKING: readonly Operation[] = ['person-shown', 'history-shown', 'query-asked'];
/** What shows many people at once; the result says how many. */
const LISTING: readonly Operation[] = ['people-searched', 'doubtful-listed'];
/** Results of asking for what is not there, or for a number somebody else has: few are mistakes, many are trying out. */
const TRIED_IN_VAIN: readonly string[] = ['taken', 'not-moved-in', 'unknown'];

/**
 * Looks at one new entry with what the same person did in the hour before. VRS speaks where nobody has signed in: such entries are
 * looked at by the account that was tried, and by the terminal.
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
  const hour = [...before.filter(({ at }) => entry.at.getTime() - at.getTime() < HOUR_MS), entry];
  if (entry.staffId === 'system') return refusedSignIns(entry, hour, limits);
  const found: Found[] = [];
  const one = (rule: DetectionRule): void => {
    found.push(foundOver(rule, entry, [entry], 1));
  };
  const many = (rule: DetectionRule, counted: readonly Counted[], limit: number): void => {
    found.push(...reached(rule, entry, counted, limit));
  };

  if (
    isOffHours(entry.at, limits) &&
    touchesPeople(entry.operation) &&
    !hour.some((earlier) => earlier !== entry && isOffHours(earlier.at, limits) && touchesPeople(earlier.operation))
  ) {
    one('off-hours');
  }
  many('repeated-failures', hour.filter(isFailure).map(asOne), limits.failuresAnHour);
  if (entry.staffId.startsWith('tablet:')) {
    many('many-people-looked-up', lookedUpOnly(hour), limits.unvaccinatedAnHour);
    return found;
  }
  many('many-people-looked-up', everyPersonOnce(hour.filter(isLooking)), limits.peopleAnHour);
  many('many-people-looked-up', hour.filter(isListing).map(byResult), limits.listedAnHour);
  many(
    'many-numbers-shown',
    hour.filter(({ operation }) => operation === 'number-shown').map(asOne),
    limits.numbersAnHour,
  );
  if (entry.ownFamily && touchesPeople(entry.operation)) one('own-family-name');
  const exported = hour.filter(({ operation }) => operation === 'records-exported').map(byResult);
  if (entry.operation === 'records-exported' && amountOf(entry) >= limits.exportedRows) one('large-export');
  else many('large-export', exported, limits.exportedRows);
  if (entry.operation === 'signed-in' && lastSignIn !== null) {
    if (entry.at.getTime() - lastSignIn.getTime() >= limits.unusedDays * DAY_MS) one('long-unused-account');
  }
  return found;
}

type Counted = { readonly entry: WatchedEntry; readonly amount: number };

const asOne = (entry: WatchedEntry): Counted => ({ entry, amount: 1 });
const byResult = (entry: WatchedEntry): Counted => ({ entry, amount: amountOf(entry) });
const amountOf = ({ result }: WatchedEntry): number => (/^[0-9]+$/.test(result) ? Number(result) : 0);
const isLooking = ({ operation, result }: WatchedEntry): boolean =>
  LOOKING.includes(operation) && !TRIED_IN_VAIN.includes(result);
const isListing = ({ operation }: WatchedEntry): boolean => LISTING.includes(operation);
const isFailure = ({ operation, result }: WatchedEntry): boolean =>
  operation === 'request-forbidden' || (touchesPeople(operation) && TRIED_IN_VAIN.includes(result));

/** A person's second page adds nobody. */
function everyPersonOnce(entries: readonly WatchedEntry[]): Counted[] {
  const seen = new Set<string | null>();
  return entries.map((entry) => {
    const isNew = !seen.has(entry.person);
    seen.add(entry.person);
    return { entry, amount: isNew ? 1 : 0 };
  });
}

/** Whose ticket a tablet has read without vaccinating them: a site does both within the hour. */
function lookedUpOnly(hour: readonly WatchedEntry[]): Counted[] {
  const vaccinated = new Set(
    hour.filter(({ operation }) => operation === 'dose-registered').map(({ person }) => person),
  );
  const looked = hour.filter(({ operation, person }) => operation === 'ticket-looked-up' && person !== null);
  return everyPersonOnce(looked.filter(({ person }) => !vaccinated.has(person)));
}

/** Told once, at the entry that reaches the limit. */
function reached(rule: DetectionRule, entry: WatchedEntry, counted: readonly Counted[], limit: number): Found[] {
  const last = counted.at(-1);
  if (last?.entry !== entry) return [];
  const count = counted.reduce((sum, { amount }) => sum + amount, 0);
  if (count < limit || count - last.amount >= limit) return [];
  return [
    foundOver(
      rule,
      entry,
      counted.map((one) => one.entry),
      count,
    ),
  ];
}

const foundOver = (rule: DetectionRule, entry: WatchedEntry, over: readonly WatchedEntry[], count: number): Found => ({
  rule,
  staffId: entry.staffId,
  from: over[0]?.place ?? entry.place,
  to: entry.place,
  count,
});

/** Somebody tries passwords: of one account, or of one after another at one terminal. */
function refusedSignIns(entry: WatchedEntry, hour: readonly WatchedEntry[], limits: RuleLimits): Found[] {
  const refused = hour.filter(({ operation }) => operation === 'sign-in-refused');
  const of = (isSame: (one: WatchedEntry) => boolean) =>
    reached('repeated-failures', entry, refused.filter(isSame).map(asOne), limits.failuresAnHour);
  const ofAccount = of(({ target }) => target === entry.target).map((found) => ({ ...found, staffId: entry.target }));
  return ofAccount.length > 0 ? ofAccount : of(({ terminal }) => terminal === entry.terminal);
}

function isOffHours(at: Date, { workFromHour, workToHour }: RuleLimits): boolean {
  const hour = (at.getUTCHours() + 9) % 24;
  return hour < workFromHour || hour >= workToHour;
}

/** Looking somebody up or changing somebody; signing in late or reading statistics is nobody's harm. */
const touchesPeople = (operation: Operation): boolean =>
  /^(people|person|number|ticket|dose|history|certificates|records|query)-/.test(operation);
