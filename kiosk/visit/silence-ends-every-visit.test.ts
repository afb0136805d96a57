/**
 * Whatever a resident touches and devices answer, in whatever order: when everybody falls silent the visit ends by itself, the
 * person is forgotten, and no money is left without a word.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type UiAction, USUAL_OPTIONS } from '../snapshot.ts';
import { type PlayedVisit, playVisit } from './testing/play-visit.ts';
import { type Script, sampleFacts } from './testing/scripted-world.ts';

/** Longer than any chain of screens that nobody touches: the longest are a printer that waits for its clerk, and paper. */
const SILENCE_S = 2_000;

/** Up to three answers, the last of which repeats; drawn as often as they stand here. */
const some = <Name extends keyof Script>(_: Name, ...usual: NonNullable<Script[Name]>[number][]) =>
  fc.array(fc.constantFrom(...usual), { minLength: 1, maxLength: 3 });
const issued = { type: 'issued', facts: sampleFacts, pages: 1 } as const;
const moneyBack = { returnedYen: 120, owedYen: 0 };
const money = { keptYen: 120, refundedYen: 0, changeYen: 0, owedYen: 0, receiptPrinted: true };

const scripts: fc.Arbitrary<Script> = fc.record({
  waitForCard: some('waitForCard', 'laid', 'laid', 'laid', 'silent'),
  openCard: some(
    'openCard',
    { type: 'opened', triesLeft: 3 },
    { type: 'opened', triesLeft: 3 },
    { type: 'opened', triesLeft: 1 },
    { type: 'again', problem: 'unreadable' },
  ),
  verifyPin: some(
    'verifyPin',
    { type: 'verified' },
    { type: 'verified' },
    { type: 'verified' },
    { type: 'wrong', triesLeft: 2 },
    'silent',
  ),
  readCard: some(
    'readCard',
    { type: 'read' },
    { type: 'read' },
    { type: 'read' },
    { type: 'again', problem: 'taken-early' },
  ),
  waitForRemoval: some('waitForRemoval', 'taken', 'taken', 'taken', 'taken', 'silent'),
  apply: some('apply', issued, issued, issued, issued, { type: 'refused', refusal: 'BUSY' }, 'throws'),
  print: some(
    'print',
    { type: 'confirmed' },
    { type: 'confirmed' },
    { type: 'confirmed' },
    { type: 'failed' },
    { type: 'not-permitted' },
    'silent',
    'throws',
  ),
  confirmMisprint: some('confirmMisprint', { type: 'confirmed' }, { type: 'wrong' }, { type: 'refused' }),
  settle: some('settle', money, money, 'silent', 'throws'),
  returnMoney: some('returnMoney', moneyBack, moneyBack, 'silent', 'throws'),
  money: fc.constantFrom<NonNullable<Script['money']>[]>(
    [{ type: 'MONEY.collected', insertedYen: 240, changeYen: 0 }],
    [
      { type: 'MONEY.means', means: ['coins'] },
      { type: 'MONEY.collected', insertedYen: 240, changeYen: 0 },
    ],
    [{ type: 'MONEY.inserted', insertedYen: 100 }],
    [{ type: 'MONEY.failed', reason: 'card-in-reader' }],
    [{ type: 'MONEY.failed', reason: 'printer-attention' }],
    [],
  ),
});

type Step =
  | UiAction
  | 'card-laid'
  | 'reader-lost'
  | 'card-taken'
  | 'card-lifted'
  | 'paid'
  | 'ten-seconds'
  | 'straight-on';
const steps = fc.array(
  fc.oneof(
    // What the screen is there for, so that most visits get somewhere.
    { weight: 60, arbitrary: fc.constant<Step>('straight-on') },
    {
      weight: 12,
      arbitrary: fc.constantFrom<Step[]>(
        { type: 'next' },
        { type: 'back' },
        { type: 'help' },
        { type: 'close-help' },
        { type: 'more-time' },
        { type: 'misprint' },
        { type: 'digit', digit: 7 },
        { type: 'choose-copies', copies: 2 },
        { type: 'stop-voice' },
        { type: 'options', options: { ...USUAL_OPTIONS, slowPace: true } },
        { type: 'options', options: USUAL_OPTIONS },
        'reader-lost',
        'card-laid',
        'card-taken',
        'card-lifted',
        'paid',
        'ten-seconds',
      ),
    },
    { weight: 1, arbitrary: fc.constant<Step>({ type: 'cancel' }) },
  ),
  { minLength: 12, maxLength: 60, size: 'max' },
);

/** The touch that the screen now shown is there for. */
function onward(visit: PlayedVisit): UiAction {
  const screen = visit.screen();
  switch (screen?.name) {
    case 'terms':
      return { type: 'agree' };
    case 'kind':
      return { type: 'choose-kind', kind: 'domestic' };
    case 'pin':
      return { type: 'digit', digit: 1 };
    case 'misprint':
      return screen.digits < 4 ? { type: 'digit', digit: 1 } : { type: 'next' };
    case 'take-paper':
      return { type: screen.reprintAllowed && screen.reprint === 'none' ? 'misprint' : 'next' };
    case 'municipality':
      return { type: 'choose-municipality', code: '900010' };
    case 'confirm':
      return { type: 'pay' };
    default:
      return { type: 'next' };
  }
}

async function take(visit: PlayedVisit, step: Step): Promise<void> {
  if (step === 'straight-on') await visit.touch(onward(visit));
  else if (step === 'card-laid') await visit.card('occupied');
  else if (step === 'reader-lost') await visit.card('lost');
  else if (step === 'card-taken') await visit.card('empty');
  else if (step === 'card-lifted') await visit.lift();
  else if (step === 'paid') await visit.till({ type: 'MONEY.collected', insertedYen: 240, changeYen: 0 });
  else if (step === 'ten-seconds') await visit.wait(10);
  else await visit.touch(step);
}

/** Of these, in this order, each before a sheet moves. */
const BEFORE_PAPER = ['waitForCard', 'openCard', 'verifyPin', 'readCard', 'waitForRemoval', 'apply', 'collectMoney'];

describe('any visit', () => {
  it('ends when nobody says anything any more, with the person forgotten and the money accounted for', async () => {
    const reached = new Set<string>();
    await fc.assert(
      fc.asyncProperty(scripts, steps, async (script, taken) => {
        const visit = playVisit(script);
        for (const step of taken) await take(visit, step);
        await visit.wait(SILENCE_S);
        expect(visit.ends).toHaveLength(1);
        expect(visit.log.at(-1)).toBe('forgetPerson');
        expect(visit.log.filter((entry) => entry === 'forgetPerson')).toHaveLength(1);
        const { log } = visit;
        const begun = log.indexOf('collectMoney');
        if (begun >= 0)
          expect(log.slice(begun).some((entry) => entry === 'settle' || entry === 'returnMoney')).toBe(true);
        const paper = log.indexOf('printCopy');
        if (paper >= 0) {
          const before = BEFORE_PAPER.map((name) => log.lastIndexOf(name, paper));
          expect(before.every((at, index) => at >= 0 && at > (before[index - 1] ?? -1))).toBe(true);
        }
        for (const name of visit.screens()) reached.add(name);
      }),
      { numRuns: 120, seed: 20230502 },
    );
    // A property over visits that never get anywhere proves nothing.
    for (const name of ['take-card-first', 'printing', 'take-paper', 'misprint', 'refused', 'last-try'])
      expect(reached).toContain(name);
  });
});
