/**
 * What a printer gives as reasons of its state (RFC 8011 §5.4.12, PWG 5100.9 §7): which of them stop certificates from
 * being printed, and what a person has to do about it.
 */
export type AttentionCause = 'paper' | 'jam' | 'cover' | 'toner' | 'other';

export type PrinterReason = {
  /** The keyword without its severity. */
  readonly reason: string;
  readonly severity: 'report' | 'warning' | 'error' | 'unstated';
};

/**
 * Reasons that stop printing whatever severity they come with: an idle printer without paper says
 * `media-empty-report`, and is no less empty for it.
 */
const BLOCKING: ReadonlyMap<string, AttentionCause> = new Map<string, AttentionCause>([
  ['media-empty', 'paper'],
  ['media-needed', 'paper'],
  ['input-tray-missing', 'paper'],
  ['output-area-full', 'paper'],
  ['output-tray-missing', 'paper'],
  ['media-jam', 'jam'],
  ['input-media-jam', 'jam'],
  ['output-media-jam', 'jam'],
  ['media-path-jam', 'jam'],
  ['cover-open', 'cover'],
  ['door-open', 'cover'],
  ['interlock-open', 'cover'],
  ['toner-empty', 'toner'],
  ['marker-supply-empty', 'toner'],
  ['marker-supply-missing', 'toner'],
  ['marker-waste-full', 'toner'],
  ['developer-empty', 'toner'],
  ['opc-life-over', 'toner'],
  ['fuser-over-temp', 'other'],
  ['fuser-under-temp', 'other'],
  ['interpreter-resource-unavailable', 'other'],
  ['paused', 'other'],
  ['shutdown', 'other'],
  ['spool-area-full', 'other'],
  ['stopping', 'other'],
  ['stopped-partly', 'other'],
  ['timed-out', 'other'],
  ['connecting-to-device', 'other'],
  ['offline', 'other'],
]);

/** Reasons that are nothing to act on at once; with `-error` even these stop printing. */
const HARMLESS: ReadonlySet<string> = new Set([
  'media-low',
  'toner-low',
  'marker-supply-low',
  'marker-waste-almost-full',
  'developer-low',
  'opc-near-eol',
  'output-area-almost-full',
  'moving-to-paused',
  'hibernate',
  'identify-printer-requested',
  'configuration-change',
  'power-down',
  'power-up',
]);

/** Keywords as the printer sends them to reasons; `none` is no reason. */
export function parsePrinterReasons(keywords: readonly string[]): PrinterReason[] {
  return keywords.filter((keyword) => keyword !== 'none').map(parsePrinterReason);
}

function parsePrinterReason(keyword: string): PrinterReason {
  for (const severity of ['report', 'warning', 'error'] as const) {
    if (keyword.endsWith(`-${severity}`)) return { reason: keyword.slice(0, -severity.length - 1), severity };
  }
  return { reason: keyword, severity: 'unstated' };
}

/**
 * The cause if this reason stops printing. An unknown reason stops it when the printer calls it an error, or leaves the
 * severity open: what we do not understand we do not print through.
 */
export function blockingCause({ reason, severity }: PrinterReason): AttentionCause | undefined {
  const cause = BLOCKING.get(reason);
  if (cause !== undefined) return cause;
  if (severity === 'error') return 'other';
  return severity === 'unstated' && !HARMLESS.has(reason) ? 'other' : undefined;
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
