import { sql } from 'kysely';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { insertSyntheticFleet, syntheticTerminalId } from '../fleet/testing/synthetic-fleet.ts';
import type { OpenStore } from '../store/index.ts';
import { freshStore, STORE_ENGINES } from '../test-support/fresh-store.ts';
import { createFleetGauges } from './fleet-gauges.ts';
import { readExposition, type Sample, sumOf } from './testing/read-exposition.ts';

const TERMINALS = 56_000;
const NOW = new Date('2026-11-22T03:00:00.000Z');

let store: OpenStore;
let text: string;
let samples: readonly Sample[];

beforeAll(async () => {
  store = await freshStore(STORE_ENGINES.at(-1));
  const { database } = store;
  await insertSyntheticFleet(database, { terminals: TERMINALS, now: NOW });
  // Some say of themselves whatever they like.
  await sql`update terminal_status set build = 'odd-' || right(terminal_id, 3)
    where right(terminal_id, 2) = '77'`.execute(database);
  const terminalId = syntheticTerminalId(20);
  for (const [id, state, seconds] of [
    ['a', 'done', 2],
    ['b', 'done', 4],
    ['c', 'expired', 600],
  ] as const) {
    await database
      .insertInto('commands')
      .values({
        command_id: id,
        terminal_id: terminalId,
        process_id: '',
        command_order: '{"kind":"test-print"}',
        signed: '',
        issued_at: new Date(NOW.getTime() - 60_000 - seconds * 1_000),
        expires_at: NOW,
        state,
        result: state === 'done' ? 'done' : null,
        settled_at: new Date(NOW.getTime() - 60_000),
      })
      .execute();
  }
  for (const [serial, days] of [
    ['AA', 3],
    ['BB', 13],
    ['CC', 20],
    ['DD', -1],
  ] as const) {
    await database
      .insertInto('terminal_certificates')
      .values({
        serial,
        terminal_id: terminalId,
        key_digest: serial,
        issued_at: NOW,
        expires_at: new Date(NOW.getTime() + days * 86_400_000),
        revoked_by: null,
        revoked_for: null,
      })
      .execute();
  }
  const registry = new Registry();
  const gauges = createFleetGauges(registry, {
    database,
    lostMs: 180_000,
    now: () => NOW,
  });
  await gauges.refresh();
  text = await registry.metrics();
  samples = readExposition(text);
}, 240_000);
afterAll(() => store.close());

test('56,000 terminals are a few thousand lines, whatever their builds are called', () => {
  expect(sumOf(samples, 'kofu_terminals')).toBe(TERMINALS);
  expect(new Set(samples.map(({ labels }) => labels['version']).filter((build) => build !== undefined)).size).toBe(8);
  // One line for each terminal would be 1.8 MB.
  expect(Buffer.byteLength(text)).toBeLessThan(600_000);
  expect(samples.length).toBeLessThan(8_000);
  expect(text).not.toMatch(/SYN-|S-0|架空/u);
});

test('each aggregate is what the rows say', () => {
  expect(sumOf(samples, 'kofu_terminals', { standing: 'lost' })).toBe(1_120);
  expect(sumOf(samples, 'kofu_terminals', { standing: 'never-seen' })).toBe(1_680);
  expect(sumOf(samples, 'kofu_terminals', { chain: 'kaede' })).toBe(14_000);
  expect(sumOf(samples, 'kofu_heartbeat_age_seconds', { quantile: '1' })).toBe(19);
  expect(sumOf(samples, 'kofu_alarms_open', { severity: 'major' })).toBe(700);
  expect(sumOf(samples, 'kofu_alarms_open', { code: 'PAPER_LEFT', severity: 'critical' })).toBe(700);
  expect(sumOf(samples, 'kofu_supply_warnings', { warning: 'paper-low' })).toBeGreaterThan(6_000);
  expect(sumOf(samples, 'kofu_command_ack_seconds', { quantile: '0.5' })).toBe(3);
  expect(sumOf(samples, 'kofu_commands_ended', { state: 'expired' })).toBe(1);
  expect(sumOf(samples, 'kofu_commands_ended', { state: 'refused' })).toBe(0);
  expect(sumOf(samples, 'kofu_directive_version')).toBe(7);
  expect(sumOf(samples, 'kofu_directive_drifting_terminals')).toBe(1_120);
  expect(sumOf(samples, 'kofu_certificates_expiring')).toBe(2);
  expect(sumOf(samples, 'kofu_audit_unsigned_seconds')).toBe(0);
});
