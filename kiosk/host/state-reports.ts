/** Reports of what changes by itself, each once: the terminal's state with its cause, and whether its clock is right. */
import type { ClosedCause, TerminalState } from '../../server-bridge/index.ts';
import { isClockOff } from '../terminal/index.ts';
import type { HostLog } from './host-parts.ts';

/** Call with the state while the terminal serves, with the cause while it is closed. */
export function stateReports(log: Pick<HostLog, 'report'>): (what: TerminalState | ClosedCause) => void {
  let last: TerminalState | ClosedCause | null = null;
  return (what) => {
    if (what === last) return;
    last = what;
    log.report('STATE_CHANGED', { code: what });
  };
}

/** Call with each measure of the difference to the center's clock, in milliseconds. */
export function clockReports(log: Pick<HostLog, 'report'>): (skewMs: number) => void {
  let wasOff: boolean | null = null;
  return (skewMs) => {
    const isOff = isClockOff(skewMs);
    if (isOff === wasOff) return;
    wasOff = isOff;
    log.report('CLOCK_CHECKED', { code: isOff ? 'off' : 'right' });
  };
}
