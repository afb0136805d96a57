/** Roll-outs on a real store with invented terminals, a clock of the test's own, and answers the test gives. */
import * as v from 'valibot';
import { createEventLog, noSink } from '../../../event-log/index.ts';
import type { AuditEvent } from '../../audit/audit-trail.ts';
import { NewRollOutSchema } from '../../console-api/orders.ts';
import { type TerminalPlace, TerminalPlaceSchema } from '../../console-api/places.ts';
import { centerEvents } from '../../event-catalogue.ts';
import { type Actor, StaffIdSchema } from '../../staff/rights.ts';
import { expireCommands, type OpenStore, registerPlaces, settleCommand, takeUp } from '../../store/index.ts';
import { createRollOutDesk } from '../roll-out-desk.ts';
import { type RollOutRunner, startRollOutRunner } from '../roll-out-runner.ts';

const person = (name: string): Actor => ({
  kind: 'person',
  staffId: v.parse(StaffIdSchema, name),
  name,
  roles: ['drafter', 'approver', 'operator'],
  sessionId: 'synthetic',
});
export const DRAFTER = person('synthetic.drafter');
export const APPROVER = person('synthetic.approver');

export const placesOf = (chain: string, terminals: number): TerminalPlace[] =>
  Array.from({ length: terminals }, (_, index) =>
    v.parse(TerminalPlaceSchema, {
      terminalId: `${chain.toUpperCase()}-${String(index).padStart(5, '0')}`,
      chain,
      prefecture: String((index % 47) + 1).padStart(2, '0'),
      storeId: `S-${index}`,
      storeName: '架空店',
      serial: `${chain}-${index}`,
    }),
  );

export const newRollOut = (chain: string, change: object = {}) =>
  v.parse(NewRollOutSchema, {
    order: { kind: 'restart-when-idle' },
    scope: { kind: 'chain', chain },
    stagesPercent: [10, 50, 100],
    successPercent: 80,
    stageMinutes: 30,
    stopAtFailurePercent: 50,
    ...change,
  });

export function rollOutWorld(store: OpenStore) {
  const { database } = store;
  let ahead = 0;
  const started = Date.now();
  const now = (): Date => new Date(started + ahead);
  const trail: AuditEvent[] = [];
  const audit = {
    append(event: AuditEvent) {
      trail.push(event);
      return Promise.resolve();
    },
  };
  const log = createEventLog(centerEvents, { sink: noSink(), now });
  const commandLifeMs = 600_000;
  const desk = createRollOutDesk({ database, audit, commandLifeMs, now, onChange: () => undefined });
  const runners: RollOutRunner[] = [];

  const ordersOf = (rollOutId: number) =>
    database
      .selectFrom('commands')
      .select(['command_id', 'terminal_id', 'state', 'roll_out_stage'])
      .where('roll_out_id', '=', rollOutId)
      .orderBy('command_id')
      .execute();

  return {
    database,
    desk,
    trail,
    now,
    ordersOf,
    passMinutes(minutes: number): void {
      ahead += minutes * 60_000;
    },
    /** One that looks only when the test says so. `alone` asks for the name in the store, as nodes do. */
    runner(alone = true): RollOutRunner {
      const claim = alone ? store.claim : () => Promise.resolve({ held: () => true, release: () => Promise.resolve() });
      const runner = startRollOutRunner({
        store: { database, claim },
        audit,
        bus: { publish: () => Promise.resolve() },
        commandLifeMs,
        everyMs: null,
        now,
        log,
      });
      runners.push(runner);
      return runner;
    },
    register: (chain: string, terminals: number) => registerPlaces(database, placesOf(chain, terminals), now()),
    /** Drafted by one person and approved by another. */
    async approved(chain: string, change: object = {}): Promise<number> {
      const { rollOutId } = (await desk.draft(DRAFTER, newRollOut(chain, change)))._unsafeUnwrap();
      (await desk.approve(APPROVER, rollOutId))._unsafeUnwrap();
      return rollOutId;
    },
    /** As a node does that has the terminals. @returns how many were taken up */
    async send(rollOutId: number, orders = Number.POSITIVE_INFINITY): Promise<number> {
      const waiting = (await ordersOf(rollOutId)).filter(({ state }) => state === 'queued');
      const signed = waiting
        .slice(0, orders)
        .map(({ command_id }) => ({ commandId: command_id, processId: 'P'.repeat(22), signed: 'signed' }));
      return (await takeUp(database, signed, now())).size;
    },
    /** As terminals do that were sent one. */
    async answer(rollOutId: number, result: 'done' | 'failed', orders = Number.POSITIVE_INFINITY): Promise<void> {
      const sent = (await ordersOf(rollOutId)).filter(({ state }) => state === 'sent');
      for (const { command_id, terminal_id } of sent.slice(0, orders)) {
        await settleCommand(database, terminal_id, { commandId: command_id, result }, now());
      }
    },
    expire: () => expireCommands(database, now(), 10_000),
    async told(rollOutId: number) {
      return (await desk.find(rollOutId))._unsafeUnwrap();
    },
    async close(): Promise<void> {
      for (const runner of runners) await runner.stop();
      await store.close();
    },
  };
}
export type RollOutWorld = ReturnType<typeof rollOutWorld>;
