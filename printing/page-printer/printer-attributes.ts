/** The printer attributes we ask for, as the printer gave them and as we use them. */
import * as v from 'valibot';
import { countSchema, one } from './attribute-schemas.ts';
import { CONSUMABLE_ATTRIBUTES, type Consumables, parseConsumables } from './consumables.ts';
import { A4_MEDIA, OPERATION, type PlainAttributes, PRINTER_STATE } from './ipp/index.ts';
import { type PrinterReason, parsePrinterReasons } from './printer-reasons.ts';

const keywords = v.array(v.string());

/** Asked for at every look. */
export const STATE_ATTRIBUTES = [
  'printer-state',
  'printer-state-reasons',
  'printer-is-accepting-jobs',
  'queued-job-count',
  'printer-up-time',
  'media-ready',
  ...CONSUMABLE_ATTRIBUTES,
] as const;

/** Of those, what a printer may leave out. */
const OPTIONAL: ReadonlySet<string> = new Set(['media-ready', ...CONSUMABLE_ATTRIBUTES]);

/** Asked for once, and again after the printer was away. */
export const CAPABILITY_ATTRIBUTES = [
  'document-format-supported',
  'media-supported',
  'operations-supported',
  'ipp-versions-supported',
  'ipp-features-supported',
  'printer-resolution-supported',
] as const;

const StateSchema = v.object({
  'printer-state': one(v.picklist([PRINTER_STATE.idle, PRINTER_STATE.processing, PRINTER_STATE.stopped])),
  'printer-state-reasons': keywords,
  'printer-is-accepting-jobs': one(v.boolean()),
  'queued-job-count': one(countSchema),
  'printer-up-time': one(countSchema),
  'media-ready': v.optional(keywords, []),
});

export type PrinterState = {
  readonly state: 'idle' | 'processing' | 'stopped';
  readonly reasons: readonly PrinterReason[];
  readonly acceptingJobs: boolean;
  readonly queuedJobs: number;
  readonly upTimeSeconds: number;
  readonly a4Ready: boolean;
  readonly consumables: Consumables;
};

const STATE_NAMES = { 3: 'idle', 4: 'processing', 5: 'stopped' } as const;

/** `undefined` when something needed is missing or of another type. */
export function parsePrinterState(attributes: PlainAttributes): PrinterState | undefined {
  const parsed = v.safeParse(StateSchema, attributes);
  if (!parsed.success) return undefined;
  const { output } = parsed;
  return {
    state: STATE_NAMES[output['printer-state']],
    reasons: parsePrinterReasons(output['printer-state-reasons']),
    acceptingJobs: output['printer-is-accepting-jobs'],
    queuedJobs: output['queued-job-count'],
    upTimeSeconds: output['printer-up-time'],
    a4Ready: output['media-ready'].includes(A4_MEDIA),
    consumables: parseConsumables(attributes),
  };
}

const REQUIRED: readonly { readonly attribute: string; readonly value: string | number; readonly missing: string }[] = [
  { attribute: 'document-format-supported', value: 'application/pdf', missing: 'application/pdf' },
  { attribute: 'media-supported', value: A4_MEDIA, missing: A4_MEDIA },
  { attribute: 'operations-supported', value: OPERATION.printJob, missing: 'Print-Job' },
  { attribute: 'operations-supported', value: OPERATION.cancelJob, missing: 'Cancel-Job' },
  { attribute: 'operations-supported', value: OPERATION.getJobAttributes, missing: 'Get-Job-Attributes' },
  { attribute: 'operations-supported', value: OPERATION.getJobs, missing: 'Get-Jobs' },
  { attribute: 'operations-supported', value: OPERATION.getPrinterAttributes, missing: 'Get-Printer-Attributes' },
  { attribute: 'ipp-versions-supported', value: '2.0', missing: 'IPP/2.0' },
  // IPP Everywhere alone does not promise PDF (PWG 5100.14 §4.2): both are asked for.
  { attribute: 'ipp-features-supported', value: 'ipp-everywhere', missing: 'ipp-everywhere' },
];

/** Modules of the codes are whole dots at these resolutions only. */
const DOTS_PER_INCH_STEP = 300;
const ResolutionSchema = v.object({ crossFeed: v.number(), feed: v.number(), unit: v.string() });

function hasWholeDots(values: readonly unknown[] | undefined): boolean {
  return (values ?? []).some((value) => {
    const parsed = v.safeParse(ResolutionSchema, value);
    if (!parsed.success) return false;
    const { crossFeed, feed, unit } = parsed.output;
    return unit === 'dots-per-inch' && [crossFeed, feed].every((dots) => dots > 0 && dots % DOTS_PER_INCH_STEP === 0);
  });
}

/** What certificates need and this printer does not offer; empty for a qualified one. */
export function missingCapabilities(attributes: PlainAttributes): string[] {
  const lacking = REQUIRED.filter(({ attribute, value }) => !attributes[attribute]?.includes(value));
  return [
    ...lacking.map(({ missing }) => missing),
    ...(hasWholeDots(attributes['printer-resolution-supported']) ? [] : ['300 or 600 dpi']),
    ...STATE_ATTRIBUTES.filter((name) => !OPTIONAL.has(name) && attributes[name] === undefined),
  ];
}
