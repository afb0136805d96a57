/** From a text to a code that can be reported; what is no plain word becomes `unnamed`. */
import * as v from 'valibot';

export const ReportCodeSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,40}$/), v.brand('ReportCode'));
/** A text of the shape of a code. The log still asks whether it is made of closed words. */
export type ReportCode = v.InferOutput<typeof ReportCodeSchema>;

/** For words whose type is wider than a closed list: kinds of errors, results out of another room. */
export function reportCode(text: string): ReportCode {
  const parsed = v.safeParse(ReportCodeSchema, text);
  return parsed.success ? parsed.output : v.parse(ReportCodeSchema, 'unnamed');
}
