/** Invented people of one municipality, household by household: ages, moves, deaths, as a country has them. */
import { checkDigitOf } from '../../../card-reader/individual-number/index.ts';
import type { PersonOut } from '../municipal-files/index.ts';
import type { Chance } from './chance.ts';
import { inventFamilyName, inventGivenName } from './invented-names.ts';

export type InventedPerson = PersonOut & {
  readonly individualNumber: string;
  /** Came from another municipality of this country on that day; empty where not. */
  readonly movedInOn: string;
};

/** How people are spread over ages, in years. */
const AGES: readonly (readonly [ages: readonly [from: number, to: number], weight: number])[] = [
  [[0, 14], 12],
  [[15, 29], 14],
  [[30, 49], 25],
  [[50, 64], 20],
  [[65, 79], 19],
  [[80, 99], 10],
];
const HOUSEHOLDS = [
  [1, 38],
  [2, 29],
  [3, 17],
  [4, 12],
  [5, 3],
  [6, 1],
] as const;
const DAY_MS = 86_400_000;

/** A day from a number of days after 2021-01-01, or before it. */
export const dayFrom = (days: number): string =>
  new Date(Date.UTC(2021, 0, 1) + days * DAY_MS).toISOString().slice(0, 10);

/**
 * The nth invented number of a country: twelve digits with their check digit, each once. Whoever has one stands in no register; a real
 * number that happens to be the same says nothing of anybody here.
 */
export function inventIndividualNumber(seed: number, index: number): string {
  // 7,368,787 shares no factor with 10¹⁰: every index gives another number.
  const eleven = `9${String((BigInt(index) * 7_368_787n + BigInt(seed) * 104_729n) % 10_000_000_000n).padStart(10, '0')}`;
  return `${eleven}${checkDigitOf(eleven)}`;
}

/** People of one household, all of one family name; the first is grown up. */
export function inventHousehold(
  chance: Chance,
  municipality: string,
  o: { readonly most: number; readonly nextReference: () => string; readonly nextNumber: () => string },
): readonly InventedPerson[] {
  const family = inventFamilyName(chance);
  const size = Math.min(o.most, chance.weighted(HOUSEHOLDS));
  return Array.from({ length: size }, (_, place) => {
    const [youngest, oldest] = chance.weighted(place === 0 ? AGES.slice(1) : AGES);
    const sex = chance.percent(51) ? 'female' : 'male';
    const given = inventGivenName(chance, sex);
    const deceased = oldest > 79 ? chance.percent(6) : chance.percent(0.6);
    const moved = !deceased && chance.percent(2);
    return {
      municipality,
      referenceNumber: o.nextReference(),
      individualNumber: o.nextNumber(),
      name: `${family[0]}　${given[0]}`,
      kana: `${family[1]}　${given[1]}`,
      birthDay: dayFrom(-365 * chance.whole(youngest, oldest) - chance.whole(0, 364)),
      sex: chance.percent(0.1) ? 'unknown' : sex,
      protected: chance.percent(0.3),
      movedOn: moved ? dayFrom(chance.whole(200, 1_500)) : '',
      deceasedOn: deceased ? dayFrom(chance.whole(300, 1_800)) : '',
      movedInOn: '',
    };
  });
}
