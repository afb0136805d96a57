/** Ties a route's schemas to its handler: what does not fit never reaches it. */
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { readBody } from './json-body.ts';
import type { AccessRoute, AccessRouteParts, StaffProblem, Upload, UploadRouteParts } from './staff-route.ts';
import { isStorable } from './storable-text.ts';

const NothingSchema = v.strictObject({});
type Nothing = typeof NothingSchema;

const MALFORMED: StaffProblem = { kind: 'malformed', error: 'malformed' };

/** What makes a route of staff out of its parts. Without a schema, parameters, query and body must be empty. */
export type DefineRoute<Actor, Right> = <
  P extends v.GenericSchema = Nothing,
  Q extends v.GenericSchema = Nothing,
  B extends v.GenericSchema = Nothing,
>(
  /** `body` is checked against the bytes that came, which are wiped. */
  parts: AccessRouteParts<Actor, Right, P, Q, B>,
) => AccessRoute<Actor, Right>;

/** The same for a route that takes a file. */
export type DefineUpload<Actor, Right> = <P extends v.GenericSchema = Nothing, Q extends v.GenericSchema = Nothing>(
  parts: UploadRouteParts<Actor, Right, P, Q>,
) => AccessRoute<Actor, Right>;

/** `routesFor<Actor, Right>()` is how one installation defines its routes. */
export const routesFor =
  <Actor, Right>(): DefineRoute<Actor, Right> =>
  (parts) => ({
    ...placeOf(parts),
    ...(parts.bodyLimitBytes === undefined ? {} : { bodyLimitBytes: parts.bodyLimitBytes }),
    isUpload: false,
    takes: { parameters: parts.parameters ?? null, query: parts.query ?? null, body: parts.body ?? null },
    async run(actor, raw) {
      const address = addressOf(parts, raw);
      if (address.isErr()) return err(address.error);
      const body =
        parts.body === undefined
          ? raw.body === undefined || raw.body === null
            ? {}
            : null
          : readBody(parts.body, raw.body);
      if (body === null || !isStorable(body)) return err(MALFORMED);
      return await parts.handle({ actor, ...address.value, body });
    },
  });

/** `uploadsFor<Actor, Right>()`: how it defines those that take a file. */
export const uploadsFor =
  <Actor, Right>(): DefineUpload<Actor, Right> =>
  (parts) => ({
    ...placeOf(parts),
    isUpload: true,
    takes: { parameters: parts.parameters ?? null, query: parts.query ?? null, body: null },
    async run(actor, raw) {
      const address = addressOf(parts, raw);
      if (address.isErr()) return err(address.error);
      if (!isPieces(raw.body)) return err(MALFORMED);
      return await parts.handle({ actor, ...address.value, body: raw.body });
    },
  });

const placeOf = <Actor, Right>({
  method,
  path,
  needs,
}: Pick<AccessRoute<Actor, Right>, 'method' | 'path' | 'needs'>) => ({ method, path, needs });

function addressOf<P extends v.GenericSchema, Q extends v.GenericSchema>(
  schemas: { readonly parameters?: P; readonly query?: Q },
  raw: { readonly parameters: unknown; readonly query: unknown },
): Result<{ readonly parameters: v.InferOutput<P>; readonly query: v.InferOutput<Q> }, StaffProblem> {
  const parameters = v.safeParse(schemas.parameters ?? NothingSchema, raw.parameters ?? {});
  const query = v.safeParse(schemas.query ?? NothingSchema, raw.query ?? {});
  if (!parameters.success || !query.success) return err(MALFORMED);
  const address = { parameters: parameters.output, query: query.output };
  return isStorable(address) ? ok(address) : err(MALFORMED);
}

/** A body that the listener has left as it comes. */
const isPieces = (body: unknown): body is Upload =>
  typeof body === 'object' && body !== null && !Buffer.isBuffer(body) && Symbol.asyncIterator in body;
