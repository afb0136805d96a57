/**
 * What a tablet at a vaccination site says and is told. `POST /v1/tickets` `TicketLookupSchema` → `TicketFoundSchema`; `POST /v1/doses`
 * `SiteDoseSchema` → `SiteDoseAnswerSchema`. 400 `form`, `check-digit`, `malformed`; 404 `unknown-ticket`; 409 `withdrawn`,
 * `other-facts`, `gone` (moved away or deceased); 429 `too-many` with Retry-After. A ticket of another municipality is unknown here.
 */
import * as v from 'valibot';
import { DoseFactsSchema, DoubtSchema } from '../register/dose-facts.ts';

const line = v.pipe(v.string(), v.regex(/^[0-9]{18}$/));

export const TicketLookupSchema = v.strictObject({ line });
/** As much as it takes to see that this is the ticket of who stands there, and no more. */
export const TicketFoundSchema = v.strictObject({
  doseNumber: v.number(),
  /** The first character of the family name; the rest is hidden. */
  name: v.string(),
  birthDay: v.string(),
  /** Numbers of doses that are registered. */
  registered: v.array(v.number()),
});
export const SiteDoseSchema = v.strictObject({
  line,
  ...v.pick(DoseFactsSchema, ['day', 'product', 'lot']).entries,
  site: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(100), v.regex(/^[^\p{C}]+$/u)),
  doctor: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(100), v.regex(/^[^\p{C}]+$/u)),
});
export type SiteDose = v.InferOutput<typeof SiteDoseSchema>;
/** `already`: the same dose was registered before, so that an answer that was lost can be asked for again. */
export const SiteDoseAnswerSchema = v.strictObject({
  result: v.picklist(['registered', 'already']),
  doubt: v.nullable(DoubtSchema),
});
