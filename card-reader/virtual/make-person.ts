import { createHash } from 'node:crypto';
import { checkDigitOf } from '../individual-number/index.ts';
import type { SyntheticPerson } from './people.ts';

const FAMILY_NAMES = ['見本', '仮野', '試山', '例田', '架橋', '想川', '検見', '型島', '空井', '雛形'] as const;
const GIVEN_NAMES = ['あおい', '一郎', '花', '誠', 'ゆかり', '翔太', '千代', '実', '光', '夏子'] as const;
const DISTRICTS = ['見本町', '桜台', '緑が丘', '港町', '本町', '栄町', '新田', '大手通り'] as const;

/** Invents a person out of a number: the same number gives the same person on every machine. For load and property tests. */
export function makeSyntheticPerson(seed: number): SyntheticPerson {
  const digest = createHash('sha256').update(`synthetic-person:${seed}`).digest();
  const draw = (index: number, below: number): number => digest.readUInt16BE(index * 2) % below;
  const pick = (index: number, from: readonly string[]): string => from[draw(index, from.length)] ?? '';
  const eleven = `9${(digest.readBigUInt64BE(16) % 10_000_000_000n).toString().padStart(10, '0')}`;
  const month = 1 + draw(4, 12);
  return {
    id: `seed-${seed}`,
    individualNumber: `${eleven}${checkDigitOf(eleven)}`,
    name: `${pick(0, FAMILY_NAMES)}　${pick(1, GIVEN_NAMES)}`,
    address: `架空県検証市${pick(2, DISTRICTS)}${fullWidth(1 + draw(5, 30))}番${fullWidth(1 + draw(6, 40))}号`,
    birthDate: `${1930 + draw(3, 80)}${twoDigits(month)}${twoDigits(1 + draw(7, 28))}`,
    sex: String(1 + (seed % 2)),
    pin: '1234',
    issuer: seed % 3 === 0 ? 'B' : 'A',
    remark: 'made by number',
  };
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** Addresses on the card carry full-width digits. */
function fullWidth(value: number): string {
  return String(value).replaceAll(/[0-9]/g, (digit) => String.fromCodePoint(digit.charCodeAt(0) + 0xfee0));
}
