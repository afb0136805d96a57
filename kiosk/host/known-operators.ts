/**
 * The store's operators as the newest directive names them, kept beside the line: a clerk can clear a fault when the line has been
 * down for longer than a directive lives, and after a power cut that took both. Ids and hashed codes, never a code.
 */
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { DirectiveSchema } from '../../server-bridge/index.ts';
import type { Operator } from '../operator/index.ts';
import { writeWhole } from './write-whole.ts';

const KnownSchema = v.strictObject({ v: v.literal(1), operators: DirectiveSchema.entries.operators });

export type KnownOperators = {
  get(): readonly Operator[];
  /** Takes the place of those before: somebody who is no longer named is nobody from now on. */
  learn(operators: readonly Operator[]): void;
};

/** An unreadable file names nobody; the next directive does. */
export function openKnownOperators(path: string): KnownOperators {
  let known = read(path);
  let written = JSON.stringify(known);
  return {
    get: () => known,
    learn(operators) {
      known = operators.map(({ id, codeHash }) => ({ id, codeHash }));
      const text = JSON.stringify(known);
      if (text === written) return;
      if (writeWhole(path, JSON.stringify({ v: 1, operators: known }))) written = text;
    },
  };
}

function read(path: string): readonly Operator[] {
  try {
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), KnownSchema), readFileSync(path, 'utf8'));
    return parsed.success ? parsed.output.operators : [];
  } catch {
    return [];
  }
}
