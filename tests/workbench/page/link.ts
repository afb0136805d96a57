/** The link to the workbench server; opened again for as long as the page lives. */
import type { BenchCommand } from '../messages/commands.ts';
import { readMessage } from '../messages/read-message.ts';
import { type BenchState, BenchStateSchema, STATE_LIMIT_CHARACTERS } from '../messages/state.ts';

export type Send = (command: BenchCommand) => void;

const RETRY_MS = 500;

export function openLink(
  location: Location,
  hear: { onState: (state: BenchState) => void; onLinked: (linked: boolean) => void },
): Send {
  let socket: WebSocket | null = null;

  function connect(): void {
    const opening = new WebSocket(`ws://${location.host}/bench`);
    socket = opening;
    opening.addEventListener('open', () => hear.onLinked(true));
    opening.addEventListener('message', ({ data }) => {
      const state = typeof data === 'string' ? readMessage(BenchStateSchema, data, STATE_LIMIT_CHARACTERS) : null;
      // A state this page does not understand comes from another build of the server: nothing it shows would be true.
      if (state === null) opening.close();
      else hear.onState(state);
    });
    opening.addEventListener('close', () => {
      socket = null;
      hear.onLinked(false);
      setTimeout(connect, RETRY_MS);
    });
  }

  connect();
  return (command) => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(command));
  };
}
