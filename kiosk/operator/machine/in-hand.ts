/** What an operator has in hand, and how it begins and ends in the machine's context. */
import type { OperatorTask } from '../words.ts';
import { nextQuestion } from './operator-setup.ts';
import type { OperatorContext } from './operator-types.ts';

/** What a clerk has at home: nothing of what was in hand before. */
export const NOTHING_IN_HAND = {
  fault: null,
  step: 0,
  again: false,
  looks: 0,
  task: null,
  question: null,
  answers: [],
  askedYen: 0,
  result: 'done',
  yen: 0,
} as const satisfies Partial<OperatorContext>;

/** A locked desk: nobody is signed in. */
export const NOBODY = {
  ...NOTHING_IN_HAND,
  operatorId: null,
  digits: 0,
  wrong: false,
  lockedSeconds: 0,
  warningSeconds: null,
} as const satisfies Partial<OperatorContext>;

/** A task begins; its first question, if it has one, is put at once. */
export function inHand(task: OperatorTask | null, { view }: OperatorContext): Partial<OperatorContext> {
  return { task, question: nextQuestion(task, 0), answers: [], askedYen: view.owedYen, yen: 0 };
}
