/**
 * Screens without a browser: keeps the last snapshot, taps on it, waits for the next. Passes for a shell at a host in this
 * process; `screens-by-websocket.ts` does the same at a host that is a process of its own.
 */
import { EventEmitter, once } from 'node:events';
import * as v from 'valibot';
import type { ScreenLink } from '../../kiosk/shell/chromium/index.ts';
import { type ScreenName, type Snapshot, SnapshotSchema, type UiAction } from '../../kiosk/snapshot.ts';

/** What whoever stands before a kiosk can do with its screens. */
export type Screens = {
  current(): Snapshot | null;
  /** Names of the screens shown, in order, without repeats. */
  readonly history: readonly ScreenName[];
  tap(action: UiAction): void;
  /** Waits for one of these screens; throws with what was there instead after the limit. */
  until(names: readonly ScreenName[], limitMs?: number): Promise<Snapshot>;
  /** Waits until another screen than this one is shown. */
  change(from: Snapshot, limitMs?: number): Promise<void>;
};

export type ScriptedScreens = Screens & {
  link: ScreenLink;
  /** Sends whatever is given, for tests of malformed touches. */
  raw(message: unknown): void;
};

/** Longer than any patience of a visit but the printer's. */
const DEFAULT_LIMIT_MS = 150_000;

/** Keeps what is shown; `send` takes the touches. */
export function keepFrames(send: (event: unknown) => void): Screens & { show(json: string): void; dark(): void } {
  const emitter = new EventEmitter();
  emitter.setMaxListeners(0);
  const history: ScreenName[] = [];
  let last: Snapshot | null = null;
  return {
    history,
    current: () => last,
    show(json) {
      last = v.parse(v.pipe(v.string(), v.parseJson(), SnapshotSchema), json);
      if (history.at(-1) !== last.screen.name) history.push(last.screen.name);
      emitter.emit('frame');
    },
    dark() {
      last = null;
    },
    tap(action) {
      if (last !== null) send({ v: 1, screenSeq: last.screenSeq, action });
    },
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

export function scriptedScreens(): ScriptedScreens {
  const touches = new EventEmitter();
  const { show, dark, ...screens } = keepFrames((event) => touches.emit('event', event));
  const link: ScreenLink = {
    connected: true,
    startUrl: '',
    newStartUrl: () => '',
    show: (frame) => show(Buffer.from(frame).toString('utf8')),
    freshPage: dark,
    onEvent(listener) {
      touches.on('event', listener);
      return () => touches.off('event', listener);
    },
    onChange: () => () => {},
    close: async () => {},
  };
  return { ...screens, link, raw: (message) => void touches.emit('event', message) };
}
