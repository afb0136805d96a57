/** What the command-line app is set up with: where the gateway is, whom it believes, and which reader it uses. */
import * as v from 'valibot';
import { ReaderConfigurationSchema } from '../../card-reader/index.ts';
import { PassportScannerConfigurationSchema } from '../../card-reader/passport/index.ts';

const path = v.pipe(v.string(), v.minLength(1), v.maxLength(4_096));

export const AppConfigurationSchema = v.strictObject({
  gateway: v.strictObject({
    host: v.pipe(v.string(), v.minLength(1)),
    port: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(65_535)),
    caFile: path,
  }),
  /** VRS's root key (public JWK), pinned. */
  rootKeyFile: path,
  /** The stand-in for the platform's attestation service. */
  attestation: v.strictObject({ keyFile: path, app: v.string(), build: v.string() }),
  /** `synthetic`: a virtual reader in this process, with the card of the person named by `--person`. */
  reader: v.optional(v.union([ReaderConfigurationSchema, v.strictObject({ kind: v.literal('synthetic') })]), {
    kind: 'synthetic',
  }),
  /** Where passports are read; without it none is asked for. */
  passport: v.optional(PassportScannerConfigurationSchema),
});
export type AppConfiguration = v.InferOutput<typeof AppConfigurationSchema>;
