/** Everything the gateway ever logs. What was asked, how it ended, how long it took; no address, no visit, no municipality, no person (C2). */
import * as v from 'valibot';
import { defineEvents, type EventLog } from '../event-log/index.ts';
import { GatewayRefusalSchema } from './gateway-messages.ts';

export const GATEWAY_EVENTS = defineEvents({
  GATEWAY_STARTED: { level: 'info', fields: { port: v.number() } },
  GATEWAY_STOPPED: { level: 'info', fields: {} },
  /** Attestation is not asked for; never in service. */
  ATTESTATION_NOT_ASKED: { level: 'warn', fields: {} },
  PASSED: { level: 'info', fields: { what: v.picklist(['challenge', 'application']), waitedMs: v.number() } },
  /** So many in the last interval: the world outside decides how often it is refused, and must not decide how much is written. */
  REFUSED: { level: 'warn', fields: { refusal: GatewayRefusalSchema, times: v.number() } },
  VRS_UNAVAILABLE: {
    level: 'error',
    fields: { reason: v.picklist(['unreachable', 'timed-out', 'too-large', 'aborted', 'malformed', 'another-visit']) },
  },
  WORK_FAILED: { level: 'error', fields: {} },
});
export type GatewayLog = EventLog<typeof GATEWAY_EVENTS>;
