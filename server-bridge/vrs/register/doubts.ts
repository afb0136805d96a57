/** What is doubtful in a person's doses by rule (P9). The same rules gate issuing, so that a list of doubts and a refusal cannot disagree. */
import { productOf } from '../../certificates/index.ts';
import { isCalendarDay } from './calendar-day.ts';
import type { Doubt } from './dose-facts.ts';

export type DoubtfulDose = {
  readonly number: number;
  readonly day: string;
  readonly product: string;
  readonly lot: string;
};
export type DoubtfulPerson = {
  readonly birthDay: string;
  readonly movedOn: string | null;
  readonly deceasedOn: string | null;
};

/**
 * One answer for each dose, in the order given: the gravest doubt, or null.
 *
 * @param doses by number, then day
 * @param today `YYYY-MM-DD`, the day in Japan
 */
export function doubtsOf(
  person: DoubtfulPerson,
  doses: readonly DoubtfulDose[],
  today: string,
): readonly (Doubt | null)[] {
  return doses.map(
    (dose, index) => doubtOfOne(person, dose, today) ?? doubtOfOrder(dose, doses[index - 1], doses[index + 1]),
  );
}

function doubtOfOne(person: DoubtfulPerson, dose: DoubtfulDose, today: string): Doubt | null {
  const { day } = dose;
  if (!Number.isSafeInteger(dose.number) || dose.number < 1 || dose.number > 99) return 'order-of-numbers';
  const product = productOf(dose.product);
  // A product nobody knows is a doubt; one that is known but has no code yet is not (P13).
  if (product === undefined) return 'unknown-product';
  if (!product.lotPattern.test(dose.lot)) return 'lot-pattern';
  if (!isCalendarDay(day)) return 'no-such-day';
  if (day < person.birthDay) return 'before-birth';
  if (day > today) return 'in-the-future';
  if (person.movedOn !== null && day > person.movedOn) return 'after-moving';
  if (person.deceasedOn !== null && day > person.deceasedOn) return 'after-death';
  return null;
}

/** Numbers and days rise together, strictly. Of two that do not, nobody knows which is wrong: both are doubtful. */
function doubtOfOrder(
  dose: DoubtfulDose,
  before: DoubtfulDose | undefined,
  after: DoubtfulDose | undefined,
): Doubt | null {
  if ((before !== undefined && before.number >= dose.number) || (after !== undefined && dose.number >= after.number)) {
    return 'order-of-numbers';
  }
  if ((before !== undefined && before.day >= dose.day) || (after !== undefined && dose.day >= after.day)) {
    return 'order-of-days';
  }
  return null;
}
