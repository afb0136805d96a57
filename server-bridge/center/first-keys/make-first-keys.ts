/** What a new center must have of its own before it can start: keys, and secrets of its machine. Never over something that is there. */
import { randomBytes } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from 'neverthrow';
import { generateSigningJwk, publicJwkOf } from '../../sealing/index.ts';

/** A new key for each file: who has one of them has nothing of the others. */
async function contents(): Promise<ReadonlyMap<string, string>> {
  const directive = await generateSigningJwk();
  const audit = await generateSigningJwk();
  const json = (value: object): string => `${JSON.stringify(value)}\n`;
  return new Map([
    ['directive-key.json', json(directive)],
    // Pinned in every terminal.
    ['directive-key.public.json', json(publicJwkOf(directive))],
    ['audit-key.json', json(audit)],
    // For whoever verifies exports of the audit trail.
    ['audit-key.public.json', json(publicJwkOf(audit))],
    ['operations.token', `${randomBytes(32).toString('hex')}\n`],
    ['console-secret.key', `${randomBytes(32).toString('hex')}\n`],
  ]);
}

export type FirstKeysError =
  /** A file of that name is there, or the folder cannot be written. Nothing of this call is left. */
  { readonly kind: 'cannot-write'; readonly file: string; readonly cause: unknown };

/**
 * Writes all of them into a folder, mode 0600, or none.
 *
 * @returns the names of the files
 */
export async function makeFirstKeys(folder: string): Promise<Result<readonly string[], FirstKeysError>> {
  const made: string[] = [];
  for (const [name, text] of await contents()) {
    const file = join(folder, name);
    try {
      const handle = await open(file, 'wx', 0o600);
      made.push(file);
      try {
        await handle.writeFile(text);
        await handle.sync();
      } finally {
        await handle.close();
      }
    } catch (cause) {
      for (const one of made) await rm(one, { force: true });
      return err({ kind: 'cannot-write', file, cause });
    }
  }
  return ok(made);
}
