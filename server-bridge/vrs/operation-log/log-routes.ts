/** `/operations/log…`: the operation log for whoever reviews it (V11). Looking at it is an operation as well. */
import { err, ok } from 'neverthrow';
import {
  AcknowledgeDetectionSchema,
  DetectionParametersSchema,
  LogReviewSchema,
  LogSearchSchema,
} from '../console-api/operations.ts';
import { actInArea, type RegisterParts } from '../register/staff-work.ts';
import { type VrsStaffProblem, type VrsStaffRoute, vrsRoute } from '../staff/vrs-staff-route.ts';
import { type AcknowledgeError, acknowledgeDetection, listDetections } from './detections.ts';
import { exportEntries, readPage, readState, reviewUpTo, searchLog } from './read-log.ts';

export function logRoutes(parts: RegisterParts): readonly VrsStaffRoute[] {
  return [
    vrsRoute({
      method: 'POST',
      path: '/log/search',
      needs: 'operation-log:read',
      body: LogSearchSchema,
      handle: ({ actor, body }) =>
        actInArea(parts, actor, async ({ transaction, note }) => {
          const found = await searchLog(transaction, body);
          await note({ operation: 'log-searched', personId: null, result: String(found.entries.length) });
          return ok({ status: 200, value: found });
        }),
    }),
    vrsRoute({
      method: 'GET',
      path: '/log/state',
      needs: 'operation-log:read',
      handle: ({ actor }) =>
        actInArea(parts, actor, async ({ transaction }) => ok({ status: 200, value: await readState(transaction) })),
    }),
    vrsRoute({
      method: 'POST',
      path: '/log/review',
      needs: 'operation-log:write',
      body: LogReviewSchema,
      handle: ({ actor, body: { upTo } }) =>
        actInArea(parts, actor, async ({ transaction, change, note }) => {
          if (!(await reviewUpTo(transaction, upTo, change.by, change.at))) {
            return err({ kind: 'conflict', error: 'beyond-the-end' });
          }
          await note({ operation: 'log-reviewed', personId: null, target: `up-to-${upTo}` });
          return ok({ status: 204 });
        }),
    }),
    vrsRoute({
      method: 'GET',
      path: '/log/export',
      needs: 'operation-log:read',
      handle: ({ actor }) =>
        actInArea(parts, actor, async ({ note }) => {
          await note({ operation: 'log-exported', personId: null });
          const pieces = exportEntries(
            async (after) => (await parts.store.inArea(actor.area, (area) => readPage(area, after))) ?? [],
          );
          const stream = { name: `operation-log-${actor.area}.jsonl`, type: 'application/jsonl', pieces };
          return ok({ status: 200, stream });
        }),
    }),
    vrsRoute({
      method: 'GET',
      path: '/log/detections',
      needs: 'operation-log:read',
      handle: ({ actor }) =>
        actInArea(parts, actor, async ({ transaction }) =>
          ok({ status: 200, value: await listDetections(transaction) }),
        ),
    }),
    vrsRoute({
      method: 'POST',
      path: '/log/detections/:detectionId/acknowledge',
      needs: 'operation-log:write',
      parameters: DetectionParametersSchema,
      body: AcknowledgeDetectionSchema,
      handle: ({ actor, parameters: { detectionId }, body: { finding } }) =>
        actInArea(parts, actor, async ({ transaction, change, note }) => {
          const problem = await acknowledgeDetection(transaction, detectionId, finding, change.by, change.at);
          if (problem !== null) return err(problemOf(problem));
          await note({ operation: 'detection-acknowledged', personId: null, target: detectionId, result: finding });
          return ok({ status: 204 });
        }),
    }),
  ];
}

function problemOf({ kind }: AcknowledgeError): VrsStaffProblem {
  switch (kind) {
    case 'unknown-detection':
      return { kind: 'not-found', error: kind };
    case 'acknowledged':
      return { kind: 'conflict', error: kind };
    case 'own-account':
      return { kind: 'forbidden', error: kind };
    default: {
      const never: never = kind;
      throw new Error(`unknown problem ${String(never)}`);
    }
  }
}
