/**
 * What passes between the page and the shell that shows it, the same over the Electron bridge and the loopback WebSocket.
 */
import * as v from 'valibot';
import { SnapshotSchema, type UiEvent } from '../../snapshot.ts';

/** Down: something to paint, or the order to throw this page away (after every visit, invariant F). */
export const DownMessageSchema = v.variant('type', [
  v.strictObject({ type: v.literal('snapshot'), snapshot: SnapshotSchema }),
  v.strictObject({ type: v.literal('fresh-page') }),
]);

/** Up: a touch, or the sign that this page still paints. */
export type UpMessage = { type: 'event'; event: UiEvent } | { type: 'heartbeat'; screenSeq: number };

/** How the page reaches the shell. */
export interface Bridge {
  /** Calls `onMessage` with each parsed but unchecked message, `onLink` whenever the link comes or goes. */
  open(onMessage: (message: unknown) => void, onLink: (linked: boolean) => void): void;
  /** Sends when linked; otherwise the message is dropped: a touch made on a dead screen means nothing. */
  send(message: UpMessage): void;
  /** Lets go of the link for good, before the page throws itself away. */
  close(): void;
}
