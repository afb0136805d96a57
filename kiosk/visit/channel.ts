/**
 * Host ↔ visit process. The host sees sealed bytes, enumerated phases and yen; frames for the screen pass through it unread
 * (design §4). Both ends check every message; an unknown one is refused and reported by code.
 *
 * Order: initialise → ready → begin → (frames, requests, answers)* → ended. The process exits after `ended`, whatever happened.
 */
import * as v from 'valibot';
import {
  CertificateKindSchema,
  ChallengeSchema,
  DirectiveSchema,
  RefusalSchema,
  RelayAnswerSchema,
  RelayRefusalSchema,
  RelayRequestSchema,
  TerminalIdSchema,
  VisitIdSchema,
  VrsKeySetSchema,
} from '../../server-bridge/protocol/index.ts';
import { OperatorCodeSchema } from '../operator/index.ts';
import { HEADPHONES, LanguageSchema, PAYMENT_MEANS, ScreenOptionsSchema, UiEventSchema } from '../snapshot.ts';

const count = (max: number) => v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(max));
const yen = count(1_000_000);
const bytes = v.instance(Uint8Array);
const copyEnd = v.picklist(['confirmed', 'failed', 'uncertain']);

/** Defective sheets that may be printed again in one visit. */
export const MAX_REPRINTS = 2;
const reprint = count(MAX_REPRINTS);

/** `refused`: the code was not even looked at, or is right and still nothing may be printed now. */
export const REPRINT_ANSWERS = ['permitted', 'wrong-code', 'locked-out', 'refused'] as const;
export type ReprintAnswer = (typeof REPRINT_ANSWERS)[number];

/**
 * Why the host collects nothing: somebody's card lies in the reader (P15), the page printer waits for a clerk, or no fee can be
 * taken at all.
 */
export const PAYMENT_FAILURES = ['card-in-reader', 'printer-attention', 'unavailable'] as const;
export type PaymentFailure = (typeof PAYMENT_FAILURES)[number];

/** What the fee can be paid with at this moment; with nothing at all there is no visit, and no payment. */
const paymentMeans = v.pipe(
  v.array(v.picklist(PAYMENT_MEANS)),
  v.minLength(1),
  v.maxLength(PAYMENT_MEANS.length),
  v.check((means) => new Set(means).size === means.length),
);

/** Number of a request, so that each answer finds its question. */
const requestId = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

export const VISIT_OUTCOMES = [
  'finished',
  'cancelled',
  'timed-out',
  'refused',
  'card-left',
  'paper-left',
  'right-person',
  'aborted',
] as const;

/** Devices as the visit process needs them; parsed by the rooms' own schemas where they are opened. */
export const VisitDevicesSchema = v.strictObject({
  reader: v.unknown(),
  pagePrinter: v.unknown(),
  passportScanner: v.optional(v.unknown()),
});

