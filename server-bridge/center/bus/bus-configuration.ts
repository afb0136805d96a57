/** The configuration's section `bus`: what carries hints between the nodes of one center. */
import * as v from 'valibot';

const path = v.pipe(v.string(), v.minLength(1));

export const BusConfigurationSchema = v.variant('kind', [
  /** One node; or several that only poll. */
  v.strictObject({ kind: v.literal('in-process') }),
  /** By the notifications of the store's own PostgreSQL. */
  v.strictObject({ kind: v.literal('postgres') }),
  v.strictObject({
    kind: v.literal('nats'),
    servers: v.pipe(
      v.array(v.pipe(v.string(), v.regex(/^(nats|tls):\/\/[A-Za-z0-9.:[\]-]{1,255}$/))),
      v.minLength(1),
      v.maxLength(16),
    ),
    /** With a client certificate both files of it. */
    tls: v.optional(
      v.pipe(
        v.strictObject({ caFile: path, certificateFile: v.optional(path), keyFile: v.optional(path) }),
        v.check(({ certificateFile, keyFile }) => (certificateFile === undefined) === (keyFile === undefined)),
      ),
    ),
    /** As `nsc` writes it. */
    credentialsFile: v.optional(path),
    /** One shared secret, for servers that ask for a token. */
    tokenFile: v.optional(path),
  }),
]);
export type BusConfiguration = v.InferOutput<typeof BusConfigurationSchema>;
