import { err, ok, type Result } from 'neverthrow';
import type { CardFault, PlannedFault } from './card-faults.ts';

/** How a fault is written, and how its value becomes one. */
type Reading = (value: string | undefined) => CardFault | undefined;

const plain =
  (fault: CardFault): Reading =>
  (value) =>
    value === undefined ? fault : undefined;

const numbered =
  (make: (value: number) => CardFault, allowed: RegExp, radix = 10): Reading =>
  (value) =>
    value !== undefined && allowed.test(value) ? make(Number.parseInt(value, radix)) : undefined;

const READINGS: Readonly<Record<string, Reading>> = {
  'removed-before': plain({ kind: 'removed', when: 'before' }),
  'removed-during': plain({ kind: 'removed', when: 'during' }),
  'removed-after': plain({ kind: 'removed', when: 'after' }),
  silent: plain({ kind: 'silent' }),
  mute: plain({ kind: 'mute' }),
  garbage: plain({ kind: 'garbage' }),
  'one-byte': plain({ kind: 'one-byte' }),
  'wrong-length': numbered((change) => ({ kind: 'wrong-length', change }), /^-?[0-9]{1,3}$/),
  'wrong-status-word': numbered((statusWord) => ({ kind: 'wrong-status-word', statusWord }), /^[0-9A-Fa-f]{4}$/, 16),
  'bit-flip': numbered((bit) => ({ kind: 'bit-flip', bit }), /^[0-9]{1,4}$/),
  'endless-more-data': plain({ kind: 'endless-more-data' }),
  'first-command-failed': plain({ kind: 'first-command-failed' }),
  'tries-counter-wrong': numbered((tries) => ({ kind: 'tries-counter-wrong', tries }), /^(?:[0-9]|1[0-5])$/),
  reset: plain({ kind: 'reset' }),
  slow: numbered((delayMs) => ({ kind: 'slow', delayMs }), /^[0-9]{1,5}$/),
};

/** The names that {@link parseFaultScript} knows. */
export const FAULT_NAMES: readonly string[] = Object.keys(READINGS);

/**
 * Reads faults by command number, such as `3:silent 6:wrong-length=-3 7:wrong-status-word=6F00 9:bit-flip=77`. Commands
 * are counted from 1 since the card was laid down. The error is the part that could not be read.
 */
export function parseFaultScript(script: string): Result<readonly PlannedFault[], string> {
  const planned: PlannedFault[] = [];
  for (const part of script.split(/[\s,]+/).filter((text) => text !== '')) {
    const [, at, name = '', value] = /^([1-9][0-9]{0,3}):([a-z-]+)(?:=(.+))?$/.exec(part) ?? [];
    const fault = Object.hasOwn(READINGS, name) ? READINGS[name]?.(value) : undefined;
    if (at === undefined || fault === undefined) return err(part);
    planned.push({ at: Number(at), fault });
  }
  return ok(planned);
}
