/**
 * What host and coin box say to each other: one JSON object a line over TCP, every one checked on both sides. The host
 * asks, the box answers with the number of the question; between answers it tells of coins and faults.
 */
import * as v from 'valibot';
import { FEE_REFUSALS } from '../fee-collector.ts';
import { QuestionIdSchema, TransactionIdSchema, YenSchema } from '../json-line/line-format.ts';

const asked = { v: v.literal(1), id: QuestionIdSchema };
const transaction = { transactionId: TransactionIdSchema };

/** What a box says is wrong with it. */
export const COIN_BOX_FAULTS = ['coin-jam', 'no-change'] as const;
export type CoinBoxFault = (typeof COIN_BOX_FAULTS)[number];
/** What it will need soon. */
export const COIN_BOX_SUPPLIES = ['change-low', 'coins-nearly-full'] as const;
export type CoinBoxSupply = (typeof COIN_BOX_SUPPLIES)[number];

export const QuestionSchema = v.variant('ask', [
  v.strictObject({ ...asked, ask: v.literal('status') }),
  v.strictObject({ ...asked, ask: v.literal('escrow') }),
  v.strictObject({ ...asked, ...transaction, ask: v.literal('collect'), dueYen: YenSchema }),
  /** Takes no more coins; what is in escrow stays there. */
  v.strictObject({ ...asked, ...transaction, ask: v.literal('stop') }),
  v.strictObject({ ...asked, ...transaction, ask: v.literal('keep') }),
  v.strictObject({ ...asked, ...transaction, ask: v.literal('give-back') }),
  v.strictObject({ ...asked, ...transaction, ask: v.literal('refund'), yen: YenSchema }),
  v.strictObject({ ...asked, ...transaction, ask: v.literal('settled-by-hand') }),
]);
export type Question = v.InferOutput<typeof QuestionSchema>;

/** A question before it is numbered. */
export type Asking = Question extends infer Q ? (Q extends Question ? Omit<Q, 'v' | 'id'> : never) : never;

const state = { faults: v.array(v.picklist(COIN_BOX_FAULTS)), supplies: v.array(v.picklist(COIN_BOX_SUPPLIES)) };
export const AnswerSchema = v.variant('answer', [
  v.strictObject({ ...asked, ...state, answer: v.literal('status') }),
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
  v.strictObject({ ...asked, answer: v.literal('settled-by-hand') }),
  v.strictObject({ ...asked, answer: v.literal('refused'), reason: v.picklist(FEE_REFUSALS) }),
]);
export type Answer = v.InferOutput<typeof AnswerSchema>;

/** An answer before it is numbered. */
export type Answering = Answer extends infer A ? (A extends Answer ? Omit<A, 'v' | 'id'> : never) : never;

export const NewsSchema = v.variant('news', [
  v.strictObject({ v: v.literal(1), ...transaction, news: v.literal('inserted'), insertedYen: YenSchema }),
  v.strictObject({ v: v.literal(1), ...state, news: v.literal('state') }),
]);
export type News = v.InferOutput<typeof NewsSchema>;

export const BoxMessageSchema = v.union([AnswerSchema, NewsSchema]);
export type BoxMessage = v.InferOutput<typeof BoxMessageSchema>;
