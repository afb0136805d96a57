/** What the machine writes down, as parameters of its action `note`. */
import { type Seen, seenCode } from '../operator-record.ts';
import { RECOVERIES } from '../recoveries.ts';
import type { Note, OperatorContext, OperatorEvent } from './operator-types.ts';

type Given<E extends OperatorEvent = OperatorEvent> = { context: OperatorContext; event: E };

export const note = (action: Note['action'], code: Note['code'] = null) =>
  ({ type: 'note', params: { action, code } }) as const;

/** What the clerk leaves undone: a task, or a recovery. */
export const noteGivenUp = {
  type: 'note',
  params: ({ context }: { context: OperatorContext }): Note => ({
    action: 'given-up',
    code: context.task ?? context.fault,
  }),
} as const;

/** What gave no answer in time. */
export const noteOverdue = {
  type: 'note',
  params: ({ context }: { context: OperatorContext }): Note => ({
    action: 'overdue',
    code: context.task ?? context.fault,
  }),
} as const;

/** The task now in hand has begun. */
export const noteTaskBegun = {
  type: 'note',
  params: ({ context }: { context: OperatorContext }): Note =>
    context.task === null ? { action: 'given-up', code: null } : { action: context.task, code: 'begun' },
} as const;

/** The recovery's present step is done. */
export const noteStepDone = {
  type: 'note',
  params: ({ context: { fault, step } }: { context: OperatorContext }): Note => ({
    action: 'step',
    code: fault === null ? null : (RECOVERIES[fault].steps[step] ?? null),
  }),
} as const;

/** What the clerk answered to the task's question. */
export const noteAnswer = {
  type: 'note',
  params: ({ context, event }: Given<Extract<OperatorEvent, { type: 'UI.operator-answer' }>>): Note => ({
    action: context.task ?? 'given-up',
    code: event.answer,
  }),
} as const;

/** What the terminal saw when it looked at the device. */
export const noteSeen = (seen: Seen) =>
  ({
    type: 'note',
    params: ({ context: { fault } }: { context: OperatorContext }): Note => ({
      action: 'checked',
      code: fault === null ? null : seenCode(fault, seen),
    }),
  }) as const;
