/**
 * What a terminal tells the center about itself (C5): enumerated, never free text, never a person.
 */
import * as v from 'valibot';
import {
  BuildSchema,
  COUNT_LIMIT,
  CodeWordSchema,
  InstantSchema,
  LogIdSchema,
  OperatorIdSchema,
  TerminalIdSchema,
} from './identifiers.ts';

/** The terminal's own life; screens and the center's overview derive from this one list. */
export const TERMINAL_STATES = [
  'starting',
  'idle',
  'visit',
  'out-of-hours',
  'suspended',
  'needs-staff',
  'maintenance',
  'no-directive',
] as const;
export const TerminalStateSchema = v.picklist(TERMINAL_STATES);
export type TerminalState = v.InferOutput<typeof TerminalStateSchema>;

/** Why a terminal gives no service just now; what its closed screen says, and what the center sees. */
export const CLOSED_CAUSES = [
  'starting',
  'restarting',
  'maintenance',
  'out-of-hours',
  'suspended-by-center',
  'no-directive',
  'line-down',
  'clock',
  'right-person',
  'needs-staff-paper',
  'needs-staff-jam',
  'needs-staff-cover',
  'needs-staff-toner',
  'needs-staff-printer',
  'needs-staff-receipt-roll',
  'needs-staff-receipt',
  'needs-staff-reader',
  'needs-staff-coin-jam',
  'needs-staff-no-change',
  'needs-staff-coin-box',
  'needs-staff-money',
  'needs-staff-card-left',
  'needs-staff-paper-left',
] as const;
export type ClosedCause = (typeof CLOSED_CAUSES)[number];

/**
 * Every device of the terminal in one value: what it is fit for at this moment, each in its own words. `unknown` is a device that
 * has not been looked at yet; `absent` one that does not answer; `not-fitted` one this terminal does not have.
 */
export const DeviceUnionSchema = v.strictObject({
  cardReader: v.picklist(['empty', 'occupied', 'absent', 'unknown']),
  pagePrinter: v.picklist(['ready', 'paper', 'jam', 'cover', 'toner', 'attention', 'absent', 'unknown']),
  receiptPrinter: v.picklist(['ready', 'paper', 'cover', 'attention', 'absent', 'unknown']),
  coinBox: v.picklist(['ready', 'no-change', 'coin-jam', 'attention', 'absent', 'unknown']),
  cashless: v.picklist(['ready', 'attention', 'absent', 'not-fitted', 'unknown']),
  keySwitch: v.picklist(['locked', 'open', 'absent', 'not-fitted', 'unknown']),
  screens: v.picklist(['ready', 'absent']),
});
export type DeviceUnion = v.InferOutput<typeof DeviceUnionSchema>;
export type DeviceName = keyof DeviceUnion;
export const DEVICE_NAMES = [
  'cardReader',
  'pagePrinter',
  'receiptPrinter',
  'coinBox',
  'cashless',
  'keySwitch',
  'screens',
] as const satisfies readonly DeviceName[];

/** What will be needed soon; service goes on. */
export const SUPPLY_WARNINGS = [
  'paper-low',
  'toner-low',
  'receipt-roll-low',
  'change-low',
  'coins-nearly-full',
] as const;
export const SupplyWarningSchema = v.picklist(SUPPLY_WARNINGS);
export type SupplyWarning = v.InferOutput<typeof SupplyWarningSchema>;

/** Things that happened, each an enumerated code with allow-listed fields. */
export const TERMINAL_EVENTS = [
  'HOST_STARTED',
  'HOST_STOPPED',
  'STATE_CHANGED',
  'DIRECTIVE_APPLIED',
  'DIRECTIVE_REFUSED',
  'VISIT_STARTED',
  'VISIT_ENDED',
  'VISIT_PROCESS_DIED',
  'RIGHT_PERSON_FAILED',
  'LATE_ANSWER_DROPPED',
  'MESSAGE_REFUSED',
  /** `code` is `<device>-<condition>`, as in `pagePrinter-jam`. */
  'DEVICE_CHANGED',
  /** `code` is the warning. */
  'SUPPLY_LOW',
  /** What a page said of its sound: `voice-output-failed`, `voice-output-silent`, `voice-output-back`. */
  'VOICE_REPORTED',
  /** `code` is `up` or `down`. */
  'LINE_CHANGED',
  /** A card stayed in the reader after its visit; `code` tells its end: `left`, `gone`, `kept`, `returned`. */
  'CARD_LEFT',
  /** A sheet stayed, or may have: `left`, `kept`, `returned`, `nothing-found`, `released`. */
  'PAPER_LEFT',
  /** `code` is `good`, `bad` or `not-printed`. */
  'TEST_PRINT',
  'RESTART_PLANNED',
  /** The terminal's clock is further from the center's than is allowed; `code` is `off` or `right`. */
  'CLOCK_CHECKED',
  'REFUND_OWED',
  'REFUND_SETTLED',
  'COMMAND_DONE',
  'COMMAND_REFUSED',
  /** `code` is what was done; `operator` who did it. */
  'OPERATOR_ACTION',
  /** The log had no room for events that the center has never had; `code` is how many. */
  'EVENTS_LOST',
] as const;
export const TerminalEventSchema = v.strictObject({
  /** Rises by one for each event of this log (`logId`), across restarts: the center drops what it has already. */
  seq: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(COUNT_LIMIT)),
  at: InstantSchema,
  event: v.picklist(TERMINAL_EVENTS),
  /** An enumerated detail: a state, a refusal class, a device. Words only, with fewer than ten digits in all. */
  code: v.optional(CodeWordSchema),
  /** The store operator who did it, by the directive's own id. */
  operator: v.optional(OperatorIdSchema),
});
export type TerminalEvent = v.InferOutput<typeof TerminalEventSchema>;

export const TerminalStatusSchema = v.strictObject({
  v: v.literal(1),
  terminalId: TerminalIdSchema,
  /** Random for each start of the host: commands are bound to it. */
  processId: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/)),
  build: BuildSchema,
  /** Random for each event log; a terminal whose disk was replaced begins a new one. */
  logId: LogIdSchema,
  at: InstantSchema,
  state: TerminalStateSchema,
  /** Null while it serves. */
  cause: v.nullable(v.picklist(CLOSED_CAUSES)),
  directiveVersion: v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(COUNT_LIMIT))),
  devices: DeviceUnionSchema,
  warnings: v.pipe(v.array(SupplyWarningSchema), v.maxLength(SUPPLY_WARNINGS.length)),
  events: v.pipe(v.array(TerminalEventSchema), v.maxLength(200)),
});
export type TerminalStatus = v.InferOutput<typeof TerminalStatusSchema>;

/** The center's answer to a status: up to which event it has everything, and whether a newer directive waits. */
export const StatusReceiptSchema = v.strictObject({
  acceptedSeq: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  directiveVersion: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  /** The center's clock, for the terminal's clock check. */
  centerTime: InstantSchema,
});
export type StatusReceipt = v.InferOutput<typeof StatusReceiptSchema>;
