/** Configuration of enrolment: its listener, the key that issues, and how long what it gives out lives. */
import * as v from 'valibot';

const path = v.pipe(v.string(), v.minLength(1));
const whole = (fallback: number, from: number, to: number) =>
  v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(from), v.maxValue(to)), fallback);

/** The line's issuing authority: its certificate, and its key in a file or in a PKCS#11 token. */
export const IssuerConfigurationSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('file'), certificateFile: path, keyFile: path }),
  v.strictObject({
    kind: v.literal('pkcs11'),
    certificateFile: path,
    modulePath: path,
    tokenLabel: v.pipe(v.string(), v.minLength(1), v.maxLength(32)),
    pinFile: path,
    keyLabel: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  }),
]);
export type IssuerConfiguration = v.InferOutput<typeof IssuerConfigurationSchema>;

export const EnrolmentConfigurationSchema = v.strictObject({
  host: v.pipe(v.string(), v.minLength(1), v.maxLength(255)),
  port: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(65_535)),
  issuer: IssuerConfigurationSchema,
  certificateDays: whole(30, 1, 398),
  codeHours: whole(24, 1, 24 * 14),
  /** So long a request that differs from what was registered waits for a person; 24 where nothing is said. */
  holdHours: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(24 * 7))),
  /** From one address; so many may also come at once. Altogether the listener takes a hundred times as many. */
  attemptsPerMinute: whole(5, 1, 6_000),
});
export type EnrolmentConfiguration = v.InferOutput<typeof EnrolmentConfigurationSchema>;

/** Which certificates open the line: any of its authority's, or only those in the register and not revoked. */
export const LineConfigurationSchema = v.strictObject({
  certificates: v.optional(v.picklist(['any-of-the-authority', 'registered']), 'any-of-the-authority'),
  /** Makes the budgets of requests larger: for a bench, or a simulator that stands for more than one terminal. */
  budgetFactor: whole(1, 1, 1_000_000),
});
export type LineAdmission = v.InferOutput<typeof LineConfigurationSchema>;
