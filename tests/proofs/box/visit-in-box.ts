/**
 * A visit process without a process: the product's machines, card desk, vault and host link, behind the host's own
 * `VisitProcess`. Every message is copied and checked against the channel's schema in both directions, and after its end
 * nothing of it is heard or done any more, as after a kill.
 */
import * as v from 'valibot';
import { fromPromise } from 'xstate';
import type { CardReader } from '../../../card-reader/index.ts';
import type { VisitProcess } from '../../../kiosk/host/index.ts';
import type { HostToVisit, VisitToHost } from '../../../kiosk/visit/index.ts';
import { HostToVisitSchema, VisitToHostSchema } from '../../../kiosk/visit/index.ts';
import { applyMachine, runVisit, type VisitRun } from '../../../kiosk/visit/machine/index.ts';
import {
  type Applied,
  composeVisit,
  makeCardDesk,
  makePassportDesk,
  makeVault,
  openHostLink,
} from '../../../kiosk/visit/process/index.ts';
import { type CertificateFonts, type PagePrinter, USUAL_GROUND } from '../../../printing/index.ts';
import type { TerminalId } from '../../../server-bridge/index.ts';
import { applyInBox } from './apply-in-box.ts';
import type { FakeTime } from './fake-time.ts';
import { newGeneration } from './generation.ts';
import { type Mutant, overlooking } from './mutant.ts';

type Begin = Extract<HostToVisit, { type: 'begin' }>;

/** From start to warm. */
const WARM_UP_MS = 200;
const EXIT_DONE = 0;
const EXIT_BUG = 70;

export type BoxVisit = VisitProcess & {
  readonly visitId: string | null;
  readonly isGone: boolean;
  /** Dies in this instant, without a word. */
  crash(): void;
  /** Does nothing more, and does not die of it either. */
  hang(): void;
};

export type BoxVisitWorld = {
  terminalId: TerminalId;
  time: FakeTime;
  wallClock: () => Date;
  fonts: CertificateFonts;
  openReader: () => CardReader;
  openPrinter: (generation: ReturnType<typeof newGeneration>, visitId: () => string) => PagePrinter;
  mutant: Mutant;
  onBegin: (visit: BoxVisit, begin: Begin) => void;
  /** The card's data are in the visit's memory: whoever's card lies there is whose visit this is. */
  onCardRead: (visitId: string) => void;
  onGone: (visit: BoxVisit) => void;
  onAlarm: () => void;
  onPaperTaken: () => void;
  onBadMessage: (what: string) => void;
};

