/** What the page is told of a session. */
import type * as v from 'valibot';
import type { LocalizedText } from '../../protocol/index.ts';
import type { LiveSession } from '../../staff-access/index.ts';
import type { VrsSessionSchema } from '../console-api/staff.ts';
import { holds, RIGHTS, type Rights } from '../staff/rights.ts';
import type { Place } from '../staff/staff-operations.ts';

export function sessionMessage(
  session: LiveSession<Rights>,
  place: Place & { readonly municipality: LocalizedText },
  blankAfterMs: number,
): v.InferInput<typeof VrsSessionSchema> {
  const { staffId, name, roles, csrf, idleEndsAt, endsAt, mustChangePassword } = session;
  return {
    area: place.area,
    municipality: place.municipality,
    terminal: place.terminal,
    staffId,
    name,
    rights: RIGHTS.filter((right) => holds(roles, right)),
    csrf,
    idleEndsAt: idleEndsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    blankAfterMs,
    mustChangePassword,
  };
}
