/**
 * Screens without a browser: keeps the last snapshot, taps on it, waits for the next. Passes for a shell at the host.
 */
import { EventEmitter, once } from 'node:events';
import * as v from 'valibot';
import type { ScreenLink } from '../../kiosk/shell/chromium/index.ts';
import { type ScreenName, type Snapshot, SnapshotSchema, type UiAction } from '../../kiosk/snapshot.ts';

export type ScriptedScreens = {
  link: ScreenLink;
  current(): Snapshot | null;
  /** Names of the screens shown, in order, without repeats. */
  readonly history: readonly ScreenName[];
  tap(action: UiAction): void;
  /** Sends whatever is given, for tests of malformed touches. */
  raw(message: unknown): void;
  /** Waits for one of these screens; throws with what was there instead after the limit. */
  until(names: readonly ScreenName[], limitMs?: number): Promise<Snapshot>;
  /** Waits until another screen than this one is shown. */
  change(from: Snapshot, limitMs?: number): Promise<void>;
};

/** Longer than any patience of a visit but the printer's. */
const DEFAULT_LIMIT_MS = 150_000;

export function scriptedScreens(): ScriptedScreens {
  const emitter = new EventEmitter();
  emitter.setMaxListeners(0);
  const history: ScreenName[] = [];
  let last: Snapshot | null = null;
  const link: ScreenLink = {
    connected: true,
    startUrl: '',
    newStartUrl: () => '',
    show(frame) {
      last = v.parse(v.pipe(v.string(), v.parseJson(), SnapshotSchema), Buffer.from(frame).toString('utf8'));
      if (history.at(-1) !== last.screen.name) history.push(last.screen.name);
      emitter.emit('frame');
    },
    freshPage() {
      last = null;
    },
    onEvent(listener) {
      emitter.on('event', listener);
      return () => emitter.off('event', listener);
    },
    onChange: () => () => {},
    close: async () => {},
  };
  return {
    link,
    history,
    current: () => last,
    tap(action) {
      if (last !== null) emitter.emit('event', { v: 1, screenSeq: last.screenSeq, action });
    },
    raw: (message) => void emitter.emit('event', message),
    async until(names, limitMs = DEFAULT_LIMIT_MS) {
      const signal = AbortSignal.timeout(limitMs);
      while (last === null || !names.includes(last.screen.name)) {
        try {
          await once(emitter, 'frame', { signal });
        } catch {
          throw new Error(`Waited for ${names.join('|')}, but the screen is ${last?.screen.name ?? 'dark'}.`);
        }
      }
      return last;
    },
    async change(from, limitMs = DEFAULT_LIMIT_MS) {
      const signal = AbortSignal.timeout(limitMs);
      while (last === null || (last.screenSeq === from.screenSeq && last.screen.name === from.screen.name)) {
        try {
          await once(emitter, 'frame', { signal });
        } catch {
          throw new Error(`The screen stays ${from.screen.name}.`);
        }
      }
    },
  };
}
