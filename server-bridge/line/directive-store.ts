/** The newest directive the terminal could verify, with the key set in it. Never goes back; over when its life is over. */
import { err, ok, type Result } from 'neverthrow';
import type { Directive, VrsKeySet } from '../protocol/index.ts';
import { verifyDirective, verifyVrsKeySet } from '../sealing/index.ts';
import type { CheckedLineConfiguration } from './configuration.ts';

export type HeldDirective = { readonly directive: Directive; readonly keySet: VrsKeySet };

export type DirectiveRefusal =
  | 'malformed'
  | 'untrusted-key'
  | 'bad-signature'
  | 'expired'
  | 'not-yet-valid'
  /** Older than the one that is held. */
  | 'older'
  /** For other terminals. */
  | 'not-for-this-terminal'
  /** The key set in it is not VRS's, or its life is over. */
  | 'key-set-refused';

export type DirectiveStore = {
  current(): HeldDirective | null;
  /** Judges a directive as received. @returns whether it took the place of the one held */
  offer(jws: string): Promise<Result<boolean, DirectiveRefusal>>;
};

export function createDirectiveStore(
  configuration: Pick<CheckedLineConfiguration, 'terminalId' | 'directiveKeys' | 'vrsRootKey'>,
  now: () => Date,
): DirectiveStore {
  let held: HeldDirective | null = null;
  return {
    current() {
      if (held === null) return null;
      const at = now().getTime();
      const alive = Date.parse(held.directive.expiresAt) > at && Date.parse(held.keySet.expiresAt) > at;
      return alive ? held : null;
    },
    async offer(jws) {
      const verified = await verifyDirective(jws, configuration.directiveKeys, now());
      if (verified.isErr()) return err(verified.error.kind);
      const directive = verified.value;
      if (directive.terminals.length > 0 && !directive.terminals.includes(configuration.terminalId)) {
        return err('not-for-this-terminal');
      }
      const keySet = await verifyVrsKeySet(directive.vrsKeySet, configuration.vrsRootKey, now());
      if (keySet.isErr()) return err('key-set-refused');
      // Compared after the last wait, so that two offers at once cannot put the older one last.
      if (held !== null) {
        const { version, issuedAt } = held.directive;
        if (directive.version < version) return err('older');
        if (directive.version === version) {
          const later = Date.parse(directive.issuedAt) - Date.parse(issuedAt);
          if (later < 0) return err('older');
          if (later === 0) return ok(false);
        }
      }
      held = { directive, keySet: keySet.value };
      return ok(true);
    },
  };
}
