/** What the operation log learns of staff: their coming and going, and what happens to accounts (V10, V11). */
import * as v from 'valibot';
import type { MunicipalityCode } from '../../protocol/index.ts';
import type { AccountEvent, LiveSession, StaffEvent } from '../../staff-access/index.ts';
import type { OperationEvent, OperationLog } from '../operation-log/operation-log.ts';
import type { AreaTransaction } from '../store/vrs-store.ts';
import { type Rights, RightsSchema, type StaffTerminalName, TASKS, type VrsActor } from './rights.ts';
import type { StaffActor } from './vrs-staff-route.ts';

/** Where somebody acts. */
export type Place = { readonly area: MunicipalityCode; readonly terminal: StaffTerminalName };

export const actorOfSession = (
  { staffId, name, roles, sessionId }: LiveSession<Rights>,
  { area, terminal }: Place,
): StaffActor => ({ kind: 'person', area, staffId, name, rights: roles, terminal, sessionId });

const NO_RIGHTS = v.parse(RightsSchema, {});

/** Puts people's coming and going at one terminal into the log. */
export const witnessStaff =
  (log: OperationLog, place: Place) =>
  async (transaction: AreaTransaction, event: StaffEvent<Rights>): Promise<void> => {
    const operation = operationOf(event, place);
    if (operation !== null) await log.append(transaction, { personId: null, ...operation });
  };

type Told = Omit<OperationEvent, 'personId'>;

/** Null: nothing was checked, and the log of the area would grow by whatever somebody sends. */
function operationOf(event: StaffEvent<Rights>, place: Place): Told | null {
  // VRS speaks where nobody is known to have acted, and names the terminal.
  const system: VrsActor = { kind: 'system', ...place };
  switch (event.kind) {
    case 'signed-in': {
      const { staffId, name } = event;
      const actor: VrsActor = { kind: 'person', ...place, staffId, name, rights: NO_RIGHTS, sessionId: '' };
      const result = event.endedSessions > 0 ? 'ended-another' : 'done';
      return { actor, operation: 'signed-in', target: '-', result };
    }
    case 'sign-in-refused': {
      if (!('known' in event)) return null;
      // What was typed for a name may be anything: only names of accounts are written down.
      const target = event.known ? event.staffId : 'unknown';
      return { actor: system, operation: 'sign-in-refused', target, result: event.reason };
    }
    case 'locked':
      return { actor: system, operation: 'account-locked', target: event.staffId, result: 'misses' };
    case 'signed-out':
      return { actor: actorOfSession(event.session, place), operation: 'signed-out', target: '-', result: 'done' };
    case 'password-changed':
      return ofOwnAccount(event.session, place, 'password');
    case 'password-refused':
      return ofOwnAccount(event.session, place, 'password-refused');
    case 'csrf-refused': {
      const actor = actorOfSession(event.session, place);
      return { actor, operation: 'request-forbidden', target: event.target, result: 'csrf' };
    }
    default: {
      const never: never = event;
      throw new Error(`unknown event ${String(never)}`);
    }
  }
}

const ofOwnAccount = (session: LiveSession<Rights>, place: Place, result: string): Told => ({
  actor: actorOfSession(session, place),
  operation: 'account-changed',
  target: session.staffId,
  result,
});

/** Puts what happens to accounts into the log: each task whose level is another now is an entry of its own. */
export const witnessAccounts =
  (log: OperationLog) =>
  async (transaction: AreaTransaction, event: AccountEvent<Rights, VrsActor>): Promise<void> => {
    const { actor, staffId: target } = event;
    for (const [operation, result] of operationsOf(event)) {
      await log.append(transaction, { actor, operation, personId: null, target, result });
    }
  };

type Worded = readonly [operation: 'account-made' | 'account-changed', result: string];

function operationsOf(event: AccountEvent<Rights, VrsActor>): readonly Worded[] {
  switch (event.kind) {
    case 'account-made':
      return [['account-made', 'done'], ...levelsThatChange(NO_RIGHTS, event.roles)];
    case 'account-renewed':
      return [['account-changed', 'renewed']];
    case 'account-changed': {
      const { roles, state } = event.change;
      const worded: Worded[] = state === undefined ? [] : [['account-changed', state]];
      if (roles !== undefined) worded.push(...levelsThatChange(event.before, roles));
      return worded.length > 0 ? worded : [['account-changed', 'unchanged']];
    }
    default: {
      const never: never = event;
      throw new Error(`unknown event ${String(never)}`);
    }
  }
}

/** `people:write`, for each. */
const levelsThatChange = (before: Rights, after: Rights): Worded[] =>
  TASKS.filter((task) => before[task] !== after[task]).map((task) => ['account-changed', `${task}:${after[task]}`]);
