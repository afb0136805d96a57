/**
 * What an integrity alarm of a terminal stops (P2, docs/decisions/0026): the terminal's relays at once; and, when several terminals fail
 * within a short time, issuing for all of them, since a fault that shows at several places is none of a machine.
 */
import { CENTER_ITSELF, type TerminalIntegrityCode } from '../alarm-codes.ts';
import * as store from '../store/index.ts';
import { intendRepeats } from './alarm-witness.ts';
import { ALARM_DEFINITIONS } from './default-rules.ts';

/** So many terminals within this time stop all. */
export type RouteStopRule = { readonly terminals: number; readonly withinMs: number };

/** In a transaction. @returns the alarms raised; those seen once more are written down for the audit trail already */
export async function stopForRightPerson(
  transaction: Parameters<typeof store.raiseAlarm>[0],
  failure: {
    readonly terminalId: string;
    readonly code: TerminalIntegrityCode;
    readonly routeStop: RouteStopRule;
    readonly now: Date;
  },
): Promise<readonly store.RaisedAlarm[]> {
  const { terminalId, code, routeStop, now } = failure;
  await store.lockRightPerson(transaction);
  const own = await store.raiseAlarm(transaction, terminalId, code, now, ALARM_DEFINITIONS[code].severity);
  await store.suspendTerminal(transaction, terminalId, 'RIGHT_PERSON_FAILED');
  const failed = await store.terminalsThatFailed(transaction, new Date(now.getTime() - routeStop.withinMs));
  const raised = [own];
  if (failed >= routeStop.terminals) {
    const { severity } = ALARM_DEFINITIONS.ROUTE_STOPPED;
    raised.push(await store.raiseAlarm(transaction, CENTER_ITSELF, 'ROUTE_STOPPED', now, severity));
  }
  await intendRepeats(transaction, raised, now);
  return raised;
}
