/** The printer attributes we ask for, as the printer gave them and as we use them. */
import * as v from 'valibot';
import { countSchema, one } from './attribute-schemas.ts';
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
] as const;

/** Asked for once, and again after the printer was away. */
export const CAPABILITY_ATTRIBUTES = [
  'document-format-supported',
  'media-supported',
  'operations-supported',
  'ipp-versions-supported',
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
  };
}

const REQUIRED: readonly { readonly attribute: string; readonly value: string | number; readonly missing: string }[] = [
  { attribute: 'document-format-supported', value: 'application/pdf', missing: 'application/pdf' },
  { attribute: 'media-supported', value: A4_MEDIA, missing: A4_MEDIA },
  { attribute: 'operations-supported', value: OPERATION.printJob, missing: 'Print-Job' },
  { attribute: 'operations-supported', value: OPERATION.cancelJob, missing: 'Cancel-Job' },
  { attribute: 'operations-supported', value: OPERATION.getJobAttributes, missing: 'Get-Job-Attributes' },
  { attribute: 'operations-supported', value: OPERATION.getJobs, missing: 'Get-Jobs' },
  { attribute: 'ipp-versions-supported', value: '2.0', missing: 'IPP/2.0' },
];

/** What certificates need and this printer does not offer; empty for a qualified one. */
export function missingCapabilities(attributes: PlainAttributes): string[] {
  const lacking = REQUIRED.filter(({ attribute, value }) => !attributes[attribute]?.includes(value));
  return [
    ...lacking.map(({ missing }) => missing),
    ...STATE_ATTRIBUTES.filter((name) => name !== 'media-ready' && attributes[name] === undefined),
  ];
}
