/** The configuration of one VRS process. */
import * as v from 'valibot';
import { NoticeConfigurationSchema } from './notices/index.ts';
import { StaffConfigurationSchema } from './staff-server/staff-configuration.ts';
import { TabletConfigurationSchema } from './tablets/tablet-configuration.ts';

const path = v.pipe(v.string(), v.minLength(1), v.maxLength(4096));

const StoreConfigurationSchema = v.variant('kind', [
  /** In this process; `directory` null keeps everything in memory. */
  v.strictObject({ kind: v.literal('pglite'), directory: v.nullable(path) }),
  /** The user must own the tables and be allowed to take the role `kofu_vrs`. */
  v.strictObject({ kind: v.literal('postgres'), url: v.pipe(v.string(), v.startsWith('postgres')) }),
]);
export type StoreConfiguration = v.InferOutput<typeof StoreConfigurationSchema>;

/** Where the private halves of the signing keys are. */
const SigningConfigurationSchema = v.variant('kind', [
  /** In the key file. */
  v.strictObject({ kind: v.literal('files') }),
  /** In a PKCS#11 token; the key file holds the public halves. */
  v.strictObject({
    kind: v.literal('pkcs11'),
    modulePath: path,
    tokenLabel: v.pipe(v.string(), v.minLength(1), v.maxLength(32)),
    /** The PIN in the first line; mode 0600. */
    pinFile: path,
    /** Labels in the token by key id; a key that is not here has its id as label. */
    keyLabels: v.optional(v.record(v.string(), v.pipe(v.string(), v.minLength(1), v.maxLength(200))), {}),
  }),
]);
export type SigningConfiguration = v.InferOutput<typeof SigningConfigurationSchema>;

/** What wraps the keys of all areas (V9). */
export const MasterKeyConfigurationSchema = v.variant('kind', [
  /** 32 bytes in base64url; mode 0600. */
  v.strictObject({ kind: v.literal('file'), file: path }),
  /** An AES-256 key in a PKCS#11 token that never leaves it. */
  v.strictObject({
    kind: v.literal('pkcs11'),
    modulePath: path,
    tokenLabel: v.pipe(v.string(), v.minLength(1), v.maxLength(32)),
    /** The PIN in the first line; mode 0600. */
    pinFile: path,
    keyLabel: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  }),
]);
export type MasterKeyConfiguration = v.InferOutput<typeof MasterKeyConfigurationSchema>;

const listen = v.strictObject({
  host: v.pipe(v.string(), v.minLength(1)),
  port: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(65_535)),
});

const VrsConfigurationFields = v.strictObject({
  /** `port` 0 takes a free one. */
  listen,
  /** PEM files. `clientCa` is the authority of the LGWAN side, and the only one. */
  tls: v.strictObject({ key: path, certificate: path, clientCa: path }),
  /** The public listener for the issuer's keys; without it another server publishes what `cli.ts jwks` writes. */
  publicListen: v.optional(v.strictObject({ ...listen.entries, key: path, certificate: path })),
  /** The listener of the municipalities' staff. */
  staff: v.optional(StaffConfigurationSchema),
  /** The listener of tablets at vaccination sites. */
  tablets: v.optional(TabletConfigurationSchema),
  /** Who is told of what looks like misuse in the operation log (V11). */
  notices: v.optional(NoticeConfigurationSchema),
  /** Years that records are kept; five at the least by law (V16). */
  retentionYears: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(5), v.maxValue(100))),
  signing: v.optional(SigningConfigurationSchema, { kind: 'files' }),
  store: StoreConfigurationSchema,
  /** JSON of `VrsKeys`; mode 0600. */
  keysFile: path,
  /** What wraps the keys of all areas. */
  masterKey: v.optional(MasterKeyConfigurationSchema),
  /** The same as `masterKey` of kind `file`; one of the two is there. */
  masterKeyFile: v.optional(path),
  /** JSON array of `CardAnchor`. */
  cardAnchorsFile: path,
  /** JSON array of CSCA certificates, DER in base64. Without it no passport is taken from an application. */
  passportAnchorsFile: v.optional(path),
  /** URI names in the certificates of centers that are let in. */
  allowedCenters: v.pipe(v.array(v.pipe(v.string(), v.regex(/^urn:kofu:center:[a-z0-9-]+$/))), v.minLength(1)),
  /** URI names in the certificates of gateways of electronic issuing; none where the app is not served. */
  allowedGateways: v.optional(v.array(v.pipe(v.string(), v.regex(/^urn:kofu:gateway:[a-z0-9-]+$/)))),
  /** Loads invented people and municipalities; refused together with card anchors of production. */
  syntheticData: v.boolean(),
  /** Requests worked on at once; beyond that BUSY. */
  maxInFlight: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(10_000)),
  challengeLifeSeconds: v.pipe(v.number(), v.safeInteger(), v.minValue(5), v.maxValue(600)),
});
export const VrsConfigurationSchema = v.pipe(
  VrsConfigurationFields,
  v.check((given) => (given.masterKey === undefined) !== (given.masterKeyFile === undefined), 'one master key'),
);
export type VrsConfiguration = v.InferOutput<typeof VrsConfigurationSchema>;
