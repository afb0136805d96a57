/**
 * Begins a visit on the warm process and follows it to its end: what the terminal must remember afterwards comes back as one
 * value, and nothing of the person is in it.
 */
import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { type DeviceUnion, VisitIdSchema } from '../../server-bridge/index.ts';
import type { HeldDirective } from '../../server-bridge/line/index.ts';
import { type ReportCode, reportCode } from '../event-log/index.ts';
import type { Headphones, Language, Snapshot, UiEvent } from '../snapshot.ts';
import { MAX_REPRINTS } from '../visit/index.ts';
import type { TerminalConfiguration } from './configuration.ts';
import { logCode } from './host-events.ts';
import type { HostParts } from './host-parts.ts';
import type { ReprintOffice } from './reprint-desk.ts';
import type { ScreenDesk } from './screen-desk.ts';
import type { Sound } from './terminal-snapshot.ts';
import type { Till } from './till.ts';
import { serveVisit, type VisitEnd } from './visit-desk.ts';
import { guardVisit } from './visit-guard.ts';
import type { VisitProcess } from './visit-process.ts';

/** How long a visit process may take to end, and how long when a sheet is on its way. */
const END_LIMIT_MS = 4_000;
const PRINT_END_LIMIT_MS = 120_000;

/** The choices a resident made on the attract screen. */
export type Whose = { language: Language; options: Snapshot['options'] };

export type VisitResult = VisitEnd & { rightPersonFailed: boolean };

export type VisitUnderWay = {
  touch(event: UiEvent): void;
  /** Headphones were plugged in or out. */
  headphones(headphones: Headphones): void;
  /** The operator's screens have gone: the visit sends its present frame again, counted from here. */
  repaint(screenSeq: number): void;
  /** Ends the visit: at once, or when the sheet that is on its way has come out. */
  end(): Promise<void>;
  readonly finished: Promise<VisitResult>;
};

export function startVisit(o: {
  process: VisitProcess;
  held: HeldDirective;
  copyYen: number;
  whose: Whose;
  sound: Sound;
  configuration: TerminalConfiguration;
  parts: HostParts;
  till: Till;
  screens: ScreenDesk;
  clockSkewMs: number | null;
  devices: () => DeviceUnion;
  reprints: ReprintOffice;
  now: () => Date;
}): VisitUnderWay {
  const { parts, configuration } = o;
  const visitId = v.parse(VisitIdSchema, randomBytes(16).toString('base64url'));
  let rightPersonFailed = false;
  /** A slower pace was chosen before the visit, or touched in it: without that, no process is believed that says so. */
  let slowPaceAsked = o.whose.options.slowPace;
  let isOver = false;
  const guard = guardVisit({
    onSilent: () => {
      // Whatever it shows is taken from the screen first; then the process is ended.
      o.screens.endVisit();
      void o.process.end(END_LIMIT_MS);
    },
  });
  parts.log.report('VISIT_STARTED');

  const desk = serveVisit({
    visitId,
    process: o.process,
    line: parts.line,
    till: o.till,
    receiptPrinter: parts.receiptPrinter,
    receipt: ({ kind, ...money }) => ({
      storeName: configuration.store.name,
      terminalId: configuration.terminalId,
      inquiryNumber: configuration.store.inquiryNumber,
      issuedAt: o.now().toISOString(),
      item: kind,
      receiptNumber: randomBytes(4).toString('hex').toUpperCase(),
      ...money,
    }),
    devices: o.devices,
    copyYen: o.copyYen,
    holds: parts.holds,
    reprints: o.reprints,
    onFrame: (message) => {
      // The screen is somebody else's now; a frame that was held up on its way is not looked at.
      if (isOver) return void message.frame.fill(0);
      guard.alive(message.screen, { slowPace: message.slowPace && slowPaceAsked });
      o.screens.showVisit(message);
    },
    onRightPersonFailed: (fault) => {
      rightPersonFailed = true;
      parts.holds.set({ rightPerson: true });
      parts.log.report('RIGHT_PERSON_FAILED', { code: reportCode(fault) });
    },
    onReceiptFailed: (code) => parts.log.record('RECEIPT_FAILED', { code: logCode(code) }),
    onLateAnswer: () => parts.log.report('LATE_ANSWER_DROPPED'),
  });
  o.process.send({
    type: 'begin',
    visitId,
    // The codes of the clerks are checked here; the visit needs to know only whether there are any.
    directive: { ...o.held.directive, operators: [] },
    keySet: o.held.keySet,
    language: o.whose.language,
    options: o.whose.options,
    voiceVolumePercent: o.sound.volumePercent,
    headphones: o.sound.headphones,
    copyYen: o.copyYen,
    clockSkewMs: o.clockSkewMs ?? 0,
    maxReprints: o.reprints.operators().length > 0 ? MAX_REPRINTS : 0,
    paymentMeans: [...parts.fee.means()],
    firstScreenSeq: o.screens.beginVisit(),
  });

  guard.alive('begin', { slowPace: false });

  return {
    touch: (event) => {
      if (event.action.type === 'options' && event.action.options.slowPace) slowPaceAsked = true;
      o.process.send({ type: 'touch', event });
    },
    headphones: (headphones) => o.process.send({ type: 'headphones', headphones }),
    repaint: (screenSeq) => o.process.send({ type: 'repaint', screenSeq }),
    end: () => o.process.end(desk.isPrinting() ? PRINT_END_LIMIT_MS : END_LIMIT_MS),
    finished: desk.finished.then((end) => {
      isOver = true;
      guard.stop();
      if (end.exitCode !== 0) {
        parts.log.report('VISIT_PROCESS_DIED', { code: exitWord(end.exitCode) });
      }
      parts.log.report('VISIT_ENDED', { code: end.outcome });
      o.screens.endVisit();
      return { ...end, rightPersonFailed };
    }),
  };
}

/** How a process went, as a report's code: null is a signal. */
export function exitWord(exitCode: number | null): ReportCode {
  return reportCode(exitCode === null ? 'signal' : `exit-${exitCode}`);
}
