/** `/operations/log…`: the operation log of the municipality and what was noticed in it (V11). */
import * as v from 'valibot';
import { OPERATIONS } from '../operation-log/operation-log.ts';

const instant = v.pipe(v.string(), v.isoTimestamp());
const place = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

/** `POST /log/search`, right `operation-log:read`: newest first, 100 a page. A body, since it may name a person. */
export const LogSearchSchema = v.strictObject({
  staffId: v.optional(v.pipe(v.string(), v.maxLength(40))),
  operation: v.optional(v.picklist(OPERATIONS)),
  referenceNumber: v.optional(v.pipe(v.string(), v.regex(/^[0-9]{1,15}$/))),
  from: v.optional(instant),
  to: v.optional(instant),
  before: v.optional(place),
});
export const LogEntrySchema = v.strictObject({
  place,
  at: instant,
  staffId: v.string(),
  name: v.string(),
  terminal: v.nullable(v.string()),
  operation: v.picklist(OPERATIONS),
  referenceNumber: v.nullable(v.string()),
  target: v.string(),
  result: v.string(),
});
export const LogPageSchema = v.strictObject({ entries: v.array(LogEntrySchema), more: v.boolean() });
/** `GET /log/state`: how far it has been reviewed, and whether the chain holds. `POST /log/review` {upTo} → 204, `operation-log:write`. */
export const LogStateSchema = v.strictObject({
  entries: v.number(),
  head: v.string(),
  reviewedUpTo: v.number(),
  reviewedBy: v.nullable(v.string()),
  reviewedAt: v.nullable(instant),
});
export const LogReviewSchema = v.strictObject({ upTo: place });
/** `GET /log/export` → JSON lines with hashes, which `vrs/operation-log/cli.ts verify` checks offline. */

export const DETECTION_RULES = [
  'off-hours',
  'many-people-looked-up',
  'many-numbers-shown',
  'repeated-failures',
  'own-family-name',
  'large-export',
  'long-unused-account',
] as const;
/** `GET /log/detections`, right `operation-log:read`, newest first; `POST /log/detections/:detectionId/acknowledge` {finding} → 204. */
export const DetectionSchema = v.strictObject({
  detectionId: v.pipe(v.string(), v.uuid()),
  rule: v.picklist(DETECTION_RULES),
  at: instant,
  staffId: v.string(),
  /** Places in the log it was drawn from. */
  from: place,
  to: place,
  count: v.number(),
  acknowledgedBy: v.nullable(v.string()),
  acknowledgedAt: v.nullable(instant),
  finding: v.nullable(v.string()),
});
export const DetectionsSchema = v.strictObject({ detections: v.array(DetectionSchema) });
export const DetectionParametersSchema = v.strictObject({
  detectionId: v.pipe(v.string(), v.uuid(), v.toLowerCase()),
});
export const FINDINGS = ['justified', 'mistake', 'misuse'] as const;
export const AcknowledgeDetectionSchema = v.strictObject({ finding: v.picklist(FINDINGS) });
