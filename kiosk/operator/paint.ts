/**
 * What the screen shows for each state of the operator's machine: a pure function, exhaustive over its states. No state can show
 * anything but an operator's screen, and those have no field for anything of a person.
 */
import type { SnapshotFrom } from 'xstate';
import type { OperatorPainted } from './desk-types.ts';
import type { operatorMachine } from './machine/operator-machine.ts';
import { isJudging } from './machine/operator-setup.ts';
import type { OperatorContext } from './machine/operator-types.ts';
import { readinessOf } from './readiness.ts';
import { RECOVERIES } from './recoveries.ts';
import { answersTo } from './task-scripts.ts';
import { faultsOf, tasksOf } from './view.ts';

type OperatorScreen = OperatorPainted['screen'];
type Painted = Pick<OperatorPainted, 'screen' | 'allows'>;

const NEITHER = { back: false, cancel: false, help: false };
const BACK = { back: true, cancel: false, help: false };
const CANCEL = { back: false, cancel: true, help: false };
const BOTH = { back: true, cancel: true, help: false };

/** The screen for a snapshot, or null while the desk is locked. */
export function paintOperator(snapshot: SnapshotFrom<typeof operatorMachine>): OperatorPainted | null {
  const { value, context } = snapshot;
  if (value === 'locked') return null;
  const painted = paintJourney(value.open.journey, context);
  return painted === null ? null : { ...painted, idleWarningSeconds: context.warningSeconds };
}

type Journey = Exclude<SnapshotFrom<typeof operatorMachine>['value'], 'locked'>['open']['journey'];

function paintJourney(journey: Journey, context: OperatorContext): Painted | null {
  const { digits, wrong, lockedSeconds } = context;
  switch (journey) {
    case 'enteringCode':
      return { screen: { name: 'operator-code', digits, wrong, lockedSeconds }, allows: CANCEL };
    case 'checkingCode':
      return { screen: { name: 'operator-code', digits, wrong: false, lockedSeconds }, allows: NEITHER };
    case 'home':
      return paintHome(context);
    case 'recovering':
      return paintStep(context);
    case 'checkingDevice':
    case 'waitingToLook':
    case 'working':
      return { screen: { name: 'operator-working', task: context.task ?? 'check-device' }, allows: NEITHER };
    case 'asking':
      return paintQuestion(context);
    case 'readiness':
      return {
        screen: {
          name: 'operator-readiness',
          ...readinessOf(context.view),
          at: new Date(context.atMs).toISOString(),
        },
        allows: BACK,
      };
    case 'result':
      return {
        screen: {
          name: 'operator-result',
          task: context.task ?? 'check-device',
          result: context.result,
          yen: context.yen,
        },
        allows: BACK,
      };
    default: {
      const never: never = journey;
      throw new Error(`Unpainted state ${String(never)}`);
    }
  }
}

/** Home without anybody signed in does not exist; were it reached, nothing would be shown. */
function paintHome({ view, operatorId }: OperatorContext): Painted | null {
  if (operatorId === null) return null;
  const { service, cause, warnings, devices, lineUp, owedYen } = view;
  const screen: OperatorScreen = {
    name: 'operator-home',
    operatorId,
    service,
    cause,
    faults: faultsOf(view),
    warnings: [...warnings],
    devices,
    lineUp,
    owedYen,
    tasks: tasksOf(view),
  };
  return { screen, allows: NEITHER };
}

function paintStep({ fault, step: index, again }: OperatorContext): Painted | null {
  const steps = fault === null ? [] : RECOVERIES[fault].steps;
  const step = steps[index];
  if (fault === null || step === undefined) return null;
  return {
    screen: { name: 'operator-step', fault, step, number: index + 1, of: steps.length, again },
    allows: BOTH,
  };
}

function paintQuestion(context: OperatorContext): Painted | null {
  const { task, question, view } = context;
  if (task === null || question === null) return null;
  const yen = question === 'is-the-money-paid' ? context.askedYen : 0;
  return {
    screen: { name: 'operator-question', task, question, answers: [...answersTo(question, view)], yen },
    allows: isJudging(context) ? NEITHER : BOTH,
  };
}
