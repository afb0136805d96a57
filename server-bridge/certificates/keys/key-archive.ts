/**
 * The archive of an issuer's public keys: what a reader needs to check papers for as long as they exist, also when the
 * issuer's host is gone (P14). It grows only: a key that the issuer publishes no more is marked as taken back, never
 * forgotten, because our issuer publishes its old keys for good.
 */
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { type EcPublicJwk, InstantSchema } from '../../protocol/index.ts';
import { PublicSigningKeySchema, publicHalfOf } from './signing-key.ts';

const ArchivedKeySchema = v.strictObject({
  key: PublicSigningKeySchema,
  firstSeenAt: InstantSchema,
  removedAt: v.nullable(InstantSchema),
});

export const KeyArchiveSchema = v.strictObject({
  v: v.literal(1),
  iss: v.pipe(v.string(), v.startsWith('https://'), v.maxLength(200)),
  updatedAt: InstantSchema,
  keys: v.pipe(v.array(ArchivedKeySchema), v.minLength(1), v.maxLength(1000)),
});
export type KeyArchive = v.InferOutput<typeof KeyArchiveSchema>;

/** A published key set. Members we have no use for are left out, as RFC 7517 §5 asks; a private key is refused. */
export const JwksSchema = v.pipe(
  v.object({
    keys: v.pipe(
      v.array(
        v.pipe(
          v.looseObject({}),
          v.check((key) => !('d' in key)),
          v.transform(({ kty, crv, x, y, kid, alg, use, x5c }) =>
            Object.fromEntries(
              Object.entries({ kty, crv, x, y, kid, alg, use, x5c }).filter(([, part]) => part !== undefined),
            ),
          ),
          PublicSigningKeySchema,
        ),
      ),
      v.minLength(1),
      v.maxLength(1000),
    ),
  }),
);

export type ArchiveError =
  | { readonly kind: 'other-issuer' }
  /** A key that was taken back is published again: somebody must look at that, no program. */
  | { readonly kind: 'removed-key-is-back'; readonly kid: string };

/** The archive after a look at the published keys of the issuer. */
export function updateArchive(
  archive: KeyArchive | null,
  seen: { readonly iss: string; readonly keys: readonly EcPublicJwk[] },
  now: Date,
): Result<KeyArchive, ArchiveError> {
  if (archive !== null && archive.iss !== seen.iss) return err({ kind: 'other-issuer' });
  const at = now.toISOString();
  const published = new Set(seen.keys.map(({ kid }) => kid));
  const known = new Map((archive?.keys ?? []).map((one) => [one.key.kid, one]));
  for (const { key, removedAt } of known.values()) {
    if (removedAt !== null && published.has(key.kid)) return err({ kind: 'removed-key-is-back', kid: key.kid });
  }
  const fresh = seen.keys.filter(({ kid }) => !known.has(kid));
  const keys = [
    // What was first seen of a key stays, its certificates as well: they are those its oldest cards were issued under.
    ...[...known.values()].map((one) =>
      published.has(one.key.kid) ? one : { ...one, removedAt: one.removedAt ?? at },
    ),
    ...fresh.map((key) => ({ key: publicHalfOf(key), firstSeenAt: at, removedAt: null })),
  ];
  return ok({ v: 1, iss: seen.iss, updatedAt: at, keys });
}

/** The archive as `verifyHealthCard` takes it. */
export function trustOf(archive: KeyArchive): { iss: string; keys: EcPublicJwk[]; removed: string[] } {
  return {
    iss: archive.iss,
    keys: archive.keys.map(({ key }) => key),
    removed: archive.keys.filter(({ removedAt }) => removedAt !== null).map(({ key }) => key.kid),
  };
}
