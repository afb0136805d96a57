/**
 * Invented terminals over all 47 prefectures, written by the database itself: tens of thousands in a second or two. For tests,
 * the bench and demonstrations. Every store, chain and serial is synthetic; the same number gives the same fleet.
 */
import { sql } from 'kysely';
import type { CenterDatabase } from '../../store/index.ts';

export const SYNTHETIC_CHAINS = ['hinode', 'kaede', 'minato', 'suzume'] as const;
export const SYNTHETIC_BUILDS = ['1.0.0', '1.1.0', '1.2.0'] as const;
/** The directive versions that the fleet reports; the last is what it should obey. */
export const SYNTHETIC_VERSIONS = [6, 7] as const;

/** The id of the terminal with this number, from 1. */
export const syntheticTerminalId = (number: number): string => `SYN-${String(number).padStart(5, '0')}`;

const textArray = (words: readonly string[]) => sql`array[${sql.join(words.map((word) => sql.lit(word)))}]`;

/**
 * Inserts `terminals` of them. Of each hundred: 3 were never seen, 2 are lost, 1 is suspended, 8 are closed (paper or hours),
 * 6 are busy, 80 are ready; one in 50 is a directive behind, one in 40 has an open alarm, one in 9 a warning.
 *
 * @param options.now the moment at which the fleet is as described
 */
export async function insertSyntheticFleet(
  database: CenterDatabase,
  options: { readonly terminals: number; readonly now: Date },
): Promise<void> {
  const { terminals, now } = options;
  const numbers = sql`generate_series(1, ${terminals}::integer) as n`;
  const id = sql`'SYN-' || lpad(n::text, 5, '0')`;
  await database.transaction().execute(async (transaction) => {
    await sql`
      insert into terminal_places
        (terminal_id, chain, prefecture, store_id, store_name, serial, registered_at, retired_at)
      select ${id}, (${textArray(SYNTHETIC_CHAINS)})[1 + n % ${SYNTHETIC_CHAINS.length}::integer],
        lpad((1 + n % 47)::text, 2, '0'), 'S-' || lpad((n / 2)::text, 5, '0'), '架空' || n || '号店',
        'SERIAL-' || lpad(n::text, 6, '0'), ${now}::timestamptz - interval '100 days', null
      from ${numbers}`.execute(transaction);
    await sql`
      insert into terminals (terminal_id, first_seen_at, suspended_for, stream_id, presence, presence_at)
      select ${id}, ${now}::timestamptz - interval '90 days',
        case when n % 100 = 5 then 'STAFF' end,
        case when n % 100 in (3, 4) then null else 'stream-' || n end,
        case when n % 100 in (3, 4) then 'disconnected' else 'connected' end,
        ${now}::timestamptz - interval '2 hours' - n * interval '1 second'
      from ${numbers} where n % 100 not in (0, 1, 2)`.execute(transaction);
    await sql`
      insert into terminal_status (terminal_id, process_id, build, state, directive_version, devices, reported_at,
        received_at, log_id, cause, warnings)
      select ${id}, lpad(n::text, 22, 'A'), (${textArray(SYNTHETIC_BUILDS)})[1 + n % 3],
        case when n % 100 between 6 and 9 then 'needs-staff' when n % 100 between 10 and 13 then 'out-of-hours'
          when n % 100 between 14 and 19 then 'visit' else 'idle' end,
        case when n % 50 = 20 then 6 else 7 end,
        '{"cardReader":"empty","pagePrinter":"ready","receiptPrinter":"ready","coinBox":"ready","cashless":"not-fitted",'
          || '"keySwitch":"locked","screens":"ready"}',
        ${now}::timestamptz - (n % 20) * interval '1 second' - case when n % 100 in (3, 4) then interval '2 hours' else interval '0' end,
        ${now}::timestamptz - (n % 20) * interval '1 second' - case when n % 100 in (3, 4) then interval '2 hours' else interval '0' end,
        lpad(n::text, 22, 'B'),
        case when n % 100 between 6 and 9 then 'needs-staff-paper' when n % 100 between 10 and 13 then 'out-of-hours' end,
        case when n % 9 = 0 then '["paper-low"]' else '[]' end
      from ${numbers} where n % 100 not in (0, 1, 2)`.execute(transaction);
    await sql`
      insert into alarms (terminal_id, code, severity, times, raised_at, last_at)
      select ${id}, case when n % 80 = 39 then 'PAPER_LEFT' else 'CLOCK_OFF' end,
        case when n % 80 = 39 then 'critical' else 'major' end, 1,
        ${now}::timestamptz - interval '1 hour', ${now}::timestamptz - interval '1 hour'
      from ${numbers} where n % 40 = 39 and n % 100 not in (0, 1, 2)`.execute(transaction);
    const version = SYNTHETIC_VERSIONS[1];
    await sql`
      insert into directives (version, content, vrs_key_set, issued_at, expires_at, signed)
      select ${version}::bigint, '{}', '', ${now}::timestamptz, ${now}::timestamptz, ''
      where not exists (select from directives where version >= ${version}::bigint)`.execute(transaction);
  });
  for (const table of ['terminal_places', 'terminals', 'terminal_status', 'alarms']) {
    await sql`analyze ${sql.table(table)}`.execute(database);
  }
}
