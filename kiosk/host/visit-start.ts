/**
 * Begins a visit on the warm process and follows it to its end: what the terminal must remember afterwards comes back as one
 * value, and nothing of the person is in it.
 */
import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { VisitIdSchema } from '../../server-bridge/index.ts';
import type { HeldDirective } from '../../server-bridge/line/index.ts';
import type { Language, Snapshot, UiEvent } from '../snapshot.ts';
import type { HostConfiguration } from './configuration.ts';
import { logCode } from './host-events.ts';
import type { HostParts } from './open-parts.ts';
import type { ScreenDesk } from './screen-desk.ts';
import type { StatusReporter } from './status-reporter.ts';
import type { Till } from './till.ts';
import { serveVisit, type VisitDesk } from './visit-desk.ts';
import type { VisitProcess } from './visit-process.ts';

export type VisitResult = VisitDesk['counts'] & {
  outcome: Awaited<VisitDesk['finished']>;
  rightPersonFailed: boolean;
  paperUncertain: boolean;
};

export type VisitUnderWay = {
  touch(event: UiEvent): void;
  end(): Promise<void>;
  readonly finished: Promise<VisitResult>;
};

export function startVisit(o: {
  process: VisitProcess;
  held: HeldDirective;
  copyYen: number;
  language: Language;
  options: Snapshot['options'];
  configuration: HostConfiguration;
  parts: HostParts;
  till: Till;
  screens: ScreenDesk;
  reporter: StatusReporter;
  readerEmpty: () => boolean;
  now: () => Date;
}): VisitUnderWay {
  const { parts, reporter, configuration } = o;
  const visitId = v.parse(VisitIdSchema, randomBytes(16).toString('base64url'));
  let rightPersonFailed = false;
  let paperUncertain = false;
  parts.log.record('VISIT_STARTED', {});
  reporter.event('VISIT_STARTED');

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
    readerEmpty: o.readerEmpty,
    onFrame: (message) => o.screens.showVisit(message),
    onRightPersonFailed: (fault) => {
      rightPersonFailed = true;
      parts.log.record('RIGHT_PERSON_FAILED', { code: logCode(fault) });
      reporter.event('RIGHT_PERSON_FAILED', logCode(fault));
    },
    onReceiptFailed: (code) => parts.log.record('RECEIPT_FAILED', { code: logCode(code) }),
    onLateAnswer: () => {
      parts.log.record('LATE_ANSWER_DROPPED', {});
      reporter.event('LATE_ANSWER_DROPPED');
    },
    onPaperUncertain: () => {
      paperUncertain = true;
      parts.log.record('PAPER_UNCERTAIN', {});
    },
  });
  o.process.send({
    type: 'begin',
    visitId,
    directive: o.held.directive,
    keySet: o.held.keySet,
    language: o.language,
    options: o.options,
    copyYen: o.copyYen,
    firstScreenSeq: o.screens.beginVisit(),
  });

  return {
    touch: (event) => o.process.send({ type: 'touch', event }),
    end: () => o.process.end(),
    finished: desk.finished.then((outcome) => {
      parts.log.record('VISIT_ENDED', { outcome });
      reporter.event('VISIT_ENDED', outcome);
      o.screens.endVisit();
      return { ...desk.counts, outcome, rightPersonFailed, paperUncertain };
    }),
  };
}
