/** What the page may ask the workbench to do with its hands. Both ends check against this; anything else is refused. */
import * as v from 'valibot';

export const OTHER_CARDS = ['transit-card', 'jpki-only-card', 'android-phone', 'iphone', 'unknown-class'] as const;
export const COINS_YEN = [1, 5, 10, 50, 100, 500, 1000] as const;
export const PAGE_PRINTER_FAULTS = ['paper-out', 'jam', 'cover-open', 'toner-empty', 'output-full'] as const;
export const PAGE_PRINTER_LINES = [
  'normal',
  'hung',
  'offline',
  'wrong-request-id',
  'cut-answer',
  'lost-answer',
] as const;
export const RECEIPT_PRINTER_FAULTS = ['paper-end', 'paper-near-end', 'cover-open', 'cutter', 'unrecoverable'] as const;
export const RECEIPT_PRINTER_LINES = ['normal', 'mute', 'reset', 'noise', 'offline'] as const;

const PersonIdSchema = v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/));
const MunicipalityCodeSchema = v.pipe(v.string(), v.regex(/^[0-9]{6}$/));

/** The faults of a card that can be planned for one command. */
const PlannedFaultSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('removed'), when: v.picklist(['before', 'during', 'after']) }),
  v.strictObject({ kind: v.literal('silent') }),
  v.strictObject({ kind: v.literal('garbage') }),
  v.strictObject({ kind: v.literal('reset') }),
  v.strictObject({
    kind: v.literal('tries-counter-wrong'),
    tries: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(15)),
  }),
]);
export type PlannedFault = v.InferOutput<typeof PlannedFaultSchema>;

export const BenchCommandSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('choose-person'), personId: PersonIdSchema }),
  v.strictObject({ kind: v.literal('lay-card') }),
  v.strictObject({ kind: v.literal('lay-other-card'), card: v.picklist(OTHER_CARDS) }),
  v.strictObject({ kind: v.literal('take-card') }),
  /** The chosen person gets a new card, with all tries. */
  v.strictObject({ kind: v.literal('new-card') }),
  /** For the card on the reader, else for the chosen person's; 1 is the next command. */
  v.strictObject({
    kind: v.literal('plan-card-fault'),
    fault: PlannedFaultSchema,
    commandsFromNow: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(500)),
  }),
  v.strictObject({ kind: v.literal('clear-card-faults') }),
  v.strictObject({ kind: v.literal('set-card-mute'), mute: v.boolean() }),
  v.strictObject({ kind: v.literal('set-reader-plugged'), plugged: v.boolean() }),

  v.strictObject({ kind: v.literal('insert-money'), yen: v.picklist(COINS_YEN) }),
  v.strictObject({ kind: v.literal('set-coin-jam'), jammed: v.boolean() }),
  v.strictObject({ kind: v.literal('set-cannot-pay-out'), cannot: v.boolean() }),
  v.strictObject({ kind: v.literal('set-coin-box-line'), connected: v.boolean() }),

  v.strictObject({ kind: v.literal('take-paper') }),
  v.strictObject({ kind: v.literal('load-paper') }),
  v.strictObject({
    kind: v.literal('set-page-printer-fault'),
    fault: v.picklist(PAGE_PRINTER_FAULTS),
    present: v.boolean(),
  }),
  v.strictObject({ kind: v.literal('abort-next-sheet') }),
  v.strictObject({ kind: v.literal('restart-page-printer') }),
  v.strictObject({ kind: v.literal('set-page-printer-line'), mode: v.picklist(PAGE_PRINTER_LINES) }),

  v.strictObject({
    kind: v.literal('set-receipt-printer-fault'),
    fault: v.picklist(RECEIPT_PRINTER_FAULTS),
    present: v.boolean(),
  }),
  v.strictObject({ kind: v.literal('set-receipt-printer-line'), mode: v.picklist(RECEIPT_PRINTER_LINES) }),

  v.strictObject({ kind: v.literal('touch-cashless'), outcome: v.picklist(['accepted', 'declined', 'unheard']) }),
  v.strictObject({ kind: v.literal('set-cashless-line'), connected: v.boolean() }),

  v.strictObject({ kind: v.literal('turn-key'), open: v.boolean() }),
  v.strictObject({ kind: v.literal('plug-headphones'), plugged: v.boolean() }),

  v.strictObject({ kind: v.literal('set-service'), on: v.boolean() }),
  v.strictObject({ kind: v.literal('set-municipality'), code: MunicipalityCodeSchema, takingPart: v.boolean() }),
  v.strictObject({ kind: v.literal('set-vrs'), running: v.boolean() }),
  v.strictObject({ kind: v.literal('release-right-person') }),
]);
export type BenchCommand = v.InferOutput<typeof BenchCommandSchema>;

/** The longest command is some hundred bytes. */
export const COMMAND_LIMIT_BYTES = 1024;
