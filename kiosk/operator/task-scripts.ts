/**
 * What each task asks before it is carried out, and after: data the machine walks through. A `no` ends the task with nothing
 * done.
 */
import type { OperatorView } from './view.ts';
import type { OperatorAnswer, OperatorQuestion, OperatorResult, OperatorTask } from './words.ts';

export type TaskScript = {
  before: readonly OperatorQuestion[];
  /** Asked once the host has done its part; the answer is the result. */
  after: OperatorQuestion | null;
};

export const TASK_SCRIPTS: Readonly<Record<OperatorTask, TaskScript>> = {
  'reset-visit': { before: ['why-reset', 'sure-to-reset'], after: null },
  'test-print': { before: [], after: 'is-the-test-page-good' },
  readiness: { before: [], after: null },
  'left-card': { before: ['what-about-the-card'], after: null },
  'left-paper': { before: ['what-about-the-paper'], after: null },
  'settle-money': { before: ['is-the-money-paid'], after: null },
  'maintenance-on': { before: [], after: null },
  'maintenance-off': { before: [], after: null },
  restart: { before: ['sure-to-restart'], after: null },
  'export-log': { before: [], after: null },
};

const ANSWERS: Readonly<Record<OperatorQuestion, readonly OperatorAnswer[]>> = {
  'why-reset': ['resident-left', 'resident-asked', 'screen-frozen', 'card-stuck', 'other-reason'],
  'sure-to-reset': ['yes', 'no'],
  'is-the-test-page-good': ['page-good', 'page-pale', 'page-stained', 'page-skewed', 'no-page'],
  'what-about-the-card': ['kept-for-owner', 'kept-for-municipality', 'returned-to-owner', 'nothing-found'],
  'what-about-the-paper': ['kept-for-owner', 'kept-for-municipality', 'returned-to-owner', 'nothing-found'],
  'is-the-money-paid': ['yes', 'no'],
  'sure-to-restart': ['yes', 'no'],
};

/** The answers offered now. Sheets of a right-person failure are the municipality's: nobody in the store hands them out (P7b). */
export function answersTo(question: OperatorQuestion, view: OperatorView): readonly OperatorAnswer[] {
  if (question === 'what-about-the-paper' && view.rightPerson) return ['kept-for-municipality', 'nothing-found'];
  return ANSWERS[question];
}

/** What a person's judgement of the test page says about the printer. */
export function judgedTestPage(answer: OperatorAnswer): OperatorResult {
  if (answer === 'page-good') return 'printed-good';
  return answer === 'no-page' ? 'not-printed' : 'printed-bad';
}
