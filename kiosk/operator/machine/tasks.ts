/** Tasks: what is asked before, the host's part, what is asked after. The questions are data (`task-scripts.ts`). */
import { assign, not, raise } from 'xstate';
import { readinessOf } from '../readiness.ts';
import { judgedTestPage, TASK_SCRIPTS } from '../task-scripts.ts';
import { noteAnswer, noteGivenUp, noteOverdue } from './notes.ts';
import { nextQuestion, operatorSetup } from './operator-setup.ts';

export const asking = operatorSetup.createStateConfig({
  entry: raise({ type: 'FRESH' }),
  on: {
    'UI.operator-answer': [
      { guard: 'isNoAnswer' },
      {
        guard: 'isJudging',
        target: 'result',
        actions: [
          noteAnswer,
          assign({ result: ({ event }) => judgedTestPage(event.answer), yen: 0 }),
          { type: 'note', params: ({ context }) => ({ action: 'test-print', code: context.result }) },
        ],
      },
      { guard: 'isNoMoreOffered', target: 'result', actions: [assign({ result: 'refused-now', yen: 0 }), noteGivenUp] },
      { guard: 'yenHasChanged', actions: assign({ askedYen: ({ context }) => context.view.owedYen }) },
      { guard: ({ event }) => event.answer === 'no', target: 'home', actions: [noteAnswer, noteGivenUp] },
      {
        guard: 'asksMore',
        target: 'asking',
        reenter: true,
        actions: [
          noteAnswer,
          assign(({ context, event }) => {
            const answers = [...context.answers, event.answer];
            return { answers, question: nextQuestion(context.task, answers.length) };
          }),
        ],
      },
      {
        target: 'working',
        actions: [
          noteAnswer,
          assign(({ context, event }) => ({ answers: [...context.answers, event.answer], question: null })),
        ],
      },
    ],
    'UI.back': [
      // The sheet lies there: it is judged, or the desk locks by itself.
      { guard: 'isJudging' },
      {
        guard: 'hasAnswered',
        target: 'asking',
        reenter: true,
        actions: assign(({ context }) => {
          const answers = context.answers.slice(0, -1);
          return { answers, question: nextQuestion(context.task, answers.length) };
        }),
      },
      { target: 'home', actions: noteGivenUp },
    ],
    'UI.cancel': { guard: not('isJudging'), target: 'home', actions: noteGivenUp },
  },
});

export const working = operatorSetup.createStateConfig({
  id: 'working',
  invoke: {
    src: 'carryOut',
    input: ({ context: { task, answers, operatorId } }) => ({ task, answers, operatorId }),
    onDone: [
      {
        // A sheet came out: only a person can say how it looks.
        guard: ({ context, event: { output } }) =>
          context.task === 'test-print' && (output.result === 'done' || output.result === 'printed-good'),
        target: 'asking',
        actions: assign({ question: TASK_SCRIPTS['test-print'].after }),
      },
      {
        target: 'result',
        actions: assign(({ event: { output } }) => ({ result: output.result, yen: output.yen })),
      },
    ],
    onError: { target: 'result', actions: assign({ result: 'failed', yen: 0 }) },
  },
  after: { workingMs: { target: 'result', actions: [noteOverdue, assign({ result: 'failed', yen: 0 })] } },
});

/** The readiness report; live, since its view is. */
export const readiness = operatorSetup.createStateConfig({
  entry: [
    raise({ type: 'FRESH' }),
    {
      type: 'note',
      params: ({ context }) => ({
        action: 'readiness',
        code: readinessOf(context.view).ready ? 'ready' : 'not-ready',
      }),
    },
  ],
  on: { 'UI.next': 'home', 'UI.back': 'home' },
});
