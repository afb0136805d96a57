/** What the script for pictures is asked to do. */
import { err, ok, type Result } from 'neverthrow';

export type PictureTask =
  /** Writes whole pictures into a folder. */
  | { kind: 'write'; folder: string; words: readonly string[] }
  /** Tells which screens show something else than what was accepted. */
  | { kind: 'compare'; words: readonly string[] }
  /** Makes what the screens show now what is expected. */
  | { kind: 'accept'; words: readonly string[] };

export const PICTURE_USAGE = `Usage:
  npm run screenshots -- FOLDER [word …]     writes a picture of every sample, language, size and mode
  npm run screenshots -- --compare [word …]  compares them with the accepted ones
  npm run screenshots -- --accept [word …]   accepts what they show now
Words narrow it to the pictures whose name (<sample>.<language>.<size>.<mode>) contains one of them.`;

export type BadArguments = { kind: 'usage' };

/** @param words the command line after the name of the script. */
export function pictureTask([first, ...words]: readonly string[]): Result<PictureTask, BadArguments> {
  if (first === undefined || words.some((word) => word === '' || word.startsWith('-'))) return err({ kind: 'usage' });
  if (first === '--compare') return ok({ kind: 'compare', words });
  if (first === '--accept') return ok({ kind: 'accept', words });
  return first === '' || first.startsWith('-') ? err({ kind: 'usage' }) : ok({ kind: 'write', folder: first, words });
}
