/** The configuration of one gateway process. There is no entry that switches attestation off. */
import * as v from 'valibot';
import { BuildSchema } from '../protocol/index.ts';
import { AppIdSchema } from './attestation/attestation-message.ts';

const path = v.pipe(v.string(), v.minLength(1), v.maxLength(4_096));
const host = v.pipe(v.string(), v.minLength(1), v.maxLength(253));
const port = (least: number) => v.pipe(v.number(), v.safeInteger(), v.minValue(least), v.maxValue(65_535));
const count = (least: number, most: number) => v.pipe(v.number(), v.safeInteger(), v.minValue(least), v.maxValue(most));

/** So many at once, and one more every so many milliseconds. */
const RateSchema = v.strictObject({ burst: count(1, 1_000_000), oneMoreEveryMs: v.pipe(v.number(), v.minValue(0.01)) });

const AttestationConfigurationSchema = v.variant('kind', [
  v.strictObject({
    kind: v.literal('signed'),
    /** JSON array of the public keys (JWK, P-256) of the platform's attestation service. */
    keysFile: path,
    app: AppIdSchema,
    builds: v.pipe(v.array(BuildSchema), v.minLength(1), v.maxLength(100)),
    longestLifeSeconds: v.optional(count(10, 600), 300),
    remembered: v.optional(count(100, 1_000_000), 200_000),
  }),
  /** Believes everybody; refused beside card anchors of production, and beside a VRS that is not of the development trust. */
  v.strictObject({ kind: v.literal('development'), cardAnchorsFile: path }),
]);

export const GatewayConfigurationSchema = v.strictObject({
  /** The public listener, and what it shows the world. PEM; the key's mode is 0600. `port` 0 takes a free one. */
  listen: v.strictObject({ host, port: port(0), certificate: path, key: path }),
  /** The way to VRS. The certificate's one name is `urn:kofu:gateway:<name>`; the key's mode is 0600. */
  vrs: v.strictObject({ host, port: port(1), ca: path, certificate: path, key: path }),
  attestation: AttestationConfigurationSchema,
  /** Challenges and applications at VRS at once, each; beyond that BUSY. */
  maxInFlight: count(1, 10_000),
  rates: v.optional(
    v.strictObject({
      /** Of one address (IPv6: of one /64). Many phones share the address of their mobile network. */
      ofAddress: RateSchema,
      /** Of all together. */
      ofAll: RateSchema,
      connectionsOfAddress: count(1, 10_000),
      connections: count(1, 100_000),
    }),
    {
      ofAddress: { burst: 120, oneMoreEveryMs: 100 },
      ofAll: { burst: 2_000, oneMoreEveryMs: 2 },
      connectionsOfAddress: 200,
      connections: 4_000,
    },
  ),
});
export type GatewayConfiguration = v.InferOutput<typeof GatewayConfigurationSchema>;
