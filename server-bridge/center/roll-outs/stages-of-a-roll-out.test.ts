import { describe, expect, test } from 'vitest';
import { ANSWERS_TO_JUDGE, areStages, nextStep, reachOf, type StageSituation } from './stage-rule.ts';

const NONE = { open: 0, sent: 0, done: 0, refused: 0, lost: 0, lateFailures: 0 };
const at = (change: Partial<StageSituation>): StageSituation => ({
  stagesPercent: [1, 10, 100],
  successPercent: 90,
  stopAtFailurePercent: 20,
  targets: 1_000,
  stage: 2,
  ordered: 100,
  timeIsOver: false,
  counts: NONE,
  ...change,
});

describe('how far a stage reaches', () => {
  test.each([
    [0, 0],
    [1, 10],
    [2, 100],
    [3, 1_000],
  ])('stage %i', (stage, terminals) => expect(reachOf([1, 10, 100], 1_000, stage)).toBe(terminals));
  test('at least one terminal, however small the share; never more than there are', () => {
    expect(reachOf([1, 100], 3, 1)).toBe(1);
    expect(reachOf([99, 100], 3, 1)).toBe(3);
    expect(reachOf([1, 100], 0, 2)).toBe(0);
  });
  test.each([
    [[100], true],
    [[1, 100], true],
    [[50], false],
    [[10, 10, 100], false],
    [[20, 10, 100], false],
    [[], false],
  ])('shares %j', (stages, are) => expect(areStages(stages)).toBe(are));
});

describe('the next step', () => {
  test.each([
    ['begins', at({ stage: 0, ordered: 0 }), { kind: 'begin-stage', stage: 1 }],
    ['orders what the stage still lacks', at({ ordered: 60 }), { kind: 'order', terminals: 40 }],
    ['waits for answers', at({ counts: { ...NONE, open: 90 } }), { kind: 'wait' }],
    ['goes on when all is done', at({ counts: { ...NONE, done: 90 } }), { kind: 'begin-stage', stage: 3 }],
    [
      'does not go on while answers are out and there is time',
      at({ counts: { ...NONE, done: 85, open: 5 } }),
      { kind: 'wait' },
    ],
    [
      'goes on with enough of them when the time is over',
      at({ counts: { ...NONE, done: 81, open: 9 }, timeIsOver: true }),
      { kind: 'begin-stage', stage: 3 },
    ],
    [
      'waits on with too few of them when the time is over',
      at({ counts: { ...NONE, done: 80, open: 10 }, timeIsOver: true }),
      { kind: 'wait' },
    ],
    // Ten never had it: away until it ran out.
    ['stops with too few', at({ counts: { ...NONE, done: 80 } }), { kind: 'stop', reason: 'too-few-done' }],
    [
      'stops at the share of failures',
      at({ counts: { ...NONE, done: 16, refused: 4, open: 70 } }),
      { kind: 'stop', reason: 'failures' },
    ],
    [
      'stops when terminals are lost by it',
      at({ counts: { ...NONE, done: 10, lost: 10, open: 70 } }),
      { kind: 'stop', reason: 'failures' },
    ],
    [
      'does not judge by the first answers alone',
      at({ counts: { ...NONE, refused: 1, done: ANSWERS_TO_JUDGE - 2, open: 71 } }),
      { kind: 'wait' },
    ],
    ['does not stop for one refusal of the first', at({ counts: { ...NONE, refused: 1, open: 89 } }), { kind: 'wait' }],
    [
      'stops while it still orders',
      at({ ordered: 60, counts: { ...NONE, refused: 18, open: 32 } }),
      { kind: 'stop', reason: 'failures' },
    ],
    [
      'of a stage of few, one failure is what it is',
      at({ targets: 100, stage: 1, ordered: 1, counts: { ...NONE, refused: 1 } }),
      { kind: 'stop', reason: 'failures' },
    ],
    [
      'waits for the last answers of the last stage',
      at({ stage: 3, ordered: 1_000, counts: { ...NONE, done: 899, open: 1 }, timeIsOver: true }),
      { kind: 'wait' },
    ],
    [
      'finishes with the last, whoever was away',
      at({ stage: 3, ordered: 1_000, counts: { ...NONE, done: 100 } }),
      { kind: 'finish' },
    ],
  ] as const)('%s', (_, situation, step) => expect(nextStep(situation)).toEqual(step));
});
