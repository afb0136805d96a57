/**
 * Requests and events between terminal and center, and between center and VRS. HTTP/2, mutual TLS 1.3, JSON bodies.
 *
 * Terminal → center                                   Center → VRS
 *   GET  /v1/directive           → DirectiveEnvelope
 *   GET  /v1/events              → event stream (SSE): PushEvent
 *   POST /v1/status              TerminalStatus → StatusReceipt
 *   POST /v1/challenges          ChallengeRequest → Challenge        POST /v1/challenges (the same)
 *   POST /v1/applications        RelayRequest → RelayAnswer          POST /v1/applications (the same)
 *   POST /v1/command-results     CommandResult → 204
 *   POST /v1/event-logs          EventLogPage → 204
 *   POST /v1/diagnostics         Diagnostics → 204
 *   GET  (center at start)                                           GET /v1/key-set → KeySetEnvelope
 *
 * Refusals: HTTP 4xx/5xx with `RelayProblem`. Anything else is treated as UNAVAILABLE, never as an empty answer (P10).
 */
import * as v from 'valibot';
import { ApplicationHeaderSchema } from './application.ts';
import {
  Base64UrlSchema,
  COUNT_LIMIT,
  InstantSchema,
  LogIdSchema,
  TerminalIdSchema,
  VisitIdSchema,
} from './identifiers.ts';
import { RelayRefusalSchema } from './refusals.ts';

export const DirectiveEnvelopeSchema = v.strictObject({ directive: v.pipe(v.string(), v.maxLength(4_000_000)) });
export const KeySetEnvelopeSchema = v.strictObject({ vrsKeySet: v.pipe(v.string(), v.maxLength(65_536)) });
export const ChallengeRequestSchema = v.strictObject({ visitId: VisitIdSchema });

/** Upper bound of a sealed message (bytes), before base64url: the largest card files and a passport's, padded. */
export const SEALED_LIMIT_BYTES = 53_248;

export const RelayRequestSchema = v.strictObject({
  header: ApplicationHeaderSchema,
  /** HPKE `enc ‖ ciphertext`. */
  sealed: v.pipe(Base64UrlSchema, v.minLength(100), v.maxLength(Math.ceil((SEALED_LIMIT_BYTES * 4) / 3))),
  /** The instant after which nobody waits for the answer any more (P1). */
  deadline: InstantSchema,
});
export type RelayRequest = v.InferOutput<typeof RelayRequestSchema>;

export const RelayAnswerSchema = v.strictObject({
  visitId: VisitIdSchema,
  /** HPKE `enc ‖ ciphertext`, to the visit's one-time key. */
  sealed: v.pipe(Base64UrlSchema, v.minLength(100), v.maxLength(Math.ceil((SEALED_LIMIT_BYTES * 4) / 3))),
});
export type RelayAnswer = v.InferOutput<typeof RelayAnswerSchema>;

export const RelayProblemSchema = v.strictObject({
  refusal: RelayRefusalSchema,
  retryAfterSeconds: v.optional(v.number()),
});
export type RelayProblem = v.InferOutput<typeof RelayProblemSchema>;

/** Rises by one with each entry of a terminal's event log. */
const EntryNumberSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(COUNT_LIMIT));

