/**
 * Commands of the center: bound to this process, refused while a resident is served where that is unsafe, always answered
 * (anchors D14). Their signature has been verified by the line.
 */
import type { Command, CommandResult } from '../../server-bridge/index.ts';

type Answer = CommandResult['result'];

export type CommandDesk = {
  processId: string;
  inVisit: () => boolean;
  /** A resident, or a clerk at the operator's screens: nothing that takes the machine away from them. */
  isServing: () => boolean;
  now: () => Date;
  /** Of these three, false when it could not be written down: then a release does not hold. */
  suspend: (on: boolean) => boolean;
  maintain: (on: boolean) => boolean;
  releaseRightPerson: () => boolean;
  clearPaper: () => boolean;
  settledByHand: () => Promise<boolean>;
  refreshDirective: () => Promise<'newer' | 'same' | 'unavailable'>;
  /** True once the center has accepted every page. */
  sendEventLog: (order: { commandId: string; fromEntry: number }) => Promise<boolean>;
  planRestart: () => void;
  /** True once the screens are back. */
  restartShell: () => Promise<boolean>;
  /** True once the printer says that the sheet is out; nobody is served meanwhile. */
  printTestPage: () => Promise<boolean>;
  /** True once the center has accepted it. */
  sendDiagnostics: (commandId: string) => Promise<boolean>;
  /** Shows for a while which terminal this is; false where there is no such screen now. */
  identify: () => boolean;
  answer: (result: CommandResult) => Promise<void>;
};

/** As many answers as are remembered for commands that come again. */
const REMEMBERED = 200;

export type Commands = {
  /**
   * Carries a command out or refuses it, once: an unanswered command comes again after each reconnect, and gets the answer it had
   * the first time.
   */
  obey(command: Command): void;
  /** Commands are being carried out or answered at this moment. */
  areUnderWay(): boolean;
};

export function openCommands(desk: CommandDesk): Commands {
  const answers = new Map<string, Promise<Answer>>();
  let underWay = 0;

  const obey = async (command: Command): Promise<void> => {
    const answer = answers.get(command.commandId) ?? resultOf(command, desk);
    answers.set(command.commandId, answer);
    const oldest = answers.keys().next();
    if (answers.size > REMEMBERED && oldest.done !== true) answers.delete(oldest.value);
    underWay += 1;
    try {
      await desk.answer({ commandId: command.commandId, result: await answer });
    } finally {
      underWay -= 1;
    }
  };

  return { obey: (command) => void obey(command), areUnderWay: () => underWay > 0 };
}

async function resultOf(command: Command, desk: CommandDesk): Promise<Answer> {
  if (command.processId !== desk.processId) return 'refused-other-process';
  if (Date.parse(command.expiresAt) <= desk.now().getTime()) return 'refused-expired';
  const { order } = command;
  switch (order.kind) {
    // These three take effect for the next resident; a visit that has begun is finished first.
    case 'suspend':
      return doneIf(desk.suspend(true));
    case 'resume':
      return doneIf(desk.suspend(false));
    case 'maintenance':
      return doneIf(desk.maintain(order.on));
    case 'refresh-directive':
      // The center may be busy, or the line down again: the order can be given once more.
      return (await desk.refreshDirective()) === 'unavailable' ? 'refused-busy' : 'done';
    case 'release-right-person':
      return desk.inVisit() ? 'refused-busy' : doneIf(desk.releaseRightPerson());
    case 'clear-paper':
      return desk.inVisit() ? 'refused-busy' : doneIf(desk.clearPaper());
    case 'settled-by-hand':
      return desk.inVisit() ? 'refused-busy' : doneIf(await desk.settledByHand());
    case 'restart-when-idle':
      // Done when it is planned: the process that would tell of the restart itself is gone by then.
      desk.planRestart();
      return 'done';
    case 'collect-event-log': {
      const { commandId } = command;
      const sent = await desk.sendEventLog({ commandId, fromEntry: order.fromEntry });
      return sent ? 'done' : 'refused-busy';
    }
    case 'restart-shell':
      return desk.isServing() ? 'refused-busy' : doneOrFailed(await desk.restartShell());
    case 'test-print':
      return desk.isServing() ? 'refused-busy' : doneOrFailed(await desk.printTestPage());
    case 'collect-diagnostics':
      // Reads only; also in a visit, of which it says nothing.
      return (await desk.sendDiagnostics(command.commandId)) ? 'done' : 'refused-busy';
    case 'identify':
      return desk.isServing() || !desk.identify() ? 'refused-busy' : 'done';
    default: {
      const never: never = order;
      throw new Error(`Unknown order ${String(never)}`);
    }
  }
}

function doneOrFailed(done: boolean): Answer {
  return done ? 'done' : 'failed';
}

function doneIf(done: boolean): Answer {
  return done ? 'done' : 'refused-invalid';
}
