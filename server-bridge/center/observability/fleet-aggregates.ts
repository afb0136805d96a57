/** What the store says of the whole fleet, in aggregates: never a terminal by itself. */
import { sql } from 'kysely';
import { type FleetGroup, type FleetMoment, groupFleet } from '../fleet/index.ts';
import type { CenterDatabase } from '../store/index.ts';

export type FleetAggregates = {
  readonly terminals: readonly FleetGroup[];
  /** Seconds since connected terminals last reported; null where none is connected. */
  readonly heartbeatAge: { readonly p50: number | null; readonly p95: number | null; readonly max: number | null };
  readonly warnings: readonly { readonly warning: string; readonly terminals: number }[];
  readonly alarms: readonly { readonly code: string; readonly severity: string; readonly alarms: number }[];
  /** Seconds from order to the terminal's own answer, of those answered lately. */
  readonly commandAck: { readonly p50: number | null; readonly p95: number | null };
  /** Orders that ended lately, by how. */
  readonly commandsEnded: readonly { readonly state: string; readonly commands: number }[];
  readonly directive: {
    readonly version: number | null;
    /** Until the newest one's life is over. */
    readonly secondsLeft: number | null;
    /** Connected terminals that obey another version. */
    readonly drifting: number;
  };
  readonly certificatesExpiring: number;
  /** Seconds since the oldest audit entry that no signed checkpoint covers; 0 where all are covered. */
  readonly unsignedAuditAge: number;
};

const LATELY_MS = 900_000;
const EXPIRING_MS = 14 * 86_400_000;

/** One round of questions, each a small answer whatever the size of the fleet. */
export async function askForAggregates(database: CenterDatabase, moment: FleetMoment): Promise<FleetAggregates> {
  const { now } = moment;
  const since = sql`${now}::timestamptz`;
  const lately = new Date(now.getTime() - LATELY_MS);
  const terminals = await groupFleet(database, moment);
  const connected = await sql<FleetAggregates['heartbeatAge'] & { drifting: number }>`
    select percentile_cont(0.5) within group (order by age)::float8 as p50,
      percentile_cont(0.95) within group (order by age)::float8 as p95, max(age)::float8 as max,
      count(*) filter (where directive_version is distinct from wanted)::integer as drifting
    from (
      select extract(epoch from ${since} - s.received_at) as age, s.directive_version,
        (select max(version) from directives) as wanted
      from terminals t join terminal_status s on s.terminal_id = t.terminal_id where t.presence = 'connected'
    ) as heartbeats`.execute(database);
  const warnings = await sql<FleetAggregates['warnings'][number]>`
    select warning, count(*)::integer as terminals
    from terminal_status s, jsonb_array_elements_text(s.warnings::jsonb) as warning
    where s.warnings <> '[]' group by warning`.execute(database);
  const alarms = await sql<FleetAggregates['alarms'][number]>`
    select code, severity, count(*)::integer as alarms from alarms where cleared_at is null
    group by code, severity`.execute(database);
  const acks = await sql<FleetAggregates['commandAck']>`
    select percentile_cont(0.5) within group (order by waited)::float8 as p50,
      percentile_cont(0.95) within group (order by waited)::float8 as p95
    from (
      select extract(epoch from settled_at - issued_at) as waited from commands
      where settled_at >= ${lately} and result is not null
    ) as acks`.execute(database);
  const commandsEnded = await sql<FleetAggregates['commandsEnded'][number]>`
    select state, count(*)::integer as commands from commands where settled_at >= ${lately} group by state`.execute(
    database,
  );
  const directive = await sql<{ version: number | null; seconds_left: number | null }>`
    select version::float8 as version, extract(epoch from expires_at - ${since})::float8 as seconds_left
    from directives order by directives.version desc limit 1`.execute(database);
  const certificates = await sql<{ expiring: number }>`
    select count(*)::integer as expiring from terminal_certificates
    where revoked_at is null and superseded_at is null and expires_at > ${now}
      and expires_at < ${new Date(now.getTime() + EXPIRING_MS)}`.execute(database);
  const unsigned = await sql<{ age: number | null }>`
    select max(extract(epoch from ${since} - e.at))::float8 as age
    from audit_chains c join audit_entries e on e.node = c.node and e.seq = 1 + coalesce(
      (select max(k.size) from audit_checkpoints k where k.node = c.node), 0)`.execute(database);
  const [beat] = connected.rows;
  const [ack] = acks.rows;
  const [newest] = directive.rows;
  return {
    terminals,
    heartbeatAge: { p50: beat?.p50 ?? null, p95: beat?.p95 ?? null, max: beat?.max ?? null },
    warnings: warnings.rows,
    alarms: alarms.rows,
    commandAck: { p50: ack?.p50 ?? null, p95: ack?.p95 ?? null },
    commandsEnded: commandsEnded.rows,
    directive: {
      version: newest?.version ?? null,
      secondsLeft: newest?.seconds_left ?? null,
      drifting: beat?.drifting ?? 0,
    },
    certificatesExpiring: certificates.rows[0]?.expiring ?? 0,
    unsignedAuditAge: Math.max(0, unsigned.rows[0]?.age ?? 0),
  };
}
