/** Why the center did not do what the page asked. */
export type Problem =
  /** 401: there is no session any more. */
  | { readonly kind: 'signed-out' }
  /** 403: nothing but an own password is possible. */
  | { readonly kind: 'password-due' }
  /** 403: the person's roles do not include it. */
  | { readonly kind: 'no-right' }
  /** 400, 403 of this person, 404, 409: in the center's own word. */
  | { readonly kind: 'refused'; readonly status: number; readonly word: string }
  /** 429: later again. */
  | { readonly kind: 'too-many'; readonly word: string; readonly waitSeconds: number }
  /** No answer, or 5xx: nobody knows whether an order was carried out. */
  | { readonly kind: 'away'; readonly cause?: unknown }
  /** The answer is not what the schema says: page and center are of different builds. */
  | { readonly kind: 'unfit' };
