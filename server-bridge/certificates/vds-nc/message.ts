/**
 * The signed message of a VDS-NC proof of vaccination (ICAO TR VDS-NC v1.1; reference certificate-formats §3.1): one schema
 * for reading, one function for writing.
 */
import * as v from 'valibot';
import { DaySchema, Icd11CodesSchema } from '../../protocol/index.ts';
import { NAME_LIMIT_CHARACTERS, NAME_PATTERN, type VdsNcContent } from './content.ts';

const printable = (limit: number) => v.pipe(v.string(), v.regex(/^[\x20-\x7e]+$/), v.maxLength(limit));

export const VdsNcDataSchema = v.strictObject({
  hdr: v.strictObject({ is: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/)), t: v.literal('icao.vacc'), v: v.literal(1) }),
  msg: v.strictObject({
    pid: v.strictObject({
      dob: DaySchema,
      i: printable(11),
      n: v.pipe(printable(NAME_LIMIT_CHARACTERS), v.regex(NAME_PATTERN)),
      sex: v.optional(v.picklist(['M', 'F', 'X'])),
    }),
    uvci: v.pipe(v.string(), v.regex(/^[A-Z0-9]{1,12}$/)),
    ve: v.pipe(
      v.array(
        v.strictObject({
          des: Icd11CodesSchema.entries.vaccine,
          dis: Icd11CodesSchema.entries.disease,
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
  const byProduct = Map.groupBy(content.doses, ({ product, icd11 }) =>
    [product, icd11.vaccine, icd11.disease].join('\0'),
  );
  return {
    hdr: { is: content.state, t: 'icao.vacc', v: 1 },
    msg: {
      pid: {
        dob: content.birthDate,
        i: content.passportNumber,
        n: content.name,
        ...(content.sex === null ? {} : { sex: content.sex }),
      },
      uvci: content.certificateId,
      ve: [...byProduct.values()].flatMap((doses) => {
        const [first] = doses;
        if (first === undefined) return [];
        const vd = doses.map(({ administeredBy, country, day, lot, number }) => {
          return { adm: administeredBy, ctr: country, dvc: day, lot, seq: number };
        });
        return [{ des: first.icd11.vaccine, dis: first.icd11.disease, nam: first.product, vd }];
      }),
    },
  };
}

/** The content of a message, or undefined where dose numbers and days do not rise together. */
export function contentOfData(data: VdsNcData): VdsNcContent | undefined {
  const doses = data.msg.ve
    .flatMap(({ des, dis, nam, vd }) => {
      const icd11 = { vaccine: des, disease: dis };
      return vd.map(({ seq, dvc, lot, ctr, adm }) => {
        return { number: seq, day: dvc, product: nam, lot, icd11, country: ctr, administeredBy: adm };
      });
    })
    .sort((one, other) => one.number - other.number);
  const rising = doses.every((dose, index) => {
    const before = doses[index - 1];
    return before === undefined || (before.number < dose.number && before.day < dose.day);
  });
  if (!rising) return undefined;
  const { pid, uvci } = data.msg;
  return {
    state: data.hdr.is,
    certificateId: uvci,
    name: pid.n,
    birthDate: pid.dob,
    passportNumber: pid.i,
    sex: pid.sex ?? null,
    doses,
  };
}
