/** The directive in force, and its change without a second person. */
import { err, ok } from 'neverthrow';
import { DirectivePatchSchema } from '../directive-content.ts';
import type { Operations } from '../operations.ts';
import { staffRoute } from '../staff/define-route.ts';
import type { StaffRoute } from '../staff/staff-route.ts';

/** A directive with two thousand municipalities fits. */
const BODY_LIMIT_BYTES = 4_000_000;

export function directiveRoutes(operations: Operations): readonly StaffRoute[] {
  return [
    staffRoute({
      method: 'GET',
      path: '/directive',
      needs: 'watch',
      handle() {
        const directive = operations.directive();
        if (directive === null) return err({ kind: 'unavailable', error: 'no-directive' });
        return ok({ status: 200, value: { directive } });
      },
    }),
    staffRoute({
      method: 'POST',
      path: '/directive',
      needs: 'change-directly',
      bodyLimitBytes: BODY_LIMIT_BYTES,
      body: DirectivePatchSchema,
      async handle({ body }) {
        const changed = await operations.setDirective(body);
        if (changed.isOk()) return ok({ status: 200, value: { version: changed.value.directive.version } });
        const { kind } = changed.error;
        const malformed = kind === 'invalid-directive' || kind === 'terms-digest';
        return err({ kind: malformed ? 'malformed' : 'conflict', error: kind });
      },
    }),
  ];
}
