/** The sentences the terminal says by itself, and how clips are named. */
import type { DateId } from '../pieces/dates.ts';
import type { PhraseId } from '../pieces/phrase-id.ts';
import type { KanaId, LetterId } from '../pieces/spelling.ts';
import type { TimeId } from '../pieces/times.ts';
import { CLIP_LANGUAGES, type ClipLanguage } from './clip-language.ts';
import { GUIDANCE } from './guidance.ts';
import type { NumberId } from './numbers.ts';
import type { PartId } from './parts.ts';
import { REMINDERS } from './reminders.ts';
import type { Sentence } from './sentence.ts';

export type SentenceId = keyof typeof GUIDANCE | keyof typeof REMINDERS;
export type ClipId = SentenceId | PartId | NumberId | DateId | TimeId | LetterId | KanaId | PhraseId;

export const SENTENCES: Readonly<Record<SentenceId, Sentence<SentenceId>>> = { ...GUIDANCE, ...REMINDERS };

export { CLIP_LANGUAGES, type ClipLanguage };

/** Where a clip lies, seen from the page and from `kiosk/screens/`. */
export function clipPath(language: ClipLanguage, id: ClipId | string): string {
  return `voice/${language}/${id}.opus`;
}
