import * as v from 'valibot';
import { CcTalkConfigurationSchema } from './cctalk/configuration.ts';
import { AddressEntries } from './json-line/line-format.ts';

const CcTalkEntries = CcTalkConfigurationSchema.pipe[0].entries;

/** What collects the fee on this terminal: a coin box, and a cashless terminal where one is fitted. */
export const FeeConfigurationSchema = v.strictObject({
  coinBox: v.variant('kind', [
    v.strictObject({ kind: v.literal('virtual'), ...AddressEntries }),
    v.strictObject({ kind: v.literal('cctalk'), ...CcTalkEntries }),
  ]),
  cashless: v.optional(
    v.strictObject({
      kind: v.literal('virtual'),
      ...AddressEntries,
      /** The terminal serves while only this works. */
      suffices: v.optional(v.boolean(), false),
    }),
  ),
});
export type FeeConfiguration = v.InferInput<typeof FeeConfigurationSchema>;
