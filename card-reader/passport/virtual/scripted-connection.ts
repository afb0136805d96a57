import { err, ok } from 'neverthrow';
import { fromHex, toHex } from '../../apdu/hex.ts';
import type { CardConnection } from '../../reader.ts';

/** A connection that knows one conversation by heart, to replay a published example byte for byte. */
export type ScriptedConnection = CardConnection & {
  /** Commands of the script not yet sent. */
  remaining(): number;
};

/** `script`: commands and their answers in hex. Any other command than the next one is answered like a lost card. */
export function scriptedConnection(
  script: readonly (readonly [command: string, answer: string])[],
): ScriptedConnection {
  const left = script.map(([command, answer]) => ({ command: fromHex(command), answer: fromHex(answer) }));
  return {
    insertion: 1,
    atr: new Uint8Array(0),
    remaining: () => left.length,
    disconnect: () => Promise.resolve(),
    transmit: (command) => {
      const next = left.shift();
      const known = next !== undefined && toHex(next.command) === toHex(command);
      return Promise.resolve(known ? ok(next.answer) : err({ kind: 'card-removed' }));
    },
  };
}
