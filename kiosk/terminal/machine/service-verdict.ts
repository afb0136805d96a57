/**
 * May this terminal serve the next person, and if not, why: one pure decision over everything known (invariant D: no valid
 * directive, no service). The order is the order of weight: what a person must release comes before what time mends.
 */
import type { Directive, TerminalState } from '../../../server-bridge/protocol/index.ts';
import type { OutOfServiceCause } from '../../snapshot.ts';

export type DeviceReading = {
  cardReader: 'empty' | 'occupied' | 'unavailable';
  pagePrinter: 'ready' | 'paper' | 'attention' | 'unavailable';
  receiptPrinter: 'ready' | 'attention' | 'unavailable';
  coinBox: 'ready' | 'attention' | 'absent';
};

export type Situation = {
  now: Date;
  directive: Directive | null;
  /** The visit process of the next visit is up and warm. */
  spareReady: boolean;
  suspended: boolean;
  /** A right-person failure stands until a named person releases it (P2). */
  rightPersonHold: boolean;
  /** A sheet may lie in the machine; a clerk must look (K5). */
  leftBehind: 'paper' | null;
  /** Money of an earlier visit is neither kept nor back (P18). */
  moneyUnsettled: boolean;
  devices: DeviceReading | null;
  /** Difference to the center's clock in milliseconds, or null while unknown. */
  clockSkewMs: number | null;
};

export type ServiceVerdict =
  | { serve: true; copyYen: number }
  | { serve: false; cause: OutOfServiceCause; state: Exclude<TerminalState, 'idle' | 'visit'> };

/** A clock further off than this cannot judge what has expired. */
export const CLOCK_TOLERANCE_MS = 5 * 60_000;

const closed = (cause: OutOfServiceCause, state: Exclude<TerminalState, 'idle' | 'visit'>): ServiceVerdict => ({
  serve: false,
  cause,
  state,
});

export function judgeService(
  s: Situation,
  copyYen: (directive: Directive, now: Date) => number | null,
): ServiceVerdict {
  if (s.rightPersonHold) return closed('right-person', 'suspended');
  if (s.directive === null) return closed('no-directive', 'no-directive');
  if (s.suspended || s.directive.service.state === 'off') return closed('suspended-by-center', 'suspended');
  if (s.clockSkewMs !== null && Math.abs(s.clockSkewMs) > CLOCK_TOLERANCE_MS) return closed('clock', 'needs-staff');
  if (!withinHours(s.directive.hours, s.now)) return closed('out-of-hours', 'out-of-hours');
  if (s.devices === null) return closed('starting', 'starting');
  if (s.leftBehind === 'paper') return closed('needs-staff-paper-left', 'needs-staff');
  if (s.devices.cardReader === 'occupied') return closed('needs-staff-card-left', 'needs-staff');
  const device = deviceCause(s.devices);
  if (device !== null) return closed(device, 'needs-staff');
  if (s.moneyUnsettled) return closed('needs-staff-coin-box', 'needs-staff');
  const price = copyYen(s.directive, s.now);
  if (price === null || s.directive.kinds.length === 0) return closed('no-directive', 'no-directive');
  if (!s.spareReady) return closed('starting', 'starting');
  return { serve: true, copyYen: price };
}

function deviceCause(devices: DeviceReading): OutOfServiceCause | null {
  if (devices.cardReader === 'unavailable') return 'needs-staff-reader';
  if (devices.pagePrinter === 'paper') return 'needs-staff-paper';
  if (devices.pagePrinter !== 'ready') return 'needs-staff-printer';
  if (devices.receiptPrinter !== 'ready') return 'needs-staff-receipt';
  if (devices.coinBox !== 'ready') return 'needs-staff-coin-box';
  return null;
}

const JAPAN_OFFSET_MINUTES = 9 * 60;
const DAY_MINUTES = 24 * 60;

/** Service hours are Japan Standard Time, whatever zone the machine runs in; `from` after `to` spans midnight. */
export function withinHours(hours: { from: string; to: string }, now: Date): boolean {
  const minute = (Math.floor(now.getTime() / 60_000) + JAPAN_OFFSET_MINUTES) % DAY_MINUTES;
  const from = minutesOf(hours.from);
  const to = minutesOf(hours.to);
  return from <= to ? from <= minute && minute < to : minute >= from || minute < to;
}

function minutesOf(time: string): number {
  const [hour = '0', minute = '0'] = time.split(':');
  return Number(hour) * 60 + Number(minute);
}
