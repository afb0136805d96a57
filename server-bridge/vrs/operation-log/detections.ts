/** What was noticed, for whoever reviews it. */
import type * as v from 'valibot';
import type { DetectionsSchema } from '../console-api/operations.ts';
import { DETECTION_RULES } from '../console-api/operations.ts';
import type { AreaTransaction } from '../store/vrs-store.ts';

const NEWEST = 500;

/** Newest first. */
export async function listDetections({
  database,
  keys,
}: AreaTransaction): Promise<v.InferInput<typeof DetectionsSchema>> {
  const rows = await database
    .selectFrom('detections')
    .selectAll()
    .where('area', '=', keys.area)
    .orderBy('at', 'desc')
    .orderBy('detection_id')
    .limit(NEWEST)
    .execute();
  return {
    detections: rows.flatMap((row) => {
      const rule = DETECTION_RULES.find((one) => one === row.rule);
      if (rule === undefined) return [];
      return [
        {
          detectionId: row.detection_id,
          rule,
          at: row.at.toISOString(),
          staffId: row.staff_id,
          from: Number(row.from_place),
          to: Number(row.to_place),
          count: row.count,
          acknowledgedBy: row.acknowledged_by,
          acknowledgedAt: row.acknowledged_at?.toISOString() ?? null,
          finding: row.finding,
        },
      ];
    }),
  };
}

export type AcknowledgeError =
  | { readonly kind: 'unknown-detection' }
  | { readonly kind: 'acknowledged' }
  /** Nobody judges what concerns the own account. */
  | { readonly kind: 'own-account' };

/** Writes down what was found; once, and never by whom it concerns. */
export async function acknowledgeDetection(
  { database, keys }: AreaTransaction,
  detectionId: string,
  finding: 'justified' | 'mistake' | 'misuse',
  by: string,
  at: Date,
): Promise<AcknowledgeError | null> {
  const row = await database
    .selectFrom('detections')
    .select(['staff_id', 'acknowledged_by'])
    .where('area', '=', keys.area)
    .where('detection_id', '=', detectionId)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) return { kind: 'unknown-detection' };
  if (row.acknowledged_by !== null) return { kind: 'acknowledged' };
  if (row.staff_id === by) return { kind: 'own-account' };
  await database
    .updateTable('detections')
    .set({ acknowledged_by: by, acknowledged_at: at, finding })
    .where('area', '=', keys.area)
    .where('detection_id', '=', detectionId)
    .execute();
  return null;
}
