/**
 * The screens of a box: keep the last frame, as a real page does, and touch it. A frame that does not pass the screens' own schema
 * is a fault of the terminal.
 */
import * as v from 'valibot';
import type { ScreenLink } from '../../../kiosk/shell/chromium/index.ts';
import { type ScreenName, type Snapshot, SnapshotSchema, type UiAction } from '../../../kiosk/snapshot.ts';
import { type Generation, listeners } from './generation.ts';

const FrameSchema = v.pipe(v.string(), v.parseJson(), SnapshotSchema);

export type BoxScreens = {
  link(generation: Generation): ScreenLink;
  /** What stands on the page; null when it is dark. */
  current(): Snapshot | null;
  /** The page's whole content, as text: what whoever stands before it could read. */
  text(): string;
  readonly history: readonly ScreenName[];
  touch(action: UiAction): void;
  /** A touch on whatever screen had this number. */
  staleTouch(action: UiAction, screensAgo: number): void;
  goDark(): void;
};

export function boxScreens(onBadFrame: () => void): BoxScreens {
  const touched = listeners<unknown>();
  const history: ScreenName[] = [];
  let last: Snapshot | null = null;
  let text = '';
  const touch = (action: UiAction, screensAgo = 0): void => {
    if (last !== null) touched.tell({ v: 1, screenSeq: Math.max(0, last.screenSeq - screensAgo), action });
  };
  return {
    link: (generation) => ({
      connected: true,
      startUrl: '',
      newStartUrl: () => '',
      show(frame) {
        if (!generation.alive) return;
        text = Buffer.from(frame).toString('utf8');
        const parsed = v.safeParse(FrameSchema, text);
        if (!parsed.success) return onBadFrame();
        last = parsed.output;
        if (history.at(-1) !== last.screen.name) history.push(last.screen.name);
      },
      freshPage() {
        if (!generation.alive) return;
        last = null;
        text = '';
      },
      onEvent: (listener) => touched.add(generation.hears(listener)),
      onChange: () => () => {},
      close: async () => {},
    }),
    current: () => last,
    text: () => text,
    history,
    touch,
    staleTouch: touch,
    goDark() {
      last = null;
      text = '';
    },
  };
}
