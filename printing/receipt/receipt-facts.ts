import * as v from 'valibot';

const YenSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(1_000_000));
const line = (maxLength: number) => v.pipe(v.string(), v.nonEmpty(), v.maxLength(maxLength));

/** Everything a receipt says. Nothing of the person: a receipt is left lying about. Yen are whole and include tax. */
export const ReceiptFactsSchema = v.pipe(
  v.strictObject({
    storeName: line(40),
    terminalId: line(32),
    /** Telephone number for questions. */
    inquiryNumber: v.pipe(v.string(), v.regex(/^[0-9+() -]{3,24}$/)),
    /** RFC 3339; printed in Japan Standard Time. */
    issuedAt: v.pipe(v.string(), v.isoTimestamp()),
    item: v.picklist(['domestic', 'overseas']),
    copies: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(20)),
    copyYen: YenSchema,
    totalYen: YenSchema,
    /** With what it was paid. */
    means: v.picklist(['coins', 'cashless']),
    paidYen: YenSchema,
    changeYen: YenSchema,
    receiptNumber: v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{1,32}$/)),
  }),
  v.check((facts) => facts.totalYen === facts.copies * facts.copyYen, 'the total is not copies times price'),
  v.check((facts) => facts.paidYen - facts.changeYen === facts.totalYen, 'paid less change is not the total'),
);
export type ReceiptFacts = v.InferOutput<typeof ReceiptFactsSchema>;
