/**
 * Checks operator codes for the whole terminal, one after another, and remembers the misses across visits and restarts. Codes
 * that are typed while the lock-out lasts are not looked at and do not count.
 */
import { isLockedOut, lockedForMs, type Misses, NO_MISSES, notAhead, withMiss } from './lock-out.ts';
import type { MissStore } from './misses-file.ts';
import { type Operator, verifyOperatorCode } from './operator-code.ts';

export type CodeCheck =
  | { kind: 'confirmed'; operatorId: string }
  | { kind: 'no-match'; lockedOut: boolean }
  | { kind: 'locked-out' };

export type CodeDesk = {
  /** Checks a code against these operators and overwrites it, whatever came of it. */
  check(code: Uint8Array, operators: readonly Operator[]): Promise<CodeCheck>;
  /** How much longer codes are not looked at, in milliseconds; 0 when they are. */
  lockedForMs(nowMs: number): number;
};

/**
 * `onMalformedHash`: the directive carries a hash nobody can match. `nowMs` is the clock of the wall, since misses outlive the
 * process. Without `misses` they are forgotten with the desk.
 */
export function openCodeDesk(o: { nowMs: () => number; onMalformedHash: () => void; misses?: MissStore }): CodeDesk {
  let misses = o.misses?.read() ?? NO_MISSES;
  /** One at a time: several codes sent at once must not slip under the lock-out together. */
  let last: Promise<unknown> = Promise.resolve();

  const upToNow = (nowMs: number): Misses => {
    const asOfNow = notAhead(misses, nowMs);
    if (asOfNow !== misses) keep(asOfNow);
    return misses;
  };
  const keep = (next: Misses): void => {
    misses = next;
    o.misses?.write(next);
  };

  const checkOne = async (code: Uint8Array, operators: readonly Operator[]): Promise<CodeCheck> => {
    const nowMs = o.nowMs();
    if (isLockedOut(upToNow(nowMs), nowMs)) return { kind: 'locked-out' };
    // Counted before it is looked at: whoever pulls the plug during the check has had this try.
    keep(withMiss(misses, nowMs));
    const verified = await verifyOperatorCode(code, operators);
    if (verified.isOk()) {
      keep(NO_MISSES);
      return { kind: 'confirmed', operatorId: verified.value.operatorId };
    }
    if (verified.error.kind === 'malformed-hash') o.onMalformedHash();
    return { kind: 'no-match', lockedOut: isLockedOut(misses, o.nowMs()) };
  };

  return {
    check(code, operators) {
      const checked = last.then(() => checkOne(code, operators)).finally(() => code.fill(0));
      last = checked.catch(() => {});
      return checked;
    },
    lockedForMs: (nowMs) => lockedForMs(upToNow(nowMs), nowMs),
  };
}
