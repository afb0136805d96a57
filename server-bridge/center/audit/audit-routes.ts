/** What auditors ask of the trail: a filtered list, the state of every chain, and the export. */
import { ok } from 'neverthrow';
import type * as v from 'valibot';
import { type AuditPageSchema, AuditQuerySchema, type AuditStateSchema } from '../console-api/audit.ts';
import { staffRoute } from '../staff/define-route.ts';
import type { StaffRoute } from '../staff/staff-route.ts';
import type { CenterDatabase } from '../store/index.ts';
import { whole } from '../store/tables.ts';
import { exportAudit } from './audit-export.ts';
import type { RunningAuditTrail } from './open-audit-trail.ts';

export function auditRoutes(parts: {
  readonly database: CenterDatabase;
  readonly audit: Pick<RunningAuditTrail, 'append' | 'checkpoint'>;
  readonly now: () => Date;
}): readonly StaffRoute[] {
  const { database, audit, now } = parts;
  return [
    staffRoute({
      method: 'GET',
      path: '/audit',
      needs: 'audit',
      query: AuditQuerySchema,
      handle: async ({ query }) => ok({ status: 200, value: await listEntries(database, query) }),
    }),
    staffRoute({
      method: 'GET',
      path: '/audit/state',
      needs: 'audit',
      handle: async () => ok({ status: 200, value: await chainStates(database) }),
    }),
    staffRoute({
      method: 'GET',
      path: '/audit/export',
      needs: 'audit',
      async handle({ actor }) {
        await audit.append({ actor, action: 'audit-exported', target: 'audit', result: 'done' });
        // What cannot be signed now is exported all the same; the verifier says how far signatures reach.
        await audit.checkpoint();
        const at = now();
        const name = `kofu-audit-${at.toISOString().slice(0, 19).replaceAll(':', '')}.ndjson`;
        return ok({
          status: 200,
          stream: { name, type: 'application/x-ndjson', pieces: exportAudit(database, at) },
        });
      },
    }),
  ];
}

async function listEntries(
  database: CenterDatabase,
  query: v.InferOutput<typeof AuditQuerySchema>,
): Promise<v.InferInput<typeof AuditPageSchema>> {
  const { before, limit, actor, action, target } = query;
  let found = database.selectFrom('audit_entries').selectAll();
  if (before !== undefined) found = found.where('place', '<', before);
  if (actor !== undefined) found = found.where('actor', '=', actor);
  if (action !== undefined) found = found.where('action', '=', action);
  if (target !== undefined) found = found.where('target', '=', target);
  const rows = await found
    .orderBy('place', 'desc')
    .limit(limit + 1)
    .execute();
  const page = rows.slice(0, limit).map(({ place, node, seq, at, actor, action, target, result }) => ({
    place: whole(place),
    node,
    seq: whole(seq),
    at: at.toISOString(),
    actor,
    action,
    target,
    result,
  }));
  return { rows: page, before: rows.length > limit ? (page.at(-1)?.place ?? null) : null };
}

async function chainStates(database: CenterDatabase): Promise<v.InferInput<typeof AuditStateSchema>> {
  const chains = await database.selectFrom('audit_chains').select(['node', 'size']).orderBy('node').execute();
  const checkpoints = await database
    .selectFrom('audit_checkpoints')
    .distinctOn('node')
    .select(['node', 'size', 'at'])
    .orderBy('node')
    .orderBy('size', 'desc')
    .execute();
  const newest = new Map(checkpoints.map((checkpoint) => [checkpoint.node, checkpoint]));
  return {
    nodes: chains.map(({ node, size }) => {
      const checkpoint = newest.get(node);
      return {
        node,
        entries: whole(size),
        checkpointAt: checkpoint?.at.toISOString() ?? null,
        checkpointSize: checkpoint === undefined ? null : whole(checkpoint.size),
      };
    }),
  };
}
