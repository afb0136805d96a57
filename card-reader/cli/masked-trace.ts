import { toHex } from '../apdu/hex.ts';
import type { CardConnection } from '../reader.ts';

/** SELECT, the one command that neither sends nor brings anything of a person. */
const SELECT = 0xa4;
/** Header and length byte. */
const SHOWN_OF_COMMAND = 5;

/** Watches a connection: one line for each command and answer, without a person's bytes unless `clear`. */
export function traceConnection(
  connection: CardConnection,
  tell: (line: string) => void,
  clear: boolean,
): CardConnection {
  return {
    insertion: connection.insertion,
    atr: connection.atr,
    extendedLength: connection.extendedLength === true,
    disconnect: () => connection.disconnect(),
    transmit: async (command, options) => {
      // The command is wiped by its owner as soon as the answer is there.
      const { ins, shown } = { ins: command[1], shown: clear ? toHex(command) : maskCommand(command) };
      tell(`> ${shown}`);
      const start = performance.now();
      const answer = await connection.transmit(command, options);
      const took = `${(performance.now() - start).toFixed(1)} ms`;
      if (answer.isErr()) tell(`< ${answer.error.kind}   ${took}`);
      else tell(`< ${clear ? toHex(answer.value) : maskAnswer(ins, answer.value)}   ${took}`);
      return answer;
    },
  };
}

/** Header and length of a command; its data only where it is a name to select, because it may be a secret elsewhere. */
export function maskCommand(command: Uint8Array): string {
  if (command[1] === SELECT || command.length <= SHOWN_OF_COMMAND) return toHex(command);
  const hidden = command.length - SHOWN_OF_COMMAND;
  return `${toHex(command.subarray(0, SHOWN_OF_COMMAND))} [${hidden} bytes]`;
}

/** Length and status word of an answer; data is shown for SELECT alone, whatever card this is. */
export function maskAnswer(ins: number | undefined, answer: Uint8Array): string {
  if (ins === SELECT || answer.length <= 2) return toHex(answer);
  return `[${answer.length - 2} bytes] ${toHex(answer.subarray(-2))}`;
}
