import { isRefusedUnprocessed, meaningOf } from '../apdu/status-words.ts';
import { FULL_PIN_TRIES } from './applications.ts';

/** What the answer to VERIFY with a PIN says. */
export type VerifyOutcome =
  | { kind: 'right' }
  | { kind: 'wrong'; triesLeft: number }
  | { kind: 'locked' }
  /** Wrong, but the card does not say how many tries are left: ask. */
  | { kind: 'wrong-without-count' }
  /** The card refused the command before looking at the PIN: no try is spent. */
  | { kind: 'not-processed' }
  /** Nobody can tell whether a try is spent. */
  | { kind: 'unclear' };

/**
 * | status    | outcome                |
 * |-----------|------------------------|
 * | 9000      | right                  |
 * | 63C2 63C1 | wrong, 2 or 1 left     |
 * | 63C0      | locked by this try     |
 * | 6983 6984 | was locked before      |
 * | 6300      | wrong, ask             |
 * | 67XX–6EXX | refused, not processed |
 * | others    | unclear                |
 */
export function verifyOutcome(statusWord: number): VerifyOutcome {
  const meaning = meaningOf(statusWord);
  switch (meaning.kind) {
    case 'done':
      return { kind: 'right' };
    case 'triesLeft':
      return meaning.tries === 0 ? { kind: 'locked' } : { kind: 'wrong', triesLeft: meaning.tries };
    case 'keyBlocked':
    case 'authenticationBlocked':
      return { kind: 'locked' };
    case 'verificationFailed':
      return { kind: 'wrong-without-count' };
    case 'exactLength':
      return { kind: 'unclear' };
    default:
      return isRefusedUnprocessed(statusWord) ? { kind: 'not-processed' } : { kind: 'unclear' };
  }
}

/**
 * Tries left by the answer to VERIFY without data; undefined when the answer is none of that kind.
 * 9000 is what some cards may say after a right PIN: the counter is full then.
 */
export function triesInAnswer(statusWord: number): number | undefined {
  const meaning = meaningOf(statusWord);
  switch (meaning.kind) {
    case 'triesLeft':
      return meaning.tries;
    case 'keyBlocked':
    case 'authenticationBlocked':
      return 0;
    case 'done':
      return FULL_PIN_TRIES;
    default:
      return undefined;
  }
}
