/** Raising alarms, and what an alarm does at once: a failed right-person check closes the terminal at the center too (P2). */
import type { TerminalId, TerminalStatus } from '../protocol/index.ts';
import { type AlarmCode, alarmOf, CENTER_ITSELF, isTerminalIntegrityCode } from './alarm-codes.ts';
import type { AlarmWitness } from './alarms/alarm-witness.ts';
import { ALARM_DEFINITIONS, codesOfNature, needsComparison } from './alarms/default-rules.ts';
import { type RouteStopRule, stopForRightPerson } from './alarms/right-person-stop.ts';
import type { RuleBook } from './alarms/rule-book.ts';
import { shownCauses } from './alarms/shown-causes.ts';
import * as store from './store/index.ts';

/** Why a terminal's relays are refused. */
export const SUSPENSIONS = { rightPerson: 'RIGHT_PERSON_FAILED', staff: store.STAFF_SUSPENSION } as const;

/** Suspensions that hold at once, also what is on its way: the terminal’s own, and that of the whole route (P2). */
export const RIGHT_PERSON_STOPS: readonly string[] = [SUSPENSIONS.rightPerson, 'ROUTE_STOPPED'];

export type AlarmDesk = {
  raise(terminalId: TerminalId, code: AlarmCode): Promise<void>;
  /** An alarm of the center itself. */
  raiseOfCenter(code: AlarmCode): Promise<void>;
  /** Raises what the store could not take before. @throws while it still cannot */
  raiseOwed(): Promise<void>;
  /** Takes a status in: row, new events, and their alarms, all or nothing. @returns the accepted sequence number */
  takeStatus(status: TerminalStatus): Promise<number>;
  /** Why a right-person hold may not be released now; null when it may (P2). */
  hindranceOfRelease(terminalId: TerminalId): Promise<store.ReleaseHindrance | null>;
  /**
   * The terminal has carried the release out: the center's side follows, unless it has failed once more.
   * @throws when it cannot be audited; then everything stays stopped
   */
  releaseRightPerson(terminalId: TerminalId, releasedBy: string): Promise<void>;
};

/** A terminal each, when the store goes away under a whole fleet. */
const MOST_OWED = 100_000;

const SHOWN_CODES = codesOfNature('shown');

export function createAlarmDesk(parts: {
  readonly database: store.CenterDatabase;
  readonly rules: RuleBook;
  readonly witness: AlarmWitness;
  readonly now: () => Date;
  /** The most events kept of one terminal. */
  readonly keepEvents: number;
  readonly routeStop: RouteStopRule;
  /** The version of the directive a terminal should obey by now; null where there is none. */
  readonly directiveVersionOf: (terminalId: TerminalId) => number | null;
}): AlarmDesk {
  const { database, rules, witness, now, routeStop } = parts;

  const raiseNow = async (terminalId: string, code: AlarmCode): Promise<void> => {
    if (isTerminalIntegrityCode(code)) {
      const stop = { terminalId, code, routeStop, now: now() };
      await witness.raised(await database.transaction().execute((session) => stopForRightPerson(session, stop)));
      return;
    }
    const { severity, enabled } = rules.rule(code);
    if (!enabled) return;
    await witness.raised([await store.raiseAlarm(database, terminalId, code, now(), severity)]);
  };
  /** What the store could not take when it happened; nobody but this node knows of it. */
  const owed = new Map<string, { readonly terminalId: string; readonly code: AlarmCode }>();
  const raise = async (terminalId: string, code: AlarmCode): Promise<void> => {
    try {
      await raiseNow(terminalId, code);
    } catch (cause) {
      if (owed.size < MOST_OWED) owed.set(`${terminalId} ${code}`, { terminalId, code });
      throw cause;
    }
  };

  return {
    raise,
    raiseOfCenter: (code) => raise(CENTER_ITSELF, code),
    async raiseOwed() {
      for (const [key, { terminalId, code }] of owed) {
        await raiseNow(terminalId, code);
        owed.delete(key);
      }
    },
    async takeStatus(status) {
      const { terminalId } = status;
      const at = now();
      const causes = { codes: SHOWN_CODES, shown: shownCauses(status, parts.directiveVersionOf(terminalId)) };
      // Without news it is one statement, which is all or nothing by itself.
      if (status.events.length === 0) return await store.takeReport(database, status, causes, at);
      const taken = await database.transaction().execute(async (transaction) => {
        const accepted = await store.takeReport(transaction, status, causes, at);
        const news = await store.takeEvents(transaction, status, accepted, at, parts.keepEvents);
        const { fresh, altered, acceptedSeq, lost } = news;
        const raised: store.RaisedAlarm[] = [];
        let ended = 0;
        const raiseHere = async (code: AlarmCode): Promise<void> => {
          const { severity, afterSeconds, enabled } = rules.rule(code);
          if (isTerminalIntegrityCode(code)) {
            raised.push(...(await stopForRightPerson(transaction, { terminalId, code, routeStop, now: at })));
          } else if (ALARM_DEFINITIONS[code].nature === 'told' && (afterSeconds > 0 || !enabled)) {
            await store.beginCauses(transaction, terminalId, [code], at);
          } else if (enabled) {
            raised.push(await store.raiseAlarm(transaction, terminalId, code, at, severity));
          }
        };
        for (const event of fresh) {
          const change = alarmOf(event);
          if (change?.kind === 'raise') await raiseHere(change.code);
          if (change?.kind === 'end') {
            const { code } = change;
            const how = event.operator ?? event.code ?? 'terminal';
            await store.forgetCause(transaction, terminalId, code);
            const closed = await store.closeAlarms(transaction, { terminalId, code }, how, at);
            const those = closed.map((id) => ({ id, terminalId, code }));
            await witness.ending(transaction, those, how);
            ended += those.length;
          }
        }
        // Under a number it has used before, a terminal may still call somebody; it cannot end anything.
        for (const event of altered) {
          const change = alarmOf(event);
          if (change?.kind === 'raise') await raiseHere(change.code);
        }
        // Where the terminal has said so itself, it is one loss.
        if (lost && !raised.some(({ code }) => code === 'EVENTS_LOST')) await raiseHere('EVENTS_LOST');
        return { raised, ended, acceptedSeq };
      });
      await witness.raised(taken.raised);
      if (taken.ended > 0) await witness.settle();
      return taken.acceptedSeq;
    },
    hindranceOfRelease: (terminalId) => store.hindranceOfRelease(database, terminalId),
    async releaseRightPerson(terminalId, releasedBy) {
      if ((await store.hindranceOfRelease(database, terminalId)) !== null) return;
      const open = (await store.listAlarms(database, { terminalId })).filter(({ code }) => needsComparison(code));
      const say = (result: string) =>
        Promise.all(open.map((alarm) => witness.acted({ kind: 'center' }, 'alarm-cleared', alarm, result)));
      await say('released');
      const closed = await store.releaseTerminal(database, terminalId, releasedBy, now());
      if (closed.length === 0) await say('too-late');
    },
  };
}
