/** The center's `audit` section: what its chains are called, and the key that signs checkpoints over them. */
import * as v from 'valibot';

const path = v.pipe(v.string(), v.minLength(1));
const label = v.pipe(v.string(), v.minLength(1), v.maxLength(200));

const AuditKeySchema = v.variant('kind', [
  /** Private JWK, mode 0600. */
  v.strictObject({ kind: v.literal('file'), keyFile: path }),
  /** In a PKCS#11 token; its public half as JWK in a file. The PIN is the first line of its file. */
  v.strictObject({
    kind: v.literal('pkcs11'),
    modulePath: path,
    tokenLabel: v.pipe(v.string(), v.minLength(1), v.maxLength(32)),
    pinFile: path,
    keyLabel: label,
    publicKeyFile: path,
  }),
]);
export type AuditKeyConfiguration = v.InferOutput<typeof AuditKeySchema>;

export const AuditConfigurationSchema = v.strictObject({
  /** Each process writes the first chain of this name that no living one writes: `NAME-1`, `NAME-2`, … */
  name: v.optional(v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,30}$/)), 'center'),
  key: AuditKeySchema,
  checkpointEveryMs: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(10), v.maxValue(3_600_000)), 60_000),
});
