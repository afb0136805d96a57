/**
 * The payload of a SMART Health Card in the layout of Japan's issuer (framework 1.4.0; reference certificate-formats §2.2
 * and §6.1): one schema for reading, one function for writing.
 */
import * as v from 'valibot';
import { DaySchema } from '../../protocol/index.ts';
import type { HealthCardContent } from './content.ts';

/** Constant for the body that runs the programme, as real cards spell it. */
export const PERFORMER = 'MHLW_Gov_of_JAPAN';

const text = v.pipe(v.string(), v.minLength(1), v.maxLength(200));

const NameSchema = v.union([
  v.strictObject({
    use: v.literal('usual'),
    family: text,
    given: v.pipe(v.array(text), v.minLength(1), v.maxLength(10)),
  }),
  v.strictObject({ use: v.literal('usual'), text }),
]);

const PatientEntrySchema = v.strictObject({
  fullUrl: v.literal('resource:0'),
  resource: v.strictObject({
    resourceType: v.literal('Patient'),
    name: v.strictTuple([NameSchema]),
    birthDate: DaySchema,
  }),
});

const ImmunizationEntrySchema = v.strictObject({
  fullUrl: v.pipe(v.string(), v.regex(/^resource:[1-9][0-9]?$/)),
  resource: v.strictObject({
    resourceType: v.literal('Immunization'),
    status: v.literal('completed'),
    vaccineCode: v.strictObject({
      coding: v.strictTuple([
        v.strictObject({
          system: v.literal('http://hl7.org/fhir/sid/cvx'),
          code: v.pipe(v.string(), v.regex(/^[0-9]{2,3}$/)),
        }),
      ]),
    }),
    patient: v.strictObject({ reference: v.literal('resource:0') }),
    occurrenceDateTime: DaySchema,
    lotNumber: v.pipe(v.string(), v.minLength(1), v.maxLength(20)),
    performer: v.strictTuple([v.strictObject({ actor: v.strictObject({ display: v.literal(PERFORMER) }) })]),
  }),
});

export const HealthCardPayloadSchema = v.strictObject({
  iss: v.pipe(v.string(), v.startsWith('https://'), v.maxLength(200)),
  nbf: v.pipe(v.number(), v.minValue(0), v.maxValue(253_402_300_799)),
  exp: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(253_402_300_799))),
  vc: v.strictObject({
    type: v.strictTuple([v.literal('https://smarthealth.cards#health-card')]),
    credentialSubject: v.strictObject({
      fhirVersion: v.literal('4.0.1'),
      fhirBundle: v.strictObject({
        resourceType: v.literal('Bundle'),
        type: v.literal('collection'),
        entry: v.pipe(v.tupleWithRest([PatientEntrySchema], ImmunizationEntrySchema), v.minLength(2), v.maxLength(100)),
      }),
    }),
  }),
});
export type HealthCardPayload = v.InferOutput<typeof HealthCardPayloadSchema>;

/** The payload of a content. Key order is the issuer's; a certificate is reproducible byte for byte. */
export function healthCardPayload(content: HealthCardContent, iss: string): HealthCardPayload {
  return {
    iss,
    nbf: Math.floor(Date.parse(content.issuedAt) / 1000),
    vc: {
      type: ['https://smarthealth.cards#health-card'],
      credentialSubject: {
        fhirVersion: '4.0.1',
        fhirBundle: {
          resourceType: 'Bundle',
          type: 'collection',
          entry: [
            {
              fullUrl: 'resource:0',
              resource: { resourceType: 'Patient', name: [patientName(content.name)], birthDate: content.birthDate },
            },
            ...content.doses.map(immunizationEntry),
          ],
        },
      },
    },
  };
}

function immunizationEntry(
  dose: HealthCardContent['doses'][number],
  index: number,
): v.InferOutput<typeof ImmunizationEntrySchema> {
  return {
    fullUrl: `resource:${index + 1}`,
    resource: {
      resourceType: 'Immunization',
      status: 'completed',
      vaccineCode: { coding: [{ system: 'http://hl7.org/fhir/sid/cvx', code: dose.cvx }] },
      patient: { reference: 'resource:0' },
      occurrenceDateTime: dose.day,
      lotNumber: dose.lot,
      performer: [{ actor: { display: PERFORMER } }],
    },
  };
}

/** Split at the card's U+3000; a name that has no clear parts is written whole. Joining the parts gives the name back. */
function patientName(name: string): v.InferOutput<typeof NameSchema> {
  const [family = '', ...given] = name.split('\u3000');
  if (given.length === 0 || [family, ...given].includes('')) return { use: 'usual', text: name };
  return { use: 'usual', family, given };
}

/** The content of a payload, or undefined where entries are numbered or ordered otherwise than we write them. */
export function contentOfPayload(payload: HealthCardPayload): HealthCardContent | undefined {
  const [patient, ...immunizations] = payload.vc.credentialSubject.fhirBundle.entry;
  const doses = immunizations.map(({ resource }) => ({
    day: resource.occurrenceDateTime,
    cvx: resource.vaccineCode.coding[0].code,
    lot: resource.lotNumber,
  }));
  const inOrder = immunizations.every(({ fullUrl }, index) => fullUrl === `resource:${index + 1}`);
  const rising = doses.every(({ day }, index) => index === 0 || (doses[index - 1]?.day ?? '') < day);
  if (!inOrder || !rising) return undefined;
  const [name] = patient.resource.name;
  return {
    name: 'text' in name ? name.text : [name.family, ...name.given].join('\u3000'),
    birthDate: patient.resource.birthDate,
    doses,
    issuedAt: new Date(payload.nbf * 1000).toISOString(),
  };
}
