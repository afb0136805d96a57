/**
 * What screens are given and what they give back. Screens know nothing else of the system: they paint the last snapshot
 * and send typed events (design §3, §4). One list of screen names; everything about a screen derives from it exhaustively.
 */
import * as v from 'valibot';
import {
  CertificateFactsSchema,
  CertificateKindSchema,
  LocalizedTextSchema,
  RefusalSchema,
} from '../server-bridge/protocol/index.ts';

export const LANGUAGES = ['ja', 'en'] as const;
export const LanguageSchema = v.picklist(LANGUAGES);
export type Language = v.InferOutput<typeof LanguageSchema>;

const count = (max: number) => v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(max));
const yen = count(1_000_000);

/** Why the machine gives no service just now. */
export const OUT_OF_SERVICE_CAUSES = [
  'starting',
  'out-of-hours',
  'suspended-by-center',
  'no-directive',
  'needs-staff-paper',
  'needs-staff-printer',
  'needs-staff-receipt',
  'needs-staff-reader',
  'needs-staff-coin-box',
  'needs-staff-card-left',
  'needs-staff-paper-left',
  'right-person',
  'clock',
] as const;
export type OutOfServiceCause = (typeof OUT_OF_SERVICE_CAUSES)[number];

/** What the reader said when a card on it could not be used; the card may be laid down again. */
export const CARD_PROBLEMS = ['none', 'unreadable', 'wrong-card', 'taken-early', 'phone'] as const;

/** Why a passport's photo page is to be scanned again. */
export const SCAN_PROBLEMS = ['none', 'unreadable', 'another-passport'] as const;
/** Why a passport is to be laid down again. */
export const PASSPORT_PROBLEMS = ['none', 'unreadable', 'wrong-document', 'taken-early'] as const;

/** What became of a sheet that was to be printed again. */
export const REPRINT_ENDS = ['none', 'printed', 'not-printed', 'uncertain'] as const;

const MunicipalityChoiceSchema = v.strictObject({
  code: v.string(),
  prefecture: LocalizedTextSchema,
  name: LocalizedTextSchema,
  kana: v.string(),
  takingPart: v.boolean(),
  reason: v.optional(LocalizedTextSchema),
});
export type MunicipalityChoice = v.InferOutput<typeof MunicipalityChoiceSchema>;

/** Every screen a resident or bystander can see, with exactly what it shows. */
export const ScreenSchema = v.variant('name', [
  // The terminal's own screens
  v.strictObject({
    name: v.literal('out-of-service'),
    cause: v.picklist(OUT_OF_SERVICE_CAUSES),
    terminalId: v.string(),
    build: v.string(),
    /** RFC 3339; the screen shows it in Japan Standard Time. */
    at: v.string(),
    hours: v.nullable(v.strictObject({ from: v.string(), to: v.string() })),
    refundOwedYen: yen,
  }),
  v.strictObject({
    name: v.literal('attract'),
    priceYen: yen,
    hours: v.strictObject({ from: v.string(), to: v.string() }),
    notice: v.nullable(LocalizedTextSchema),
  }),
  // The visit, in its order
  v.strictObject({ name: v.literal('menu'), priceYen: yen }),
  v.strictObject({ name: v.literal('terms'), text: LocalizedTextSchema }),
  v.strictObject({ name: v.literal('lay-card'), problem: v.picklist(CARD_PROBLEMS) }),
  v.strictObject({ name: v.literal('checking-card') }),
  v.strictObject({ name: v.literal('kind'), kinds: v.array(CertificateKindSchema) }),
  v.strictObject({
    name: v.literal('pin'),
    digits: count(4),
    triesLeft: count(15),
    /** The last entry was wrong. */
    wrong: v.boolean(),
  }),
  /** Shown before an entry that could lock the card (P16). */
  v.strictObject({ name: v.literal('last-try') }),
  v.strictObject({ name: v.literal('reading-card') }),
  v.strictObject({ name: v.literal('take-card'), reason: v.picklist(['done', 'ended']) }),
  v.strictObject({ name: v.literal('municipality'), municipalities: v.array(MunicipalityChoiceSchema) }),
  v.strictObject({ name: v.literal('applying') }),
  // A passport, where VRS has no items of one for a certificate for use abroad
  v.strictObject({ name: v.literal('scan-passport'), problem: v.picklist(SCAN_PROBLEMS) }),
  v.strictObject({ name: v.literal('lay-passport'), problem: v.picklist(PASSPORT_PROBLEMS) }),
  v.strictObject({ name: v.literal('reading-passport') }),
  v.strictObject({ name: v.literal('take-passport'), reason: v.picklist(['done', 'again', 'ended']) }),
  v.strictObject({ name: v.literal('preview'), facts: CertificateFactsSchema, pages: count(9), hidden: v.boolean() }),
  v.strictObject({ name: v.literal('copies'), copies: count(20), maxCopies: count(20), copyYen: yen }),
  v.strictObject({
    name: v.literal('confirm'),
    kind: CertificateKindSchema,
    municipality: LocalizedTextSchema,
    copies: count(20),
    totalYen: yen,
  }),
  v.strictObject({ name: v.literal('payment'), totalYen: yen, insertedYen: yen }),
  v.strictObject({ name: v.literal('returning-money'), yen: yen }),
  v.strictObject({ name: v.literal('printing'), copy: count(20), copies: count(20) }),
  v.strictObject({
    name: v.literal('printer-attention'),
    cause: v.picklist(['paper', 'jam', 'cover', 'toner', 'other']),
    /** A defective sheet is being printed again: no money depends on it. */
    again: v.boolean(),
  }),
  v.strictObject({
    name: v.literal('take-paper'),
    copies: count(20),
    /** A clerk may have a defective sheet printed again. */
    reprintAllowed: v.boolean(),
    reprint: v.picklist(REPRINT_ENDS),
  }),
  /** A clerk confirms a defective sheet with the personal code (issue 4, item 6). */
  v.strictObject({ name: v.literal('misprint'), digits: count(8), wrong: v.boolean(), lockedOut: v.boolean() }),
  v.strictObject({ name: v.literal('receipt'), printed: v.boolean(), changeYen: yen }),
  v.strictObject({ name: v.literal('goodbye') }),
  v.strictObject({ name: v.literal('refused'), refusal: RefusalSchema, refundYen: yen }),
]);
export type Screen = v.InferOutput<typeof ScreenSchema>;
export type ScreenName = Screen['name'];

