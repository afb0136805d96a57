/** A calendar day from clips: 2026年 11月 21日, and twenty-first November twenty twenty-six. */
import type { ClipLanguage } from '../sentences/clip-language.ts';
import { type NumberId, numberClips } from '../sentences/numbers.ts';
import type { LetterId } from './spelling.ts';

export type DateId = `year-${number}` | `month-${number}` | `day-${number}` | 'hundred';

const DAY = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;

/** `null` for what is no day of a calendar or lies outside what anybody living can have been born in. */
export function dateClips(day: string, language: ClipLanguage): readonly (DateId | NumberId | LetterId)[] | null {
  const [year = 0, month = 0, date = 0] = (DAY.exec(day) ?? []).slice(1).map(Number);
  const utc = new Date(Date.UTC(year, month - 1, date));
  if (year < 1000 || utc.getUTCMonth() !== month - 1 || utc.getUTCDate() !== date) return null;
  return language === 'ja'
    ? [...japaneseYear(year), `month-${month}`, `day-${date}`]
    : [`day-${date}`, `month-${month}`, ...englishYear(year)];
}

/** The last place sounds with 年 otherwise than alone: 四 is ヨン, 四年 is ヨネン. */
function japaneseYear(year: number): (DateId | NumberId)[] {
  const ones = year % 10;
  return [...(numberClips(year - ones, 'ja') ?? []), `year-${ones}`];
}

function englishYear(year: number): (DateId | NumberId | LetterId)[] {
  const rest = year % 100;
  const number = (value: number) => numberClips(value, 'en') ?? [];
  if (year % 1000 < 10) return [...number(year)];
  const century = number(Math.floor(year / 100));
  if (rest === 0) return [...century, 'hundred'];
  return [...century, ...(rest < 10 ? (['letter-o'] as const) : []), ...number(rest)];
}
