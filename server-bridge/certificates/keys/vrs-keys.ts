/**
 * All keys of VRS as one JSON value, for a key file readable by VRS alone. Where signing keys live in a hardware token,
 * the file holds their public halves, and private ones of the sealing keys only.
 */
import * as v from 'valibot';
import { InstantSchema } from '../../protocol/index.ts';
import { EcPrivateJwkSchema, SealingPrivateJwkSchema } from '../../sealing/index.ts';
import { scheduleOf } from './key-schedule.ts';
import { PublicSigningKeySchema, SigningKeySchema } from './signing-key.ts';

/** DER in base64. */
const CertificateSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]+={0,2}$/), v.maxLength(8192));
const AnchorsSchema = v.pipe(v.array(CertificateSchema), v.minLength(1));
const IssuerSchema = v.pipe(v.string(), v.regex(/^https:\/\/[^\s?#]+[^\s?#/]$/), v.maxLength(200));
const sealingEntries = { kid: v.pipe(v.string(), v.minLength(1), v.maxLength(64)), key: SealingPrivateJwkSchema };

const VersionTwoSchema = v.strictObject({
  v: v.literal(2),
  madeAt: InstantSchema,
  /** Signs the published key set; its public half is pinned in every terminal. */
  root: SigningKeySchema,
  /** HPKE receiver keys; the one in use is offered, all open. */
  sealing: scheduleOf(sealingEntries),
  answer: scheduleOf({ key: SigningKeySchema }),
  healthCard: v.strictObject({
    iss: IssuerSchema,
    /** With `x5c`: leaf, authority, root. */
    keys: scheduleOf({ key: SigningKeySchema }),
    /** Keys that sign no more but whose cards are still valid (P14). */
    retired: v.array(PublicSigningKeySchema),
    /** Keys taken back, published no more: their cards are void. */
    removed: v.array(v.strictObject({ kid: v.pipe(v.string(), v.maxLength(64)), at: InstantSchema })),
  }),
  vdsNc: v.strictObject({
    signers: scheduleOf({ key: SigningKeySchema, certificate: CertificateSchema }),
    /** Country-signing certificates, old ones included. */
    anchors: AnchorsSchema,
  }),
});
export type VrsKeys = v.InferOutput<typeof VersionTwoSchema>;

/** The form of earlier development files: one key of each kind. */
const VersionOneSchema = v.strictObject({
  v: v.literal(1),
  madeAt: InstantSchema,
  root: EcPrivateJwkSchema,
  sealing: v.pipe(v.array(v.strictObject(sealingEntries)), v.minLength(1)),
  answer: EcPrivateJwkSchema,
  healthCard: v.strictObject({
    iss: IssuerSchema,
    key: EcPrivateJwkSchema,
    retired: v.array(PublicSigningKeySchema),
  }),
  vdsNc: v.strictObject({ key: EcPrivateJwkSchema, certificate: CertificateSchema, anchors: AnchorsSchema }),
});

/** Reads both forms; writes the second. */
export const VrsKeysSchema = v.union([VersionTwoSchema, v.pipe(VersionOneSchema, v.transform(toVersionTwo))]);

function toVersionTwo(keys: v.InferOutput<typeof VersionOneSchema>): VrsKeys {
  const from = keys.madeAt;
  const { iss, key, retired } = keys.healthCard;
  const { key: signerKey, certificate, anchors } = keys.vdsNc;
  // The old form listed the key in use first; earlier ones count backwards from it.
  const sealing = keys.sealing.map((one, index) => {
    return { ...one, from: new Date(Date.parse(from) - index * 1000).toISOString() };
  });
  return {
    v: 2,
    madeAt: from,
    root: keys.root,
    sealing: sealing.toReversed(),
    answer: [{ key: keys.answer, from }],
    healthCard: { iss, keys: [{ key, from }], retired, removed: [] },
    vdsNc: { signers: [{ key: signerKey, certificate, from }], anchors },
  };
}
