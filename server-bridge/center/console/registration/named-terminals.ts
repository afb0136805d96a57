/** Terminals named in free lines: one a line, or separated by blanks, commas or semicolons. */
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { type TerminalId, TerminalIdSchema } from '../../../protocol/index.ts';
import { MOST_LINES } from './place-lines.ts';

export type NamesFault =
  | { readonly kind: 'empty' }
  | { readonly kind: 'too-many' }
  | { readonly kind: 'no-names'; readonly words: readonly string[] };

/** @returns each once, in the order they stand */
export function readNames(text: string): Result<readonly TerminalId[], NamesFault> {
  const words = [...new Set(text.split(/[\s,;、，]+/).filter((word) => word !== ''))];
  if (words.length === 0) return err({ kind: 'empty' });
  if (words.length > MOST_LINES) return err({ kind: 'too-many' });
  const names = words.filter((word) => v.is(TerminalIdSchema, word));
  if (names.length < words.length) {
    return err({ kind: 'no-names', words: words.filter((word) => !v.is(TerminalIdSchema, word)) });
  }
  return ok(names.map((word) => v.parse(TerminalIdSchema, word)));
}