export const HostToVisitSchema = v.variant('type', [
  v.strictObject({
    type: v.literal('initialise'),
    terminalId: TerminalIdSchema,
    devices: VisitDevicesSchema,
    /** Dots of the copy-evident ground; parsed by the printing room's schema. The usual ones where there are none. */
    certificateGround: v.optional(v.unknown()),
  }),
  v.strictObject({
    type: v.literal('begin'),
    visitId: VisitIdSchema,
    directive: DirectiveSchema,
    keySet: VrsKeySetSchema,
    language: LanguageSchema,
    options: ScreenOptionsSchema,
    /** How loud the spoken guidance is, at the hour in which the visit begins. */
    voiceVolumePercent: count(100),
    headphones: v.picklist(HEADPHONES),
    copyYen: yen,
    /** This machine's clock minus the center's, as last measured. */
    clockSkewMs: v.pipe(v.number(), v.safeInteger()),
    maxReprints: reprint,
    paymentMeans,
    firstScreenSeq: count(Number.MAX_SAFE_INTEGER),
  }),
  /** The operator's screens have left the page: the visit counts its screens on from here and sends its present frame again. */
  v.strictObject({ type: v.literal('repaint'), screenSeq: count(Number.MAX_SAFE_INTEGER) }),
  v.strictObject({ type: v.literal('touch'), event: UiEventSchema }),
  /** Headphones were plugged in or out. Not a touch: nobody has chosen anything by it. */
  v.strictObject({ type: v.literal('headphones'), headphones: v.picklist(HEADPHONES) }),
  v.strictObject({
    type: v.literal('challenge'),
    requestId,
    result: v.variant('ok', [
      v.strictObject({ ok: v.literal(true), challenge: ChallengeSchema }),
      v.strictObject({ ok: v.literal(false), refusal: RelayRefusalSchema }),
    ]),
  }),
  v.strictObject({
    type: v.literal('answer'),
    requestId,
    result: v.variant('ok', [
      v.strictObject({ ok: v.literal(true), answer: RelayAnswerSchema }),
      v.strictObject({ ok: v.literal(false), refusal: RelayRefusalSchema }),
    ]),
  }),
  v.strictObject({ type: v.literal('inserted'), insertedYen: yen }),
  v.strictObject({ type: v.literal('collected'), insertedYen: yen, changeYen: yen }),
  /** While collecting: with money inserted, or a card presented to the cashless terminal, the other means is off. */
  v.strictObject({ type: v.literal('payment-means'), means: paymentMeans }),
  v.strictObject({ type: v.literal('payment-failed'), reason: v.picklist(PAYMENT_FAILURES) }),
  v.strictObject({ type: v.literal('print-permit'), requestId, permitted: v.boolean() }),
  v.strictObject({ type: v.literal('reprint-permit'), requestId, answer: v.picklist(REPRINT_ANSWERS) }),
  v.strictObject({
    type: v.literal('settled'),
    requestId,
    keptYen: yen,
    refundedYen: yen,
    changeYen: yen,
    /** What could not be paid out and is the resident's. */
    owedYen: yen,
    receiptPrinted: v.boolean(),
  }),
  v.strictObject({ type: v.literal('returned'), requestId, returnedYen: yen, owedYen: yen }),
  v.strictObject({ type: v.literal('abort') }),
]);
export type HostToVisit = v.InferOutput<typeof HostToVisitSchema>;

export const VisitToHostSchema = v.variant('type', [
  v.strictObject({ type: v.literal('ready') }),
  /** A snapshot as JSON bytes. The host passes it to the screens and zeroes its copy; `screen` is all it may know. */
  v.strictObject({
    type: v.literal('frame'),
    screen: v.pipe(v.string(), v.regex(/^[a-z-]{1,30}$/)),
    screenSeq: count(Number.MAX_SAFE_INTEGER),
    language: LanguageSchema,
    /** The resident has a slower pace: the host waits for this screen as much longer as the visit does. */
    slowPace: v.boolean(),
    frame: bytes,
  }),
  v.strictObject({ type: v.literal('request-challenge'), requestId }),
  v.strictObject({ type: v.literal('relay'), requestId, request: RelayRequestSchema }),
  v.strictObject({
    type: v.literal('collect'),
    kind: CertificateKindSchema,
    copies: count(20),
    copyYen: yen,
    dueYen: yen,
  }),
  /** Asked before every copy: the host writes its journal first (invariant E). */
  v.strictObject({ type: v.literal('request-print'), requestId, copy: count(20), copies: count(20) }),
  v.strictObject({
    type: v.literal('copy-ended'),
    copy: count(20),
    end: copyEnd,
  }),
  /**
   * A clerk confirms a defective sheet with the personal code; `reprint` is the how-manieth of this visit. The host journals
   * the sheet before it permits it, and hears its end as `reprint-ended`.
   */
  v.strictObject({ type: v.literal('request-reprint'), requestId, reprint, code: OperatorCodeSchema }),
  v.strictObject({ type: v.literal('reprint-ended'), reprint, end: copyEnd }),
  v.strictObject({ type: v.literal('settle'), requestId, confirmedCopies: count(20) }),
  v.strictObject({ type: v.literal('return-money'), requestId }),
  /** The resident says that the paper is taken (K5). */
  v.strictObject({ type: v.literal('paper-taken') }),
  v.strictObject({ type: v.literal('right-person-failed'), fault: v.pipe(v.string(), v.regex(/^[a-z-]{1,40}$/)) }),
  v.strictObject({ type: v.literal('card'), apdus: count(10_000), bytes: count(10_000_000) }),
  v.strictObject({ type: v.literal('ended'), outcome: v.picklist(VISIT_OUTCOMES), refusal: v.nullable(RefusalSchema) }),
]);
export type VisitToHost = v.InferOutput<typeof VisitToHostSchema>;