export const SnapshotSchema = v.strictObject({
  v: v.literal(1),
  /** Rises when the screen (not merely what is on it) changes; an event names the one it was made on. */
  screenSeq: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  language: LanguageSchema,
  options: v.strictObject({ largeText: v.boolean(), highContrast: v.boolean() }),
  /** Seconds until the visit ends by itself; set only while the warning is to be shown. */
  idleWarningSeconds: v.nullable(count(600)),
  /** What the resident may do here besides the screen's own choices. */
  allows: v.strictObject({ back: v.boolean(), cancel: v.boolean() }),
  screen: ScreenSchema,
});
export type Snapshot = v.InferOutput<typeof SnapshotSchema>;

/** A touch on a screen. Every event names the screen it was made on; stale ones are dropped. */
export const UiActionSchema = v.variant('type', [
  v.strictObject({ type: v.literal('start') }),
  v.strictObject({ type: v.literal('agree') }),
  v.strictObject({ type: v.literal('back') }),
  v.strictObject({ type: v.literal('cancel') }),
  v.strictObject({ type: v.literal('next') }),
  v.strictObject({ type: v.literal('choose-kind'), kind: CertificateKindSchema }),
  v.strictObject({ type: v.literal('digit'), digit: count(9) }),
  v.strictObject({ type: v.literal('erase-digit') }),
  v.strictObject({ type: v.literal('choose-municipality'), code: v.pipe(v.string(), v.regex(/^[0-9]{6}$/)) }),
  v.strictObject({
    type: v.literal('choose-copies'),
    copies: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(20)),
  }),
  v.strictObject({ type: v.literal('pay') }),
  v.strictObject({ type: v.literal('misprint') }),
  v.strictObject({ type: v.literal('more-time') }),
  v.strictObject({ type: v.literal('reveal') }),
  v.strictObject({ type: v.literal('language'), language: LanguageSchema }),
  v.strictObject({ type: v.literal('options'), largeText: v.boolean(), highContrast: v.boolean() }),
]);
export type UiAction = v.InferOutput<typeof UiActionSchema>;

export const UiEventSchema = v.strictObject({
  v: v.literal(1),
  screenSeq: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  action: UiActionSchema,
});
export type UiEvent = v.InferOutput<typeof UiEventSchema>;

/** Largest snapshot accepted by a screen, in bytes of JSON. */
export const SNAPSHOT_LIMIT_BYTES = 2_000_000;
