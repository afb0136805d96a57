/**
 * The host: composition root of a terminal. It owns the terminal's life, money, journal, line and device status; it never sees
 * a person's data in clear. Stands on whatever parts it is given: proofs drive it with scripted ones under a simulated clock.
 */
import { randomBytes } from 'node:crypto';
import { createActor } from 'xstate';
import type { ClosedCause, TerminalState } from '../../server-bridge/index.ts';
import { reportCode } from '../event-log/index.ts';
import { openCodeDesk } from '../operator/index.ts';
import { terminalMachine, terminalStateOf, voiceVolumePercent } from '../terminal/index.ts';
import { openApology } from './apology.ts';
import { openCenterSide } from './center-side.ts';
import type { TerminalConfiguration } from './configuration.ts';
import { watchDevices } from './device-watch.ts';
import { followHeadphones } from './headphones.ts';
import type { HostParts } from './host-parts.ts';
import { openIdentifySign } from './identify-sign.ts';
import { watchLeftBehind } from './left-behind.ts';
import { watchLinePresence } from './line-presence.ts';
import { openOperatorSide } from './operator-side.ts';
import { openRestartPlan } from './restart-plan.ts';
import { openScreenDesk } from './screen-desk.ts';
import { serviceJudge } from './service-judge.ts';
import { keepSpareVisit } from './spare-visits.ts';
import { clockReports, stateReports } from './state-reports.ts';
import { startStatusReporter } from './status-reporter.ts';
import { type Sound, terminalSnapshot } from './terminal-snapshot.ts';
import { openTill } from './till.ts';
import { touchRoute } from './touch-route.ts';
import { initialisationOf, startVisitProcess } from './visit-process.ts';
import { openVisitSide } from './visit-side.ts';
import { exitWord, type VisitResult } from './visit-start.ts';
import { openVoiceHealth } from './voice-health.ts';

/** The situation is judged again this often, for what changes by time alone. */
const JUDGE_EVERY_MS = 1_000;
/** Money that could not be moved, and holds that could not be written down, are tried again this often; money also whenever the coin box comes back. */
const RETRY_EVERY_MS = 10_000;

/** Longer than a sheet that is on its way, its money and the jobs behind it may take; after that the visit is left as it is. */
const END_VISIT_LIMIT_MS = 150_000;

export type HostOptions = {
  now: () => Date;
  startVisitProcess?: typeof startVisitProcess;
  /** The host is to be ended and started anew; called once, when nobody is served. */
  onRestart?: () => void;
};

export type RunningHost = {
  readonly startUrl: string;
  /** Another address for a browser started anew; the one before is void. */
  newStartUrl(): string;
  readonly processId: string;
  state(): TerminalState;
  /** Why the terminal is closed; what it was closed for last while it is not. */
  cause(): ClosedCause;
  /** Counts of the visit that ended last. */
  lastVisit(): VisitResult | null;
  stop(): Promise<void>;
};

