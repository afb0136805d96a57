/** Why the system did not do what the page asked. */
import * as v from 'valibot';

export type Problem =
  /** 401: there is no session any more. */
  | { readonly kind: 'signed-out' }
  /** 403: nothing but an own password is possible. */
  | { readonly kind: 'password-due' }
  /** 403: the person's roles do not include it. */
  | { readonly kind: 'no-right' }
  /** 400, 403 of this person, 404, 409: in the system's own word. */
  | { readonly kind: 'refused'; readonly status: number; readonly word: string }
  /** 429: later again. */
  | { readonly kind: 'too-many'; readonly word: string; readonly waitSeconds: number }
  /** No answer, or 5xx: nobody knows whether an order was carried out. */
  | { readonly kind: 'away'; readonly cause?: unknown }
  /** The answer is not what the schema says: page and center are of different builds. */
  | { readonly kind: 'unfit' };

const ErrorSchema = v.object({ error: v.string() });

/** What an answer other than 2xx means. @param retryAfter the header, in seconds */
export function problemFrom(status: number, text: string, retryAfter: string | null): Problem {
  const word = wordOf(text);
  if (status === 401 && word !== 'refused') return { kind: 'signed-out' };
  if (status === 403 && word === 'password-due') return { kind: 'password-due' };
  if (status === 403 && word === 'forbidden') return { kind: 'no-right' };
  const waitSeconds = Number(retryAfter ?? '5');
  if (status === 429) return { kind: 'too-many', word, waitSeconds: Number.isFinite(waitSeconds) ? waitSeconds : 5 };
  if (status >= 500) return { kind: 'away' };
  return { kind: 'refused', status, word };
}

function wordOf(text: string): string {
  try {
    const read = v.safeParse(ErrorSchema, JSON.parse(text));
    return read.success ? read.output.error : '';
  } catch {
    return '';
  }
}
