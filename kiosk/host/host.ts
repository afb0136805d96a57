/**
 * The host: composition root of a terminal. It owns the terminal's life, money, journal, line and device status; it never sees
 * a person's data in clear. Everything it needs is opened here and closed in `stop`, in reverse.
 */
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { createActor } from 'xstate';
import { openReader } from '../../card-reader/index.ts';
import { openPagePrinter, openReceiptPrinter } from '../../printing/index.ts';
import {
  createEventLog,
  type EventSink,
  fileSink,
  type TerminalState,
  VisitIdSchema,
} from '../../server-bridge/index.ts';
import { openLine } from '../../server-bridge/line/index.ts';
import { openCoinBox, priceAt } from '../payment/index.ts';
import type { ScreenLink } from '../shell/chromium/index.ts';
import { type Snapshot, type UiEvent, UiEventSchema } from '../snapshot.ts';
import { judgeService, type ServiceVerdict, terminalMachine } from '../terminal/index.ts';
import { obeyCommand } from './commands.ts';
import type { HostConfiguration } from './configuration.ts';
import { openCrashJournal } from './crash-journal.ts';
import { watchDevices } from './device-watch.ts';
import { hostEvents, logCode } from './host-events.ts';
import { type LockError, takeSingleInstance } from './single-instance.ts';
import { keepSpareVisit } from './spare-visits.ts';
import { startStatusReporter } from './status-reporter.ts';
import { terminalSnapshot } from './terminal-snapshot.ts';
import { openTill } from './till.ts';
import { serveVisit, type VisitDesk } from './visit-desk.ts';

/** The situation is judged again this often, for what changes by time alone. */
const JUDGE_EVERY_MS = 1_000;

export type HostStartError =
  | LockError
  | { kind: 'journal-unusable'; cause: unknown }
  | { kind: 'line-unusable'; cause: unknown }
  | { kind: 'screens-unusable'; cause: unknown };

export type RunningHost = {
  readonly startUrl: string;
  state(): TerminalState;
  /** Resolves when the terminal is ready for a resident, or with the cause that keeps it closed after `limitMs`. */
  untilIdle(limitMs: number): Promise<Result<void, string>>;
  /** Counts of the visit that ended last. */
  lastVisit(): (VisitDesk['counts'] & { outcome: string }) | null;
  stop(): Promise<void>;
};

