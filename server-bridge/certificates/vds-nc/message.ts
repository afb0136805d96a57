/**
 * The signed message of a VDS-NC proof of vaccination (ICAO TR VDS-NC v1.1; reference certificate-formats §3.1): one schema
 * for reading, one function for writing.
 */
import * as v from 'valibot';
import { DaySchema } from '../../protocol/index.ts';
import { NAME_LIMIT_CHARACTERS, type VdsNcContent } from './content.ts';

/** Responsible authority, as the official list of contents spells it. */
export const AUTHORITY = 'MHLW_Gov_of_Japan';
/** Generic COVID-19 vaccine, as in every published proof; the product stands in `nam`. */
const VACCINE = 'XM68M6';
const DISEASE = 'RA01.0';
const STATE = 'JPN';

const printable = (limit: number) => v.pipe(v.string(), v.regex(/^[\x20-\x7e]+$/), v.maxLength(limit));

export const VdsNcDataSchema = v.strictObject({
  hdr: v.strictObject({ is: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/)), t: v.literal('icao.vacc'), v: v.literal(1) }),
  msg: v.strictObject({
    pid: v.strictObject({
      dob: DaySchema,
      i: printable(11),
      n: v.pipe(
        printable(NAME_LIMIT_CHARACTERS),
        // Exactly one double space, between the identifiers, or none where there is one identifier only.
        v.regex(/^\S+( \S+)*( {2}\S+( \S+)*)?$/),
      ),
      sex: v.optional(v.picklist(['M', 'F', 'X'])),
    }),
    uvci: v.pipe(v.string(), v.regex(/^[A-Z0-9]{1,12}$/)),
    ve: v.pipe(
      v.array(
        v.strictObject({
          des: v.literal(VACCINE),
          dis: v.literal(DISEASE),
          nam: printable(60),
          vd: v.pipe(
            v.array(
              v.strictObject({
                adm: printable(20),
                ctr: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/)),
                dvc: DaySchema,
                lot: printable(20),
                seq: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(99)),
              }),
            ),
            v.minLength(1),
            v.maxLength(99),
          ),
        }),
      ),
      v.minLength(1),
      v.maxLength(99),
    ),
  }),
});
export type VdsNcData = v.InferOutput<typeof VdsNcDataSchema>;

/** The message of a content: one `ve` for each product in order of its first dose; `seq` counts through all of them. */
export function vdsNcData(content: VdsNcContent): VdsNcData {
  const byProduct = Map.groupBy(content.doses, (dose) => dose.product);
  return {
    hdr: { is: STATE, t: 'icao.vacc', v: 1 },
    msg: {
      pid: {
        dob: content.birthDate,
        i: content.passportNumber,
        n: content.name,
        ...(content.sex === null ? {} : { sex: content.sex }),
      },
      uvci: content.certificateId,
      ve: [...byProduct].map(([product, doses]) => ({
        des: VACCINE,
        dis: DISEASE,
        nam: product,
        vd: doses.map((dose) => ({
          adm: AUTHORITY,
          ctr: STATE,
          dvc: dose.day,
          lot: dose.lot,
          seq: dose.number,
        })),
      })),
    },
  };
}

/** The content of a message, or undefined where dose numbers and days do not rise together. */
export function contentOfData(data: VdsNcData): VdsNcContent | undefined {
  const doses = data.msg.ve
    .flatMap(({ nam, vd }) => vd.map(({ seq, dvc, lot }) => ({ number: seq, day: dvc, product: nam, lot })))
    .sort((one, other) => one.number - other.number);
  const rising = doses.every((dose, index) => {
    const before = doses[index - 1];
    return before === undefined || (before.number < dose.number && before.day < dose.day);
  });
  if (!rising) return undefined;
  const { pid, uvci } = data.msg;
  return {
    certificateId: uvci,
    name: pid.n,
    birthDate: pid.dob,
    passportNumber: pid.i,
    sex: pid.sex ?? null,
    doses,
  };
}
