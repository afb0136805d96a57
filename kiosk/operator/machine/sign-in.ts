/** The way in: the personal code, one check for each entry, the lock-out counted down. */
import { assign, raise } from 'xstate';
import { note } from './notes.ts';
import { operatorSetup } from './operator-setup.ts';

export const enteringCode = operatorSetup.createStateConfig({
  entry: ['wipeCode', assign({ digits: 0 })],
  after: {
    oneSecondMs: {
      guard: 'isLockedOut',
      target: 'enteringCode',
      reenter: true,
      actions: assign({ lockedSeconds: ({ context }) => context.lockedSeconds - 1 }),
    },
  },
  on: {
    'UI.digit': {
      guard: 'roomForDigit',
      actions: [
        { type: 'keepCodeDigit', params: ({ event }) => ({ digit: event.digit }) },
        assign({ digits: ({ context }) => context.digits + 1, wrong: false }),
      ],
    },
    'UI.erase-digit': {
      guard: 'hasDigits',
      actions: ['dropCodeDigit', assign({ digits: ({ context }) => context.digits - 1 })],
    },
    'UI.next': { guard: 'codeLongEnough', target: 'checkingCode' },
    'UI.cancel': { target: '#locked', actions: note('locked', 'clerk') },
  },
});

/** Exactly one check per entry; the buffer is zeroed whatever came of it. */
export const checkingCode = operatorSetup.createStateConfig({
  id: 'checkingCode',
  exit: ['wipeCode', assign({ digits: 0 })],
  invoke: {
    src: 'checkCode',
    onDone: [
      {
        guard: ({ event }) => event.output.type === 'confirmed',
        target: 'home',
        actions: [
          assign({
            operatorId: ({ event }) => (event.output.type === 'confirmed' ? event.output.operatorId : null),
          }),
          note('signed-in'),
        ],
      },
      {
        target: 'enteringCode',
        actions: [
          {
            type: 'note',
            params: ({ event: { output } }) => ({
              action: output.type === 'wrong' && output.lockedSeconds === 0 ? 'code-wrong' : 'code-locked-out',
              code: null,
            }),
          },
          assign(({ event: { output } }) => ({
            wrong: output.type === 'wrong',
            lockedSeconds: output.type === 'confirmed' ? 0 : output.lockedSeconds,
          })),
          raise({ type: 'FRESH' }),
        ],
      },
    ],
    onError: { target: 'enteringCode', actions: [note('code-unchecked'), raise({ type: 'FRESH' })] },
  },
  after: {
    checkCodeMs: { target: 'enteringCode', actions: [note('code-unchecked'), raise({ type: 'FRESH' })] },
  },
});
