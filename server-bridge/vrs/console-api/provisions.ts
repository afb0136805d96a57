/**
 * `/operations/provisions…`: asking another municipality about somebody who moved in, and the log of what was provided, which both sides and
 * the regulator read (V4, V5, V14).
 */
import * as v from 'valibot';
import { DaySchema, MunicipalityCodeSchema } from '../../protocol/index.ts';
import { DoseFactsSchema } from '../register/dose-facts.ts';
import { IndividualNumberSchema } from '../register/person-facts.ts';

const instant = v.pipe(v.string(), v.isoTimestamp());
/** As the store writes it: what is encrypted for a row is bound to the row's id, letter by letter. */
const id = v.pipe(v.string(), v.uuid(), v.toLowerCase());

/** `POST /provisions/queries`, right `provisions:exchange` (and `numbers:write`). 409 `own-area`, `not-moved-in`; 403 `purpose`. */
export const NewQuerySchema = v.strictObject({
  asked: MunicipalityCodeSchema,
  purpose: v.literal('moved-in'),
  /** The day of moving in, as the resident register has it. */
  movedInOn: DaySchema,
  individualNumber: IndividualNumberSchema,
  birthDay: DaySchema,
});
/** Unmatched: the asked municipality knows nobody of that number and birth day; the number is kept nowhere. */
export const QueryAnswerSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('unmatched') }),
  v.strictObject({
    kind: v.literal('provided'),
    provisionId: id,
    doses: v.array(DoseFactsSchema),
    /** The municipality has said that something in it is doubtful. */
    doubtful: v.boolean(),
  }),
]);
/** `POST /provisions/:provisionId/take-over`, right `provisions:exchange` and `records:write` → 200 : the doses become records here. */
export const TakeOverSchema = v.strictObject({ personId: id });
export const TakenOverSchema = v.strictObject({ doses: v.number() });

/** `GET /provisions`, right `provisions:read`, newest first. */
export const ProvisionsQuerySchema = v.strictObject({
  side: v.optional(v.picklist(['asking', 'asked'])),
  from: v.optional(DaySchema),
  to: v.optional(DaySchema),
  before: v.optional(id),
});
export const ProvisionSchema = v.strictObject({
  provisionId: id,
  at: instant,
  side: v.picklist(['asking', 'asked']),
  asking: MunicipalityCodeSchema,
  asked: MunicipalityCodeSchema,
  purpose: v.literal('moved-in'),
  askedBy: v.string(),
  /** How many doses were provided; 0 where nobody matched. */
  result: v.picklist(['provided', 'unmatched']),
  doses: v.number(),
  /** Own reference number of the person; null for the other side's person, or where nobody matched. */
  referenceNumber: v.nullable(v.string()),
  reviewedBy: v.nullable(v.string()),
});
export const ProvisionsSchema = v.strictObject({ provisions: v.array(ProvisionSchema), more: v.boolean() });
/** `GET /provisions/export`, right `provisions:read` → CSV of all of them, newest first. */
export const ExportProvisionsQuerySchema = v.omit(ProvisionsQuerySchema, ['before']);
/** `POST /provisions/:provisionId/review` without a body → 204. */
export const ProvisionParametersSchema = v.strictObject({ provisionId: id });
