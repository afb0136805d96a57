/**
 * The host: composition root of a terminal. It owns the terminal's life, money, journal, line and device status; it never sees
 * a person's data in clear.
 */
import { randomBytes } from 'node:crypto';
import type { Result } from 'neverthrow';
import { createActor } from 'xstate';
import type { Directive, EventSink, TerminalState } from '../../server-bridge/index.ts';
import type { LineEvent } from '../../server-bridge/line/index.ts';
import { openCodeDesk } from '../operator/index.ts';
import { priceAt } from '../payment/index.ts';
import { judgeService, type ServiceVerdict, terminalMachine } from '../terminal/index.ts';
import { makeCommandDesk } from './commands.ts';
import type { HostConfiguration } from './configuration.ts';
import { watchDevices } from './device-watch.ts';
import { logCode } from './host-events.ts';
import { type HostStartError, type OpenScreens, openHostParts } from './open-parts.ts';
import { openScreenDesk } from './screen-desk.ts';
import { keepSpareVisit } from './spare-visits.ts';
import { startStatusReporter } from './status-reporter.ts';
import { terminalSnapshot } from './terminal-snapshot.ts';
import { openTill } from './till.ts';
import { startVisit, type VisitResult, type VisitUnderWay } from './visit-start.ts';

/** The situation is judged again this often, for what changes by time alone. */
const JUDGE_EVERY_MS = 1_000;
/** Money that could not be moved is tried again this often, and whenever the coin box comes back. */
const RETRY_MONEY_EVERY_MS = 10_000;
/** How long the screen says that a visit broke off. */
const APOLOGY_MS = 20_000;

export type RunningHost = {
  readonly startUrl: string;
  /** Another address for a browser started anew; the one before is void. */
  newStartUrl(): string;
  readonly processId: string;
  state(): TerminalState;
  cause(): string;
  /** Counts of the visit that ended last. */
  lastVisit(): VisitResult | null;
  stop(): Promise<void>;
};

