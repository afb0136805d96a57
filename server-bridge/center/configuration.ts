/** What a center process is started with: one JSON file, closed, every limit with a default. */
import { readFile } from 'node:fs/promises';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import {
  AlarmConfigurationSchema,
  NotificationConfigurationSchema,
} from './alarms/notifications/notification-configuration.ts';
import { AuditConfigurationSchema } from './audit/audit-configuration.ts';
import { BusConfigurationSchema } from './bus/bus-configuration.ts';
import { EnrolmentConfigurationSchema, LineConfigurationSchema } from './enrolment/enrolment-configuration.ts';
import {
  HistoryConfigurationSchema,
  ObservabilityConfigurationSchema,
} from './observability/observability-configuration.ts';
import { VrsRoutesConfigurationSchema } from './vrs-routes-configuration.ts';

const port = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(65_535));
const path = v.pipe(v.string(), v.minLength(1));
const host = v.pipe(v.string(), v.minLength(1), v.maxLength(255));
const durationMs = (fallback: number) =>
  v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(10), v.maxValue(366 * 86_400_000)), fallback);
const count = (fallback: number) => v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0)), fallback);

export const StoreConfigurationSchema = v.variant('kind', [
  /** PostgreSQL in this process; `null` keeps it in memory. */
  v.strictObject({ kind: v.literal('pglite'), directory: v.nullable(path) }),
  v.strictObject({ kind: v.literal('postgres'), url: v.pipe(v.string(), v.startsWith('postgres')) }),
]);
export type StoreConfiguration = v.InferOutput<typeof StoreConfigurationSchema>;

const VrsConfigurationSchema = v.strictObject({
  host,
  port,
  caFile: path,
  certificateFile: path,
  keyFile: path,
});

const LimitsSchema = v.strictObject({
  /** Requests to VRS at the same time; one more is refused BUSY. */
  relaysInFlight: count(200),
  /** The longest a relay waits for VRS, whatever deadline the terminal names. */
  relayMs: durationMs(60_000),
  challengeMs: durationMs(10_000),
  /** How long a request body may take to arrive. */
  bodyMs: durationMs(10_000),
  heartbeatMs: durationMs(10_000),
  directiveLifeMs: durationMs(86_400_000),
  keySetRefreshMs: durationMs(600_000),
  commandLifeMs: durationMs(600_000),
  /** How often the store is asked for what other nodes changed. */
  pollMs: durationMs(1_000),
  /** Away for so long, a terminal is an alarm. */
  terminalLostMs: durationMs(180_000),
  /** How long a terminal's events, and commands that are over, are kept. */
  keepEventsMs: durationMs(90 * 86_400_000),
  /** The most events kept of one terminal, whatever their age. */
  keepEventsPerTerminal: count(50_000),
  /** How long an event log that was collected is kept, and the most entries taken for one order. */
  keepEventLogsMs: durationMs(30 * 86_400_000),
  eventLogEntries: count(100_000),
  drainMs: durationMs(10_000),
});
export type CenterLimits = v.InferOutput<typeof LimitsSchema>;

const whole = (fallback: number, from: number, to: number) =>
  v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(from), v.maxValue(to)), fallback);

/** The console for the center's people. */
const ConsoleConfigurationSchema = v.strictObject({
  host,
  port,
  tls: v.strictObject({ certificateFile: path, keyFile: path }),
  /** As browsers see it, `https://HOST[:PORT]`; without it the address that is bound. */
  origin: v.optional(v.pipe(v.string(), v.regex(/^https:\/\/[a-z0-9.-]+(:[0-9]{1,5})?$/))),
  /** The built page. */
  assetsDirectory: path,
  /** 64 hexadecimal digits: the key under which second factors are kept. The same for all nodes. */
  secretKeyFile: path,
  idleMinutes: whole(15, 1, 120),
  sessionHours: whole(8, 1, 24),
  passwordDays: whole(180, 1, 3_660),
});
export type ConsoleConfiguration = v.InferOutput<typeof ConsoleConfigurationSchema>;

