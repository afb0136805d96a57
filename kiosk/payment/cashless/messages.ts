/**
 * What host and cashless terminal say to each other, one JSON object a line. Every answer about money is the transaction as the
 * terminal has it, so that a lost answer is found again by asking for the transaction, never by authorising again.
 */
import * as v from 'valibot';
import { FEE_REFUSALS } from '../fee-collector.ts';
import { QuestionIdSchema, TransactionIdSchema, YenSchema } from '../json-line/line-format.ts';

const asked = { v: v.literal(1), id: QuestionIdSchema };
const transaction = { transactionId: TransactionIdSchema };

export const CashlessQuestionSchema = v.variant('ask', [
  v.strictObject({ ...asked, ask: v.literal('status') }),
  /** What is authorised and neither captured nor voided. */
  v.strictObject({ ...asked, ask: v.literal('held') }),
  /** The transaction as it stands; changes nothing. */
  v.strictObject({ ...asked, ...transaction, ask: v.literal('transaction') }),
  /** Waits for a card for this sum. A transaction that is known goes on where it stands: one authorisation in its life. */
  v.strictObject({ ...asked, ...transaction, ask: v.literal('authorise'), dueYen: YenSchema }),
  /** Waits for no card any more; what is authorised stays so. */
  v.strictObject({ ...asked, ...transaction, ask: v.literal('stop') }),
  v.strictObject({ ...asked, ...transaction, ask: v.literal('capture') }),
  v.strictObject({ ...asked, ...transaction, ask: v.literal('void') }),
  v.strictObject({ ...asked, ...transaction, ask: v.literal('refund'), yen: YenSchema }),
  v.strictObject({ ...asked, ...transaction, ask: v.literal('settled-by-hand') }),
]);
export type CashlessQuestion = v.InferOutput<typeof CashlessQuestionSchema>;
export type CashlessAsking = CashlessQuestion extends infer Q
  ? Q extends CashlessQuestion
    ? Omit<Q, 'v' | 'id'>
    : never
  : never;

const CASHLESS_STATES = ['unknown', 'waiting', 'presented', 'authorised', 'captured', 'voided', 'by-hand'] as const;
export type CashlessState = (typeof CASHLESS_STATES)[number];

const account = {
  ...transaction,
  state: v.picklist(CASHLESS_STATES),
  /** 0 until a card was authorised; stays when it is captured or voided. */
  authorisedYen: YenSchema,
  refundedYen: YenSchema,
};
const fault = { fault: v.picklist(['none', 'attention']) };

export const CashlessAnswerSchema = v.variant('answer', [
  v.strictObject({ ...asked, ...fault, answer: v.literal('status') }),
  v.strictObject({ ...asked, ...account, answer: v.literal('transaction') }),
  v.strictObject({
    ...asked,
    answer: v.literal('held'),
    heldYen: YenSchema,
    transactionId: v.nullable(TransactionIdSchema),
  }),
  v.strictObject({ ...asked, answer: v.literal('refused'), reason: v.picklist(FEE_REFUSALS) }),
]);
export type CashlessAnswer = v.InferOutput<typeof CashlessAnswerSchema>;
export type CashlessAnswering = CashlessAnswer extends infer A
  ? A extends CashlessAnswer
    ? Omit<A, 'v' | 'id'>
    : never
  : never;

export const CashlessNewsSchema = v.variant('news', [
  v.strictObject({ v: v.literal(1), ...account, news: v.literal('transaction') }),
  v.strictObject({ v: v.literal(1), ...fault, news: v.literal('state') }),
]);
export type CashlessNews = v.InferOutput<typeof CashlessNewsSchema>;

export const CashlessMessageSchema = v.union([CashlessAnswerSchema, CashlessNewsSchema]);

/** A transaction as the terminal has it. */
export type CashlessAccount = {
  readonly transactionId: string;
  readonly state: CashlessState;
  readonly authorisedYen: number;
  readonly refundedYen: number;
};
