/** Alarms without a center around them: a store, a clock that a test moves, and any number of nodes on both. */
import * as v from 'valibot';
import { createEventLog, memorySink } from '../../../event-log/index.ts';
import { TerminalIdSchema, type TerminalStatus, TerminalStatusSchema } from '../../../protocol/index.ts';
import { takeIntents } from '../../audit/audit-intents.ts';
import type { AuditEvent } from '../../audit/audit-trail.ts';
import { centerEvents } from '../../event-catalogue.ts';
import { type Actor, actorName } from '../../staff/rights.ts';
import { type OpenStore, registerTerminal } from '../../store/index.ts';
import { statusOf } from '../../test-support/bridge-world.ts';
import { freshStore } from '../../test-support/fresh-store.ts';
import { type RunningAlarms, startAlarms } from '../index.ts';
import type { NotificationConfiguration } from '../notifications/notification-configuration.ts';

export const START = new Date('2026-04-01T00:00:00.000Z');

export type AlarmWorld = {
  readonly store: OpenStore;
  readonly logLines: readonly string[];
  /** What stood in the audit trail: `actor action target result`. */
  readonly audited: string[];
  /** Set, it makes the audit trail fail. */
  auditIsAway: boolean;
  /** Set, it happens once, while the next entry is written. */
  whileAuditing: (() => Promise<unknown>) | null;
  directiveVersion: number | null;
  now(): Date;
  advance(seconds: number): void;
  /** Takes what acts have written down along with themselves into the audit trail, unless that is away. */
  settle(): Promise<void>;
  /** Another process on the same store. */
  node(notifications?: NotificationConfiguration): Promise<RunningAlarms>;
  /** A status of a terminal that serves, with changes. Events get the next numbers of its log. */
  status(terminalId: string, changes?: object, events?: readonly object[]): TerminalStatus;
  /** Known to the center, as after its first request. */
  meet(terminalId: string): Promise<void>;
  open(): Promise<string[]>;
  close(): Promise<void>;
};

export const terminal = (id: string) => v.parse(TerminalIdSchema, id);

/** An invented account. */
export const person = (
  staffId: string,
  roles: readonly ('operator' | 'approver')[] = ['operator', 'approver'],
): Actor => ({
  kind: 'person',
  staffId: v.parse(v.pipe(v.string(), v.brand('StaffId')), staffId),
  name: `Synthetic ${staffId}`,
  roles,
  sessionId: 'synthetic',
});

export async function buildAlarmWorld(): Promise<AlarmWorld> {
  const store = await freshStore();
  const sink = memorySink();
  let nowMs = START.getTime();
  const now = (): Date => new Date(nowMs);
  const log = createEventLog(centerEvents, { sink, now });
  const audited: string[] = [];
  const numbers = new Map<string, number>();
  const nodes: RunningAlarms[] = [];
  const world: AlarmWorld = {
    store,
    logLines: sink.lines,
    audited,
    auditIsAway: false,
    whileAuditing: null,
    directiveVersion: null,
    now,
    advance(seconds) {
      nowMs += seconds * 1_000;
    },
    async settle() {
      if (world.auditIsAway) return;
      const taken = await store.database.transaction().execute((session) => takeIntents(session, 1_000));
      for (const { actor, action, target, result } of taken) audited.push(`${actor} ${action} ${target} ${result}`);
    },
    async node(notifications) {
      const audit = {
        async append({ actor, action, target, result }: AuditEvent): Promise<void> {
          if (world.auditIsAway) throw new Error('the audit trail is away');
          audited.push(`${actorName(actor)} ${action} ${target} ${result}`);
          const { whileAuditing } = world;
          world.whileAuditing = null;
          await whileAuditing?.();
        },
        settle: () => world.settle(),
      };
      const limits = { keepEventsPerTerminal: 1_000, keepEventsMs: 86_400_000, terminalLostMs: 180_000 };
      const configuration = notifications === undefined ? {} : { notifications };
      const directiveVersionOf = () => world.directiveVersion;
      const parts = { configuration, limits, database: store.database, audit, log, now, directiveVersionOf };
      const started = (await startAlarms(parts))._unsafeUnwrap();
      nodes.push(started);
      return started;
    },
    status(terminalId, changes = {}, events = []) {
      const numbered = events.map((event) => {
        const seq = (numbers.get(terminalId) ?? 0) + 1;
        numbers.set(terminalId, seq);
        return { seq, at: now().toISOString(), ...event };
      });
      const plain = statusOf('P'.repeat(22), numbered, terminalId);
      const { devices = {}, ...rest }: { devices?: object } = changes;
      const changed = { ...plain, ...rest, devices: { ...plain.devices, ...devices } };
      return v.parse(TerminalStatusSchema, changed);
    },
    meet: (terminalId) => registerTerminal(store.database, terminal(terminalId), now()),
    async open() {
      const rows = await store.database
        .selectFrom('alarms')
        .select(['terminal_id', 'code', 'times'])
        .where('cleared_at', 'is', null)
        .orderBy('id')
        .execute();
      return rows.map((row) => `${row.terminal_id} ${row.code} ${row.times}`);
    },
    async close() {
      for (const node of nodes) await node.stop();
      await store.close();
    },
  };
  return world;
}

/** Takes all that a test has made out of the store. */
export async function emptyAlarmWorld({ store: { database }, audited }: AlarmWorld): Promise<void> {
  await database.deleteFrom('alarm_comparisons').execute();
  for (const table of [
    'alarms',
    'audit_intents',
    'alarm_causes',
    'alarm_rules',
    'notifications',
    'terminal_events',
    'terminal_logs',
  ] as const) {
    await database.deleteFrom(table).execute();
  }
  await database.deleteFrom('terminal_certificates').execute();
  await database.deleteFrom('terminal_status').execute();
  await database.deleteFrom('terminal_places').execute();
  await database.deleteFrom('terminals').execute();
  audited.length = 0;
}
