/** `/operations/held-enrolments…`, right `enrol`: requests for a certificate that differ from what was registered. */
import * as v from 'valibot';
import { BuildSchema, InstantSchema, TerminalIdSchema } from '../../protocol/index.ts';

const instant = InstantSchema;

/** In what a request differs. A code is `used`, `expired` or `missed-too-often` only where it was the right one. */
export const DIFFERENCES = [
  'serial',
  'build',
  'code-wrong',
  'code-used',
  'code-expired',
  'code-missed-too-often',
  'no-code',
] as const;
export const DifferenceSchema = v.picklist(DIFFERENCES);
export type Difference = v.InferOutput<typeof DifferenceSchema>;

/** What the machine shows of its key. Whoever approves types it from there: no answer of the center has it. */
export const KeyComparisonSchema = v.pipe(v.string(), v.regex(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/));

/** One of `GET /operations/held-enrolments` (`{requests}`), newest first: what waits, and what was decided and has not ended. */
export const HeldEnrolmentSchema = v.strictObject({
  id: v.string(),
  terminalId: TerminalIdSchema,
  /** As registered, and as the machine says. */
  registeredSerial: v.string(),
  serial: v.string(),
  /** What the machine says it runs; null where it does not say. */
  build: v.nullable(BuildSchema),
  differs: v.array(DifferenceSchema),
  /** `approved`: the certificate is given out when the machine asks again. */
  state: v.picklist(['held', 'approved', 'refused', 'issued']),
  askedAt: instant,
  expiresAt: instant,
  decidedBy: v.nullable(v.string()),
});
export type HeldEnrolment = v.InferOutput<typeof HeldEnrolmentSchema>;
export const HeldEnrolmentsSchema = v.strictObject({ requests: v.array(HeldEnrolmentSchema) });

/**
 * `POST /operations/held-enrolments/ID/approve` → 204; 404 no-such-request; 403 person-only; 409 other-key (the comparison is another
 * machine's; after five of those the request is refused), decided, serial-taken.
 */
export const ApproveEnrolmentSchema = v.strictObject({ comparison: KeyComparisonSchema });
// `POST /operations/held-enrolments/ID/refuse` → 204; 404 no-such-request; 403 person-only; 409 decided
