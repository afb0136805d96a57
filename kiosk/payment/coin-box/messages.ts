/**
 * What host and coin box say to each other: one JSON object a line over TCP, every one checked on both sides. The host
 * asks, the box answers with the number of the question; between answers it tells of coins and faults.
 */
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { FEE_REFUSALS } from '../fee-collector.ts';

/** Longest line either side accepts, in characters. */
export const LINE_LIMIT = 1_024;

const YenSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(1_000_000));
const TransactionIdSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{8,64}$/));
const QuestionIdSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const asked = { v: v.literal(1), id: QuestionIdSchema };
const transaction = { transactionId: TransactionIdSchema };

const COIN_BOX_FAULTS = ['coin-jam'] as const;

export const QuestionSchema = v.variant('ask', [
  v.strictObject({ ...asked, ask: v.literal('status') }),
  v.strictObject({ ...asked, ask: v.literal('escrow') }),
  v.strictObject({ ...asked, ...transaction, ask: v.literal('collect'), dueYen: YenSchema }),
  /** Takes no more coins; what is in escrow stays there. */
  v.strictObject({ ...asked, ...transaction, ask: v.literal('stop') }),
  v.strictObject({ ...asked, ...transaction, ask: v.literal('keep') }),
  v.strictObject({ ...asked, ...transaction, ask: v.literal('give-back') }),
  v.strictObject({ ...asked, ...transaction, ask: v.literal('refund'), yen: YenSchema }),
]);
export type Question = v.InferOutput<typeof QuestionSchema>;

/** A question before it is numbered. */
export type Asking = Question extends infer Q ? (Q extends Question ? Omit<Q, 'v' | 'id'> : never) : never;

const faults = v.array(v.picklist(COIN_BOX_FAULTS));
export const AnswerSchema = v.variant('answer', [
  v.strictObject({ ...asked, answer: v.literal('status'), faults }),
  v.strictObject({
    ...asked,
    answer: v.literal('escrow'),
    escrowYen: YenSchema,
    transactionId: v.nullable(TransactionIdSchema),
  }),
  v.strictObject({ ...asked, answer: v.literal('collecting'), insertedYen: YenSchema }),
  v.strictObject({ ...asked, answer: v.literal('stopped'), insertedYen: YenSchema }),
  v.strictObject({ ...asked, answer: v.literal('kept'), changeYen: YenSchema }),
  v.strictObject({ ...asked, answer: v.literal('given-back'), returnedYen: YenSchema }),
  v.strictObject({ ...asked, answer: v.literal('refunded'), refundedYen: YenSchema }),
  v.strictObject({ ...asked, answer: v.literal('refused'), reason: v.picklist(FEE_REFUSALS) }),
]);
export type Answer = v.InferOutput<typeof AnswerSchema>;

/** An answer before it is numbered. */
export type Answering = Answer extends infer A ? (A extends Answer ? Omit<A, 'v' | 'id'> : never) : never;

export const NewsSchema = v.variant('news', [
  v.strictObject({ v: v.literal(1), ...transaction, news: v.literal('inserted'), insertedYen: YenSchema }),
  v.strictObject({ v: v.literal(1), news: v.literal('faults'), faults }),
]);
export type News = v.InferOutput<typeof NewsSchema>;

export const BoxMessageSchema = v.union([AnswerSchema, NewsSchema]);
export type BoxMessage = v.InferOutput<typeof BoxMessageSchema>;

export type LineError = { readonly kind: 'malformed' };

/** One line, without its end, to a message that the schema accepts. */
export function parseLine<T>(schema: v.GenericSchema<unknown, T>, line: string): Result<T, LineError> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return err({ kind: 'malformed' });
  }
  const parsed = v.safeParse(schema, value);
  return parsed.success ? ok(parsed.output) : err({ kind: 'malformed' });
}

export function formatLine(message: Question | BoxMessage): string {
  return `${JSON.stringify(message)}\n`;
}
