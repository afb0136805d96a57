/** The directives of one version as they are composed for terminals; each is signed when it is first asked for. */
import type { Directive } from '../../protocol/index.ts';
import { type Es256Signer, signDirective } from '../../sealing/index.ts';
import type { DirectiveRecord } from '../store/index.ts';
import { compose, compositionKey } from './compose.ts';
import type { DirectiveState, Override } from './directive-state.ts';

export type DirectiveInForce = { readonly directive: Directive; readonly signed: string };

export type Compositions = {
  /** @param overrides those that concern the terminal, in their order */
  directive(overrides: readonly Override[]): Directive;
  /** Two who ask at once share a signature. @throws what the signer did; the next one asks it again */
  signed(overrides: readonly Override[]): Promise<DirectiveInForce>;
};

/** How many compositions, and how many characters of signed ones, are kept; the ones made first are made anew. */
const KEPT = 2_000;
const KEPT_CHARACTERS = 100_000_000;

/** @param record the version; version, instants and key set are the same in all its compositions, on every node */
export function createCompositions(record: DirectiveRecord, state: DirectiveState, signer: Es256Signer): Compositions {
  const directives = new Map<string, Directive>();
  const signatures = new Map<string, Promise<string>>([['', Promise.resolve(record.signed)]]);
  let characters = 0;

  const directive = (overrides: readonly Override[]): Directive => {
    const key = compositionKey(overrides);
    const known = directives.get(key);
    if (known !== undefined) return known;
    const made = issueOf(record, state, overrides);
    directives.set(key, made);
    for (const first of directives.keys()) {
      if (directives.size <= KEPT) break;
      directives.delete(first);
    }
    return made;
  };

  const sign = async (key: string, made: Directive): Promise<string> => {
    try {
      const signed = await signDirective(made, signer);
      characters += signed.length;
      return signed;
    } catch (cause) {
      signatures.delete(key);
      throw cause;
    }
  };

  return {
    directive,
    async signed(overrides) {
      const key = compositionKey(overrides);
      const made = directive(overrides);
      const pending = signatures.get(key) ?? sign(key, made);
      signatures.set(key, pending);
      const signed = await pending;
      if (characters > KEPT_CHARACTERS) {
        signatures.clear();
        characters = 0;
      }
      return { directive: made, signed };
    },
  };
}

/** A directive of this version with the overrides laid over it. */
export function issueOf(
  record: Omit<DirectiveRecord, 'signed'>,
  state: DirectiveState,
  overrides: readonly Override[],
): Directive {
  return {
    ...compose(state, overrides),
    version: record.version,
    issuedAt: record.issuedAt.toISOString(),
    expiresAt: record.expiresAt.toISOString(),
    vrsKeySet: record.vrsKeySet,
  };
}
