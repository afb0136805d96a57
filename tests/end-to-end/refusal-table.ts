/** Every reason why a visit can go no further, each with what really brings it about. A code without an entry does not compile. */
import type { Refusal } from '../../server-bridge/index.ts';
import type { RefusalCase } from './refusal-case.ts';
import { REFUSALS_OF_CARDS } from './refusals-of-cards.ts';
import { REFUSALS_OF_DEVICES } from './refusals-of-devices.ts';
import { REFUSALS_OF_RECORDS } from './refusals-of-records.ts';
import { REFUSALS_OF_THE_WAY } from './refusals-of-the-way.ts';

export const REFUSAL_CASES: Readonly<Record<Refusal, RefusalCase>> = {
  ...REFUSALS_OF_RECORDS,
  ...REFUSALS_OF_CARDS,
  ...REFUSALS_OF_THE_WAY,
  ...REFUSALS_OF_DEVICES,
};
