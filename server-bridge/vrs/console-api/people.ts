/**
 * `/operations/people…`, `/operations/doses…`: people, tickets, doses. Whatever names a person stands in a body, never in an address.
 * A change names the version it was made from: 409 `changed-meanwhile` where somebody was faster. 404 `unknown-person`,
 * `unknown-dose`, `unknown-ticket`; 409 `taken` where a number is registered already; 400 `check-digit`.
 */
import * as v from 'valibot';
import { CertificateKindSchema, DaySchema, MunicipalityCodeSchema } from '../../protocol/index.ts';
import { CorrectionReasonSchema, DoseFactsSchema, DoubtSchema } from '../register/dose-facts.ts';
import {
  IndividualNumberSchema,
  PersonFactsSchema,
  ReferenceNumberSchema,
  SexSchema,
  TicketFactsSchema,
  TicketNumberSchema,
} from '../register/person-facts.ts';

const instant = v.pipe(v.string(), v.isoTimestamp());
const version = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
/** As the store writes it: what is encrypted for a row is bound to the row's id, letter by letter. */
const id = v.pipe(v.string(), v.uuid(), v.toLowerCase());
const searchText = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(100));

export const PersonParametersSchema = v.strictObject({ personId: id });
export const DoseParametersSchema = v.strictObject({ doseId: id });
export const TicketParametersSchema = v.strictObject({ ticketId: id });

/** `POST /people/search`, right `people:read`. All that is given must fit; a name fits whole, or by a whole part of it or of its reading. */
export const PeopleSearchSchema = v.pipe(
  v.strictObject({
    referenceNumber: v.optional(ReferenceNumberSchema),
    ticketNumber: v.optional(TicketNumberSchema),
    name: v.optional(searchText),
    birthDay: v.optional(DaySchema),
  }),
  v.check((search) => Object.values(search).some((value) => value !== undefined), 'nothing to search by'),
);
export const PersonLineSchema = v.strictObject({
  personId: id,
  referenceNumber: v.nullable(v.string()),
  name: v.string(),
  kana: v.nullable(v.string()),
  birthDay: v.string(),
  sex: SexSchema,
  protected: v.boolean(),
  movedOn: v.nullable(v.string()),
  deceasedOn: v.nullable(v.string()),
  /** Null without the right `records:read`: who is vaccinated is not for everybody who may find people. */
  doses: v.nullable(v.number()),
  doubtful: v.nullable(v.boolean()),
});
export type PersonLine = v.InferOutput<typeof PersonLineSchema>;
/** At most 100 people; `more` says that others fit as well. Empty is an answer: nobody fits. */
export const PeopleFoundSchema = v.strictObject({ people: v.array(PersonLineSchema), more: v.boolean() });

export const TicketSchema = v.strictObject({
  ticketId: id,
  ticketNumber: v.string(),
  ticketType: v.string(),
  issuedOn: v.string(),
  withdrawnOn: v.nullable(v.string()),
});
export const DoseSchema = v.strictObject({
  doseId: id,
  version,
  ...DoseFactsSchema.entries,
  ticketNumber: v.nullable(v.string()),
  /** Null where nothing is doubtful. */
  doubt: v.nullable(DoubtSchema),
  source: v.picklist(['system', 'import', 'tablet', 'staff', 'transfer']),
  registeredAt: instant,
  registeredBy: v.string(),
});
export type Dose = v.InferOutput<typeof DoseSchema>;
export const IssuedCertificateSchema = v.strictObject({
  certificateId: v.string(),
  kind: CertificateKindSchema,
  issuedOn: v.string(),
  issuedAt: instant,
  /** Which door the application came through. */
  through: v.picklist(['kiosk', 'app']),
});
/** `GET /people/:personId`, right `people:read`. Parts whose right is missing are null. */
export const PersonPageSchema = v.strictObject({
  personId: id,
  version,
  ...v.omit(PersonFactsSchema, ['individualNumber', 'referenceNumber']).entries,
  referenceNumber: v.nullable(v.string()),
  /** Whether a number is registered; the number itself never stands here. */
  hasIndividualNumber: v.boolean(),
  registeredAt: instant,
  changedAt: instant,
  changedBy: v.string(),
  tickets: v.array(TicketSchema),
  doses: v.nullable(v.array(DoseSchema)),
  certificates: v.nullable(v.array(IssuedCertificateSchema)),
});
export type PersonPage = v.InferOutput<typeof PersonPageSchema>;

