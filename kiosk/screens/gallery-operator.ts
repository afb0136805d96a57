/** Samples of the store operator's screens: every fault, step, question, result and mark. All of it is invented. */
import { SUPPLY_WARNINGS } from '../../server-bridge/protocol/index.ts';
import {
  OPERATOR_ANSWERS,
  OPERATOR_FAULTS,
  OPERATOR_QUESTIONS,
  OPERATOR_RESULTS,
  OPERATOR_STEPS,
  OPERATOR_TASKS,
  type OperatorAnswer,
  type OperatorQuestion,
  READINESS_ITEMS,
  READINESS_MARKS,
} from '../snapshot.ts';
import type { Sample } from './gallery-sample.ts';

const HOME = { name: 'operator-home', operatorId: 'clerk-1', owedYen: 0, lineUp: true } as const;

const ALL_WELL = {
  cardReader: 'empty',
  pagePrinter: 'ready',
  receiptPrinter: 'ready',
  coinBox: 'ready',
  cashless: 'not-fitted',
  keySwitch: 'locked',
  screens: 'ready',
} as const;

const MUCH_WRONG = {
  cardReader: 'occupied',
  pagePrinter: 'cover',
  receiptPrinter: 'cover',
  coinBox: 'coin-jam',
  cashless: 'absent',
  keySwitch: 'open',
  screens: 'ready',
} as const;

const USUAL_TASKS = ['test-print', 'readiness', 'maintenance-on', 'restart', 'export-log'] as const;
const YES_NO = ['yes', 'no'] as const;

const ANSWERS: Record<OperatorQuestion, readonly OperatorAnswer[]> = {
  'why-reset': OPERATOR_ANSWERS.slice(2, 7),
  'sure-to-reset': YES_NO,
  'is-the-test-page-good': OPERATOR_ANSWERS.slice(7, 12),
  'what-about-the-card': ['kept-for-owner', 'kept-for-municipality', 'returned-to-owner', 'nothing-found'],
  'what-about-the-paper': ['kept-for-owner', 'kept-for-municipality', 'returned-to-owner', 'nothing-found'],
  'is-the-money-paid': YES_NO,
  'sure-to-restart': YES_NO,
};

/** Every mark in turn, so that each is seen beside words of every length. */
const mixedMarks = READINESS_ITEMS.map((item, index) => ({
  item,
  mark: READINESS_MARKS[index % READINESS_MARKS.length] ?? 'unknown',
}));

const CODE: readonly Sample[] = [
  { screen: { name: 'operator-code', digits: 0, wrong: false, lockedSeconds: 0 }, cancel: true },
  { variant: 'typing', screen: { name: 'operator-code', digits: 6, wrong: false, lockedSeconds: 0 }, cancel: true },
  { variant: 'wrong', screen: { name: 'operator-code', digits: 0, wrong: true, lockedSeconds: 0 }, cancel: true },
  { variant: 'locked', screen: { name: 'operator-code', digits: 0, wrong: false, lockedSeconds: 3600 }, cancel: true },
];

const HOMES: readonly Sample[] = [
  {
    screen: {
      ...HOME,
      service: 'closed',
      cause: 'needs-staff-jam',
      faults: ['jam', 'receipt-roll'],
      warnings: ['change-low'],
      devices: { ...ALL_WELL, pagePrinter: 'jam', receiptPrinter: 'paper' },
      tasks: [...USUAL_TASKS],
    },
  },
  {
    variant: 'well',
    screen: {
      ...HOME,
      service: 'serving',
      cause: null,
      faults: [],
      warnings: [],
      devices: ALL_WELL,
      tasks: [...USUAL_TASKS],
    },
  },
  {
    variant: 'visit',
    screen: {
      ...HOME,
      service: 'visit',
      cause: null,
      faults: ['stuck-visit'],
      warnings: [],
      devices: { ...ALL_WELL, cardReader: 'occupied' },
      tasks: ['reset-visit', 'readiness'],
    },
  },
  {
    variant: 'full',
    screen: {
      ...HOME,
      operatorId: 'store-0001.clerk-of-the-night-shift-1234',
      owedYen: 1_240,
      lineUp: false,
      service: 'closed',
      cause: 'right-person',
      faults: [...OPERATOR_FAULTS],
      warnings: [...SUPPLY_WARNINGS],
      devices: MUCH_WRONG,
      tasks: [...OPERATOR_TASKS],
    },
  },
];

/** Every step, and beside them every fault in turn. */
const RECOVERY = OPERATOR_STEPS.map(
  (step, index): Sample => ({
    variant: step,
    screen: {
      name: 'operator-step',
      fault: OPERATOR_FAULTS[index % OPERATOR_FAULTS.length] ?? 'jam',
      step,
      number: 2,
      of: 5,
      again: index % 2 === 1,
    },
    back: true,
    cancel: true,
  }),
);

/** The clerk has gone away. */
const IDLE: Sample = {
  variant: 'idle',
  screen: { name: 'operator-step', fault: 'toner', step: 'change-toner', number: 2, of: 3, again: false },
  back: true,
  cancel: true,
  idleWarningSeconds: 20,
};

const WORK = [...OPERATOR_TASKS, 'check-device'] as const;

export const OPERATOR_SAMPLES: readonly Sample[] = [
  ...CODE,
  ...HOMES,
  ...RECOVERY,
  IDLE,
  ...OPERATOR_QUESTIONS.map(
    (question): Sample => ({
      variant: question,
      screen: {
        name: 'operator-question',
        task: question === 'is-the-money-paid' ? 'settle-money' : 'reset-visit',
        question,
        answers: [...ANSWERS[question]],
        yen: question === 'is-the-money-paid' ? 1_240 : 0,
      },
      cancel: true,
    }),
  ),
  ...WORK.map((task): Sample => ({ variant: task, screen: { name: 'operator-working', task } })),
  {
    screen: {
      name: 'operator-readiness',
      items: READINESS_ITEMS.map((item) => ({ item, mark: item === 'cashless' ? 'not-fitted' : 'good' })),
      ready: true,
      at: '2026-11-21T11:47:00.000Z',
    },
    back: true,
  },
  {
    variant: 'not-ready',
    screen: { name: 'operator-readiness', items: mixedMarks, ready: false, at: '2026-11-21T11:47:00.000Z' },
    back: true,
  },
  // Every task with a result in turn: there are more tasks.
  ...WORK.map((task, index): Sample => {
    const result = OPERATOR_RESULTS[index % OPERATOR_RESULTS.length] ?? 'done';
    const yen = task === 'settle-money' ? 1_240 : 0;
    return { variant: `${result}-${task}`, screen: { name: 'operator-result', task, result, yen }, back: true };
  }),
];
