/** From whom a message of a page is taken (electron-shell §7 item 17): the top frame of a window of ours, on our own origin. */
import { SCREENS_ORIGIN } from './screen-responses.ts';

export interface SenderFrame {
  readonly url: string;
  /** `null` for a top frame. */
  readonly parent: unknown;
}

/**
 * @param frame the frame that sent, `null` when it has gone already
 * @param ours the top frame of the window that is shown now
 */
export function maySend(frame: SenderFrame | null, ours: SenderFrame | null): boolean {
  return frame !== null && frame === ours && frame.parent === null && frame.url.startsWith(`${SCREENS_ORIGIN}/`);
}
