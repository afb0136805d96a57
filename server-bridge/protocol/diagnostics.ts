/**
 * What a terminal tells of itself on the order `collect-diagnostics`: numbers and enumerated words in one bounded message. Nothing
 * of a visit, no path, no address, no text of a device's own making.
 */
import * as v from 'valibot';
import { BuildSchema, COUNT_LIMIT, InstantSchema, LogIdSchema, TerminalIdSchema } from './identifiers.ts';
import { CommandSchema } from './line-messages.ts';
import { DeviceUnionSchema, SUPPLY_WARNINGS, SupplyWarningSchema } from './terminal-status.ts';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(COUNT_LIMIT));
/** Software the terminal runs on, as numbers between points: `24.9.0`, `6.1.0-31`. */
const VersionSchema = v.pipe(v.string(), v.regex(/^(?!(?:[^0-9]*[0-9]){10})[0-9A-Za-z][0-9A-Za-z.+-]{0,29}$/));

export const DiagnosticsSchema = v.strictObject({
  v: v.literal(1),
  terminalId: TerminalIdSchema,
  commandId: CommandSchema.entries.commandId,
  processId: CommandSchema.entries.processId,
  logId: LogIdSchema,
  at: InstantSchema,
  build: BuildSchema,
  /** Since the host process began, and since the machine was switched on. */
  uptimeSeconds: v.strictObject({ host: count, machine: count }),
  /** What the host process holds, what the machine has, and what of it can still be had. */
  memoryMebibytes: v.strictObject({ host: count, total: count, available: count }),
  /** Of the disk that keeps the terminal's state; null when it could not be asked. */
  disk: v.nullable(v.strictObject({ freeMebibytes: count, totalMebibytes: count })),
  /** Null where it is not such a word. */
  versions: v.strictObject({ node: v.nullable(VersionSchema), kernel: v.nullable(VersionSchema) }),
  devices: DeviceUnionSchema,
  warnings: v.pipe(v.array(SupplyWarningSchema), v.maxLength(SUPPLY_WARNINGS.length)),
  /** This machine's clock minus the center's; null before the first measure. */
  clockOffsetMs: v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(-COUNT_LIMIT), v.maxValue(COUNT_LIMIT))),
  /** Since the host process began. */
  line: v.strictObject({
    connects: count,
    disconnects: count,
    /** Of the connection that stands now; null while there is none. */
    connectedSeconds: v.nullable(count),
    /** Events the center has not acknowledged yet, as far as they are counted. */
    unsentEvents: count,
  }),
});
export type Diagnostics = v.InferOutput<typeof DiagnosticsSchema>;

/** The longest such message in its JSON, with room to spare. */
export const DIAGNOSTICS_LIMIT_BYTES = 4_096;
