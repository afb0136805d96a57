/** The alarms of one center process, put together: desk, care by staff, the clock of causes, and whoever is told. */
import { err, ok, type Result } from 'neverthrow';
import type { TerminalId } from '../../protocol/index.ts';
import { CENTER_ITSELF } from '../alarm-codes.ts';
import { type AlarmDesk, createAlarmDesk } from '../alarm-desk.ts';
import type { AuditOutbox, AuditTrail } from '../audit/audit-trail.ts';
import type { CenterConfiguration, CenterLimits, ConfigurationError } from '../configuration.ts';
import type { CenterLog } from '../event-catalogue.ts';
import * as store from '../store/index.ts';
import { type AlarmCare, createAlarmCare } from './alarm-care.ts';
import { createAlarmWitness } from './alarm-witness.ts';
import { endAlarms } from './end-alarms.ts';
import { createNotificationSender } from './notifications/notification-sender.ts';
import { openReceivers } from './notifications/open-receivers.ts';
import { tellAlarms, tellMissed } from './notifications/tell-alarms.ts';
import { createRuleBook, type RuleBook } from './rule-book.ts';
import { createCauseWatch } from './watch-causes.ts';

export type RunningAlarms = {
  readonly desk: AlarmDesk;
  readonly care: AlarmCare;
  readonly rules: RuleBook;
  /** Each round of the node. @throws when the store does not answer */
  round(): Promise<void>;
  /** What is looked at less often. @throws as above */
  slowRound(): Promise<void>;
  /** Waits for the notifications that are being sent. */
  idle(): Promise<void>;
  stop(): Promise<void>;
};

export async function startAlarms(parts: {
  readonly configuration: Pick<CenterConfiguration, 'alarms' | 'notifications'>;
  readonly limits: Pick<CenterLimits, 'keepEventsPerTerminal' | 'keepEventsMs' | 'terminalLostMs'>;
  readonly database: store.CenterDatabase;
  readonly audit: AuditTrail & AuditOutbox;
  readonly log: CenterLog;
  readonly now: () => Date;
  readonly directiveVersionOf: (terminalId: TerminalId) => number | null;
}): Promise<Result<RunningAlarms, ConfigurationError>> {
  const { configuration, limits, database, audit, log, now, directiveVersionOf } = parts;
  const opened = await openReceivers(configuration.notifications, now);
  if (opened.isErr()) return err(opened.error);
  const receivers = opened.value;
  const rules = createRuleBook({ database, terminalLostMs: limits.terminalLostMs });
  const witness = createAlarmWitness({ database, audit, log, now });
  const routeStop = {
    terminals: configuration.alarms?.routeStop?.terminals ?? 2,
    withinMs: (configuration.alarms?.routeStop?.withinMinutes ?? 15) * 60_000,
  };
  const keepEvents = limits.keepEventsPerTerminal;
  const desk = createAlarmDesk({ database, rules, witness, now, keepEvents, routeStop, directiveVersionOf });
  const watch = createCauseWatch({
    database,
    rules,
    witness,
    routeStop,
    terminalLostMs: limits.terminalLostMs,
    now,
  });
  const sender = createNotificationSender({
    database,
    receivers,
    audit,
    log,
    now,
    alarmAfterAttempts: configuration.notifications?.alarmAfterAttempts ?? 5,
    giveUpAfterMs: (configuration.notifications?.giveUpAfterHours ?? 24) * 3_600_000,
    isKnownFailing: () => store.isOpenAtCenter(database, 'NOTIFICATION_FAILED'),
    onFailing: () => desk.raiseOfCenter('NOTIFICATION_FAILED'),
    async onRecovered() {
      const which = { terminalId: CENTER_ITSELF, code: 'NOTIFICATION_FAILED' as const };
      await endAlarms({ database, witness, now }, which, 'recovered');
      await witness.settle();
    },
  });
  return ok({
    desk,
    care: createAlarmCare({ database, rules, witness, now }),
    rules,
    async round() {
      await desk.raiseOwed();
      await watch.round();
      await tellAlarms({ database, rules, receivers, now });
      sender.kick();
    },
    async slowRound() {
      await watch.slowRound();
      await tellMissed({ database, rules, receivers, now });
      await sender.giveUp();
      await store.eraseNotificationsBefore(database, new Date(now().getTime() - limits.keepEventsMs));
    },
    idle: () => sender.idle(),
    stop: () => sender.stop(),
  });
}
