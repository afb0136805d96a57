/** Looks at the printer: capabilities first, and again whenever it was away or restarted, then its state. */
import { err, ok, type Result } from 'neverthrow';
import type { SendLimits } from './ipp-connection.ts';
import type { IppFailure } from './ipp-failure.ts';
import type { IppRequests } from './ipp-requests.ts';
import type { PagePrinterStatus } from './page-printer.ts';
import {
  CAPABILITY_ATTRIBUTES,
  missingCapabilities,
  type PrinterState,
  parsePrinterState,
  STATE_ATTRIBUTES,
} from './printer-attributes.ts';
import { printerStatus } from './printer-status.ts';

export type LookError =
  | { readonly kind: 'unqualified'; readonly missing: readonly string[] }
  | { readonly kind: 'unreachable'; readonly cause: IppFailure };

/** Every look, whoever asked for it, tells the listener what the printer's status is now. */
export class PrinterLook {
  readonly #requests: IppRequests;
  readonly #onStatus: (status: PagePrinterStatus) => void;
  #qualified = false;
  #upTimeSeconds = 0;

  constructor(requests: IppRequests, onStatus: (status: PagePrinterStatus) => void) {
    this.#requests = requests;
    this.#onStatus = onStatus;
  }

  async look(limits: SendLimits): Promise<Result<PrinterState, LookError>> {
    let seen = await this.#ask(limits);
    if (seen.isOk() && seen.value.upTimeSeconds < this.#upTimeSeconds && this.#qualified) {
      // Another printer, another firmware or other trays may have come back: what was known of it no longer counts.
      this.#qualified = false;
      seen = await this.#ask(limits);
    }
    if (seen.isOk()) this.#upTimeSeconds = seen.value.upTimeSeconds;
    else if (seen.error.kind === 'unqualified' || seen.error.cause.kind !== 'aborted') this.#qualified = false;
    this.#tell(seen);
    return seen;
  }

  /** Forgets what the printer can do, so that the next look asks for it. */
  forget(): void {
    this.#qualified = false;
  }

  async #ask(limits: SendLimits): Promise<Result<PrinterState, LookError>> {
    const names = this.#qualified ? STATE_ATTRIBUTES : [...STATE_ATTRIBUTES, ...CAPABILITY_ATTRIBUTES];
    const answer = await this.#requests.getPrinterAttributes(names, limits);
    if (answer.isErr()) return err({ kind: 'unreachable', cause: answer.error });
    const missing = this.#qualified ? [] : missingCapabilities(answer.value);
    if (missing.length > 0) return err({ kind: 'unqualified', missing });
    const state = parsePrinterState(answer.value);
    if (state === undefined) {
      return err({ kind: 'unreachable', cause: { kind: 'malformed-answer', cause: 'unexpected-attributes' } });
    }
    this.#qualified = true;
    return ok(state);
  }

  #tell(seen: Result<PrinterState, LookError>): void {
    // A look that we broke off says nothing about the printer.
    if (seen.isErr() && seen.error.kind === 'unreachable' && seen.error.cause.kind === 'aborted') return;
    this.#onStatus(seen.isOk() ? printerStatus(seen.value) : seen.error);
  }
}
