/** Times and numbers as people read them. Staff work by Japan Standard Time, wherever a browser stands. */
import type { Language } from './language.ts';

const LOCALES: Record<Language, string> = { en: 'en-GB', ja: 'ja-JP' };
const ZONE = 'Asia/Tokyo';

export function instantText(language: Language, at: string | number): string {
  return new Intl.DateTimeFormat(LOCALES[language], {
    timeZone: ZONE,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).format(new Date(at));
}

export function clockText(language: Language, at: string | number): string {
  return new Intl.DateTimeFormat(LOCALES[language], { timeZone: ZONE, hour: '2-digit', minute: '2-digit' }).format(
    new Date(at),
  );
}

export function dayText(language: Language, at: string | number): string {
  return new Intl.DateTimeFormat(LOCALES[language], { timeZone: ZONE, month: '2-digit', day: '2-digit' }).format(
    new Date(at),
  );
}

export const numberText = (language: Language, value: number): string =>
  new Intl.NumberFormat(LOCALES[language]).format(value);

/** `2026-04-01T09:00` of a form, in Japan's time, as an instant; null when it is none. */
export function instantOfForm(text: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text)) return null;
  const at = new Date(`${text}:00+09:00`);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}
