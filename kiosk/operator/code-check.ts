/** One check of the code that lies in a buffer, with its copy zeroed whatever comes of it, or when nobody waits any more. */
import * as v from 'valibot';
import { OperatorIdSchema } from '../../server-bridge/protocol/index.ts';
import type { CodeCheck } from './code-desk.ts';
import type { CodeChecked } from './machine/operator-types.ts';

const LONGEST_SHOWN_SECONDS = 3600;

/** Whole seconds for the code screen, rounded up: it never promises too early. */
export function shownSeconds(ms: number): number {
  return Math.min(LONGEST_SHOWN_SECONDS, Math.max(0, Math.ceil(ms / 1000)));
}

/** `code` is the caller's copy. Rejects where the check does, and for an operator whose id is not a plain word. */
export async function checkCodeOnce(o: {
  code: Uint8Array;
  signal: AbortSignal;
  checkCode: (code: Uint8Array) => Promise<CodeCheck>;
  lockedForMs: () => number;
}): Promise<CodeChecked> {
  const wipe = (): void => void o.code.fill(0);
  o.signal.addEventListener('abort', wipe);
  try {
    // Locked before the check began: nothing is looked at, and nothing counts.
    o.signal.throwIfAborted();
    const checked = await o.checkCode(o.code);
    switch (checked.kind) {
      case 'confirmed':
        return { type: 'confirmed', operatorId: v.parse(OperatorIdSchema, checked.operatorId) };
      case 'no-match':
        // A lock-out that has begun is shown, even if it is nearly over.
        return { type: 'wrong', lockedSeconds: checked.lockedOut ? Math.max(1, shownSeconds(o.lockedForMs())) : 0 };
      case 'locked-out':
        return { type: 'locked-out', lockedSeconds: Math.max(1, shownSeconds(o.lockedForMs())) };
      default: {
        const never: never = checked;
        throw new Error(`Unknown check ${String(never)}`);
      }
    }
  } finally {
    o.signal.removeEventListener('abort', wipe);
    wipe();
  }
}
