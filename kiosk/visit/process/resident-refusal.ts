/**
 * What a refusal that no person decided means to the resident: of the relay, and of a page that cannot be drawn faithfully.
 */
import type { RenderRefusal } from '../../../printing/index.ts';
import type { Refusal, RelayRefusal } from '../../../server-bridge/index.ts';

/** What a relay's refusal means to the resident. */
export function residentRefusal(refusal: RelayRefusal): Refusal {
  switch (refusal) {
    case 'CITY_STOPPED':
    case 'BUSY':
    case 'UNAVAILABLE':
    case 'OUT_OF_HOURS':
      return refusal;
    case 'TERMINAL_SUSPENDED':
      return 'MAINTENANCE';
    case 'MALFORMED':
      return 'UNAVAILABLE';
    default: {
      const never: never = refusal;
      throw new Error(`Unknown refusal ${String(never)}`);
    }
  }
}

/** A page we cannot draw faithfully is refused before payment, each with its own class (P11). */
export function renderRefusal(refusal: RenderRefusal): Refusal {
  switch (refusal.kind) {
    case 'glyph-missing':
    case 'variation-unknown':
    case 'text-too-long':
    case 'text-empty':
      return 'NAME_NOT_PRINTABLE';
    case 'too-many-doses':
    case 'code-too-large':
      return 'TOO_MANY_DOSES';
    // The match with the card has ruled both out; if not, nothing is printed.
    case 'code-malformed':
    case 'kind-mismatch':
      return 'UNAVAILABLE';
    default: {
      const never: never = refusal;
      throw new Error(`Unknown refusal ${String(never)}`);
    }
  }
}
