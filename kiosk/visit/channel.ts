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
import { LanguageSchema, UiEventSchema } from '../snapshot.ts';

const count = (max: number) => v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(max));
const yen = count(1_000_000);
const bytes = v.instance(Uint8Array);

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
export const VisitDevicesSchema = v.strictObject({ reader: v.unknown(), pagePrinter: v.unknown() });

export const HostToVisitSchema = v.variant('type', [
  v.strictObject({ type: v.literal('initialise'), terminalId: TerminalIdSchema, devices: VisitDevicesSchema }),
  v.strictObject({
    type: v.literal('begin'),
    visitId: VisitIdSchema,
    directive: DirectiveSchema,
    keySet: VrsKeySetSchema,
    language: LanguageSchema,
    options: v.strictObject({ largeText: v.boolean(), highContrast: v.boolean() }),
    copyYen: yen,
    firstScreenSeq: count(Number.MAX_SAFE_INTEGER),
  }),
  v.strictObject({ type: v.literal('touch'), event: UiEventSchema }),
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
  v.strictObject({ type: v.literal('payment-failed') }),
  v.strictObject({ type: v.literal('print-permit'), requestId, permitted: v.boolean() }),
  v.strictObject({
    type: v.literal('settled'),
    requestId,
    keptYen: yen,
    refundedYen: yen,
    changeYen: yen,
    receiptPrinted: v.boolean(),
  }),
  v.strictObject({ type: v.literal('returned'), requestId, returnedYen: yen }),
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
    end: v.picklist(['confirmed', 'failed', 'uncertain']),
  }),
  v.strictObject({ type: v.literal('settle'), requestId, confirmedCopies: count(20) }),
  v.strictObject({ type: v.literal('return-money'), requestId }),
  v.strictObject({ type: v.literal('right-person-failed'), fault: v.pipe(v.string(), v.regex(/^[a-z-]{1,40}$/)) }),
  v.strictObject({ type: v.literal('card'), apdus: count(10_000), bytes: count(10_000_000) }),
  v.strictObject({ type: v.literal('ended'), outcome: v.picklist(VISIT_OUTCOMES), refusal: v.nullable(RefusalSchema) }),
]);
export type VisitToHost = v.InferOutput<typeof VisitToHostSchema>;