export async function runHost(
  configuration: TerminalConfiguration,
  parts: HostParts,
  o: HostOptions,
): Promise<RunningHost> {
  const { log, line, holds, pagePrinter } = parts;
  const { now } = o;
  const { terminalId, build } = configuration;
  const processId = randomBytes(16).toString('base64url');
  /** Devices speak as soon as they are watched; the terminal listens once all of it is there. */
  let listening = false;
  log.report('HOST_STARTED');

  const terminal = createActor(
    terminalMachine.provide({
      actions: {
        beginVisit: () => {
          sign.stop();
          slot.begin();
        },
        endVisitByForce: () => void slot.end(),
        restart: () => {
          restarts.done();
          o.onRestart?.();
        },
      },
    }),
  );
  const state = (): TerminalState => terminalStateOf(terminal.getSnapshot());
  const cause = (): ClosedCause => terminal.getSnapshot().context.cause;
  const isClosed = (): boolean => state() !== 'idle' && state() !== 'visit';

  const presence = watchLinePresence(line, () => judge());
  const devices = watchDevices({
    ...parts,
    onChange: () => changed(),
    onCondition: (device, condition) => log.report('DEVICE_CHANGED', { code: reportCode(`${device}-${condition}`) }),
    onSupplyLow: (warning) => log.report('SUPPLY_LOW', { code: warning }),
    inVisit: () => listening && slot.isBusy(),
  });
  const clockMeasured = clockReports(log);
  const reporter = startStatusReporter({
    line,
    log,
    now,
    onClockMeasured: (skewMs) => {
      clockMeasured(skewMs);
      office.changed();
      judge();
    },
    status: () => ({
      terminalId,
      processId,
      build,
      state: state(),
      cause: isClosed() ? cause() : null,
      directiveVersion: line.directive()?.directive.version ?? null,
      devices: devices.devices(),
      warnings: devices.warnings(),
    }),
  });
  const till = openTill({
    collector: parts.fee,
    journal: parts.journal,
    onRefund: (event, yen) => log.report(event, { code: reportCode(String(yen)) }),
  });
  const spares = keepSpareVisit({
    start: o.startVisitProcess ?? startVisitProcess,
    initialise: initialisationOf(configuration),
    onRefused: () => log.report('MESSAGE_REFUSED', { code: 'visit' }),
    onDied: (exitCode) => log.report('VISIT_PROCESS_DIED', { code: exitWord(exitCode) }),
    onChange: () => judge(),
  });
  const codes = openCodeDesk({
    nowMs: () => now().getTime(),
    onMalformedHash: () => log.record('OPERATOR_HASH_MALFORMED', {}),
    misses: parts.misses,
  });
  const screens = openScreenDesk(parts.screens, () => log.report('MESSAGE_REFUSED', { code: 'screens' }));
  const sound = (): Sound => ({
    volumePercent: voiceVolumePercent(line.directive()?.directive.voiceVolumes ?? [], now()),
    headphones: parts.audioJack?.status() ?? 'unknown',
  });
  const apology = openApology({
    showTerminal: (compose) => screens.showTerminal(compose),
    slowPace: () => terminal.getSnapshot().context.options.slowPace,
  });
  const voice = openVoiceHealth({ log, nowMs: () => now().getTime() });
  const restarts = openRestartPlan({ log, dailyAt: configuration.plannedRestart?.at ?? null, startedAt: now() });
  const sign = openIdentifySign({ isHidden: () => slot.isBusy() || office.isOpen(), onChange: () => changed() });
  const leftBehind = watchLeftBehind({
    holds,
    log,
    cardReader: () => devices.devices().cardReader,
    inVisit: () => slot.isBusy(),
    clerkIsThere: () => office.isSignedIn(),
  });
  const shared = {
    configuration,
    parts,
    now,
    till,
    codes,
    devices,
    reporter,
    leftBehind,
    sound,
  };
  const slot = openVisitSide({
    ...shared,
    judgement: () => judgement(),
    whose: () => terminal.getSnapshot().context,
    spares,
    screens,
    apology,
    isHidden: () => office.isOpen() || !listening,
    onOver: () => {
      terminal.send({ type: 'VISIT.ended' });
      changed();
    },
  });
  parts.service.isServing = () => slot.isBusy();
  const { tasks, office } = openOperatorSide({
    ...shared,
    closedCause: () => (isClosed() ? cause() : null),
    slot,
    spares,
    screens,
    restarts,
    apology,
    onChange: () => changed(),
  });
  const { commands, hear } = openCenterSide({
    ...shared,
    processId,
    slot,
    restarts,
    tasks,
    officeIsOpen: () => office.isOpen(),
    sign,
    presence,
    stopped: () => !listening,
    onChange: () => changed(),
  });
  const judgement = serviceJudge({ parts, now, spares, till, devices, presence, reporter, restarts, tasks });

  function judge(): void {
    if (!listening) return;
    const hours = line.directive()?.directive.hours ?? null;
    const free = !slot.isBusy() && !office.isOpen() && !tasks.areUnderWay() && !commands.areUnderWay();
    if (restarts.isDue({ now: now(), hours, free })) terminal.send({ type: 'RESTART' });
    terminal.send({ type: 'VERDICT', verdict: judgement() });
    paint();
  }
  /** Something outside may be different: whoever depends on it looks again. */
  function changed(): void {
    if (!listening) return;
    leftBehind.look();
    office.changed();
    judge();
  }
  function paint(): void {
    const { value, context } = terminal.getSnapshot();
    if (!listening || slot.isBusy() || value === 'visiting') return;
    const directive = line.directive()?.directive ?? null;
    const refundOwedYen = till.owedYen();
    const means = parts.fee.means();
    // The verdict on a fee that nothing can be paid with is on its way.
    if (value === 'idle' && means.length === 0) return;
    screens.showTerminal((screenSeq) =>
      terminalSnapshot({
        idle: value === 'idle',
        context,
        directive,
        means,
        sound: sound(),
        configuration,
        refundOwedYen,
        at: now(),
        identify: sign.isShown(),
        screenSeq,
      }),
    );
  }

  parts.onClose(() => devices.stop());
  parts.onClose(() => reporter.stop());
  parts.onClose(() => spares.stop());
  parts.onClose(() => presence.stop());
  parts.onClose(() => restarts.stop());
  parts.onClose(() => sign.stop());
  parts.onClose(() => office.stop());
  parts.onClose(() => voice.stop());
  parts.onClose(
    screens.onTouch(
      touchRoute({
        office,
        slot,
        apology,
        voice,
        terminal: (event) => {
          terminal.send(event);
          judge();
        },
      }),
    ),
  );
  parts.onClose(line.watch(hear));
  const told = stateReports(log);
  terminal.subscribe(() => {
    told(isClosed() ? cause() : state());
    paint();
  });

  terminal.start();
  listening = true;
  parts.onClose(
    followHeadphones({
      audioJack: parts.audioJack,
      options: () => terminal.getSnapshot().context.options,
      choose: (options) => terminal.send({ type: 'UI.options', options }),
      slot,
      apology,
      onChange: changed,
    }),
  );
  // Nothing that an earlier run began may come out for the next person.
  const [recovered] = await Promise.all([till.recover(), pagePrinter.cancelOpenJobs()]);
  // The hold has the sheet now: the journal need not tell of it at every start.
  if (recovered.paperUncertain && leftBehind.paperFound() && till.isClear()) parts.journal.clear();
  line.start();
  const tryAgain = (): void => {
    holds.catchUp();
    retryMoney();
  };
  // What a clerk is counting out at this moment the box must not pay as well.
  const retryMoney = (): void => {
    if (!office.asksForMoney()) void till.retry();
  };
  const timers = [setInterval(judge, JUDGE_EVERY_MS), setInterval(tryAgain, RETRY_EVERY_MS)];
  parts.onClose(() => {
    for (const timer of timers) clearInterval(timer);
  });
  parts.onClose(parts.fee.watch((status) => (status === 'ready' ? retryMoney() : undefined)));
  changed();

  return {
    startUrl: parts.screens.startUrl,
    newStartUrl: () => parts.screens.newStartUrl(),
    processId,
    state,
    cause,
    lastVisit: () => slot.lastVisit(),
    async stop() {
      listening = false;
      office.lock('stopped');
      apology.acknowledge();
      await within(END_VISIT_LIMIT_MS, slot.end());
      terminal.stop();
      log.report('HOST_STOPPED');
      await parts.close();
    },
  };
}

/** Waits for it, but no longer than this: a host that is to be ended because something hangs must not hang on the same thing. */
async function within(limitMs: number, work: Promise<unknown>): Promise<void> {
  let limit: NodeJS.Timeout | null = null;
  const overdue = new Promise<void>((resolve) => {
    limit = setTimeout(resolve, limitMs);
  });
  await Promise.race([work, overdue]);
  if (limit !== null) clearTimeout(limit);
}