/** Why an individual number may be seen (V14, and correcting it). */
export const NUMBER_PURPOSES = ['moved-in', 'moved-out-query', 'certificate-application', 'correction'] as const;
/** `POST /people/:personId/number`, right `numbers:read`; logged with its purpose. 404 `no-number`. */
export const ShowNumberSchema = v.strictObject({ purpose: v.picklist(NUMBER_PURPOSES) });
export const ShownNumberSchema = v.strictObject({ individualNumber: v.string() });
/** `POST /people/:personId/number-change`, right `numbers:write` → 204. */
export const ChangeNumberSchema = v.strictObject({
  version,
  individualNumber: IndividualNumberSchema,
  reason: CorrectionReasonSchema,
});

/** `POST /people`, right `people:write` (with a number: `numbers:write` as well) → 201. */
export const NewPersonSchema = PersonFactsSchema;
export const NewPersonAnswerSchema = v.strictObject({ personId: id });
/** `POST /people/:personId/change`, right `people:write` → 204. Facts and flags, all of them as they shall be. */
export const ChangePersonSchema = v.strictObject({
  version,
  reason: CorrectionReasonSchema,
  facts: v.omit(PersonFactsSchema, ['individualNumber']),
});
/** `POST /people/:personId/tickets`, right `people:write` → 201; `POST /tickets/:ticketId/withdraw` without a body → 204. */
export const NewTicketSchema = TicketFactsSchema;
export const NewTicketAnswerSchema = v.strictObject({ ticketId: id });

/** `POST /people/:personId/doses`, right `records:write` → 201. */
export const NewDoseSchema = DoseFactsSchema;
export const NewDoseAnswerSchema = v.strictObject({ doseId: id, doubt: v.nullable(DoubtSchema) });
/** `POST /doses/:doseId/correct`, right `records:write` → 200. */
export const CorrectDoseSchema = v.strictObject({ version, reason: CorrectionReasonSchema, dose: DoseFactsSchema });
export const CorrectedDoseSchema = v.strictObject({ version, doubt: v.nullable(DoubtSchema) });
/** `POST /doses/:doseId/delete`, `/confirm` (somebody looked, it is right), `/flag` (it is doubtful); right `records:write` → 204. */
export const ChangeDoseSchema = v.strictObject({ version, reason: CorrectionReasonSchema });

/** `GET /people/:personId/history`, right `people:read`: versions as they were before each change, newest first. */
export const VersionSchema = v.strictObject({
  of: v.variant('kind', [
    v.strictObject({ kind: v.literal('person') }),
    v.strictObject({ kind: v.literal('dose'), doseId: id }),
  ]),
  version,
  change: v.picklist(['corrected', 'number-changed', 'flagged', 'deleted', 'confirmed']),
  reason: v.string(),
  changedAt: instant,
  changedBy: v.string(),
  /** Field by field as it was; without an individual number. */
  before: v.record(v.string(), v.nullable(v.union([v.string(), v.number(), v.boolean()]))),
});
export const HistorySchema = v.strictObject({ versions: v.array(VersionSchema) });

/** `GET /doubtful`, right `records:read`: oldest first, 100 a page. */
export const DoubtfulQuerySchema = v.strictObject({ after: v.optional(id) });
export const DoubtfulSchema = v.strictObject({
  total: v.number(),
  doses: v.array(v.strictObject({ person: PersonLineSchema, dose: DoseSchema })),
  more: v.boolean(),
});

/**
 * `GET /statistics`, right `statistics:read`: counts without persons, of whole months, in tens; those below ten are null (nobody is to be
 * found by them).
 */
export const StatisticsQuerySchema = v.strictObject({ from: DaySchema, to: DaySchema });
const smallCount = v.nullable(v.number());
export const StatisticsSchema = v.strictObject({
  people: v.number(),
  doubtfulDoses: smallCount,
  dosesByMonth: v.array(v.strictObject({ month: v.string(), number: v.number(), doses: smallCount })),
  dosesByProduct: v.array(v.strictObject({ product: v.string(), doses: smallCount })),
  certificatesByMonth: v.array(
    v.strictObject({ month: v.string(), kind: CertificateKindSchema, certificates: smallCount }),
  ),
});

/** `POST /exports`, right `records:exchange` (people and tickets: `people:exchange` as well): a CSV, streamed, never with an individual number (V12). */
export const ExportSchema = v.strictObject({
  what: v.picklist(['people', 'tickets', 'records']),
  encoding: v.picklist(['utf-8', 'shift_jis']),
  vaccinatedIn: v.optional(MunicipalityCodeSchema),
});
/** `POST /exports/neighbours`, right `records:exchange`: a CSV for the systems beside VRS (M2, M3), streamed. */
export const NeighbourExportSchema = v.strictObject({
  what: v.picklist(['record-copies', 'unlinked-people']),
  encoding: ExportSchema.entries.encoding,
});
