/** The configuration's section `bus`: what carries hints between the nodes of one center. */
import * as v from 'valibot';

const path = v.pipe(v.string(), v.minLength(1));

export const BusConfigurationSchema = v.variant('kind', [
  /** One node; or several that only poll. */
  v.strictObject({ kind: v.literal('in-process') }),
  /** By the notifications of the store's own PostgreSQL. */
  v.strictObject({ kind: v.literal('postgres') }),
  v.pipe(
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
      /** A user with a password. */
      user: v.optional(v.strictObject({ name: v.pipe(v.string(), v.regex(/^[!-~]{1,64}$/)), passwordFile: path })),
      /** A user's seed as `nk` writes it (`SU…`); the server knows its public half. */
      nkeySeedFile: v.optional(path),
    }),
    // The client goes by the section alone and would speak in clear to `tls://` without it, whoever answers there.
    v.check(
      ({ servers, tls }) => servers.every((server) => server.startsWith('tls://') === (tls !== undefined)),
      'tls:// and the section tls belong together',
    ),
    v.check(
      ({ credentialsFile, tokenFile, user, nkeySeedFile }) =>
        [credentialsFile, tokenFile, user, nkeySeedFile].filter((given) => given !== undefined).length <= 1,
      'one way to say who this node is',
    ),
  ),
]);
export type BusConfiguration = v.InferOutput<typeof BusConfigurationSchema>;
