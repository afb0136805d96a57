import * as v from 'valibot';
import { type IndividualNumber, IndividualNumberSchema } from '../../register/person-facts.ts';
import { typedDigits } from './typed-digits.ts';

/** An individual number as it was typed, or null where its check digit does not fit (V13). */
export function checkedNumber(typed: string): IndividualNumber | null {
  const read = v.safeParse(IndividualNumberSchema, typedDigits(typed));
  return read.success ? read.output : null;
}
