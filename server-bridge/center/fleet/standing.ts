/**
 * What a terminal counts as, decided in one place: an SQL expression that summary, list and single terminal all use, so that
 * the number beside a picture is always the number of rows behind it.
 */
import { type RawBuilder, sql } from 'kysely';
import { CENTER_ITSELF } from '../alarm-codes.ts';
import type { Standing } from '../console-api/fleet.ts';

/** A moment, and before which a terminal must have been heard not to count as lost. */
export type FleetMoment = { readonly now: Date; readonly lostMs: number };

/** Why the center refuses a terminal's relays: its own reason, or that of the whole route (P2), as admission has it. */
export const suspendedForExpression = sql<string | null>`coalesce(t.suspended_for, (
  select 'ROUTE_STOPPED' from alarms where terminal_id = ${CENTER_ITSELF} and code = 'ROUTE_STOPPED' and cleared_at is null
))`;

/**
 * The first that fits. Reads the aliases `t` (terminals) and `s` (terminal_status), either of which may be missing. A terminal
 * whose connection nobody has ended, since its center died with it, is lost when it has been silent for as long.
 */
export function standingExpression({ now, lostMs }: FleetMoment): RawBuilder<Standing> {
  const limit = new Date(now.getTime() - lostMs);
  return sql<Standing>`case
    when t.terminal_id is null then 'never-seen'
    when t.presence = 'disconnected' and t.presence_at < ${limit} then 'lost'
    when t.presence = 'connected' and t.presence_at < ${limit} and coalesce(s.received_at, t.presence_at) < ${limit} then 'lost'
    when ${suspendedForExpression} is not null or s.state = 'suspended' then 'suspended'
    when s.state = 'idle' then 'ready'
    when s.state = 'visit' then 'busy'
    else 'closed'
  end`;
}

/** When the terminal was last heard of in any way. */
export const seenExpression = sql<Date | null>`greatest(s.received_at, t.presence_at)`;

/** The directive version that a terminal should obey: the newest there is. */
export const wantedVersionExpression = sql<number | bigint | string | null>`(select max(version) from directives)`;

/** Every terminal that is registered or has been seen, unless it was retired. */
export const everyTerminal = sql`terminal_places p
  full join terminals t on t.terminal_id = p.terminal_id
  left join terminal_status s on s.terminal_id = t.terminal_id`;