export async function startHost(
  configuration: HostConfiguration,
  o: {
    /** Opens the way to whoever paints: the chromium shell, or a script. */
    openScreens: (report: (code: string) => void) => Promise<Result<ScreenLink, { kind: string; cause?: unknown }>>;
    sink?: EventSink;
    now?: () => Date;
  },
): Promise<Result<RunningHost, HostStartError>> {
  const now = o.now ?? (() => new Date());
  try {
    await mkdir(configuration.stateDirectory, { recursive: true, mode: 0o700 });
  } catch (cause) {
    return err({ kind: 'state-directory-unusable', cause });
  }
  const lock = await takeSingleInstance(configuration.stateDirectory);
  if (lock.isErr()) return err(lock.error);
  const closers: (() => Promise<void> | void)[] = [lock.value];
  const closeAll = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  const failed = async (error: HostStartError): Promise<Result<RunningHost, HostStartError>> => {
    await closeAll();
    return err(error);
  };

  const journal = openCrashJournal(join(configuration.stateDirectory, 'crash-journal.jsonl'));
  if (journal.isErr()) return failed(journal.error);
  closers.push(() => journal.value.close());
  const log = createEventLog(hostEvents, {
    sink: o.sink ?? fileSink(join(configuration.stateDirectory, 'events.jsonl')),
    now,
  });

  const { devices } = configuration;
  const reader = await openReader(devices.reader);
  closers.push(() => reader.close());
  const pagePrinter = openPagePrinter(devices.pagePrinter);
  closers.push(() => pagePrinter.close());
  const receiptPrinter = openReceiptPrinter(devices.receiptPrinter);
  closers.push(() => receiptPrinter.close());
  const coinBox = openCoinBox(devices.coinBox);
  closers.push(() => coinBox.close());

  const opened = await openLine(configuration.line, { now });
  if (opened.isErr()) return failed({ kind: 'line-unusable', cause: opened.error });
  const line = opened.value;
  closers.push(() => line.stop());
  const screens = await o.openScreens((code) => log.record('SCREENS_REFUSED', { code: logCode(code) }));
  if (screens.isErr()) return failed({ kind: 'screens-unusable', cause: screens.error });
  const link = screens.value;
  closers.push(() => link.close());

  // ---- what the terminal knows
  const processId = randomBytes(16).toString('base64url');
  let suspended = false;
  let rightPersonHold = false;
  let leftBehind: 'card' | 'paper' | null = null;
  let screenSeq = 1;
  let lastVisit: (VisitDesk['counts'] & { outcome: string }) | null = null;
  let visitRuns: Promise<void> | null = null;
  let touchVisit: ((event: UiEvent) => void) | null = null;
  let endVisit: (() => Promise<void>) | null = null;

  const terminal = createActor(
    terminalMachine.provide({
      actions: { beginVisit: () => beginVisit(), endVisitByForce: () => void endVisit?.() },
    }),
  );
  const state = (): TerminalState => {
    const snapshot = terminal.getSnapshot();
    if (snapshot.value === 'idle') return 'idle';
    return snapshot.value === 'visiting' ? 'visit' : snapshot.context.closedState;
  };
  const reporter = startStatusReporter({
    line,
    now,
    onClockSkew: () => judge(),
    status: () => ({
      terminalId: configuration.terminalId,
      processId,
      build: configuration.build,
      state: state(),
      directiveVersion: line.directive()?.directive.version ?? null,
      devices: { ...watch.conditions(), screens: link.connected ? 'ready' : 'absent' },
    }),
  });
  closers.push(() => reporter.stop());
  const till = openTill({
    collector: coinBox,
    journal: journal.value,
    report: (event, yen) => {
      if (event === 'PAPER_UNCERTAIN') {
        leftBehind = 'paper';
        log.record('PAPER_UNCERTAIN', {});
        return;
      }
      log.record(event, { yen });
      reporter.event(event);
    },
  });
  const watch = watchDevices({ reader, pagePrinter, receiptPrinter, coinBox, onChange: () => judge() });
  closers.push(() => watch.stop());
  const spares = keepSpareVisit({
    initialise: {
      type: 'initialise',
      terminalId: configuration.terminalId,
      devices: { reader: devices.reader, pagePrinter: devices.pagePrinter },
    },
    onRefused: () => log.record('MESSAGE_REFUSED', { source: 'visit' }),
    onDied: (exitCode) => {
      log.record('VISIT_PROCESS_DIED', { exitCode: exitCode ?? -1 });
      reporter.event('VISIT_PROCESS_DIED');
    },
    onChange: () => judge(),
  });
  closers.push(() => spares.stop());

  const copyYen = (directive: Parameters<typeof judgeService>[0]['directive'] & object, at: Date): number | null => {
    const price = priceAt(directive.prices, at);
    return price.isOk() ? price.value : null;
  };
  const judgement = (): ServiceVerdict =>
    judgeService(
      {
        now: now(),
        directive: line.directive()?.directive ?? null,
        spareReady: spares.ready(),
        suspended,
        rightPersonHold,
        leftBehind,
        refundOwedYen: till.owedYen(),
        devices: watch.reading(),
        clockSkewMs: reporter.clockSkewMs(),
      },
      copyYen,
    );
  let closing = false;
  const judge = (): void => {
    if (!closing) terminal.send({ type: 'VERDICT', verdict: judgement() });
  };

  // ---- what the screens show while no visit is on
  let shown = '';
  const paint = (): void => {
    const snapshot = terminal.getSnapshot();
    if (snapshot.value === 'visiting') return;
    const directive = line.directive()?.directive ?? null;
    const compose = (seq: number): Snapshot =>
      terminalSnapshot({
        idle: snapshot.value === 'idle',
        context: snapshot.context,
        directive,
        configuration,
        refundOwedYen: till.owedYen(),
        at: now(),
        screenSeq: seq,
      });
    const key = JSON.stringify({ ...compose(0).screen, at: '', language: snapshot.context.language });
    if (key === shown) return;
    shown = key;
    screenSeq += 1;
    link.show(Buffer.from(JSON.stringify(compose(screenSeq))));
  };
  let lastState = '';
  terminal.subscribe(() => {
    const current = state();
    const { cause } = terminal.getSnapshot().context;
    const key = `${current} ${current === 'idle' || current === 'visit' ? 'none' : cause}`;
    if (key !== lastState) {
      lastState = key;
      log.record('STATE_CHANGED', {
        state: current,
        cause: current === 'idle' || current === 'visit' ? 'none' : cause,
      });
      reporter.event('STATE_CHANGED', current);
    }
    paint();
  });

  // ---- a visit
  const beginVisit = (): void => {
    const known = line.directive();
    const verdict = judgement();
    const process = known !== null && verdict.serve ? spares.take() : null;
    if (known === null || !verdict.serve || process === null) {
      // What let the resident start has changed in the same instant: back to the truthful screen.
      queueMicrotask(() => terminal.send({ type: 'VISIT.ended' }));
      queueMicrotask(judge);
      return;
    }
    const visitId = v.parse(VisitIdSchema, randomBytes(16).toString('base64url'));
    log.record('VISIT_STARTED', {});
    reporter.event('VISIT_STARTED');
    screenSeq += 1;
    const desk = serveVisit({
      visitId,
      process,
      line,
      till,
      receiptPrinter,
      receipt: (money) => ({
        storeName: configuration.store.name,
        terminalId: configuration.terminalId,
        inquiryNumber: configuration.store.inquiryNumber,
        issuedAt: now().toISOString(),
        item: money.kind,
        copies: money.copies,
        copyYen: money.copyYen,
        totalYen: money.totalYen,
        paidYen: money.paidYen,
        changeYen: money.changeYen,
        receiptNumber: randomBytes(4).toString('hex').toUpperCase(),
      }),
      readerEmpty: () => watch.reading()?.cardReader === 'empty',
      onFrame: (message) => {
        screenSeq = message.screenSeq;
        // `show` keeps the only copy for a replay and overwrites it with the next one.
        link.show(message.frame);
      },
      onRightPersonFailed: (fault) => {
        rightPersonHold = true;
        log.record('RIGHT_PERSON_FAILED', { code: logCode(fault) });
        reporter.event('RIGHT_PERSON_FAILED', logCode(fault));
      },
      onReceiptFailed: (code) => log.record('RECEIPT_FAILED', { code: logCode(code) }),
      onLateAnswer: () => {
        log.record('LATE_ANSWER_DROPPED', {});
        reporter.event('LATE_ANSWER_DROPPED');
      },
      onPaperUncertain: () => {
        leftBehind = 'paper';
        log.record('PAPER_UNCERTAIN', {});
      },
    });
    touchVisit = (event) => process.send({ type: 'touch', event });
    endVisit = () => process.end();
    process.send({
      type: 'begin',
      visitId,
      directive: known.directive,
      keySet: known.keySet,
      language: terminal.getSnapshot().context.language,
      copyYen: verdict.copyYen,
      firstScreenSeq: screenSeq,
    });
    visitRuns = desk.finished.then((outcome) => {
      touchVisit = null;
      endVisit = null;
      lastVisit = { ...desk.counts, outcome };
      if (outcome === 'paper-left') leftBehind = 'paper';
      log.record('VISIT_ENDED', { outcome });
      reporter.event('VISIT_ENDED', outcome);
      // The page that showed this person is thrown away before anybody else sees the screen.
      link.freshPage();
      shown = '';
      screenSeq += 1;
      terminal.send({ type: 'VISIT.ended' });
      judge();
    });
  };

  closers.push(
    link.onEvent((raw) => {
      const event = v.safeParse(UiEventSchema, raw);
      if (!event.success) {
        log.record('MESSAGE_REFUSED', { source: 'screens' });
        return;
      }
      if (touchVisit !== null) {
        touchVisit(event.output);
        return;
      }
      if (event.output.screenSeq !== screenSeq) return;
      const { action } = event.output;
      if (action.type === 'start') terminal.send({ type: 'UI.start' });
      if (action.type === 'language') terminal.send({ type: 'UI.language', language: action.language });
    }),
    link.onChange((connected) => {
      log.record('SCREENS', { connected });
      reporter.changed();
    }),
    line.watch((event) => {
      switch (event.type) {
        case 'state':
          log.record('LINE_STATE', { connected: event.state === 'connected' });
          break;
        case 'directive': {
          const version = line.directive()?.directive.version ?? 0;
          log.record('DIRECTIVE_APPLIED', { version });
          reporter.event('DIRECTIVE_APPLIED', String(version));
          break;
        }
        case 'directive-refused':
          log.record('DIRECTIVE_REFUSED', { code: logCode(event.reason) });
          reporter.event('DIRECTIVE_REFUSED', logCode(event.reason));
          break;
        case 'command':
          obeyCommand(event.command, {
            processId,
            inVisit: () => touchVisit !== null,
            now,
            suspend: (on) => {
              suspended = on;
            },
            releaseRightPerson: () => {
              rightPersonHold = false;
            },
            answer: (result) => {
              log.record(result.result === 'done' ? 'COMMAND_DONE' : 'COMMAND_REFUSED', {
                code: logCode(result.result),
              });
              void line.sendCommandResult(result);
            },
          });
          break;
        default: {
          const never: never = event;
          throw new Error(`Unknown line event ${String(never)}`);
        }
      }
      judge();
    }),
  );

  terminal.start();
  log.record('HOST_STARTED', {});
  reporter.event('HOST_STARTED');
  await till.recover();
  line.start();
  const timer = setInterval(judge, JUDGE_EVERY_MS);
  closers.push(() => clearInterval(timer));
  judge();

  return ok({
    startUrl: link.startUrl,
    state,
    lastVisit: () => lastVisit,
    async untilIdle(limitMs) {
      const limit = Date.now() + limitMs;
      while (Date.now() < limit) {
        if (state() === 'idle') return ok();
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return err(terminal.getSnapshot().context.cause);
    },
    async stop() {
      closing = true;
      await endVisit?.();
      await visitRuns;
      terminal.stop();
      log.record('HOST_STOPPED', {});
      await closeAll();
    },
  });
}
