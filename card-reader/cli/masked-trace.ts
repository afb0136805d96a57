import { toHex } from '../apdu/hex.ts';
import type { CardConnection } from '../reader.ts';

/** What READ BINARY answers and what VERIFY sends is a person's. */
const VERIFY = 0x20;
const CHANGE_REFERENCE_DATA = 0x24;
const READ_BINARY = 0xb0;
const GET_RESPONSE = 0xc0;
/** The signature over a challenge tells one card from another. */
const SIGN = 0x2a;

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
      tell(`> ${clear ? toHex(command) : maskCommand(command)}`);
      const start = performance.now();
      const answer = await connection.transmit(command, options);
      const took = `${(performance.now() - start).toFixed(1)} ms`;
      if (answer.isErr()) tell(`< ${answer.error.kind}   ${took}`);
      else tell(`< ${clear ? toHex(answer.value) : maskAnswer(command, answer.value)}   ${took}`);
      return answer;
    },
  };
}

/** Header and length of a command, its data hidden where it is a secret. */
export function maskCommand(command: Uint8Array): string {
  const ins = command[1];
  if ((ins !== VERIFY && ins !== CHANGE_REFERENCE_DATA) || command.length <= 5) return toHex(command);
  return `${toHex(command.subarray(0, 5))} [${command.length - 5} bytes]`;
}

/** Length and status word of an answer, its data hidden where it is a person's. */
export function maskAnswer(command: Uint8Array, answer: Uint8Array): string {
  const ins = command[1];
  const hidden = ins === READ_BINARY || ins === GET_RESPONSE || ins === SIGN;
  if (!hidden || answer.length <= 2) return toHex(answer);
  return `[${answer.length - 2} bytes] ${toHex(answer.subarray(-2))}`;
}
