/** The staff listener in the configuration of a VRS process. */
import * as v from 'valibot';

const path = v.pipe(v.string(), v.minLength(1), v.maxLength(4096));
const whole = (from: number, to: number) => v.pipe(v.number(), v.safeInteger(), v.minValue(from), v.maxValue(to));

export const StaffConfigurationSchema = v.strictObject({
  /** Of the municipalities' closed network; `port` 0 takes a free one. */
  listen: v.strictObject({ host: v.pipe(v.string(), v.minLength(1)), port: whole(0, 65_535) }),
  /** `https://HOST[:PORT]` as browsers see it; without it host and port it is bound to. */
  origin: v.optional(v.pipe(v.string(), v.regex(/^https:\/\/[^/\s]+$/))),
  /** PEM files. `clientCa` is the authority of staff terminals, and the only one. */
  tls: v.strictObject({ key: path, certificate: path, clientCa: path }),
  /** The built page. */
  assetsDirectory: path,
  /** 64 hexadecimal digits, the same for all nodes; mode 0600. Encrypts the secrets of second factors. */
  secretKeyFile: path,
  /** Where files wait until they have come whole, encrypted and without a name; room for the largest is needed. */
  spoolDirectory: path,
  idleMinutes: v.optional(whole(1, 60), 15),
  sessionHours: v.optional(whole(1, 24), 10),
  passwordDays: v.optional(whole(1, 366), 90),
  /** After so long without an act of the person the page blanks the screen. */
  blankAfterSeconds: v.optional(whole(10, 3_600), 120),
});
export type StaffConfiguration = v.InferOutput<typeof StaffConfigurationSchema>;
