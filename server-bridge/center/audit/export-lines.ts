/** An export of the trail, line by line: what the center writes and the verifier reads. Every line is RFC 8785 JSON. */
import * as v from 'valibot';
import { AuditEntrySchema, HashSchema, NodeSchema } from './audit-entry.ts';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** The first line: which chains follow, and how far. */
export const ExportHeadSchema = v.strictObject({
  kind: v.literal('audit-export'),
  v: v.literal(1),
  at: v.pipe(v.string(), v.isoTimestamp()),
  chains: v.array(v.strictObject({ node: NodeSchema, size: count })),
});

export const ExportLineSchema = v.variant('kind', [
  ExportHeadSchema,
  v.strictObject({ kind: v.literal('entry'), ...AuditEntrySchema.entries, hash: HashSchema }),
  v.strictObject({ kind: v.literal('checkpoint'), note: v.pipe(v.string(), v.maxLength(200_000)) }),
  /** The last line: a download that broke off has none. */
  v.strictObject({ kind: v.literal('end'), entries: count, checkpoints: count }),
]);
export type ExportLine = v.InferOutput<typeof ExportLineSchema>;
