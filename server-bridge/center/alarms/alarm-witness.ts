/** Alarms in the log and in the audit trail. What could not be written there is written by whichever node looks next. */
import * as v from 'valibot';
import { TerminalIdSchema } from '../../protocol/index.ts';
import { type AlarmCode, CENTER_ITSELF } from '../alarm-codes.ts';
import { intendAudit } from '../audit/audit-intents.ts';
import type { AuditOutbox, AuditTrail } from '../audit/audit-trail.ts';
import type { CenterLog } from '../event-catalogue.ts';
import type { Actor } from '../staff/rights.ts';
import * as store from '../store/index.ts';
import { isAlarmCode, needsComparison } from './default-rules.ts';

export type AlarmWitness = {
  /** Alarms that were raised or seen again, after their transaction and before anybody is told. */
  raised(alarms: readonly store.RaisedAlarm[]): Promise<void>;
  /**
   * Alarms that end by themselves, in the transaction in which they do: nobody could write it down later. Call `settle` after it.
   * @param how in one word
   */
  ending(
    transaction: Session,
    alarms: readonly { id: number; terminalId: string; code: string }[],
    how: string,
  ): Promise<void>;
  /** What was written down in transactions goes into the trail. Never fails: what does not go now goes later. */
  settle(): Promise<void>;
  /** What staff did; @throws when it cannot be written, and then it is not done */
  acted(
    actor: Actor,
    action: StaffAct,
    alarm: { id: number; terminalId: string; code: string },
    result: string,
  ): Promise<void>;
  /** A rule of staff's. @throws as above */
  ruled(actor: Actor, code: AlarmCode, result: string): Promise<void>;
  /** Writes what a node that has died, or an audit trail that was away, left out. */
  catchUp(): Promise<void>;
};

type Session = Parameters<typeof intendAudit>[0];

export type StaffAct = 'alarm-acknowledged' | 'alarm-cleared' | 'comparison-recorded';

/** The node that raised an alarm gets so long to write it down itself. */
const OWN_TURN_MS = 10_000;
const CENTER: Actor = { kind: 'center' };
/** A word of the trail: no name or sentence of a terminal's operator passes unless it is one. */
const WordSchema = v.fallback(v.pipe(v.string(), v.regex(/^[a-z][a-z-]{0,39}$/)), 'ended');

const targetOf = ({ id, terminalId, code }: { id: number; terminalId: string; code: string }): string =>
  `${terminalId}:${code}:${id}`;

/**
 * Integrity alarms that were seen once more, in the transaction in which they were: that they were seen for the first time is marked in
 * their row once it is in the trail, but a repetition has no mark of its own.
 */
export async function intendRepeats(
  transaction: Session,
  alarms: readonly store.RaisedAlarm[],
  now: Date,
): Promise<void> {
  const events = alarms.filter(isRepeatToAudit).map(raisedEvent);
  await intendAudit(transaction, events, now);
}

const isRepeatToAudit = ({ times, code }: store.RaisedAlarm): boolean => times > 1 && needsComparison(code);

const raisedEvent = (alarm: Pick<store.Alarm, 'id' | 'terminalId' | 'code' | 'severity'>) =>
  ({ actor: CENTER, action: 'alarm-raised', target: targetOf(alarm), result: alarm.severity }) as const;

export function createAlarmWitness(parts: {
  readonly database: store.CenterDatabase;
  readonly audit: AuditTrail & AuditOutbox;
  readonly log: CenterLog;
  readonly now: () => Date;
}): AlarmWitness {
  const { database, audit, log, now } = parts;

  const write = async (
    alarms: readonly Pick<store.Alarm, 'id' | 'terminalId' | 'code' | 'severity'>[],
  ): Promise<void> => {
    if (alarms.length === 0) return;
    await Promise.all(alarms.map((alarm) => audit.append(raisedEvent(alarm))));
    await store.markAudited(
      database,
      alarms.map(({ id }) => id),
      now(),
    );
  };

  const record = (terminalId: string, code: AlarmCode): void => {
    const terminal = v.safeParse(TerminalIdSchema, terminalId);
    if (terminal.success) log.record('ALARM_RAISED', { terminal: terminal.output, code });
    else if (terminalId === CENTER_ITSELF) log.record('CENTER_ALARM_RAISED', { code });
  };

  return {
    async raised(alarms) {
      for (const { terminalId, code } of alarms) record(terminalId, code);
      try {
        await write(alarms.filter(({ times }) => times === 1));
      } catch {
        log.record('WORK_FAILED', { where: 'alarms' });
      }
      if (alarms.some(isRepeatToAudit)) await audit.settle();
    },
    async ending(transaction, alarms, how) {
      const result = v.parse(WordSchema, how);
      const events = alarms.map(
        (alarm) => ({ actor: CENTER, action: 'alarm-cleared', target: targetOf(alarm), result }) as const,
      );
      await intendAudit(transaction, events, now());
    },
    settle: () => audit.settle(),
    acted: (actor, action, alarm, result) => audit.append({ actor, action, target: targetOf(alarm), result }),
    ruled: (actor, code, result) => audit.append({ actor, action: 'rule-changed', target: code, result }),
    async catchUp() {
      const left = await store.unauditedAlarms(database, new Date(now().getTime() - OWN_TURN_MS));
      await write(left.filter(({ code }) => isAlarmCode(code)));
    },
  };
}
