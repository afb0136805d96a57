/**
 * Checks operator codes for the whole terminal, one after another, and remembers the misses across visits. Codes that are
 * typed while the lock-out lasts are not looked at and do not count.
 */
import { isLockedOut, NO_MISSES, withMiss } from './lock-out.ts';
import { type Operator, verifyOperatorCode } from './operator-code.ts';

export type CodeCheck =
  | { kind: 'confirmed'; operatorId: string }
  | { kind: 'no-match'; lockedOut: boolean }
  | { kind: 'locked-out' };

export type CodeDesk = {
  /** Checks a code against these operators and overwrites it, whatever came of it. */
  check(code: Uint8Array, operators: readonly Operator[]): Promise<CodeCheck>;
};

/** `onMalformedHash`: the directive carries a hash nobody can match. `now` in milliseconds. */
export function openCodeDesk(o: { nowMs: () => number; onMalformedHash: () => void }): CodeDesk {
  let misses = NO_MISSES;
  /** One at a time: several codes sent at once must not slip under the lock-out together. */
  let last: Promise<unknown> = Promise.resolve();

  const checkOne = async (code: Uint8Array, operators: readonly Operator[]): Promise<CodeCheck> => {
    if (isLockedOut(misses, o.nowMs())) return { kind: 'locked-out' };
    const verified = await verifyOperatorCode(code, operators);
    if (verified.isOk()) {
      misses = NO_MISSES;
      return { kind: 'confirmed', operatorId: verified.value.operatorId };
    }
    if (verified.error.kind === 'malformed-hash') o.onMalformedHash();
    misses = withMiss(misses, o.nowMs());
    return { kind: 'no-match', lockedOut: isLockedOut(misses, o.nowMs()) };
  };

  return {
    check(code, operators) {
      const checked = last.then(() => checkOne(code, operators)).finally(() => code.fill(0));
      last = checked.catch(() => {});
      return checked;
    },
  };
}
