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
  releaseRightPerson: () => void;
  answer: (result: CommandResult) => void;
};

/** Carries a command out or refuses it; the answer says which. */
export function obeyCommand(command: Command, desk: CommandDesk): void {
  desk.answer({ commandId: command.commandId, result: resultOf(command, desk) });
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
      return 'done';
    case 'release-right-person':
      if (desk.inVisit()) return 'refused-busy';
      desk.releaseRightPerson();
      return 'done';
    default: {
      const never: never = command.order;
      throw new Error(`Unknown order ${String(never)}`);
    }
  }
}
