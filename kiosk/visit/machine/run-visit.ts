/**
 * Runs a visit machine: paints after every change, tells the machine which screen is up, and lets only those touches in that
 * were made on the screen now shown and that it allows. Pure but for the actors it was given.
 */
import { type AnyActorRef, createActor } from 'xstate';
import type { Headphones, Language, Snapshot, UiEvent } from '../../snapshot.ts';
import { touchEvent } from './events.ts';
import { paintVisit } from './paint.ts';
import type { Painted } from './paint-parts.ts';
import type { visitMachine } from './visit.ts';
import type { VisitInput, VisitOutput } from './visit-types.ts';

/** XState's clock; tests pass a simulated one. */
export type VisitClock = NonNullable<Parameters<typeof createActor<typeof visitMachine>>[1]>['clock'];

export type VisitRun = {
  /** A touch; false when it was dropped as stale or not allowed. */
  touch(event: UiEvent): boolean;
  /** Headphones were plugged in or out. */
  headphones(headphones: Headphones): void;
  abort(): void;
  /** Counts the screens on from this number and gives the present frame again. */
  repaint(screenSeq: number): void;
  /** The last frame painted. */
  current(): Snapshot | null;
  stop(): void;
};

export function runVisit(options: {
  machine: typeof visitMachine;
  input: VisitInput;
  clock?: VisitClock;
  /** First value of `screenSeq`: continues the terminal's count, so that a touch on its last screen is stale here. */
  firstScreenSeq: number;
  onFrame: (frame: Snapshot) => void;
  onEnd: (output: VisitOutput) => void;
}): VisitRun {
  const actor = createActor(options.machine, {
    input: options.input,
    ...(options.clock === undefined ? {} : { clock: options.clock }),
  });
  let screenSeq = options.firstScreenSeq;
  let frame: Snapshot | null = null;

  const compose = (painted: Painted): Snapshot => {
    if (frame !== null && frame.screen.name !== painted.screen.name) screenSeq += 1;
    const { context } = actor.getSnapshot();
    return {
      v: 1,
      screenSeq,
      language: context.language satisfies Language,
      options: context.options,
      voice: {
        volumePercent: context.voiceVolumePercent,
        stopped: context.voiceStopped,
        headphones: context.headphones,
      },
      idleWarningSeconds: context.warningSeconds,
      allows: painted.allows,
      help: context.help,
      screen: painted.screen,
    };
  };

  const repaint = (): void => {
    const snapshot = actor.getSnapshot();
    if (snapshot.status !== 'active') return;
    const painted = paintVisit(snapshot);
    if (painted === null) return;
    const changed = snapshot.context.screen !== painted.screen.name;
    frame = compose(painted);
    // The machine must know which patience applies before anybody can see the screen.
    if (changed) actor.send({ type: 'SCREEN', screen: painted.screen.name });
    else options.onFrame(frame);
  };

  // A part's inner changes reach the parent's subscribers only through the parent: watch every part as well.
  const watched = new Set<string>();
  const subscription = actor.subscribe({
    next: (snapshot) => {
      for (const child of Object.values<AnyActorRef | undefined>(snapshot.children)) {
        if (child === undefined || watched.has(child.sessionId)) continue;
        watched.add(child.sessionId);
        child.subscribe({ next: repaint, error: () => {} });
      }
      repaint();
    },
    complete: () => {
      const { output } = actor.getSnapshot();
      options.onEnd(output ?? { outcome: 'aborted', refusal: null });
    },
    error: () => options.onEnd({ outcome: 'aborted', refusal: null }),
  });
  actor.start();

  return {
    touch(event) {
      // A touch can arrive after the end; whatever it is, nothing may be said about it.
      if (actor.getSnapshot().status !== 'active') return false;
      if (frame === null || event.screenSeq !== frame.screenSeq) return false;
      const { type } = event.action;
      if ((type === 'cancel' || type === 'back' || type === 'help') && !frame.allows[type]) return false;
      const touch = touchEvent(event.action);
      if (touch === null) return false;
      actor.send(touch);
      return true;
    },
    headphones(headphones) {
      if (actor.getSnapshot().status === 'active') actor.send({ type: 'HEADPHONES', headphones });
    },
    abort() {
      if (actor.getSnapshot().status === 'active') actor.send({ type: 'ABORT' });
    },
    repaint(next) {
      // Never back: while its frames were held back the visit may have come further than the host, and one of them may be on its
      // way. A count that fell behind that one would have every later frame and touch taken for a stale one.
      screenSeq = Math.max(next, screenSeq + 1);
      if (frame === null || actor.getSnapshot().status !== 'active') return;
      frame = { ...frame, screenSeq };
      options.onFrame(frame);
    },
    current: () => frame,
    stop() {
      subscription.unsubscribe();
      actor.stop();
    },
  };
}