export const CenterConfigurationSchema = v.strictObject({
  listen: v.strictObject({ host, port }),
  tls: v.strictObject({ caFile: path, certificateFile: path, keyFile: path }),
  vrs: VrsConfigurationSchema,
  /** Other ways to VRS for some municipalities; without it everything takes the main one. */
  vrsRoutes: v.optional(VrsRoutesConfigurationSchema),
  store: StoreConfigurationSchema,
  /** Private JWK that signs directives and commands. */
  directiveKeyFile: path,
  /** JSON of a directive without version, times and key set; used while the store has none. */
  initialDirective: path,
  /** Staff listener, loopback only; the token file holds one bearer token of at least 32 characters. */
  operations: v.strictObject({
    port,
    tokenFile: path,
    /** Whether tools may change the directive without a second person; without it only where there is no console (docs/decisions/0024). */
    directChanges: v.optional(v.boolean()),
  }),
  /** Without it there is no console, and nobody but tools. */
  console: v.optional(ConsoleConfigurationSchema),
  /** Without it: chains named `center`, and checkpoints only where a key can lie beside an embedded store. */
  audit: v.optional(AuditConfigurationSchema),
  /** Which certificates open the line; by default any of its authority's that is not known to be over. */
  line: v.optional(LineConfigurationSchema),
  /** Without it no certificate is given out or renewed. */
  enrolment: v.optional(EnrolmentConfigurationSchema),
  /** How nodes wake each other; by default what fits the store. Each of them polls as well. */
  bus: v.optional(BusConfigurationSchema),
  /** Metrics and health for machines that watch; without it there is no such listener. */
  observability: v.optional(ObservabilityConfigurationSchema),
  history: v.optional(HistoryConfigurationSchema),
  /** When issuing stops for all terminals (P2). */
  alarms: v.optional(AlarmConfigurationSchema),
  /** Without it nobody is told of alarms but those who look at the console. */
  notifications: v.optional(NotificationConfigurationSchema),
  limits: v.optional(LimitsSchema, {}),
});
export type CenterConfiguration = v.InferOutput<typeof CenterConfigurationSchema>;

/** Whether a tool may change the directive alone. Where people can sign in, two of them decide, unless it is said otherwise. */
export const mayChangeDirectly = (configuration: {
  readonly operations: { readonly directChanges?: boolean | undefined };
  readonly console?: unknown;
}): boolean => configuration.operations.directChanges ?? configuration.console === undefined;

export type ConfigurationError =
  | { readonly kind: 'unreadable-file'; readonly what: string; readonly cause: unknown }
  | { readonly kind: 'invalid-content'; readonly what: string; readonly issues: readonly string[] };

/** Reads a file the configuration names. `what` says which one in errors. */
export async function readNamedFile(what: string, file: string): Promise<Result<Buffer, ConfigurationError>> {
  try {
    return ok(await readFile(file));
  } catch (cause) {
    return err({ kind: 'unreadable-file', what, cause });
  }
}

/** Reads and checks a JSON file. Issues name places, never contents. */
export async function readJsonFile<Schema extends v.GenericSchema>(
  what: string,
  file: string,
  schema: Schema,
): Promise<Result<v.InferOutput<Schema>, ConfigurationError>> {
  const bytes = await readNamedFile(what, file);
  if (bytes.isErr()) return err(bytes.error);
  let content: unknown;
  try {
    content = JSON.parse(bytes.value.toString('utf8'));
  } catch {
    return err({ kind: 'invalid-content', what, issues: ['not JSON'] });
  }
  const parsed = v.safeParse(schema, content);
  if (parsed.success) return ok(parsed.output);
  return err({ kind: 'invalid-content', what, issues: parsed.issues.map((issue) => v.getDotPath(issue) ?? 'root') });
}

/** One line for the person who started the process. */
export function describeConfigurationError(error: ConfigurationError): string {
  switch (error.kind) {
    case 'unreadable-file':
      return `cannot read ${error.what}: ${error.cause instanceof Error ? error.cause.message : 'unknown reason'}`;
    case 'invalid-content':
      return `${error.what} is not valid at: ${error.issues.join(', ')}`;
    default: {
      const never: never = error;
      throw new Error(`unknown error ${String(never)}`);
    }
  }
}
