/** Why a change of the registers is not made. What exists in another municipality does not exist here (V8). */
export type RegisterError =
  | { readonly kind: 'unknown-person' }
  | { readonly kind: 'unknown-dose' }
  | { readonly kind: 'unknown-ticket' }
  /** Somebody changed it after it was read. */
  | { readonly kind: 'changed-meanwhile' }
  /** The number belongs to somebody else of this municipality already. */
  | { readonly kind: 'taken' }
  /** A rule still stands against it: it must be corrected, not confirmed. */
  | { readonly kind: 'still-doubtful' };

/** Who changes something, and when. `by` is what stands in the row (`actorId`). */
export type Change = { readonly by: string; readonly at: Date };
