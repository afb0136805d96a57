/** What the workbench shows: everything at once, sent whole whenever something has changed. */
import * as v from 'valibot';
import { PAGE_PRINTER_FAULTS, PAGE_PRINTER_LINES, RECEIPT_PRINTER_FAULTS, RECEIPT_PRINTER_LINES } from './commands.ts';

const CountSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const YenSchema = CountSchema;
const TextSchema = v.pipe(v.string(), v.maxLength(200));
const UrlSchema = v.pipe(v.string(), v.url(), v.regex(/^https?:\/\//));
/** Pictures and documents lie at paths nobody can guess. */
const PaperPathSchema = v.pipe(v.string(), v.regex(/^\/paper\/[A-Za-z0-9_-]{24}\.(png|pdf|svg)$/));

const PersonSchema = v.strictObject({
  id: TextSchema,
  name: TextSchema,
  birthDate: TextSchema,
  pin: TextSchema,
  remark: TextSchema,
});
export type BenchPerson = v.InferOutput<typeof PersonSchema>;

/** The card in the hand or on the reader. `pinTriesLeft` null: a card without a PIN of its own. */
const CardSchema = v.strictObject({
  label: TextSchema,
  pinTriesLeft: v.nullable(CountSchema),
  commandCount: CountSchema,
  mute: v.boolean(),
  plannedFaults: v.array(v.strictObject({ atCommand: CountSchema, fault: TextSchema })),
});
export type BenchCard = v.InferOutput<typeof CardSchema>;

const PrintedPageSchema = v.strictObject({
  jobId: CountSchema,
  pageNumber: CountSchema,
  /** About 100 dpi; null when the page cannot be drawn. */
  picture: v.nullable(PaperPathSchema),
  /** About 200 dpi. */
  largePicture: v.nullable(PaperPathSchema),
  pdf: PaperPathSchema,
});
export type PrintedPage = v.InferOutput<typeof PrintedPageSchema>;

const ReceiptSchema = v.strictObject({ number: CountSchema, picture: PaperPathSchema });
export type PrintedReceipt = v.InferOutput<typeof ReceiptSchema>;

const NoteSchema = v.strictObject({ number: CountSchema, time: TextSchema, en: TextSchema, ja: TextSchema });

export const BenchStateSchema = v.strictObject({
  info: v.strictObject({ readerPath: TextSchema, terminalId: TextSchema, kioskUrl: v.nullable(UrlSchema) }),
  people: v.array(PersonSchema),
  chosenPersonId: TextSchema,
  /** The chosen person's card, wherever it is. */
  chosenCard: CardSchema,
  reader: v.strictObject({ plugged: v.boolean(), card: v.nullable(CardSchema) }),
  coinBox: v.strictObject({
    connected: v.boolean(),
    jammed: v.boolean(),
    cannotPayOut: v.boolean(),
    escrowYen: YenSchema,
    insertedYen: YenSchema,
    keptYen: YenSchema,
    changeYen: YenSchema,
    returnedYen: YenSchema,
    refundedYen: YenSchema,
    fellThroughYen: YenSchema,
    /** Paid back by a person's hand. */
    byHandYen: YenSchema,
  }),
  cashless: v.strictObject({
    connected: v.boolean(),
    waiting: v.boolean(),
    heldYen: YenSchema,
    capturedYen: YenSchema,
    voidedYen: YenSchema,
    refundedYen: YenSchema,
  }),
  keySwitch: v.strictObject({ open: v.boolean() }),
  audioJack: v.strictObject({ plugged: v.boolean() }),
  pagePrinter: v.strictObject({
    line: v.picklist(PAGE_PRINTER_LINES),
    faults: v.array(v.picklist(PAGE_PRINTER_FAULTS)),
    sheetsLoaded: CountSchema,
    paperInTray: CountSchema,
    /** State of the job that changed last. */
    job: v.nullable(v.picklist(['pending', 'processing', 'stopped', 'canceled', 'aborted', 'completed'])),
    /** The newest document first, its pages in order. */
    pages: v.array(PrintedPageSchema),
  }),
  receiptPrinter: v.strictObject({
    line: v.picklist(RECEIPT_PRINTER_LINES),
    faults: v.array(v.picklist(RECEIPT_PRINTER_FAULTS)),
    /** The newest first. */
    receipts: v.array(ReceiptSchema),
  }),
  /** Which levers of the world behind the kiosk there are. */
  control: v.strictObject({
    service: v.boolean(),
    municipality: v.boolean(),
    stopVrs: v.boolean(),
    startVrs: v.boolean(),
    rightPerson: v.boolean(),
    municipalities: v.array(v.strictObject({ code: TextSchema, name: TextSchema })),
  }),
  /** What happened, the newest first. */
  notes: v.array(NoteSchema),
});
export type BenchState = v.InferOutput<typeof BenchStateSchema>;

export const STATE_LIMIT_CHARACTERS = 262_144;
