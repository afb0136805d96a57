/** Ties a route's schemas to its handler: what does not fit never reaches it. */
import { err } from 'neverthrow';
import * as v from 'valibot';
import { readBody } from '../json-body.ts';
import type { StaffRoute, StaffRouteParts } from './staff-route.ts';
import { isStorable } from './storable-text.ts';

const NothingSchema = v.strictObject({});
type Nothing = typeof NothingSchema;

/**
 * A route of staff. Without a schema, parameters, query and body must be empty.
 *
 * @param parts.body checked against the bytes that came, which are wiped
 */
export function staffRoute<
  P extends v.GenericSchema = Nothing,
  Q extends v.GenericSchema = Nothing,
  B extends v.GenericSchema = Nothing,
>(parts: StaffRouteParts<P, Q, B>): StaffRoute {
  const { method, path, needs, bodyLimitBytes } = parts;
  return {
    method,
    path,
    needs,
    ...(bodyLimitBytes === undefined ? {} : { bodyLimitBytes }),
    takes: { parameters: parts.parameters ?? null, query: parts.query ?? null, body: parts.body ?? null },
    async run(actor, raw) {
      const parameters = v.safeParse(parts.parameters ?? NothingSchema, raw.parameters ?? {});
      const query = v.safeParse(parts.query ?? NothingSchema, raw.query ?? {});
      const body =
        parts.body === undefined
          ? raw.body === undefined || raw.body === null
            ? {}
            : null
          : readBody(parts.body, raw.body);
      if (!parameters.success || !query.success || body === null) return err({ kind: 'malformed', error: 'malformed' });
      const input = { parameters: parameters.output, query: query.output, body };
      if (!isStorable(input)) return err({ kind: 'malformed', error: 'malformed' });
      return await parts.handle({ actor, ...input });
    },
  };
}