/** What the center may order. Compact JWS (ES256, `typ: kofu-command+jwt`), signed by the directive key. */
export const COMMAND_TYPE = 'kofu-command+jwt';
export const CommandSchema = v.strictObject({
  v: v.literal(1),
  commandId: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/)),
  terminalId: TerminalIdSchema,
  /** Bound to one process of the terminal: a command for the last one is refused. */
  processId: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/)),
  expiresAt: InstantSchema,
  order: v.variant('kind', [
    v.strictObject({ kind: v.literal('suspend') }),
    v.strictObject({ kind: v.literal('resume') }),
    v.strictObject({ kind: v.literal('refresh-directive') }),
    /** Opens a terminal that a right-person alarm has closed (P2). */
    v.strictObject({
      kind: v.literal('release-right-person'),
      releasedBy: v.pipe(v.string(), v.minLength(1), v.maxLength(80)),
    }),
    /** Somebody has looked into the machine: no sheet of anybody lies there any more (K5). */
    v.strictObject({ kind: v.literal('clear-paper'), clearedBy: v.pipe(v.string(), v.minLength(1), v.maxLength(80)) }),
    /** What the coin box could not pay back has been paid by hand (P18). */
    v.strictObject({
      kind: v.literal('settled-by-hand'),
      settledBy: v.pipe(v.string(), v.minLength(1), v.maxLength(80)),
    }),
    /** Closes the terminal for work on it, and opens it again. Unlike `suspend` it says so on the screen. */
    v.strictObject({ kind: v.literal('maintenance'), on: v.boolean() }),
    /** The host ends and is started anew as soon as nobody is served. */
    v.strictObject({ kind: v.literal('restart-when-idle') }),
    /** The terminal sends its event log, from this entry on, as `EventLogPage`s under the command's id. */
    v.strictObject({ kind: v.literal('collect-event-log'), fromEntry: EntryNumberSchema }),
    /** The process that paints the screens ends and is started anew; only while nobody is served. */
    v.strictObject({ kind: v.literal('restart-shell') }),
    /** The clerk's test page comes out; only while nobody is served. */
    v.strictObject({ kind: v.literal('test-print') }),
    /** The terminal sends one `Diagnostics` under the command's id. */
    v.strictObject({ kind: v.literal('collect-diagnostics') }),
    /** The terminal shows for a minute which one it is; never during a visit. */
    v.strictObject({ kind: v.literal('identify') }),
  ]),
});
export type Command = v.InferOutput<typeof CommandSchema>;
/** Every kind of order, as the variant lists them. */
export const COMMAND_KINDS = CommandSchema.entries.order.options.map(({ entries }) => entries.kind.literal);

export const COMMAND_RESULTS = [
  'done',
  'refused-busy',
  'refused-expired',
  'refused-other-process',
  'refused-invalid',
  /** It was begun, and the terminal's own device or screen did not do it. */
  'failed',
] as const;
export const CommandResultSchema = v.strictObject({
  commandId: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/)),
  result: v.picklist(COMMAND_RESULTS),
});
export type CommandResult = v.InferOutput<typeof CommandResultSchema>;

/** No ten digits in a row: an individual number has twelve. Random ids (base64url) have as good as never so many. */
const LOG_TEXT = /^(?!.*[0-9]{10})[A-Za-z0-9_.:-]{1,64}$/;
export const EVENT_LOG_FIELDS = 16;

/** One entry of a terminal's event log: enumerated event, plain words and numbers. The catalogue is the terminal's own. */
export const EventLogEntrySchema = v.strictObject({
  entry: EntryNumberSchema,
  at: InstantSchema,
  level: v.picklist(['info', 'warn', 'error']),
  event: v.pipe(v.string(), v.regex(/^(?!.*[0-9]{10})[A-Z][A-Z0-9_]{1,39}$/)),
  fields: v.pipe(
    v.record(
      v.pipe(v.string(), v.regex(/^(?!.*[0-9]{10})[A-Za-z][A-Za-z0-9]{0,29}$/)),
      v.union([
        v.pipe(v.number(), v.minValue(-COUNT_LIMIT), v.maxValue(COUNT_LIMIT)),
        v.boolean(),
        v.pipe(v.string(), v.regex(LOG_TEXT)),
      ]),
    ),
    v.check((fields) => Object.keys(fields).length <= EVENT_LOG_FIELDS),
  ),
});
export type EventLogEntry = v.InferOutput<typeof EventLogEntrySchema>;

export const EVENT_LOG_PAGE_ENTRIES = 200;
/** A part of an event log, sent on the order `collect-event-log`; pages come in order and the last one says so. */
export const EventLogPageSchema = v.strictObject({
  v: v.literal(1),
  terminalId: TerminalIdSchema,
  commandId: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/)),
  logId: LogIdSchema,
  page: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(10_000)),
  last: v.boolean(),
  entries: v.pipe(v.array(EventLogEntrySchema), v.maxLength(EVENT_LOG_PAGE_ENTRIES)),
});
export type EventLogPage = v.InferOutput<typeof EventLogPageSchema>;

export const PushEventSchema = v.variant('type', [
  v.strictObject({ type: v.literal('directive-changed'), version: v.number() }),
  v.strictObject({ type: v.literal('command'), command: v.pipe(v.string(), v.maxLength(4096)) }),
]);
export type PushEvent = v.InferOutput<typeof PushEventSchema>;