export function startVisitInBox(o: BoxVisitWorld & { onRefused: () => void }): BoxVisit {
  const generation = newGeneration();
  const warm = Promise.withResolvers<boolean>();
  const exited = Promise.withResolvers<number | null>();
  const toHost = new Set<(message: VisitToHost) => void>();
  const toVisit = new Set<(raw: unknown) => void>();
  let isHung = false;
  let isGone = false;
  let run: VisitRun | null = null;
  let visitId: string | null = null;

  const leave = (code: number | null): void => {
    if (isGone) return;
    isGone = true;
    generation.kill();
    run?.stop();
    vault.wipe();
    warm.resolve(false);
    exited.resolve(code);
    o.onGone(visit);
  };
  /** The last words of a process still arrive after it has left. */
  const say = (message: VisitToHost): boolean => {
    if (isGone || isHung) return false;
    const raw = structuredClone(message);
    queueMicrotask(() => {
      const parsed = v.safeParse(VisitToHostSchema, raw);
      if (!parsed.success) {
        o.onBadMessage(`visit: ${message.type}`);
        o.onRefused();
        return;
      }
      if (parsed.output.type === 'right-person-failed') o.onAlarm();
      if (parsed.output.type === 'paper-taken') o.onPaperTaken();
      for (const listener of [...toHost]) listener(parsed.output);
    });
    return true;
  };

  const link = openHostLink({
    send: say,
    on: (_event, listener) => toVisit.add(listener),
  });
  const vault = makeVault();
  const reader = o.openReader();
  const printer = o.openPrinter(generation, () => visitId ?? 'none');
  generation.onEnd(() => void reader.close());

  const begin = (setting: Begin): void => {
    visitId = setting.visitId;
    o.onBegin(visit, setting);
    const now = (): Date => o.time.date(o.wallClock().getTime() - setting.clockSkewMs);
    const desk = makeCardDesk({
      reader,
      vault,
      requestChallenge: async (signal) => {
        const answer = await link.ask({ type: 'request-challenge' }, 'challenge', signal);
        return answer?.result ?? { ok: false, refusal: 'UNAVAILABLE' };
      },
    });
    const { directive, keySet } = setting;
    const composed = composeVisit({
      visitId: setting.visitId,
      terminalId: o.terminalId,
      directive,
      keySet,
      // Nothing is rendered with them here: see `applyInBox`.
      fonts: o.fonts,
      ground: USUAL_GROUND,
      reader: o.mutant.overlooksCards === true ? overlooking(reader) : reader,
      desk: {
        ...desk,
        async read(signal) {
          const read = await desk.read(signal);
          if (read.type === 'read') o.onCardRead(setting.visitId);
          return read;
        },
      },
      passportDesk: makePassportDesk({ reader, vault, passport: null, now }),
      printer,
      vault,
      link,
      now,
    });
    const application = {
      visitId: setting.visitId,
      terminalId: o.terminalId,
      keySet,
      link,
      vault,
      now,
      time: o.time,
      checksRightPerson: o.mutant.trustsEverybody !== true,
    };
    const machine = composed.provide({
      actors: {
        apply: applyMachine.provide({
          actors: {
            applyForCertificate: fromPromise<Applied, Parameters<typeof applyInBox>[1]>(({ input, signal }) =>
              applyInBox(application, input, signal),
            ),
          },
        }),
      },
    });
    run = runVisit({
      machine,
      input: {
        language: setting.language,
        options: setting.options,
        voiceVolumePercent: setting.voiceVolumePercent,
        headphones: setting.headphones,
        kinds: directive.kinds,
        municipalities: directive.municipalities,
        terms: directive.terms.text,
        copyYen: setting.copyYen,
        maxCopies: directive.maxCopies,
        maxReprints: setting.maxReprints,
        passportReading: false,
        paymentMeans: setting.paymentMeans,
        hours: directive.hours,
      },
      firstScreenSeq: setting.firstScreenSeq,
      onFrame: (frame) => {
        const bytes = new TextEncoder().encode(JSON.stringify(frame));
        const { screen, screenSeq, language, options } = frame;
        const { slowPace } = options;
        link.send({ type: 'frame', screen: screen.name, screenSeq, language, slowPace, frame: bytes });
      },
      onEnd: ({ outcome, refusal }) => {
        link.send({ type: 'ended', outcome, refusal });
        void desk.powerOff().then(() => leave(EXIT_DONE));
      },
    });
  };

  link.on((message) => {
    switch (message.type) {
      case 'begin':
        if (run === null) begin(message);
        return;
      case 'touch':
        run?.touch(message.event);
        return;
      case 'headphones':
        run?.headphones(message.headphones);
        return;
      case 'repaint':
        run?.repaint(message.screenSeq);
        return;
      case 'abort':
        if (run === null) leave(EXIT_DONE);
        else run.abort();
        return;
      default:
    }
  });

  const visit: BoxVisit = {
    pid: undefined,
    get visitId() {
      return visitId;
    },
    get isGone() {
      return isGone;
    },
    ready: warm.promise,
    exited: exited.promise,
    send(message) {
      if (isGone || isHung) return;
      if (!v.safeParse(HostToVisitSchema, message).success) o.onBadMessage(`host: ${message.type}`);
      const raw = structuredClone(message);
      queueMicrotask(() => {
        if (isGone || isHung) return;
        for (const listener of [...toVisit]) listener(raw);
      });
    },
    on: (listener) => void toHost.add(listener),
    async end(limitMs = 4_000) {
      visit.send({ type: 'abort' });
      const timer = setTimeout(() => leave(null), limitMs);
      await exited.promise;
      clearTimeout(timer);
    },
    crash: () => leave(EXIT_BUG),
    hang() {
      isHung = true;
      generation.freeze();
      run?.stop();
    },
  };
  setTimeout(() => {
    if (!isGone) warm.resolve(true);
  }, WARM_UP_MS);
  return visit;
}
