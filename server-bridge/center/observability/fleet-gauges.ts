/**
 * Gauges of the whole fleet from the store, the same at every node. They are asked for when somebody looks, at most every few
 * seconds, and vanish while the store cannot answer: an old number would look like a good one.
 */
import { Gauge, Histogram, type Registry } from 'prom-client';
import type { CenterDatabase } from '../store/index.ts';
import { askForAggregates, type FleetAggregates } from './fleet-aggregates.ts';

const ASKED_AGAIN_MS = 10_000;
/** Builds with labels of their own, the most frequent ones: what terminals say of themselves must not make series at will. */
const NAMED_BUILDS = 6;
const NONE = 'none';
const OTHER = 'other';

/** The label for each build. */
function buildLabels(terminals: FleetAggregates['terminals']): (build: string | null) => string {
  const counts = new Map<string, number>();
  for (const row of terminals) {
    if (row.build !== null) counts.set(row.build, (counts.get(row.build) ?? 0) + row.terminals);
  }
  const named = [...counts].sort(([, left], [, right]) => right - left).slice(0, NAMED_BUILDS);
  const labels = new Set(named.map(([build]) => build));
  return (build) => (build === null ? NONE : labels.has(build) ? build : OTHER);
}

export type FleetGauges = {
  /** Brings the gauges up to date unless they are fresh. Never fails: a store that is away shows as `kofu_store_up` 0. */
  refresh(): Promise<void>;
};

export function createFleetGauges(
  registry: Registry,
  parts: {
    readonly database: CenterDatabase;
    readonly lostMs: number;
    readonly now: () => Date;
  },
): FleetGauges {
  const gauge = <const L extends string>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Gauge<L>({ name, help, labelNames: [...labelNames], registers: [registry] });
  const up = gauge('kofu_store_up', 'Whether the store answered at the last look.');
  const roundTrip = new Histogram({
    name: 'kofu_store_seconds',
    help: 'How long the store took for the questions behind these gauges.',
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  const terminals = gauge('kofu_terminals', 'Terminals by what they count as.', [
    'chain',
    'prefecture',
    'version',
    'standing',
  ]);
  const heartbeats = gauge('kofu_heartbeat_age_seconds', 'Since connected terminals last reported.', ['quantile']);
  const warnings = gauge('kofu_supply_warnings', 'Terminals that will need something soon.', ['warning']);
  const alarms = gauge('kofu_alarms_open', 'Alarms that nobody has cleared.', ['code', 'severity']);
  const acks = gauge('kofu_command_ack_seconds', 'From order to answer, of the last 15 minutes.', ['quantile']);
  const ended = gauge('kofu_commands_ended', 'Orders that ended in the last 15 minutes.', ['state']);
  const version = gauge('kofu_directive_version', 'The newest directive.');
  const left = gauge('kofu_directive_seconds_left', 'Until the life of the newest directive is over.');
  const drifting = gauge('kofu_directive_drifting_terminals', 'Connected terminals that obey another directive.');
  const expiring = gauge('kofu_certificates_expiring', 'Certificates of terminals that end within 14 days.');
  const unsigned = gauge('kofu_audit_unsigned_seconds', 'Since the oldest audit entry without a signed checkpoint.');
  const labelled = [terminals, heartbeats, warnings, alarms, acks, ended];
  // Without labels zero is what there is: no directive has no life left.
  const single = [version, left, drifting, expiring, unsigned];

  const show = (found: FleetAggregates): void => {
    const labelOf = buildLabels(found.terminals);
    for (const { chain, prefecture, build, standing, terminals: count } of found.terminals) {
      const labels = { chain: chain ?? NONE, prefecture: prefecture ?? NONE, version: labelOf(build), standing };
      terminals.inc(labels, count);
    }
    const { p50, p95, max } = found.heartbeatAge;
    for (const [quantile, value] of Object.entries({ '0.5': p50, '0.95': p95, '1': max })) {
      if (value !== null) heartbeats.set({ quantile }, value);
    }
    for (const { warning, terminals: count } of found.warnings) warnings.set({ warning }, count);
    for (const { code, severity, alarms: count } of found.alarms) alarms.set({ code, severity }, count);
    for (const [quantile, value] of Object.entries({ '0.5': found.commandAck.p50, '0.95': found.commandAck.p95 })) {
      if (value !== null) acks.set({ quantile }, value);
    }
    // An alert on orders that expire must find a number while none does.
    for (const state of ['done', 'refused', 'expired']) ended.set({ state }, 0);
    for (const { state, commands } of found.commandsEnded) ended.set({ state }, commands);
    if (found.directive.version !== null) version.set(found.directive.version);
    if (found.directive.secondsLeft !== null) left.set(found.directive.secondsLeft);
    drifting.set(found.directive.drifting);
    expiring.set(found.certificatesExpiring);
    unsigned.set(found.unsignedAuditAge);
  };

  let askedAtMs = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> | null = null;
  const ask = async (): Promise<void> => {
    const startedMs = performance.now();
    try {
      const found = await askForAggregates(parts.database, { now: parts.now(), lostMs: parts.lostMs });
      for (const each of labelled) each.reset();
      for (const each of single) each.set(0);
      show(found);
      up.set(1);
      askedAtMs = performance.now();
    } catch {
      for (const each of labelled) each.reset();
      for (const each of single) each.remove();
      up.set(0);
    }
    roundTrip.observe((performance.now() - startedMs) / 1_000);
  };
  return {
    async refresh() {
      if (performance.now() - askedAtMs < ASKED_AGAIN_MS) return;
      asking ??= ask().finally(() => {
        asking = null;
      });
      await asking;
    },
  };
}
