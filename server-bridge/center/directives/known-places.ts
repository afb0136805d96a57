/**
 * Where terminals stand, as far as versions of the directive go. A place that was changed after a version was issued does not count
 * in it: the next version must be issued first, so that one version never means two contents.
 */
import type { TerminalPlace } from '../console-api/places.ts';
import { type CenterDatabase, placedAt } from '../store/index.ts';

export type PlaceAnswer =
  | { readonly kind: 'known'; readonly place: TerminalPlace | null }
  /** The place is newer than the version. */
  | { readonly kind: 'newer'; readonly revision: number };

export type KnownPlaces = {
  /** The place that counts in a version that goes up to `revision`. */
  at(terminalId: string, revision: number): Promise<PlaceAnswer>;
};

const KEPT = 100_000;

export function createKnownPlaces(database: CenterDatabase): KnownPlaces {
  /** Each is right from the revision of its last change up to the one at which it was read. */
  const kept = new Map<string, { place: TerminalPlace | null; since: number; until: number }>();
  return {
    async at(terminalId, revision) {
      let known = kept.get(terminalId);
      if (known === undefined || known.until < revision) {
        known = await placedAt(database, terminalId);
        if (kept.size >= KEPT) kept.clear();
        kept.set(terminalId, known);
      }
      return known.since <= revision ? { kind: 'known', place: known.place } : { kind: 'newer', revision: known.since };
    },
  };
}
