/** `/operations/audit…`, right `audit`. */
import * as v from 'valibot';
import { InstantSchema } from '../../protocol/index.ts';

const instant = InstantSchema;
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** Query of `GET /operations/audit`. `before` is the place in the list, from the newest backwards. */
export const AuditQuerySchema = v.strictObject({
  before: v.optional(v.pipe(v.string(), v.regex(/^[1-9][0-9]{0,14}$/), v.transform(Number))),
  limit: v.optional(v.pipe(v.string(), v.regex(/^[1-9][0-9]{0,2}$/), v.transform(Number), v.maxValue(200)), '100'),
  actor: v.optional(v.pipe(v.string(), v.maxLength(40))),
  action: v.optional(v.pipe(v.string(), v.maxLength(40))),
  target: v.optional(v.pipe(v.string(), v.maxLength(80))),
});
export const AuditRowSchema = v.strictObject({
  place: count,
  node: v.string(),
  /** Within the node's chain, from 1. */
  seq: count,
  at: instant,
  actor: v.string(),
  action: v.string(),
  target: v.string(),
  result: v.string(),
});
export const AuditPageSchema = v.strictObject({ rows: v.array(AuditRowSchema), before: v.nullable(count) });
/** `GET /operations/audit/state`: each node's chain and its last signed checkpoint. */
export const AuditStateSchema = v.strictObject({
  nodes: v.array(
    v.strictObject({
      node: v.string(),
      entries: count,
      checkpointAt: v.nullable(instant),
      checkpointSize: v.nullable(count),
    }),
  ),
});
// `GET /operations/audit/export` → a download that the offline verifier reads
