/** The clock of alarms: raises causes that have stood for as long as their rule says, ends alarms whose cause has gone, looks for the absent. */
import { ALARM_CODES, type AlarmCode, isTerminalIntegrityCode } from '../alarm-codes.ts';
import * as store from '../store/index.ts';
import type { AlarmWitness } from './alarm-witness.ts';
import { ALARM_DEFINITIONS, isAlarmCode, needsComparison } from './default-rules.ts';
import { endAlarms } from './end-alarms.ts';
import { type RouteStopRule, stopForRightPerson } from './right-person-stop.ts';
import type { RuleBook } from './rule-book.ts';

/** A cause that shows again within this time has never been away: one that comes and goes is one fault, not many. */
export const SETTLE_MS = 60_000;

export type CauseWatch = {
  /** Each round of each node: whichever is first raises or ends. @throws when the store does not answer */
  round(): Promise<void>;
  /** What need not be looked at so often: presence, certificates. @throws as above */
  slowRound(): Promise<void>;
};

export function createCauseWatch(parts: {
  readonly database: store.CenterDatabase;
  readonly rules: RuleBook;
  readonly witness: AlarmWitness;
  readonly routeStop: RouteStopRule;
  /** A terminal that says nothing for so long is taken as silent. */
  readonly terminalLostMs: number;
  readonly now: () => Date;
}): CauseWatch {
  const { database, rules, witness, routeStop, now } = parts;
  const before = (durationMs: number): Date => new Date(now().getTime() - durationMs);

  const raiseDue = async (code: AlarmCode): Promise<void> => {
    const { severity, afterSeconds, enabled } = rules.rule(code);
    // What is off waits: it is an alarm as soon as its rule is on, if it still stands then.
    if (!enabled) return;
    const raised = await database.transaction().execute(async (transaction) => {
      const at = now();
      if (needsComparison(code)) await store.lockRightPerson(transaction);
      const due = await store.takeDueCauses(transaction, code, before(afterSeconds * 1_000), at);
      const alarms: store.RaisedAlarm[] = [];
      for (const { terminalId } of due) {
        if (!isTerminalIntegrityCode(code)) {
          alarms.push(await store.raiseForCause(transaction, terminalId, code, at, severity));
        } else if ((await store.openRightPerson(transaction, terminalId)).length === 0) {
          alarms.push(...(await stopForRightPerson(transaction, { terminalId, code, routeStop, now: at })));
        }
      }
      return alarms;
    });
    await witness.raised(raised);
  };

  const endGone = async (): Promise<void> => {
    const ended = await database.transaction().execute(async (transaction) => {
      const closed: { id: number; terminalId: string; code: AlarmCode }[] = [];
      for (const { terminalId, code } of await store.takeGoneCauses(transaction, before(SETTLE_MS))) {
        // A right-person alarm ends by a person alone, whatever the terminal shows later (P2).
        if (!isAlarmCode(code) || needsComparison(code)) continue;
        const ids = await store.closeAlarms(transaction, { terminalId, code }, 'gone', now());
        closed.push(...ids.map((id) => ({ id, terminalId, code })));
      }
      await witness.ending(transaction, closed, 'gone');
      return closed.length;
    });
    if (ended > 0) await witness.settle();
  };

  /**
   * Since when this node has been able to hear of anybody: null until it has looked again. Where the whole center was away, nobody could
   * come, so absence counts from here; another node that was there all the time goes on judging by itself.
   */
  let hearingSince: Date | null = now();

  const watchPresence = async (since: Date): Promise<void> => {
    const { severity, afterSeconds, enabled } = rules.rule('TERMINAL_LOST');
    const afterMs = afterSeconds * 1_000;
    const limits = { limit: before(afterMs), silent: before(Math.max(afterMs, parts.terminalLostMs)) };
    const back = await store.backAgain(database, limits);
    for (const terminalId of back) {
      await endAlarms({ database, witness, now }, { terminalId, code: 'TERMINAL_LOST' }, 'returned');
    }
    if (back.length > 0) await witness.settle();
    if (!enabled || since > limits.limit) return;
    const raised: store.RaisedAlarm[] = [];
    for (const terminalId of await store.newlyAway(database, limits)) {
      const alarm = await store.raiseUnlessOpen(database, terminalId, 'TERMINAL_LOST', now(), severity);
      if (alarm !== null) raised.push(alarm);
    }
    await witness.raised(raised);
  };

  const clocked = ALARM_CODES.filter((code) => ALARM_DEFINITIONS[code].nature !== 'moment' && code !== 'TERMINAL_LOST');

  return {
    async round() {
      await rules.refresh();
      const waiting = new Set(await store.codesWaiting(database));
      for (const code of clocked) if (waiting.has(code)) await raiseDue(code);
      await endGone();
    },
    async slowRound() {
      const since = hearingSince ?? now();
      hearingSince = null;
      await watchPresence(since);
      hearingSince = since;
      await store.watchCertificates(database, now());
      await witness.catchUp();
    },
  };
}
