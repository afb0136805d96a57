import * as v from 'valibot';

/** A whole number as it stands in a path or a query. */
export const wholeNumberText = (least: number) =>
  v.pipe(v.string(), v.regex(/^(0|[1-9][0-9]{0,14})$/), v.transform(Number), v.minValue(least));
