/**
 * What a printer gives as reasons of its state (RFC 8011 §5.4.12, PWG 5100.9 §7): which of them stop certificates from
 * being printed, which announce an end, and what a person has to do about it.
 */
import { type AttentionCause, STANDARD_REASONS } from './standard-reasons.ts';

export type { AttentionCause } from './standard-reasons.ts';

export type PrinterReason = {
  /** The keyword without its severity. */
  readonly reason: string;
  readonly severity: 'report' | 'warning' | 'error' | 'unstated';
};

/** A reason on a printer that can print; `nearEnd` says what somebody should bring or empty soon. */
export type PrinterWarning = PrinterReason & { readonly nearEnd: AttentionCause | null };

/** Keywords as the printer sends them to reasons; `none` is no reason. */
export function parsePrinterReasons(keywords: readonly string[]): PrinterReason[] {
  return keywords.filter((keyword) => keyword !== 'none').map(parsePrinterReason);
}

function parsePrinterReason(keyword: string): PrinterReason {
  // Some registered keywords end like a severity themselves.
  if (STANDARD_REASONS.has(keyword)) return { reason: keyword, severity: 'unstated' };
  for (const severity of ['report', 'warning', 'error'] as const) {
    if (keyword.endsWith(`-${severity}`)) return { reason: keyword.slice(0, -severity.length - 1), severity };
  }
  return { reason: keyword, severity: 'unstated' };
}

/**
 * The cause if this reason stops printing. With `-error` every reason does. An unknown reason does so as well when the
 * printer leaves the severity open: what we do not understand we do not print through.
 */
export function blockingCause({ reason, severity }: PrinterReason): AttentionCause | undefined {
  const meaning = STANDARD_REASONS.get(reason);
  if (meaning === undefined) return severity === 'error' || severity === 'unstated' ? 'other' : undefined;
  switch (meaning.kind) {
    case 'stops':
      return meaning.cause;
    case 'near-end':
    case 'by-severity':
      return severity === 'error' ? meaning.cause : undefined;
    case 'notice':
      return severity === 'error' ? 'other' : undefined;
    default: {
      const never: never = meaning;
      throw new Error(`unknown meaning ${String(never)}`);
    }
  }
}

/** Reasons that stop nothing, each with what it announces. */
export function warningsFrom(reasons: readonly PrinterReason[]): PrinterWarning[] {
  return reasons
    .filter((reason) => blockingCause(reason) === undefined)
    .map((reason) => {
      const meaning = STANDARD_REASONS.get(reason.reason);
      return { ...reason, nearEnd: meaning?.kind === 'near-end' ? meaning.cause : null };
    });
}

export type Attention = { readonly cause: AttentionCause; readonly reasons: readonly string[] };

/** A person does first what the others depend on: closing the cover ends most of the rest. */
const URGENCY: readonly AttentionCause[] = ['jam', 'cover', 'paper', 'toner', 'other'];

/** All blocking reasons as one matter for a person, or `undefined` when there is none. */
export function attentionFrom(reasons: readonly PrinterReason[]): Attention | undefined {
  const blocking = reasons.flatMap((reason) => {
    const cause = blockingCause(reason);
    return cause === undefined ? [] : [{ cause, reason: reason.reason }];
  });
  const cause = URGENCY.find((candidate) => blocking.some((entry) => entry.cause === candidate));
  return cause && { cause, reasons: [...new Set(blocking.map(({ reason }) => reason))].sort() };
}