/** Starts a host on its configuration. */
export async function startHost(
  configuration: HostConfiguration,
  o: { openScreens: OpenScreens; sink?: EventSink; now?: () => Date },
): Promise<Result<RunningHost, HostStartError>> {
  const now = o.now ?? (() => new Date());
  const opened = await openHostParts(configuration, { openScreens: o.openScreens, sink: o.sink, now });
  return opened.asyncMap(async (parts) => {
    const { log, line, screens: link } = parts;
    const processId = randomBytes(16).toString('base64url');
    const { holds } = parts;
    let suspended = false;
    let lastVisit: VisitResult | null = null;
    let visit: VisitUnderWay | null = null;
    let visitSettled: Promise<void> = Promise.resolve();
    /** Ends the truthful screen after a visit that broke off. */
    let acknowledge: (() => void) | null = null;
    /** Devices speak as soon as they are watched; the terminal listens once all of it is there. */
    let listening = false;

    const terminal = createActor(
      terminalMachine.provide({
        actions: { beginVisit: () => beginVisit(), endVisitByForce: () => void visit?.end() },
      }),
    );
    const state = (): TerminalState => {
      const { value, context } = terminal.getSnapshot();
      if (value === 'idle') return 'idle';
      return value === 'visiting' ? 'visit' : context.closedState;
    };
    const devices = watchDevices({ ...parts, onChange: () => judge() });
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
        devices: { ...devices.conditions(), screens: link.connected ? 'ready' : 'absent' },
      }),
    });
    const till = openTill({
      collector: parts.coinBox,
      journal: parts.journal,
      onRefund: (event, yen) => {
        log.record(event, { yen });
        reporter.event(event);
      },
    });
    const spares = keepSpareVisit({
      initialise: {
        type: 'initialise',
        terminalId: configuration.terminalId,
        devices: {
          reader: configuration.devices.reader,
          pagePrinter: configuration.devices.pagePrinter,
          passportScanner: configuration.devices.passportScanner,
        },
      },
      onRefused: () => log.record('MESSAGE_REFUSED', { source: 'visit' }),
      onDied: (exitCode) => {
        log.record('VISIT_PROCESS_DIED', { exitCode: exitCode ?? -1 });
        reporter.event('VISIT_PROCESS_DIED');
      },
      onChange: () => judge(),
    });
    const codes = openCodeDesk({
      nowMs: () => now().getTime(),
      onMalformedHash: () => log.record('OPERATOR_HASH_MALFORMED', {}),
    });
    const screens = openScreenDesk(link, () => log.record('MESSAGE_REFUSED', { source: 'screens' }));

    const judgement = (): ServiceVerdict =>
      judgeService(
        {
          now: now(),
          directive: line.directive()?.directive ?? null,
          spareReady: spares.ready(),
          suspended,
          rightPersonHold: holds.get().rightPerson,
          leftBehind: holds.get().paper ? 'paper' : null,
          moneyUnsettled: till.hasUnsettled(),
          devices: devices.reading(),
          clockSkewMs: reporter.clockSkewMs(),
        },
        copyYen,
      );
    function judge(): void {
      if (!listening) return;
      terminal.send({ type: 'VERDICT', verdict: judgement() });
      paint();
    }
    const paint = (): void => {
      const { value, context } = terminal.getSnapshot();
      if (value === 'visiting' || !listening) return;
      const directive = line.directive()?.directive ?? null;
      const refundOwedYen = till.owedYen();
      screens.showTerminal((screenSeq) =>
        terminalSnapshot({
          idle: value === 'idle',
          context,
          directive,
          configuration,
          refundOwedYen,
          at: now(),
          screenSeq,
        }),
      );
    };

    const beginVisit = (): void => {
      const held = line.directive();
      const verdict = judgement();
      const process = held !== null && verdict.serve ? spares.take() : null;
      if (held === null || !verdict.serve || process === null) {
        // What let the resident start has changed in the same instant: back to the truthful screen.
        queueMicrotask(() => {
          terminal.send({ type: 'VISIT.ended' });
          judge();
        });
        return;
      }
      const { language, options } = terminal.getSnapshot().context;
      const readerEmpty = (): boolean => devices.reading()?.cardReader === 'empty';
      const begun = startVisit({
        process,
        held,
        copyYen: verdict.copyYen,
        language,
        options,
        configuration,
        parts,
        till,
        screens,
        reporter,
        readerEmpty,
        reprints: {
          codes,
          operators: () => (line.directive() ?? held).directive.operators,
          journal: parts.journal,
          journalIsFree: () => !till.hasUnsettled() && !till.isOpen(),
          onAction: (action, operatorId) => {
            log.record('OPERATOR_ACTION', { action, operator: logCode(operatorId ?? 'none') });
            reporter.event('OPERATOR_ACTION', action);
          },
        },
        now,
      });
      visit = begun;
      visitSettled = begun.finished.then(async (result) => {
        visit = null;
        lastVisit = result;
        if (holds.get().paper) log.record('PAPER_UNCERTAIN', {});
        // A job that nobody follows any more must not come out for the next person (anchors C3-1).
        if (result.outcome !== 'finished') await parts.pagePrinter.cancelOpenJobs();
        if (result.exitCode !== 0 && listening) await apologise(result.returnedYen);
        terminal.send({ type: 'VISIT.ended' });
        judge();
      });
    };

    /** A visit that broke off gets a truthful screen, with what came back, before anybody else is invited. */
    const apologise = (refundYen: number): Promise<void> =>
      new Promise((resolve) => {
        const { language, options } = terminal.getSnapshot().context;
        const done = (): void => {
          clearTimeout(limit);
          acknowledge = null;
          resolve();
        };
        const limit = setTimeout(done, APOLOGY_MS);
        acknowledge = done;
        screens.showTerminal((screenSeq) => ({
          v: 1,
          screenSeq,
          language,
          options,
          idleWarningSeconds: null,
          allows: { back: false, cancel: false },
          screen: { name: 'refused', refusal: 'UNAVAILABLE', refundYen },
        }));
      });

    const obeyCommand = makeCommandDesk({
      processId,
      inVisit: () => visit !== null,
      now,
      suspend: (on) => {
        suspended = on;
      },
      releaseRightPerson: () => holds.set({ rightPerson: false }),
      clearPaper: () => holds.set({ paper: false }),
      settledByHand: () => till.settledByHand(),
      answer: (result) => {
        log.record(result.result === 'done' ? 'COMMAND_DONE' : 'COMMAND_REFUSED', { code: logCode(result.result) });
        void line.sendCommandResult(result);
      },
    });
    const onLine = (event: LineEvent): void => {
      switch (event.type) {
        case 'state':
          log.record('LINE_STATE', { connected: event.state === 'connected' });
          break;
        case 'directive':
          log.record('DIRECTIVE_APPLIED', { version: event.version });
          reporter.event('DIRECTIVE_APPLIED', String(event.version));
          break;
        case 'directive-refused':
          log.record('DIRECTIVE_REFUSED', { code: logCode(event.reason) });
          reporter.event('DIRECTIVE_REFUSED', logCode(event.reason));
          break;
        case 'command':
          obeyCommand(event.command);
          break;
        default: {
          const never: never = event;
          throw new Error(`Unknown line event ${String(never)}`);
        }
      }
      judge();
    };

    let lastState = '';
    terminal.subscribe(({ context }) => {
      const current = state();
      const cause = current === 'idle' || current === 'visit' ? 'none' : context.cause;
      if (lastState !== `${current} ${cause}`) {
        lastState = `${current} ${cause}`;
        log.record('STATE_CHANGED', { state: current, cause });
        reporter.event('STATE_CHANGED', current);
      }
      paint();
    });
    parts.onClose(() => devices.stop());
    parts.onClose(() => reporter.stop());
    parts.onClose(() => spares.stop());
    parts.onClose(
      screens.onTouch((event, current) => {
        if (visit !== null) visit.touch(event);
        else if (!current) return;
        else if (acknowledge !== null) acknowledge();
        else if (event.action.type === 'start') terminal.send({ type: 'UI.start' });
        else if (event.action.type === 'options') terminal.send({ ...event.action, type: 'UI.options' });
        else if (event.action.type === 'language')
          terminal.send({ type: 'UI.language', language: event.action.language });
      }),
    );
    parts.onClose(
      link.onChange((connected) => {
        log.record('SCREENS', { connected });
        reporter.changed();
      }),
    );
    parts.onClose(line.watch(onLine));

    terminal.start();
    listening = true;
    log.record('HOST_STARTED', {});
    reporter.event('HOST_STARTED');
    // Nothing that an earlier run began may come out for the next person.
    const [recovered] = await Promise.all([till.recover(), parts.pagePrinter.cancelOpenJobs()]);
    // The hold has the sheet now: the journal need not tell of it at every start.
    if (recovered.paperUncertain && holds.set({ paper: true }) && !till.hasUnsettled()) parts.journal.clear();
    line.start();
    const timers = [setInterval(judge, JUDGE_EVERY_MS), setInterval(() => void till.retry(), RETRY_MONEY_EVERY_MS)];
    parts.onClose(() => {
      for (const timer of timers) clearInterval(timer);
    });
    parts.onClose(parts.coinBox.watch((status) => void (status === 'ready' ? till.retry() : null)));
    judge();

    return {
      startUrl: link.startUrl,
      newStartUrl: () => link.newStartUrl(),
      processId,
      state,
      cause: () => terminal.getSnapshot().context.cause,
      lastVisit: () => lastVisit,
      async stop() {
        listening = false;
        await visit?.end();
        await visitSettled;
        terminal.stop();
        log.record('HOST_STOPPED', {});
        await parts.close();
      },
    };
  });
}

/** The price in force, or null when the table has none: then there is no service. */
function copyYen(directive: Directive, at: Date): number | null {
  return priceAt(directive.prices, at).unwrapOr(null);
}
