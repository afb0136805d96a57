/** A visit process that says what a test has it say, and remembers what it was told. */
import type { HostToVisit, VisitToHost } from '../../visit/index.ts';
import type { startVisitProcess, VisitProcess } from '../visit-process.ts';

export type ScriptedVisit = {
  readonly told: HostToVisit[];
  say(message: VisitToHost): void;
  /** A frame that shows `screen`, as if a person's data stood in it. */
  frame(screen: string, screenSeq: number, slowPace?: boolean): void;
  exit(code: number | null): void;
  /** It does not end when it is asked to: only after the limit, as by SIGKILL. */
  hang(): void;
};

export function scriptedVisits() {
  const visits: ScriptedVisit[] = [];
  const start: typeof startVisitProcess = () => {
    const listeners = new Set<(message: VisitToHost) => void>();
    const exited = Promise.withResolvers<number | null>();
    const told: HostToVisit[] = [];
    let hangs = false;
    const say = (message: VisitToHost): void => {
      for (const listener of [...listeners]) listener(message);
    };
    const visit: ScriptedVisit = {
      told,
      say,
      frame: (screen, screenSeq, slowPace = false) =>
        say({
          type: 'frame',
          screen,
          screenSeq,
          language: 'ja',
          slowPace,
          frame: Buffer.from(`{"person":"${screen}"}`),
        }),
      exit: (code) => exited.resolve(code),
      hang() {
        hangs = true;
      },
    };
    visits.push(visit);
    const process: VisitProcess = {
      pid: undefined,
      ready: Promise.resolve(true),
      exited: exited.promise,
      send: (message) => void told.push(message),
      on: (listener) => void listeners.add(listener),
      async end(limitMs = 4_000) {
        told.push({ type: 'abort' });
        if (hangs) await new Promise((resolve) => setTimeout(resolve, limitMs));
        exited.resolve(hangs ? null : 0);
        await exited.promise;
      },
    };
    return process;
  };
  return { start, visits };
}
