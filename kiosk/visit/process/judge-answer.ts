/**
 * Whether an answer is the answer to this visit's application (invariant A, P3), and if not, whether that is a mix-up, which
 * closes the terminal, or only a matter of time. VRS's key set lives for so long; a resident who types while it expires has not
 * been given anybody else's paper. So an answer that comes out of the set's life is never taken, and is still looked at: what the
 * keys we had can prove against it is a mix-up whatever the clock says.
 */
import { err, ok, type Result } from 'neverthrow';
import {
  type AnswerPayload,
  CLOCK_TOLERANCE_MS,
  type ExpectedAnswer,
  type VrsKeySet,
  verifyAnswer,
} from '../../../server-bridge/index.ts';

/** `unavailable`: too old, too early, or signed under a set that is no longer ours to judge by. */
export type AnswerFault = { kind: 'unavailable' } | { kind: 'mix-up'; fault: `answer-${string}` };

/** The set holds at this moment; the clocks of two machines may stand a little apart. */
export function isAlive(keySet: VrsKeySet, now: Date): boolean {
  return momentOfLife(keySet, now) === now.getTime();
}

export async function judgeAnswer(o: {
  jws: string;
  /** Verified when the directive came. */
  keySet: VrsKeySet;
  expect: ExpectedAnswer;
  now: Date;
}): Promise<Result<AnswerPayload, AnswerFault>> {
  const alive = isAlive(o.keySet, o.now);
  const answer = await verifyAnswer({ ...o, now: new Date(momentOfLife(o.keySet, o.now)) });
  if (answer.isOk()) return alive ? ok(answer.value) : err({ kind: 'unavailable' });
  const { kind } = answer.error;
  // Too old is no mix-up: a slow line or a clock, and nobody's paper.
  if (kind === 'stale') return err({ kind: 'unavailable' });
  // A key we do not know, from a VRS whose keys we no longer know, is its next one. While the set holds it is a stranger's.
  if (kind === 'untrusted-key' && !alive) return err({ kind: 'unavailable' });
  return err({ kind: 'mix-up', fault: `answer-${kind}` });
}

/** This moment, or the nearest one at which the set held. */
function momentOfLife(keySet: VrsKeySet, now: Date): number {
  const first = Date.parse(keySet.issuedAt) - CLOCK_TOLERANCE_MS;
  const last = Date.parse(keySet.expiresAt) - 1;
  return Math.min(Math.max(now.getTime(), first), last);
}
