/**
 * The visit process: one visit, then it ends (invariant F). Started ahead as a warm spare: modules loaded, fonts parsed, one
 * dummy page rendered and checked. It runs with Node's permission model (no file writes, no children) and says nothing on
 * stdout or stderr.
 */
import * as v from 'valibot';
import { openReader, ReaderConfigurationSchema } from '../../../card-reader/index.ts';
import { openPassportScanner, PassportScannerConfigurationSchema } from '../../../card-reader/passport/index.ts';
import {
  GroundConfigurationSchema,
  loadCertificateFonts,
  openPagePrinter,
  PagePrinterConfigurationSchema,
  USUAL_GROUND,
  warmUp,
} from '../../../printing/index.ts';
import type { HostToVisit } from '../channel.ts';
import { runVisit, type VisitRun } from '../machine/run-visit.ts';
import { makeCardDesk } from './card-desk.ts';
import { composeVisit } from './compose-visit.ts';
import { openHostLink } from './host-link.ts';
import { makePassportDesk } from './passport-desk.ts';
import { makeVault } from './vault.ts';

/** Exit codes: the host tells an ended visit from a broken one. */
const EXIT_DONE = 0;
const EXIT_BUG = 70;
const EXIT_CONFIGURATION = 78;

/** How long devices may take to close before the process ends anyway. */
const CLOSE_LIMIT_MS = 2_000;

type Initialise = Extract<HostToVisit, { type: 'initialise' }>;
type Begin = Extract<HostToVisit, { type: 'begin' }>;

const link = openHostLink(process);
const vault = makeVault();
const encoder = new TextEncoder();

const endNow = (code: number): never => {
  vault.wipe();
  process.exit(code);
};

// A bug ends the process at once and in silence: a stack trace could carry what the visit holds.
process.on('uncaughtException', () => endNow(EXIT_BUG));
process.on('unhandledRejection', () => endNow(EXIT_BUG));
// Nobody to serve and nobody to settle the money with.
process.on('disconnect', () => endNow(EXIT_DONE));

async function prepare(message: Initialise): Promise<void> {
  const readerConfiguration = v.safeParse(ReaderConfigurationSchema, message.devices.reader);
  const printerConfiguration = v.safeParse(PagePrinterConfigurationSchema, message.devices.pagePrinter);
  const scannerConfiguration = v.safeParse(
    v.optional(PassportScannerConfigurationSchema),
    message.devices.passportScanner,
  );
  if (!scannerConfiguration.success) return endNow(EXIT_CONFIGURATION);
  const groundConfiguration = v.safeParse(
    v.optional(GroundConfigurationSchema, USUAL_GROUND),
    message.certificateGround,
  );
  if (!groundConfiguration.success) return endNow(EXIT_CONFIGURATION);
  const ground = groundConfiguration.output;
  if (!readerConfiguration.success || !printerConfiguration.success) return endNow(EXIT_CONFIGURATION);
  const fonts = await loadCertificateFonts();
  if (fonts.isErr()) return endNow(EXIT_CONFIGURATION);
  if ((await warmUp(fonts.value, { ground })).isErr()) return endNow(EXIT_CONFIGURATION);
  const reader = await openReader(readerConfiguration.output);
  const printer = openPagePrinter(printerConfiguration.output);

  const scanner = scannerConfiguration.output;
  const passport = scanner === undefined ? null : openPassportScanner(scanner);

  let run: VisitRun | null = null;
  const begin = (setting: Begin): void => {
    const desk = makeCardDesk({
      reader,
      vault,
      requestChallenge: async (signal) => {
        const answer = await link.ask({ type: 'request-challenge' }, 'challenge', signal);
        return answer?.result ?? { ok: false, refusal: 'UNAVAILABLE' };
      },
    });
    // The center's time, as far as the host knows it: deadlines and lives are judged by one clock.
    const now = () => new Date(Date.now() - setting.clockSkewMs);
    const machine = composeVisit({
      visitId: setting.visitId,
      terminalId: message.terminalId,
      directive: setting.directive,
      keySet: setting.keySet,
      fonts: fonts.value,
      ground,
      reader,
      desk,
      passportDesk: makePassportDesk({ reader, vault, passport, now }),
      printer,
      vault,
      link,
      now,
    });
    run = runVisit({
      machine,
      input: {
        language: setting.language,
        options: setting.options,
        voiceVolumePercent: setting.voiceVolumePercent,
        headphones: setting.headphones,
        kinds: setting.directive.kinds,
        municipalities: setting.directive.municipalities,
        terms: setting.directive.terms.text,
        copyYen: setting.copyYen,
        maxCopies: setting.directive.maxCopies,
        maxReprints: setting.maxReprints,
        passportReading: setting.directive.passportReading && passport !== null,
        paymentMeans: setting.paymentMeans,
        hours: setting.directive.hours,
      },
      firstScreenSeq: setting.firstScreenSeq,
      onFrame: (frame) => {
        const bytes = encoder.encode(JSON.stringify(frame));
        link.send({
          type: 'frame',
          screen: frame.screen.name,
          screenSeq: frame.screenSeq,
          language: frame.language,
          slowPace: frame.options.slowPace,
          frame: bytes,
        });
        bytes.fill(0);
      },
      onEnd: async (output) => {
        link.send({ type: 'ended', outcome: output.outcome, refusal: output.refusal });
        const closed = Promise.allSettled([desk.powerOff().then(() => reader.close()), printer.close()]);
        await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, CLOSE_LIMIT_MS))]);
        endNow(EXIT_DONE);
      },
    });
  };

  link.on((incoming) => {
    if (incoming.type === 'begin' && run === null) begin(incoming);
    else if (incoming.type === 'touch') run?.touch(incoming.event);
    else if (incoming.type === 'headphones') run?.headphones(incoming.headphones);
    else if (incoming.type === 'repaint') run?.repaint(incoming.screenSeq);
    else if (incoming.type === 'abort') {
      if (run === null) endNow(EXIT_DONE);
      else run.abort();
    }
  });
  link.send({ type: 'ready' });
}

const stopWaiting = link.on((message) => {
  if (message.type !== 'initialise') return;
  stopWaiting();
  void prepare(message);
});
