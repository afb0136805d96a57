/** Schemas for the lists of plain values that IPP attributes become. */
import * as v from 'valibot';

/** Exactly one value. */
export const one = <TOutput>(schema: v.GenericSchema<unknown, TOutput>) =>
  v.pipe(
    v.array(v.unknown()),
    v.length(1),
    v.transform((values) => values[0]),
    schema,
  );

export const countSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
