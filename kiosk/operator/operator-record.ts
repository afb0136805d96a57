/**
 * What is written down of an operator: closed words only, so that neither a person's data nor any free text can pass. The host
 * reports each as `OPERATOR_ACTION`, in order, and logs it.
 */
import * as v from 'valibot';
import { type OperatorId, OperatorIdSchema } from '../../server-bridge/protocol/index.ts';
import {
  OPERATOR_ANSWERS,
  OPERATOR_FAULTS,
  OPERATOR_RESULTS,
  OPERATOR_STEPS,
  OPERATOR_TASKS,
  type OperatorFault,
} from './words.ts';

/**
 * | action                       | its code                                                                             |
 * | ---------------------------- | ------------------------------------------------------------------------------------ |
 * | `opened`                     | how                                                                                  |
 * | `code-wrong`                 | none                                                                                 |
 * | `code-locked-out`            | none: a miss that closed the desk, or a code that was not looked at                   |
 * | `code-unchecked`             | none: the check failed, or took too long                                             |
 * | `signed-in`                  | none                                                                                 |
 * | `recovery`                   | the fault whose guided recovery was opened                                           |
 * | `step`                       | the step that is done                                                                |
 * | `checked`                    | `<fault>-<what the terminal saw>`                                                    |
 * | a task                       | `begun`, each answer, its result; for the readiness report `ready` or `not-ready`    |
 * | `given-up`                   | the fault or task that was left by back, cancel, `no`, or because it made no sense any more |
 * | `overdue`                    | the fault or task that gave no answer in time; a task's own result follows when it comes |
 * | `locked`                     | why                                                                                  |
 */
export const OPERATOR_ACTIONS = [
  'opened',
  'code-wrong',
  'code-locked-out',
  'code-unchecked',
  'signed-in',
  'recovery',
  'step',
  'checked',
  ...OPERATOR_TASKS,
  'given-up',
  'overdue',
  'locked',
] as const;
export type OperatorAction = (typeof OPERATOR_ACTIONS)[number];

export const OPENED_BY = ['gesture', 'key-switch'] as const;
export type OpenedBy = (typeof OPENED_BY)[number];

/** `limit`: nobody stays signed in for longer than the desk's own limit. `removed`: the directive no longer names the operator. */
export const LOCKED_WHY = ['clerk', 'idle', 'key-switch', 'stopped', 'limit', 'removed'] as const;
export type LockedWhy = (typeof LOCKED_WHY)[number];

const SEEN = ['fixed', 'still-wrong', 'call-center', 'failed'] as const;
export type Seen = (typeof SEEN)[number];
export type SeenCode = `${OperatorFault}-${Seen}`;
export const seenCode = (fault: OperatorFault, seen: Seen): SeenCode => `${fault}-${seen}`;
const SEEN_CODES: readonly SeenCode[] = OPERATOR_FAULTS.flatMap((fault) => SEEN.map((seen) => seenCode(fault, seen)));

const RecordCodeSchema = v.picklist([
  ...new Set([
    ...OPENED_BY,
    ...OPERATOR_FAULTS,
    ...OPERATOR_STEPS,
    ...SEEN_CODES,
    ...OPERATOR_TASKS,
    ...OPERATOR_ANSWERS,
    ...OPERATOR_RESULTS,
    ...LOCKED_WHY,
    ...(['begun', 'ready', 'not-ready'] as const),
  ]),
]);
export type OperatorRecordCode = v.InferOutput<typeof RecordCodeSchema>;

/** One thing an operator did, or tried. `operatorId` is null where nobody was signed in. */
export const OperatorRecordSchema = v.strictObject({
  action: v.picklist(OPERATOR_ACTIONS),
  code: v.nullable(RecordCodeSchema),
  operatorId: v.nullable(OperatorIdSchema),
});
export type OperatorRecord = {
  action: OperatorAction;
  code: OperatorRecordCode | null;
  operatorId: OperatorId | null;
};

/** The record as one code of a terminal's event: `<action>` or `<action>-<code>`, at most 40 characters. */
export function operatorEventCode({ action, code }: Pick<OperatorRecord, 'action' | 'code'>): string {
  return code === null ? action : `${action}-${code}`;
}
