/** A refused change as an answer to staff. */
import { err, type Result } from 'neverthrow';
import type { VrsStaffProblem } from '../staff/vrs-staff-route.ts';
import type { RegisterError } from './register-error.ts';

export function problemOf(error: RegisterError): VrsStaffProblem {
  switch (error.kind) {
    case 'unknown-person':
    case 'unknown-dose':
    case 'unknown-ticket':
      return { kind: 'not-found', error: error.kind };
    case 'changed-meanwhile':
    case 'taken':
    case 'still-doubtful':
      return { kind: 'conflict', error: error.kind };
    default: {
      const never: never = error;
      throw new Error(`unknown error ${String(never)}`);
    }
  }
}

export const refused = (error: RegisterError): Result<never, VrsStaffProblem> => err(problemOf(error));
/** The session's area is gone: its municipality was taken out of the store. */
export const noArea: VrsStaffProblem = { kind: 'unavailable', error: 'no-area' };
