/** A time of the day from clips: 6時30分, and six thirty. */
import type { ClipLanguage } from '../sentences/clip-language.ts';
import { type NumberId, numberClips } from '../sentences/numbers.ts';
import type { LetterId } from './spelling.ts';

export type TimeId = `hour-${number}` | `minute-${number}` | 'hours';

const TIME = /^([01][0-9]|2[0-4]):([0-5][0-9])$/;

/** `null` for what is no time `HH:MM`. */
export function timeClips(time: string, language: ClipLanguage): readonly (TimeId | NumberId | LetterId)[] | null {
  const found = TIME.exec(time);
  if (found === null) return null;
  const [hour = 0, minute = 0] = found.slice(1).map(Number);
  if (language === 'ja') return [`hour-${hour}`, ...(minute === 0 ? [] : ([`minute-${minute}`] as const))];
  const number = (value: number) => numberClips(value, 'en') ?? [];
  if (minute === 0) return [...number(hour), 'hours'];
  return [...number(hour), ...(minute < 10 ? (['letter-o'] as const) : []), ...number(minute)];
}
