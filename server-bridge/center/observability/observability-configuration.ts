/** Where machines that watch ask this center, and how long counts over time are kept. */
import * as v from 'valibot';

export const ObservabilityConfigurationSchema = v.strictObject({
  /** Whoever reaches it sees the fleet in counts: loopback, or a network of the operator's own. */
  host: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(255)), '127.0.0.1'),
  port: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(65_535)),
  /** After a stop is asked for, `/readyz` says so for this long before the line takes nothing more. */
  drainNoticeMs: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(60_000)), 0),
});
export type ObservabilityConfiguration = v.InferOutput<typeof ObservabilityConfigurationSchema>;

export const HistoryConfigurationSchema = v.strictObject({
  /** Counts over time that are older are erased. */
  keepDays: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(3_660)), 92),
});
