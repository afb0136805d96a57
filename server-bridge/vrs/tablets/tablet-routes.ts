/** `/operations/site-tablets…`: which tablets of the municipality may be at work. A withdrawn name is never used again. */
import { err, ok } from 'neverthrow';
import { NewSiteTabletSchema } from '../console-api/staff.ts';
import { actInArea, type RegisterParts } from '../register/staff-work.ts';
import { type VrsStaffRoute, vrsRoute } from '../staff/vrs-staff-route.ts';

export function tabletRoutes(parts: RegisterParts): readonly VrsStaffRoute[] {
  return [
    vrsRoute({
      method: 'GET',
      path: '/site-tablets',
      needs: 'accounts:read',
      handle: ({ actor }) =>
        actInArea(parts, actor, async ({ transaction: { database } }) => {
          const rows = await database
            .selectFrom('site_tablets')
            .selectAll()
            .where('area', '=', actor.area)
            .orderBy('tablet')
            .execute();
          const tablets = rows.map((row) => ({
            tablet: row.tablet,
            registeredAt: row.registered_at.toISOString(),
            registeredBy: row.registered_by,
            withdrawnAt: row.withdrawn_at?.toISOString() ?? null,
          }));
          return ok({ status: 200, value: { tablets } });
        }),
    }),
    vrsRoute({
      method: 'POST',
      path: '/site-tablets',
      needs: 'accounts:write',
      body: NewSiteTabletSchema,
      handle: ({ actor, body: { tablet } }) =>
        actInArea(parts, actor, async ({ transaction: { database }, change, note }) => {
          const inserted = await database
            .insertInto('site_tablets')
            .values({ tablet, registered_at: change.at, registered_by: change.by })
            .onConflict((conflict) => conflict.doNothing())
            .returning('tablet')
            .executeTakeFirst();
          if (inserted === undefined) return err({ kind: 'conflict', error: 'taken' });
          await note({ operation: 'terminal-registered', personId: null, target: `tablet:${tablet}` });
          return ok({ status: 201, value: { tablet } });
        }),
    }),
    vrsRoute({
      method: 'POST',
      path: '/site-tablets/:tablet/withdraw',
      needs: 'accounts:write',
      parameters: NewSiteTabletSchema,
      handle: ({ actor, parameters: { tablet } }) =>
        actInArea(parts, actor, async ({ transaction: { database }, change, note }) => {
          const updated = await database
            .updateTable('site_tablets')
            .set({ withdrawn_at: change.at, withdrawn_by: change.by })
            .where('area', '=', actor.area)
            .where('tablet', '=', tablet)
            .where('withdrawn_at', 'is', null)
            .executeTakeFirst();
          if (updated.numUpdatedRows === 0n) return err({ kind: 'not-found', error: 'unknown-tablet' });
          await note({ operation: 'terminal-withdrawn', personId: null, target: `tablet:${tablet}` });
          return ok({ status: 204 });
        }),
    }),
  ];
}
