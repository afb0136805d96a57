/** Days and months as people read them: a calendar day has no hour and no zone. */
import type { Language } from '../../../console-kit/index.ts';

const LOCALES: Record<Language, string> = { en: 'en-GB', ja: 'ja-JP' };
const LONG = { timeZone: 'UTC', year: 'numeric', month: 'long', day: 'numeric' } as const;

const instantOf = (day: string): Date | null => {
  const at = new Date(`${day}T00:00:00.000Z`);
  return Number.isNaN(at.getTime()) ? null : at;
};

/** A day that does not exist stands as it was registered. */
export function dayOf(language: Language, day: string): string {
  const at = instantOf(day);
  return at === null ? day : new Intl.DateTimeFormat(LOCALES[language], LONG).format(at);
}

/** With the year of the era, as the papers of residents have it. */
export function birthDayOf(language: Language, day: string): string {
  const at = instantOf(day);
  if (at === null || language === 'en') return dayOf(language, day);
  const era = new Intl.DateTimeFormat('ja-JP-u-ca-japanese', { timeZone: 'UTC', era: 'long', year: 'numeric' });
  return `${dayOf(language, day)}（${era.format(at)}）`;
}

export function monthTick(language: Language, atMs: number): string {
  return new Intl.DateTimeFormat(LOCALES[language], { timeZone: 'UTC', year: 'numeric', month: 'short' }).format(
    new Date(atMs),
  );
}

/** The day in Japan, `YYYY-MM-DD`. */
export function todayInJapan(nowMs: number): string {
  return new Date(nowMs + 9 * 3_600_000).toISOString().slice(0, 10);
}
