/** What the ccTalk coin box writes down before money moves, and after. Opaque transaction ids, yen, coins; never a person. */
import * as v from 'valibot';
import { TransactionIdSchema, YenSchema } from '../json-line/line-format.ts';
import { DISPENSE_COUNT_MODULUS } from './commands.ts';

const whole = (max: number) => v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(max));
const transactionId = TransactionIdSchema;
const purpose = v.picklist(['change', 'give-back', 'refund']);

export type PayoutPurpose = v.InferOutput<typeof purpose>;

export const MoneyEntrySchema = v.variant('phase', [
  /** The slot is about to open; `eventCounter` is the acceptor's, so that coins taken after it belong to this payment. */
  v.strictObject({ phase: v.literal('collecting'), transactionId, dueYen: YenSchema, eventCounter: whole(255) }),
  v.strictObject({ phase: v.literal('inserted'), transactionId, insertedYen: YenSchema, eventCounter: whole(255) }),
  /** So much is to be paid out, and nothing else of this transaction: decided once. */
  v.strictObject({ phase: v.literal('owing'), transactionId, purpose, yen: YenSchema }),
  /** A hopper is about to be told to pay; `countBefore` is its own count of a lifetime. */
  v.strictObject({
    phase: v.literal('dispensing'),
    transactionId,
    purpose,
    hopper: whole(255),
    serialNumber: whole(DISPENSE_COUNT_MODULUS - 1),
    coinYen: YenSchema,
    coins: whole(255),
    countBefore: whole(DISPENSE_COUNT_MODULUS - 1),
  }),
  /** So many coins went out, as the hopper counted them; `uncertain` where its count cannot be about this payout alone. */
  v.strictObject({
    phase: v.literal('dispensed'),
    transactionId,
    purpose,
    hopper: whole(255),
    coins: whole(255),
    uncertain: v.boolean(),
  }),
  v.strictObject({ phase: v.literal('by-hand'), transactionId }),
]);
export type MoneyEntry = v.InferOutput<typeof MoneyEntrySchema>;
export type Dispensing = Extract<MoneyEntry, { phase: 'dispensing' }>;
