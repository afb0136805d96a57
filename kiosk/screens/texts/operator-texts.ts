/**
 * The words of the store operator's screens, for a clerk who was never trained on this machine: what is wrong, what the hands
 * do next, whom to call. They speak of things, money and the terminal, never of a person.
 */
import type { DeviceName, DeviceUnion, SupplyWarning } from '../../../server-bridge/protocol/index.ts';
import type {
  OperatorAnswer,
  OperatorFault,
  OperatorQuestion,
  OperatorResult,
  OperatorStep,
  OperatorTask,
  OutOfServiceCause,
  ReadinessItem,
  ReadinessMark,
} from '../../snapshot.ts';
import type { ScreenOf } from '../screen-of.ts';
import type { IdleTexts } from './common-texts.ts';

/** A task, or the look the terminal takes at a device after a recovery. */
export type OperatorWork = OperatorTask | 'check-device';

/** What to do with the hands, and how. */
export interface StepText {
  title: string;
  detail: string;
}

export interface QuestionText {
  title: string;
  detail: string;
  /** Where an answer needs other words than everywhere else. */
  answers?: Partial<Record<OperatorAnswer, string>>;
}

export type DeviceTexts = { [D in DeviceName]: { name: string; conditions: Record<DeviceUnion[D], string> } };

export interface OperatorTexts {
  /** Instead of the service's name, so that nobody takes these screens for a resident's. */
  banner: string;
  /** The way back to the list of faults. */
  leave: string;
  /** Before it locks by itself. */
  idle: IdleTexts;
  code: {
    heading: string;
    lead: string;
    forgotten: string;
    entered: (digits: number) => string;
    wrong: string;
    locked: (seconds: number) => string;
    lockedNext: string;
    pad: string;
    erase: string;
    confirm: string;
  };
  home: {
    heading: string;
    signedIn: string;
    service: Record<ScreenOf<'operator-home'>['service'], string>;
    /** Why it is closed, in the fewest words. */
    causes: Record<OutOfServiceCause, string>;
    overview: string;
    faults: string;
    noFaults: string;
    first: string;
    warnings: string;
    devices: string;
    line: string;
    lineStates: { up: string; down: string };
    owed: (yen: number) => string;
    tasks: string;
    lock: string;
  };
  faults: Record<OperatorFault, { name: string; meaning: string }>;
  warnings: Record<SupplyWarning, string>;
  devices: DeviceTexts;
  tasks: Record<OperatorTask, string>;
  step: {
    count: (number: number, of: number) => string;
    again: string;
    done: string;
    check: string;
  };
  steps: Record<OperatorStep, StepText>;
  questions: Record<OperatorQuestion, QuestionText>;
  answers: Record<OperatorAnswer, string>;
  /** Of the money a question or a result is about. */
  amount: (yen: number) => string;
  working: Record<OperatorWork, string>;
  workingLead: string;
  readiness: {
    ready: string;
    notReady: string;
    readyLead: string;
    notReadyLead: string;
    at: (time: string) => string;
    list: string;
    items: Record<ReadinessItem, string>;
    marks: Record<ReadinessMark, string>;
    close: string;
  };
  results: Record<OperatorResult, StepText>;
  finishedTask: Record<OperatorWork, string>;
  closeResult: string;
}
