/** `GET /operations/fleet…`: terminals in counts, as a list that is filtered by the server, and one by one. */
import * as v from 'valibot';
import { InstantSchema } from '../../protocol/index.ts';
import { ChainSchema, PrefectureSchema, StoreIdSchema } from './places.ts';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const instant = InstantSchema;

/** What a terminal counts as in overviews; the first that fits. */
export const STANDINGS = ['lost', 'suspended', 'closed', 'busy', 'ready', 'never-seen'] as const;
export const StandingSchema = v.picklist(STANDINGS);
export type Standing = v.InferOutput<typeof StandingSchema>;

const CountsSchema = v.strictObject(v.entriesFromList(STANDINGS, count));

/** `GET /operations/fleet` */
export const FleetSchema = v.strictObject({
  at: instant,
  total: count,
  standings: CountsSchema,
  openAlarms: v.strictObject({ critical: count, major: count, minor: count }),
  prefectures: v.array(
    v.strictObject({ prefecture: PrefectureSchema, total: count, standings: CountsSchema, openAlarms: count }),
  ),
  chains: v.array(
    v.strictObject({ chain: v.nullable(ChainSchema), total: count, standings: CountsSchema, openAlarms: count }),
  ),
  /** Which directive versions and builds are out there: drift. */
  directiveVersions: v.array(v.strictObject({ version: v.nullable(count), terminals: count })),
  builds: v.array(v.strictObject({ build: v.nullable(v.string()), terminals: count })),
});
export type Fleet = v.InferOutput<typeof FleetSchema>;

export const SORTS = ['terminal', 'store', 'standing', 'seen', 'alarms'] as const;

/** Query of `GET /operations/fleet/terminals`. `offset` because a virtual list jumps. */
export const FleetQuerySchema = v.strictObject({
  /** Part of a terminal's, store's id or store's name. */
  search: v.optional(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60))),
  chain: v.optional(ChainSchema),
  prefecture: v.optional(PrefectureSchema),
  standing: v.optional(StandingSchema),
  build: v.optional(v.pipe(v.string(), v.maxLength(100))),
  /** Only those with an open alarm. */
  alarm: v.optional(v.literal('open')),
  /** Only those that obey another version than they should. */
  drift: v.optional(v.literal('yes')),
  sort: v.optional(v.picklist(SORTS), 'terminal'),
  offset: v.optional(v.pipe(v.string(), v.regex(/^(0|[1-9][0-9]{0,6})$/), v.transform(Number)), '0'),
  limit: v.optional(v.pipe(v.string(), v.regex(/^[1-9][0-9]{0,2}$/), v.transform(Number), v.maxValue(200)), '100'),
});
export type FleetQuery = v.InferOutput<typeof FleetQuerySchema>;

export const FleetRowSchema = v.strictObject({
  terminalId: v.string(),
  chain: v.nullable(ChainSchema),
  prefecture: v.nullable(PrefectureSchema),
  storeId: v.nullable(StoreIdSchema),
  storeName: v.nullable(v.string()),
  standing: StandingSchema,
  state: v.nullable(v.string()),
  cause: v.nullable(v.string()),
  suspendedFor: v.nullable(v.string()),
  build: v.nullable(v.string()),
  directiveVersion: v.nullable(count),
  wantedVersion: v.nullable(count),
  warnings: v.array(v.string()),
  openAlarms: count,
  seenAt: v.nullable(instant),
});
export type FleetRow = v.InferOutput<typeof FleetRowSchema>;

export const FleetPageSchema = v.strictObject({ total: count, offset: count, rows: v.array(FleetRowSchema) });
export type FleetPage = v.InferOutput<typeof FleetPageSchema>;

/** `GET /operations/fleet/terminals/ID`; its events, commands and alarms have routes of their own. */
export const TerminalPageSchema = v.strictObject({
  ...FleetRowSchema.entries,
  serial: v.nullable(v.string()),
  processId: v.nullable(v.string()),
  devices: v.nullable(v.record(v.string(), v.string())),
  presence: v.picklist(['connected', 'disconnected']),
  presenceAt: instant,
  certificate: v.nullable(v.strictObject({ serial: v.string(), expiresAt: instant })),
});
export type TerminalPage = v.InferOutput<typeof TerminalPageSchema>;

/**
 * `GET /operations/terminals/ID/events?after=&before=&limit=`: what the terminal has reported. With `after` oldest first, with `before`
 * newest first; with neither the newest page, oldest first; both are 400.
 */
export const TerminalEventsSchema = v.strictObject({
  events: v.array(
    v.strictObject({
      position: count,
      logId: v.string(),
      seq: count,
      at: instant,
      receivedAt: instant,
      event: v.string(),
      code: v.nullable(v.string()),
      operator: v.nullable(v.string()),
    }),
  ),
  /** Where the next page begins in the same direction. */
  next: count,
});
export type KeptEvent = v.InferOutput<typeof TerminalEventsSchema>['events'][number];

/** `GET /operations/history?from=&to=&stepMinutes=`: counts of a time, never of a person or a store. */
export const HistoryQuerySchema = v.strictObject({
  from: instant,
  to: instant,
  stepMinutes: v.pipe(v.string(), v.regex(/^(5|60|1440)$/), v.transform(Number)),
});
export const HistorySchema = v.strictObject({
  steps: v.array(
    v.strictObject({
      at: instant,
      relayed: count,
      /** By refusal, of those that occurred. */
      refused: v.record(v.string(), count),
      /** Of relays that were answered. */
      latencyMs: v.nullable(v.strictObject({ p50: v.number(), p95: v.number() })),
      connected: v.nullable(count),
    }),
  ),
});
export type History = v.InferOutput<typeof HistorySchema>;
