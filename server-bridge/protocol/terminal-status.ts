/**
 * What a terminal tells the center about itself (C5): enumerated, never free text, never a person.
 */
import * as v from 'valibot';
import { InstantSchema, TerminalIdSchema } from './identifiers.ts';

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

export const DEVICE_CONDITIONS = ['ready', 'attention', 'absent', 'unknown'] as const;
const DeviceConditionSchema = v.picklist(DEVICE_CONDITIONS);
export type DeviceCondition = v.InferOutput<typeof DeviceConditionSchema>;

/** Things that happened, each an enumerated code with allow-listed fields. */
export const TERMINAL_EVENTS = [
  'HOST_STARTED',
  'STATE_CHANGED',
  'DIRECTIVE_APPLIED',
  'DIRECTIVE_REFUSED',
  'VISIT_STARTED',
  'VISIT_ENDED',
  'VISIT_PROCESS_DIED',
  'RIGHT_PERSON_FAILED',
  'LATE_ANSWER_DROPPED',
  'MESSAGE_REFUSED',
  'DEVICE_CHANGED',
  'REFUND_OWED',
  'REFUND_SETTLED',
  'COMMAND_DONE',
  'COMMAND_REFUSED',
  'OPERATOR_ACTION',
] as const;
export const TerminalEventSchema = v.strictObject({
  /** Rises by one for each event of this terminal process: the center drops what it has already. */
  seq: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  at: InstantSchema,
  event: v.picklist(TERMINAL_EVENTS),
  /** An enumerated detail: a state, a refusal class, a device. Upper or lower case words only. */
  code: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,40}$/))),
});
export type TerminalEvent = v.InferOutput<typeof TerminalEventSchema>;

export const TerminalStatusSchema = v.strictObject({
  v: v.literal(1),
  terminalId: TerminalIdSchema,
  /** Random for each start of the host: commands are bound to it. */
  processId: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/)),
  build: v.pipe(v.string(), v.maxLength(100)),
  at: InstantSchema,
  state: TerminalStateSchema,
  directiveVersion: v.nullable(v.pipe(v.number(), v.safeInteger())),
  devices: v.strictObject({
    cardReader: DeviceConditionSchema,
    pagePrinter: DeviceConditionSchema,
    receiptPrinter: DeviceConditionSchema,
    coinBox: DeviceConditionSchema,
    screens: DeviceConditionSchema,
  }),
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
