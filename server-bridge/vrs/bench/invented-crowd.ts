/** People for measuring, as many as wanted: one common family name, many rare ones, days of birth over eighty years. All synthetic. */
import { checkDigitOf } from '../../../card-reader/individual-number/index.ts';

/** The family name that one person in so many has. */
export const COMMON_FAMILY = { name: '架空', kana: 'カクウ', oneIn: 66 } as const;

const RARE_FAMILIES = 20_000;
const GIVEN_NAMES = 2_000;
const FIRST_BIRTH = Date.UTC(1935, 0, 1);
const BIRTH_DAYS = 80 * 365;
const KANA = [...'アイウエオカキクケコサシスセソタチツテトナニヌネノ'];

export type Invented = {
  readonly individualNumber: string;
  readonly referenceNumber: string;
  readonly ticketNumber: string;
  readonly name: string;
  readonly kana: string;
  readonly birthDay: string;
};

/** Spreads neighbours far apart, the same way in every run. */
const scatter = (index: number, salt: number): number => {
  let mixed = Math.imul(index ^ (salt * 0x9e3779b1), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
};

const spell = (number: number, length: number): string =>
  Array.from({ length }, (_, place) => KANA[Math.floor(number / KANA.length ** place) % KANA.length]).join('');

/** The person of that index, always the same one. */
export function inventedPerson(index: number): Invented {
  const eleven = `9${String(index).padStart(10, '0')}`;
  const isCommon = scatter(index, 1) % COMMON_FAMILY.oneIn === 0;
  const rare = spell(scatter(index, 2) % RARE_FAMILIES, 4);
  const given = spell(scatter(index, 3) % GIVEN_NAMES, 3);
  const family = isCommon ? COMMON_FAMILY : { name: `見本${rare}`, kana: `ミホン${rare}` };
  return {
    individualNumber: `${eleven}${checkDigitOf(eleven)}`,
    referenceNumber: `8${String(index).padStart(14, '0')}`,
    ticketNumber: `9${String(index).padStart(9, '0')}`,
    name: `${family.name}　${given}`,
    kana: `${family.kana}　${given}`,
    birthDay: new Date(FIRST_BIRTH + (scatter(index, 4) % BIRTH_DAYS) * 86_400_000).toISOString().slice(0, 10),
  };
}
