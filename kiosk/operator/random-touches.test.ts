import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { TerminalEventSchema } from '../../server-bridge/protocol/index.ts';
import { ScreenSchema, type UiAction } from '../snapshot.ts';
import type { CodeCheck } from './code-desk.ts';
import { OperatorRecordSchema, operatorEventCode } from './operator-record.ts';
import { CLERK, FAULTY, heard, RIGHT_CODE, scriptedTerminal, soundView } from './testing/scripted-terminal.ts';
import type { OperatorView } from './view.ts';
import { OPERATOR_ANSWERS, OPERATOR_FAULTS, OPERATOR_RESULTS, OPERATOR_TASKS } from './words.ts';

type Terminal = ReturnType<typeof scriptedTerminal>;
type Act = { name: string; does: (terminal: Terminal) => void | Promise<void> };

const act = (name: string, does: Act['does']): Act => ({ name, does });
const touch = (action: UiAction): Act => act(`touch ${JSON.stringify(action)}`, ({ desk }) => desk.touch(action));
const nothingIsLeft: Partial<OperatorView> = { owedYen: 0, cardLeft: false, paperLeft: false, rightPerson: false };

const touches: UiAction[] = [
  ...(['next', 'back', 'cancel', 'erase-digit', 'more-time', 'operator-lock', 'start', 'help', 'staff'] as const).map(
    (type) => ({ type }),
  ),
  ...OPERATOR_FAULTS.map((fault) => ({ type: 'operator-fault' as const, fault })),
  ...OPERATOR_TASKS.map((task) => ({ type: 'operator-task' as const, task })),
  ...OPERATOR_ANSWERS.map((answer) => ({ type: 'operator-answer' as const, answer })),
];

const acts = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...touches.map(touch)) },
  { weight: 3, arbitrary: fc.nat(9).map((digit) => touch({ type: 'digit', digit })) },
  { weight: 4, arbitrary: fc.constant(touch({ type: 'next' })) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      act('the gesture', ({ desk }) => desk.open('gesture')),
      act('the key', ({ desk }) => desk.open('key-switch')),
      act('the right code', ({ type }) => type(RIGHT_CODE)),
      act('the key back', ({ desk }) => desk.lock('key-switch')),
    ),
  },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom(...OPERATOR_FAULTS)
      .map((fault) => act(`${fault} begins`, ({ see }) => see(FAULTY[fault]))),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      act('all is well', ({ see }) => see({ ...soundView, ...nothingIsLeft })),
      act('in silence all is well', ({ world }) => {
        world.view = soundView;
      }),
      act('in silence money is owed', ({ world }) => {
        world.view = { ...soundView, owedYen: 80 };
      }),
    ),
  },
  { weight: 3, arbitrary: fc.nat(200_000).map((ms) => act(`${ms} ms`, ({ clock }) => clock.increment(ms))) },
  { weight: 5, arbitrary: fc.constant(act('a pause', () => heard())) },
);

/** What the host answers to an order, a look, a code: a value, a failure, or nothing at all. */
const answers = fc.infiniteStream(fc.constantFrom('answers', 'answers', 'answers', 'fails', 'is silent'));
const results = fc.infiniteStream(fc.constantFrom(...OPERATOR_RESULTS));

const answered = <T>(how: string | undefined, value: T): Promise<T> => {
  if (how === 'fails') return Promise.reject(new Error('A bug in the host.'));
  return how === 'is silent' ? new Promise(() => {}) : Promise.resolve(value);
};

describe('whatever is touched, in whatever order, whatever the host does', () => {
  it('nothing is seen or done without a right code, and everything written down is a closed word', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.array(acts, { minLength: 20, maxLength: 150 }),
        answers,
        results,
        async (sequence, how, result) => {
          let confirmed = false;
          const ordered: string[] = [];
          const terminal = scriptedTerminal({
            async checkCode(code): Promise<CodeCheck> {
              const right = Buffer.from(code).toString('ascii') === RIGHT_CODE;
              await answered(how.next().value, null);
              confirmed = right;
              return right ? { kind: 'confirmed', operatorId: CLERK } : { kind: 'no-match', lockedOut: false };
            },
            carryOut: (order) => {
              ordered.push(confirmed ? order.operatorId : 'nobody');
              return answered(how.next().value, { result: result.next().value ?? 'done', yen: 0 });
            },
            lookAgain: () => answered(how.next().value, undefined),
          });
          await terminal.signIn();
          for (const { does } of sequence) {
            await does(terminal);
            const screen = terminal.screen();
            expect(screen === null).toBe(!terminal.desk.isOpen());
            if (screen === null) {
              confirmed = false;
              continue;
            }
            seen.add(screen.name);
            v.parse(ScreenSchema, screen);
            if (screen.name !== 'operator-code') expect(confirmed).toBe(true);
          }
          expect(ordered.every((who) => who === CLERK)).toBe(true);
          for (const record of terminal.records) {
            v.parse(OperatorRecordSchema, record);
            v.parse(TerminalEventSchema.entries.code, operatorEventCode(record));
            if (OPERATOR_TASKS.some((task) => task === record.action)) expect(record.operatorId).toBe(CLERK);
          }
          // Still alive, whatever it was: the gesture brings the code screen.
          terminal.desk.lock('clerk');
          terminal.desk.open('gesture');
          expect(terminal.screen()?.name).toBe('operator-code');
          terminal.desk.stop();
        },
      ),
      { numRuns: 150 },
    );
    expect(seen.size).toBe(7);
  });
});
