/**
 * May this terminal serve the next person, and if not, why: one pure decision over everything known (invariant D: no valid
 * directive, no service). The order is the order of weight: what a person must release comes before what time mends, and
 * that before what a hand at a device mends.
 */
import type { ClosedCause, DeviceUnion, Directive, TerminalState } from '../../../server-bridge/protocol/index.ts';
import { deviceCause, isUnknown } from './device-causes.ts';
import { withinHours } from './service-hours.ts';

export type Situation = {
  now: Date;
  directive: Directive | null;
  /** The visit process of the next visit is up and warm. */
  spareReady: boolean;
  suspended: boolean;
  /** Somebody works on the terminal, here or from the center. */
  maintenance: boolean;
  /** The host is about to end and to be started anew. */
  restarting: boolean;
  /** A right-person failure stands until a named person releases it (P2). */
  rightPersonHold: boolean;
  /** A sheet or a card of somebody lies in the machine, or may; a person must look (K5, P15). */
  leftBehind: { paper: boolean; card: boolean };
  /** Money of an earlier visit is neither kept nor back (P18). */
  moneyUnsettled: boolean;
  /** The line has been down for longer than a moment: nobody can apply. */
  lineDown: boolean;
  devices: DeviceUnion;
  /** The fee can be collected by one means at least, as the store's rules for means have it. */
  canCollect: boolean;
  /** Difference to the center's clock in milliseconds, or null while unknown. */
  clockSkewMs: number | null;
};

export type ClosedState = Exclude<TerminalState, 'idle' | 'visit'>;
export type ServiceVerdict =
  | { serve: true; copyYen: number }
  | { serve: false; cause: ClosedCause; state: ClosedState };

/** A clock further off than this cannot judge what has expired. */
export const CLOCK_TOLERANCE_MS = 5 * 60_000;

export function isClockOff(skewMs: number | null): boolean {
  return skewMs !== null && Math.abs(skewMs) > CLOCK_TOLERANCE_MS;
}

export function judgeService(
  s: Situation,
  copyYen: (directive: Directive, now: Date) => number | null,
): ServiceVerdict {
  if (s.rightPersonHold) return closed('right-person', 'suspended');
  const { directive } = s;
  if (directive === null) return closed(s.lineDown ? 'line-down' : 'no-directive', 'no-directive');
  if (s.suspended || directive.service.state === 'off') return closed('suspended-by-center', 'suspended');
  if (s.restarting) return closed('restarting', 'starting');
  if (s.maintenance) return closed('maintenance', 'maintenance');
  if (s.leftBehind.paper) return closed('needs-staff-paper-left', 'needs-staff');
  if (s.leftBehind.card) return closed('needs-staff-card-left', 'needs-staff');
  if (s.moneyUnsettled) return closed('needs-staff-money', 'needs-staff');
  if (isClockOff(s.clockSkewMs)) return closed('clock', 'needs-staff');
  if (!withinHours(directive.hours, s.now)) return closed('out-of-hours', 'out-of-hours');
  const device = deviceCause(s.devices, s.canCollect);
  if (device !== null) return closed(device, 'needs-staff');
  if (isUnknown(s.devices, s.canCollect)) return closed('starting', 'starting');
  if (s.lineDown) return closed('line-down', 'needs-staff');
  const price = copyYen(directive, s.now);
  if (price === null || directive.kinds.length === 0) return closed('no-directive', 'no-directive');
  if (!s.spareReady) return closed('starting', 'starting');
  return { serve: true, copyYen: price };
}

function closed(cause: ClosedCause, state: ClosedState): ServiceVerdict {
  return { serve: false, cause, state };
}
