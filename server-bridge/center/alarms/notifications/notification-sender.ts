/**
 * Sends what waits in the outbox, apart from all other work: a receiver that is away delays nothing but its own notifications. Each is
 * sent by the node that holds its lease; a node that dies leaves it to another, so a receiver may hear of it twice, by the same id.
 */

import { ATTEMPT_LIMIT_MS, type DeliveryError } from '../../../notifications/index.ts';
import type { AuditTrail } from '../../audit/audit-trail.ts';
import type { CenterLog } from '../../event-catalogue.ts';
import * as store from '../../store/index.ts';
import type { Receiver } from './receiver.ts';

export type NotificationSender = {
  /** Begins to send what is due, unless it is at it already. Never fails, never waits. */
  kick(): void;
  /** Gives up what nobody sends any more. @throws when the store does not answer */
  giveUp(): Promise<void>;
  /** Waits for what is under way; each attempt has its limit. */
  idle(): Promise<void>;
  /** Breaks off what is under way: its lease ends, and another node sends it. */
  stop(): Promise<void>;
};

const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 15 * 60_000;
const LEASE_MS = 4 * ATTEMPT_LIMIT_MS;
const MOST_IN_ONE_RUN = 20;

/** Doubled from attempt to attempt and spread, so that many nodes do not knock together. */
export function pauseMs(attempts: number, chance: number): number {
  const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(attempts - 1, 20));
  return Math.round(pause * (0.75 + chance / 2));
}

export function createNotificationSender(parts: {
  readonly database: store.CenterDatabase;
  readonly receivers: readonly Receiver[];
  readonly audit: AuditTrail;
  readonly log: CenterLog;
  readonly now: () => Date;
  readonly alarmAfterAttempts: number;
  readonly giveUpAfterMs: number;
  /** Whether the alarm of `onFailing` is open. */
  readonly isKnownFailing: () => Promise<boolean>;
  /** Somebody has to look after a receiver that does not take anything. */
  readonly onFailing: () => Promise<void>;
  /** Everything that had failed so often has been taken, or is given up. */
  readonly onRecovered: () => Promise<void>;
}): NotificationSender {
  const { database, receivers, audit, log, now } = parts;
  const stopping = new AbortController();
  const { signal } = stopping;
  const stopped = new Promise<null>((resolve) => signal.addEventListener('abort', () => resolve(null), { once: true }));

  const failed = async (receiver: Receiver, notification: store.LeasedNotification, error: DeliveryError) => {
    const { attempts, id, madeAt } = notification;
    log.record('NOTIFICATION_FAILED', { receiver: receiver.kind, reason: error.kind, attempts });
    const givenUp = now().getTime() - madeAt.getTime() >= parts.giveUpAfterMs;
    if (givenUp) await store.settleNotification(database, id, 'given-up', now());
    else {
      const nextAt = new Date(now().getTime() + pauseMs(attempts, Math.random()));
      await store.postponeNotification(database, id, nextAt);
    }
    if (givenUp || attempts === parts.alarmAfterAttempts) {
      await audit.append({
        actor: { kind: 'center' },
        action: 'notification-failed',
        target: receiver.name,
        result: givenUp ? 'given-up' : error.kind,
      });
    }
    // Later ones too: a node may have died in the attempt that should have called somebody, or a person has cleared it too early.
    const { alarmAfterAttempts } = parts;
    if (attempts === alarmAfterAttempts || (attempts > alarmAfterAttempts && !(await parts.isKnownFailing()))) {
      await parts.onFailing();
    }
  };

  const sendTo = async (receiver: Receiver): Promise<void> => {
    for (let count = 0; count < MOST_IN_ONE_RUN && !signal.aborted; count += 1) {
      const at = now();
      const leased = await store.leaseNotification(database, receiver.name, at, new Date(at.getTime() + LEASE_MS));
      if (leased === null) return;
      const sent = await Promise.race([receiver.deliver(leased.id, leased.body, signal), stopped]);
      if (sent === null) return;
      if (sent.isErr()) {
        await failed(receiver, leased, sent.error);
        return;
      }
      await store.settleNotification(database, leased.id, 'sent', now());
      log.record('NOTIFICATION_SENT', { receiver: receiver.kind, attempts: leased.attempts });
      const wasFailing = leased.attempts >= parts.alarmAfterAttempts;
      if (wasFailing && !(await store.isAnyFailing(database, parts.alarmAfterAttempts))) await parts.onRecovered();
    }
  };

  const running = new Map<string, Promise<void>>();
  return {
    kick() {
      if (signal.aborted) return;
      for (const receiver of receivers) {
        if (running.has(receiver.name)) continue;
        const run = sendTo(receiver)
          .catch(() => log.record('WORK_FAILED', { where: 'notifications' }))
          .finally(() => running.delete(receiver.name));
        running.set(receiver.name, run);
      }
    },
    async giveUp() {
      // Later than an attempt of its own could be: a receiver that is configured is asked once more before.
      const limit = new Date(now().getTime() - parts.giveUpAfterMs - LONGEST_PAUSE_MS);
      const givenUp = await store.giveUpNotifications(database, limit, now());
      for (const target of new Set(givenUp)) {
        const actor = { kind: 'center' } as const;
        await audit.append({ actor, action: 'notification-failed', target, result: 'given-up' });
      }
    },
    async idle() {
      await Promise.all(running.values());
    },
    async stop() {
      stopping.abort();
      await Promise.all(running.values());
    },
  };
}
