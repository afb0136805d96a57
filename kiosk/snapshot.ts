/**
 * What screens are given and what they give back. Screens know nothing else of the system: they paint the last snapshot
 * and send typed events (design §3, §4). One list of screen names; everything about a screen derives from it exhaustively.
 */
import * as v from 'valibot';
import {
  CertificateFactsSchema,
  CertificateKindSchema,
  CLOSED_CAUSES,
  type ClosedCause,
  DeviceUnionSchema,
  LocalizedTextSchema,
  OperatorIdSchema,
  RefusalSchema,
  SUPPLY_WARNINGS,
  SupplyWarningSchema,
} from '../server-bridge/protocol/index.ts';
import {
  OPERATOR_ANSWERS,
  OPERATOR_FAULTS,
  OPERATOR_QUESTIONS,
  OPERATOR_RESULTS,
  OPERATOR_STEPS,
  OPERATOR_TASKS,
  READINESS_ITEMS,
  READINESS_MARKS,
} from './operator/words.ts';

/** The operator's words, for those who see nothing of the system but snapshots. */
export type {
  OperatorAnswer,
  OperatorFault,
  OperatorQuestion,
  OperatorResult,
  OperatorStep,
  OperatorTask,
  ReadinessItem,
  ReadinessMark,
} from './operator/words.ts';
export {
  OPERATOR_ANSWERS,
  OPERATOR_FAULTS,
  OPERATOR_QUESTIONS,
  OPERATOR_RESULTS,
  OPERATOR_STEPS,
  OPERATOR_TASKS,
  READINESS_ITEMS,
  READINESS_MARKS,
};

export const LANGUAGES = ['ja', 'en', 'zh', 'ko'] as const;
export const LanguageSchema = v.picklist(LANGUAGES);
export type Language = v.InferOutput<typeof LanguageSchema>;

const count = (max: number) => v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(max));
const yen = count(1_000_000);

/** Why the machine gives no service just now. */
export const OUT_OF_SERVICE_CAUSES = CLOSED_CAUSES;
export type OutOfServiceCause = ClosedCause;

/** What the reader said when a card on it could not be used; the card may be laid down again. */
export const CARD_PROBLEMS = ['none', 'unreadable', 'wrong-card', 'taken-early', 'phone'] as const;

/** Why a passport's photo page is to be scanned again. */
export const SCAN_PROBLEMS = ['none', 'unreadable', 'another-passport'] as const;
/** Why a passport is to be laid down again. */
export const PASSPORT_PROBLEMS = ['none', 'unreadable', 'wrong-document', 'taken-early'] as const;

/** What became of a sheet that was to be printed again. */
export const REPRINT_ENDS = ['none', 'printed', 'not-printed', 'uncertain'] as const;

/** What makes the screens usable for whoever stands there; chosen at any time, back to the usual for the next person. */
export const ScreenOptionsSchema = v.strictObject({
  largeText: v.boolean(),
  highContrast: v.boolean(),
  /** Every limit for a person is twice as long. */
  slowPace: v.boolean(),
  /** Controls in the lower half, within reach from a wheelchair. */
  lowControls: v.boolean(),
  /** Everything on the screen is spoken through the headphones, and the keypad works all of it. */
  spokenGuidance: v.boolean(),
});
export type ScreenOptions = v.InferOutput<typeof ScreenOptionsSchema>;
export const USUAL_OPTIONS: ScreenOptions = {
  largeText: false,
  highContrast: false,
  slowPace: false,
  lowControls: false,
  spokenGuidance: false,
};

/**
 * Whether headphones are plugged in. `unknown`: no jack of this terminal can tell (none fitted, or it is away). What a person
 * would be known by is spoken only while they are `in` (K9).
 */
export const HEADPHONES = ['in', 'out', 'unknown'] as const;
export type Headphones = (typeof HEADPHONES)[number];

/** What the page says of its own sound: it failed, nothing was heard of it in time, it works again. */
export const VOICE_REPORTS = ['voice-output-failed', 'voice-output-silent', 'voice-output-back'] as const;

