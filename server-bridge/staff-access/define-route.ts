/** Ties a route's schemas to its handler: what does not fit never reaches it. */
import { err } from 'neverthrow';
import * as v from 'valibot';
import { readBody } from './json-body.ts';
import type { AccessRoute, AccessRouteParts } from './staff-route.ts';
import { isStorable } from './storable-text.ts';

const NothingSchema = v.strictObject({});
type Nothing = typeof NothingSchema;

/** What makes a route of staff out of its parts. Without a schema, parameters, query and body must be empty. */
export type DefineRoute<Actor, Right> = <
  P extends v.GenericSchema = Nothing,
  Q extends v.GenericSchema = Nothing,
  B extends v.GenericSchema = Nothing,
>(
  /** `body` is checked against the bytes that came, which are wiped. */
  parts: AccessRouteParts<Actor, Right, P, Q, B>,
) => AccessRoute<Actor, Right>;

/** `routesFor<Actor, Right>()` is how one installation defines its routes. */
export const routesFor =
  <Actor, Right>(): DefineRoute<Actor, Right> =>
  (parts) => {
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
        if (!parameters.success || !query.success || body === null) {
          return err({ kind: 'malformed', error: 'malformed' });
        }
        const input = { parameters: parameters.output, query: query.output, body };
        if (!isStorable(input)) return err({ kind: 'malformed', error: 'malformed' });
        return await parts.handle({ actor, ...input });
      },
    };
  };
