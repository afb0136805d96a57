/**
 * Commands of the center: bound to this process, refused while a resident is served where that is unsafe, always answered
 * (anchors D14). Their signature has been verified by the line.
 */
import type { Command, CommandResult } from '../../server-bridge/index.ts';

export type CommandDesk = {
  processId: string;
  inVisit: () => boolean;
  now: () => Date;
  suspend: (on: boolean) => void;
  /** False when the release could not be written down: then it does not hold. */
  releaseRightPerson: () => boolean;
  clearPaper: () => boolean;
  settledByHand: () => void;
  answer: (result: CommandResult) => void;
};

/** As many answers as are remembered for commands that come again. */
const REMEMBERED = 200;

/**
 * Carries a command out or refuses it, once: an unanswered command comes again after each reconnect, and gets the answer it
 * had the first time.
 */
export function makeCommandDesk(desk: CommandDesk): (command: Command) => void {
  const answered = new Map<string, CommandResult['result']>();
  return (command) => {
    const result = answered.get(command.commandId) ?? resultOf(command, desk);
    answered.set(command.commandId, result);
    const oldest = answered.keys().next();
    if (answered.size > REMEMBERED && oldest.done !== true) answered.delete(oldest.value);
    desk.answer({ commandId: command.commandId, result });
  };
}

function resultOf(command: Command, desk: CommandDesk): CommandResult['result'] {
  if (command.processId !== desk.processId) return 'refused-other-process';
  if (Date.parse(command.expiresAt) <= desk.now().getTime()) return 'refused-expired';
  switch (command.order.kind) {
    case 'suspend':
      // Takes effect for the next resident; a visit that has begun is finished first.
      desk.suspend(true);
      return 'done';
    case 'resume':
      desk.suspend(false);
      return 'done';
    case 'refresh-directive':
      // The line takes a newer directive by itself, at once when told of it; there is nothing to be done here.
      return 'done';
    case 'release-right-person':
      if (desk.inVisit()) return 'refused-busy';
      return desk.releaseRightPerson() ? 'done' : 'refused-invalid';
    case 'clear-paper':
      if (desk.inVisit()) return 'refused-busy';
      return desk.clearPaper() ? 'done' : 'refused-invalid';
    case 'settled-by-hand':
      if (desk.inVisit()) return 'refused-busy';
      desk.settledByHand();
      return 'done';
    default: {
      const never: never = command.order;
      throw new Error(`Unknown order ${String(never)}`);
    }
  }
}
