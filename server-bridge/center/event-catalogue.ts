/** Everything the center ever logs. Terminal, code, counts and times; no body, no municipality, no person (C2). */
import * as v from 'valibot';
import { defineEvents, type EventLog } from '../event-log/index.ts';
import { COMMAND_KINDS, COMMAND_RESULTS, RelayRefusalSchema, TerminalIdSchema } from '../protocol/index.ts';
import { ALARM_CODES } from './alarm-codes.ts';
import { DIAGNOSTICS_REFUSALS } from './commands/diagnostics-refusals.ts';
import { CHANGE_FAULTS } from './directives/change-faults.ts';
import { EVENT_LOG_REFUSALS } from './event-log-refusals.ts';

const terminal = TerminalIdSchema;
const milliseconds = v.number();

export const centerEvents = defineEvents({
  CENTER_STARTED: { level: 'info', fields: { port: v.number() } },
  CENTER_STOPPED: { level: 'info', fields: {} },
  STREAM_OPENED: { level: 'info', fields: { terminal } },
  STREAM_CLOSED: { level: 'info', fields: { terminal } },
  STREAM_TOO_SLOW: { level: 'warn', fields: { terminal } },
  CERTIFICATE_WITHOUT_TERMINAL: { level: 'warn', fields: {} },
  /** A certificate that is not in the register, superseded, revoked, over, or of a retired terminal. */
  CERTIFICATE_REFUSED: { level: 'warn', fields: { terminal } },
  CERTIFICATE_ISSUED: { level: 'info', fields: { terminal } },
  ENROLMENT_REFUSED: { level: 'warn', fields: {} },
  /** A request for a certificate differs from what was registered, and waits for a person. */
  ENROLMENT_HELD: { level: 'warn', fields: { terminal } },
  REQUEST_REFUSED: { level: 'warn', fields: { terminal, refusal: RelayRefusalSchema, waitedMs: milliseconds } },
  RELAYED: { level: 'info', fields: { terminal, waitedMs: milliseconds } },
  ALARM_RAISED: { level: 'error', fields: { terminal, code: v.picklist(ALARM_CODES) } },
  /** An alarm of the center itself. */
  CENTER_ALARM_RAISED: { level: 'error', fields: { code: v.picklist(ALARM_CODES) } },
  NOTIFICATION_SENT: {
    level: 'info',
    fields: { receiver: v.picklist(['webhook', 'mail']), attempts: v.number() },
  },
  NOTIFICATION_FAILED: {
    level: 'warn',
    fields: {
      receiver: v.picklist(['webhook', 'mail']),
      reason: v.picklist(['unreachable', 'timed-out', 'refused']),
      attempts: v.number(),
    },
  },
  DIRECTIVE_ISSUED: { level: 'info', fields: { version: v.number() } },
  DIRECTIVE_RENEWED: { level: 'info', fields: { version: v.number() } },
  /** An approved change, or one that was to be, could not become a version. */
  DIRECTIVE_CHANGE_FAILED: { level: 'warn', fields: { change: v.number(), fault: v.picklist(CHANGE_FAULTS) } },
  DIRECTIVE_UNAVAILABLE: { level: 'error', fields: {} },
  VRS_UNAVAILABLE: {
    level: 'error',
    fields: { reason: v.picklist(['unreachable', 'timed-out', 'too-large', 'aborted', 'malformed']) },
  },
  COMMAND_ISSUED: {
    level: 'info',
    fields: {
      terminal,
      order: v.picklist(COMMAND_KINDS),
    },
  },
  EVENT_LOG_REFUSED: { level: 'warn', fields: { terminal, reason: v.picklist(EVENT_LOG_REFUSALS) } },
  COMMAND_EXPIRED: { level: 'warn', fields: { terminal } },
  COMMAND_CANCELLED: { level: 'info', fields: { terminal } },
  DIAGNOSTICS_REFUSED: { level: 'warn', fields: { terminal, reason: v.picklist(DIAGNOSTICS_REFUSALS) } },
  ROLL_OUT_STAGE: { level: 'info', fields: { rollOut: v.number(), stage: v.number() } },
  ROLL_OUT_ENDED: {
    level: 'info',
    fields: { rollOut: v.number(), end: v.picklist(['stopped', 'finished']) },
  },
  COMMAND_SETTLED: { level: 'info', fields: { terminal, result: v.picklist(COMMAND_RESULTS) } },
  /** Hints of other nodes reach this one. */
  BUS_CONNECTED: { level: 'info', fields: {} },
  /** They do not; polling makes up for it. */
  BUS_LOST: { level: 'warn', fields: {} },
  /** Something on the bus that no center of this version says. */
  BUS_MESSAGE_REFUSED: { level: 'warn', fields: {} },
  /** A chain of this center whose rows do not fit together: left as it is, another is begun. */
  AUDIT_CHAIN_BROKEN: { level: 'error', fields: {} },
  /** No key is configured for checkpoints, so none are made. */
  AUDIT_UNSIGNED: { level: 'warn', fields: {} },
  AUDIT_CHECKPOINT_FAILED: { level: 'error', fields: { reason: v.picklist(['signature', 'store']) } },
  SIGNED_IN: { level: 'info', fields: {} },
  SIGN_IN_REFUSED: { level: 'warn', fields: { reason: v.picklist(['refused', 'locked', 'too-many', 'busy']) } },
  CONSOLE_REFUSED: {
    level: 'warn',
    fields: {
      reason: v.picklist(['too-many', 'misdirected', 'cross-site', 'signed-out', 'csrf', 'forbidden', 'password-due']),
    },
  },
  OPERATIONS_REFUSED: { level: 'warn', fields: { status: v.number() } },
  WORK_FAILED: {
    level: 'error',
    fields: {
      where: v.picklist([
        'request',
        'operations',
        'console',
        'poll',
        'stream',
        'roll-outs',
        'alarms',
        'notifications',
        'housekeeping',
        'enrolment',
        'certificates',
      ]),
    },
  },
});

export type CenterLog = EventLog<typeof centerEvents>;