/** What a fee can be paid with. */
export const PAYMENT_MEANS = ['coins', 'cashless'] as const;
export type PaymentMeans = (typeof PAYMENT_MEANS)[number];

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
    kinds: v.array(CertificateKindSchema),
    means: v.pipe(v.array(v.picklist(PAYMENT_MEANS)), v.minLength(1)),
    hours: v.strictObject({ from: v.string(), to: v.string() }),
    notice: v.nullable(LocalizedTextSchema),
  }),
  // The visit, in its order
  v.strictObject({
    name: v.literal('menu'),
    priceYen: yen,
    means: v.pipe(v.array(v.picklist(PAYMENT_MEANS)), v.minLength(1)),
    hours: v.strictObject({ from: v.string(), to: v.string() }),
  }),
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
  v.strictObject({
    name: v.literal('preview'),
    /** Null while it is covered: what is hidden is not even in the frame (K9). */
    facts: v.nullable(CertificateFactsSchema),
    pages: count(9),
  }),
  v.strictObject({ name: v.literal('copies'), copies: count(20), maxCopies: count(20), copyYen: yen }),
  v.strictObject({
    name: v.literal('confirm'),
    kind: CertificateKindSchema,
    municipality: LocalizedTextSchema,
    copies: count(20),
    totalYen: yen,
  }),
  /** A card lies in the reader: nobody can pay before it is taken (P15). */
  v.strictObject({ name: v.literal('take-card-first'), totalYen: yen }),
  v.strictObject({
    name: v.literal('payment'),
    totalYen: yen,
    insertedYen: yen,
    /** What can be paid with now; with money inserted or a card presented the other means is off. */
    means: v.pipe(v.array(v.picklist(PAYMENT_MEANS)), v.minLength(1)),
  }),
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
  // The store operator: physical faults, money and readiness; never anything of a person
  v.strictObject({
    name: v.literal('operator-code'),
    digits: count(8),
    wrong: v.boolean(),
    /** Codes are not looked at for so long; 0 when they are. */
    lockedSeconds: count(3600),
  }),
  v.strictObject({
    name: v.literal('operator-home'),
    operatorId: OperatorIdSchema,
    /** `visit`: a visit stands still behind this screen. */
    service: v.picklist(['serving', 'closed', 'visit']),
    cause: v.nullable(v.picklist(CLOSED_CAUSES)),
    /** Most pressing first; each can be opened for guided recovery. */
    faults: v.array(v.picklist(OPERATOR_FAULTS)),
    warnings: v.pipe(v.array(SupplyWarningSchema), v.maxLength(SUPPLY_WARNINGS.length)),
    devices: DeviceUnionSchema,
    lineUp: v.boolean(),
    owedYen: yen,
    /** What can be done now. */
    tasks: v.array(v.picklist(OPERATOR_TASKS)),
  }),
  /** One step of a guided recovery. After the last one the terminal looks at the device itself. */
  v.strictObject({
    name: v.literal('operator-step'),
    fault: v.picklist(OPERATOR_FAULTS),
    step: v.picklist(OPERATOR_STEPS),
    number: count(9),
    of: count(9),
    /** The steps were taken before, and the fault is still there. */
    again: v.boolean(),
  }),
  v.strictObject({
    name: v.literal('operator-question'),
    task: v.picklist(OPERATOR_TASKS),
    question: v.picklist(OPERATOR_QUESTIONS),
    answers: v.pipe(v.array(v.picklist(OPERATOR_ANSWERS)), v.minLength(1)),
    yen,
  }),
  v.strictObject({ name: v.literal('operator-working'), task: v.picklist([...OPERATOR_TASKS, 'check-device']) }),
  v.strictObject({
    name: v.literal('operator-readiness'),
    items: v.array(v.strictObject({ item: v.picklist(READINESS_ITEMS), mark: v.picklist(READINESS_MARKS) })),
    ready: v.boolean(),
    at: v.string(),
  }),
  v.strictObject({
    name: v.literal('operator-result'),
    task: v.picklist([...OPERATOR_TASKS, 'check-device']),
    result: v.picklist(OPERATOR_RESULTS),
    yen,
  }),
]);
export type Screen = v.InferOutput<typeof ScreenSchema>;
export type ScreenName = Screen['name'];

export const SnapshotSchema = v.strictObject({
  v: v.literal(1),
  /** Rises when the screen (not merely what is on it) changes; an event names the one it was made on. */
  screenSeq: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  language: LanguageSchema,
  options: ScreenOptionsSchema,
  /** How loud the loudspeaker is at this hour, whether somebody has stopped the voice for this screen, and who hears it. */
  voice: v.strictObject({ volumePercent: count(100), stopped: v.boolean(), headphones: v.picklist(HEADPHONES) }),
  /** Seconds until the visit ends by itself; set only while the warning is to be shown. */
  idleWarningSeconds: v.nullable(count(600)),
  /** What the resident may do here besides the screen's own choices. */
  allows: v.strictObject({ back: v.boolean(), cancel: v.boolean(), help: v.boolean() }),
  /** The help for this screen lies over it. */
  help: v.boolean(),
  /**
   * The terminal's own name, shown large over one of its own screens while the center asks somebody there to find it; never in a
   * visit.
   */
  identify: v.optional(v.string()),
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
  v.strictObject({ type: v.literal('help') }),
  v.strictObject({ type: v.literal('close-help') }),
  /** The staff gesture: a corner held down for some seconds. The host hears it on every screen. */
  v.strictObject({ type: v.literal('staff') }),
  v.strictObject({ type: v.literal('operator-fault'), fault: v.picklist(OPERATOR_FAULTS) }),
  v.strictObject({ type: v.literal('operator-task'), task: v.picklist(OPERATOR_TASKS) }),
  v.strictObject({ type: v.literal('operator-answer'), answer: v.picklist(OPERATOR_ANSWERS) }),
  v.strictObject({ type: v.literal('operator-lock') }),
  v.strictObject({ type: v.literal('language'), language: LanguageSchema }),
  v.strictObject({ type: v.literal('options'), options: ScreenOptionsSchema }),
  /** The resident has heard enough: the voice is quiet until the screen changes. */
  v.strictObject({ type: v.literal('stop-voice') }),
  /** Not a touch: how the sound fares. The host logs it on every screen and does nothing else. */
  v.strictObject({ type: v.literal('voice-report'), code: v.picklist(VOICE_REPORTS) }),
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
