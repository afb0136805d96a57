/** Files of lines as people's programs write them. */
import { err, ok, type Result } from 'neverthrow';

export const ENCODINGS = ['utf-8', 'shift_jis'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** Two thousand lines are far below. */
const MOST_BYTES = 2_000_000;

export type FileFault = { readonly kind: 'too-large' | 'not-in-this-encoding' | 'unreadable' };

/** What does not fit the encoding is refused, never guessed. */
export async function readTextFile(file: Blob, encoding: Encoding): Promise<Result<string, FileFault>> {
  if (file.size > MOST_BYTES) return err({ kind: 'too-large' });
  let bytes: ArrayBuffer;
  try {
    bytes = await file.arrayBuffer();
  } catch {
    return err({ kind: 'unreadable' });
  }
  try {
    return ok(new TextDecoder(encoding, { fatal: true }).decode(bytes));
  } catch {
    return err({ kind: 'not-in-this-encoding' });
  }
}
