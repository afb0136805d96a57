/** Everything the center knows of one terminal, looked up by its id. */
import { sql } from 'kysely';
import * as v from 'valibot';
import type { TerminalPage } from '../console-api/fleet.ts';
import type { CenterDatabase } from '../store/index.ts';
import { type FleetRecord, fleetRowOf, recordColumns } from './fleet-list.ts';
import type { FleetMoment } from './standing.ts';

type TerminalRecord = FleetRecord & {
  readonly serial: string | null;
  readonly process_id: string | null;
  readonly devices: string | null;
  readonly presence: 'connected' | 'disconnected';
  readonly presence_at: Date;
  readonly certificate_serial: string | null;
  readonly certificate_expires_at: Date | null;
};

const DevicesSchema = v.record(v.string(), v.string());

/** @returns null where no such terminal is registered or has been seen, or it was retired */
export async function findInFleet(
  database: CenterDatabase,
  terminalId: string,
  moment: FleetMoment,
): Promise<TerminalPage | null> {
  const { rows } = await sql<TerminalRecord>`
    select ${recordColumns(moment, sql`asked.terminal_id`)},
      p.serial, s.process_id, s.devices, coalesce(t.presence, 'disconnected') as presence,
      coalesce(t.presence_at, p.registered_at) as presence_at,
      c.serial as certificate_serial, c.expires_at as certificate_expires_at
    from (values (${terminalId}::text)) as asked (terminal_id)
    left join terminal_places p on p.terminal_id = asked.terminal_id
    left join terminals t on t.terminal_id = asked.terminal_id
    left join terminal_status s on s.terminal_id = asked.terminal_id
    left join lateral (
      select serial, expires_at from terminal_certificates
      where terminal_id = asked.terminal_id and revoked_at is null and superseded_at is null
      order by issued_at desc limit 1
    ) as c on true
    where (p.terminal_id is not null or t.terminal_id is not null) and p.retired_at is null`.execute(database);
  const [record] = rows;
  if (record === undefined) return null;
  const { certificate_serial: serial, certificate_expires_at: expiresAt } = record;
  return {
    ...fleetRowOf(record),
    serial: record.serial,
    processId: record.process_id,
    devices: record.devices === null ? null : v.parse(DevicesSchema, JSON.parse(record.devices)),
    presence: record.presence,
    presenceAt: record.presence_at.toISOString(),
    certificate: serial === null || expiresAt === null ? null : { serial, expiresAt: expiresAt.toISOString() },
  };
}
