/** Why the app shows no certificate. Closed; nothing of the person is in any of them. */
import type { CardError } from '../../card-reader/index.ts';
import type { PassportError, ScannerError } from '../../card-reader/passport/index.ts';
import type { GatewayRefusal } from '../../server-bridge/app-gateway/index.ts';
import type { VrsRefusal } from '../../server-bridge/index.ts';

export type AppFault =
  /** VRS has decided; it came sealed and signed. */
  | { readonly kind: 'refused-by-vrs'; readonly refusal: VrsRefusal }
  /** Somebody on the way says so; it is believed no further than that nothing came. */
  | { readonly kind: 'refused-on-the-way'; readonly refusal: GatewayRefusal }
  | { readonly kind: 'unreachable'; readonly cause?: unknown }
  /** What came is no answer of the form that was asked for. */
  | { readonly kind: 'unreadable-answer' }
  /** The key set is not VRS's, or not of now. */
  | { readonly kind: 'untrusted-keys' }
  /** An answer, and not the one to this application (P0, P3). */
  | { readonly kind: 'not-this-application'; readonly fault: string }
  | { readonly kind: 'too-late' }
  | { readonly kind: 'pin-wrong'; readonly triesLeft: number }
  | { readonly kind: 'pin-locked' }
  /** None was typed, or not four digits. */
  | { readonly kind: 'no-pin' }
  | { readonly kind: 'card'; readonly cause: CardError['kind'] }
  | { readonly kind: 'passport'; readonly cause: PassportError['kind'] | ScannerError['kind'] | 'not-configured' };

/** One line for whoever holds the phone. */
export function faultLine(fault: AppFault): string {
  switch (fault.kind) {
    case 'refused-by-vrs':
      return `VRS refuses: ${fault.refusal}`;
    case 'refused-on-the-way':
      return `refused on the way: ${fault.refusal}`;
    case 'not-this-application':
      return `not the answer to this application: ${fault.fault}`;
    case 'pin-wrong':
      return `wrong PIN, tries left: ${fault.triesLeft}`;
    case 'card':
    case 'passport':
      return `${fault.kind}: ${fault.cause}`;
    case 'unreachable':
    case 'unreadable-answer':
    case 'untrusted-keys':
    case 'too-late':
    case 'pin-locked':
    case 'no-pin':
      return fault.kind;
    default: {
      const never: never = fault;
      throw new Error(`unknown fault ${String(never)}`);
    }
  }
}
