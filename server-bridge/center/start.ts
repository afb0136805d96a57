/** One center process, put together: store, VRS client, directive, line server, staff listener. */
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { err, ok, type Result } from 'neverthrow';
import { createEventLog, standardOutputSink } from '../event-log/index.ts';
import type { TerminalId } from '../protocol/index.ts';
import { raiseBeforeTheEnd, startAlarms } from './alarms/index.ts';
import { auditRoutes, startAudit } from './audit/index.ts';
import { oneAtATime } from './bus/one-at-a-time.ts';
import { openBus } from './bus/open-bus.ts';
import { readCenterFiles } from './center-files.ts';
import { createCommandDesk } from './command-desk.ts';
import { createDiagnosticsDesk } from './commands/index.ts';
import { type CenterConfiguration, type ConfigurationError, mayChangeDirectly } from './configuration.ts';
import { createConsole, readConsoleFiles } from './console-server/index.ts';
import { openDirectives } from './directives/index.ts';
import { createCertificateGuard, enrolmentRoutes, heldEnrolmentRoutes, startEnrolment } from './enrolment/index.ts';
import { type CenterLog, centerEvents } from './event-catalogue.ts';
import { createEventLogDesk } from './event-log-desk.ts';
import { createEventStreams } from './event-streams.ts';
import { createFleetView, fleetRoutes, historyRoutes, startHistoryRecorder } from './fleet/index.ts';
import { startHousekeeping } from './housekeeping.ts';
import { createLineBudgets } from './line-budgets.ts';
import { addLineRoutes } from './line-routes.ts';
import { createLineServer } from './line-server.ts';
import { countRequests, openObservability, type RequestCounter } from './observability/index.ts';
import { createOperations, type Operations } from './operations.ts';
import { createOperationsServer } from './operations-server.ts';
import { createRelay } from './relay.ts';
import { startRollOuts } from './roll-outs/index.ts';
import { alarmRoutes } from './routes/alarm-routes.ts';
import { commandRoutes } from './routes/command-routes.ts';
import { terminalRoutes } from './routes/terminal-routes.ts';
import type { StaffRoute } from './staff/staff-route.ts';
import { losePresence, type OpenStore, openStore, type StoreError } from './store/index.ts';
import { openVrsRoutes } from './vrs-routes.ts';

export type CenterStartError =
  | ConfigurationError
  | StoreError
  | { readonly kind: 'cannot-listen'; readonly cause: unknown };

export type CenterDependencies = {
  readonly now?: () => Date;
  readonly log?: CenterLog;
  /** A store that is open already; the center then does not close it. */
  readonly store?: OpenStore;
};

export type RunningCenter = {
  /** Ports actually bound. */
  readonly port: number;
  readonly operationsPort: number;
  /** Null where the configuration has no console. */
  readonly consolePort: number | null;
  /** Null where the configuration has no observability. */
  readonly observabilityPort: number | null;
  /** Null where the configuration has no enrolment. */
  readonly enrolmentPort: number | null;
  readonly operations: Operations;
  /** What staff can ask, as both listeners have it. */
  readonly routes: readonly StaffRoute[];
  /** Takes no more requests, lets those in flight end within the drain limit, closes everything. */
  stop(): Promise<void>;
};

const LOOPBACK = '127.0.0.1';
const KEEP_HISTORY_DAYS = 92;

const boundPort = (address: AddressInfo | string | null): number =>
  typeof address === 'object' && address !== null ? address.port : 0;

/** Starts a center. Until VRS has given its key set it listens, but has no directive and refuses every relay. */
export async function startCenter(
  configuration: CenterConfiguration,
  dependencies: CenterDependencies = {},
): Promise<Result<RunningCenter, CenterStartError>> {
  const { limits } = configuration;
  const now = dependencies.now ?? (() => new Date());
  const counters = new Set<RequestCounter>();
  const log = countRequests(
    dependencies.log ?? createEventLog(centerEvents, { sink: standardOutputSink(), now }),
    counters,
  );
  const files = await readCenterFiles(configuration);
  if (files.isErr()) return err(files.error);
  const consoleFiles = await readConsoleFiles(configuration.console);
  if (consoleFiles.isErr()) return err(consoleFiles.error);
  const { lineTls, vrsTls, token, signer, initialContent } = files.value;
  const openedVrs = await openVrsRoutes({
    main: { ...configuration.vrs, tls: vrsTls },
    others: configuration.vrsRoutes,
    maxInFlight: limits.relaysInFlight,
  });
  if (openedVrs.isErr()) return err(openedVrs.error);
  const vrsRoutes = openedVrs.value;
  const { vrs } = vrsRoutes.main;

  const opened = dependencies.store === undefined ? await openStore(configuration.store) : ok(dependencies.store);
  if (opened.isErr()) return err(opened.error);
  const { database } = opened.value;
  const closeStore = async (): Promise<void> => {
    if (dependencies.store === undefined) await opened.value.close();
  };
  const audited = await startAudit({ configuration, store: opened.value, now, log });
  if (audited.isErr()) {
    await closeStore();
    return err(audited.error);
  }
  const audit = audited.value;
  const issuing = { configuration: configuration.enrolment, tls: lineTls };
  const allowedBuildsOf = async (terminalId: TerminalId): Promise<readonly string[]> =>
    (await keeper.directiveFor(terminalId))?.allowedBuilds ?? [];
  const enrolment = await startEnrolment({ ...issuing, database, audit, allowedBuildsOf, now, log });
  if (enrolment.isErr()) {
    await audit.close();
    await closeStore();
    return err(enrolment.error);
  }
  const hints = await openBus(configuration.bus, { store: configuration.store, log });
  if (hints.isErr()) {
    await enrolment.value.close();
    await audit.close();
    await closeStore();
    return err(hints.error);
  }
  const bus = hints.value;

  const directiveVersionOf = (): number | null => keeper.current()?.directive.version ?? null;
  const alarming = await startAlarms({ configuration, limits, database, audit, log, now, directiveVersionOf });
  if (alarming.isErr()) {
    await bus.close();
    await enrolment.value.close();
    await audit.close();
    await closeStore();
    return err(alarming.error);
  }
  const alarms = alarming.value.desk;
  const pending = new Set<Promise<void>>();
  /** Work nobody waits for: its failure is logged, its end awaited before the store closes. */
  const aside = (work: Promise<void>): void => {
    const settled = work
      .catch(() => log.record('WORK_FAILED', { where: 'stream' }))
      .finally(() => pending.delete(settled));
    pending.add(settled);
  };
  const streams = createEventStreams({
    heartbeatMs: limits.heartbeatMs,
    onClosed: (terminalId: TerminalId, streamId) => {
      log.record('STREAM_CLOSED', { terminal: terminalId });
      aside(losePresence(database, terminalId, streamId, now()));
    },
    onSecondStream: (terminalId) => aside(alarms.raise(terminalId, 'SECOND_EVENT_STREAM')),
    onTooSlow: (terminalId) => log.record('STREAM_TOO_SLOW', { terminal: terminalId }),
  });
  const directives = openDirectives({
    database,
    vrs,
    signer,
    initialContent,
    limits,
    now,
    log,
    audit,
    bus,
    directChanges: mayChangeDirectly(configuration),
    onChange: (version) => streams.broadcast({ type: 'directive-changed', version }, String(version)),
  });
  const { commandLifeMs } = limits;
  const commands = createCommandDesk({ database, streams, alarms, signer, bus, audit, commandLifeMs, now, log });
  const deliver = oneAtATime(() => commands.deliver());
  bus.subscribe('commands', () => aside(deliver()));
  const rollOuts = startRollOuts({
    store: opened.value,
    audit,
    bus,
    commandLifeMs,
    everyMs: limits.pollMs,
    now,
    log,
  });
  const limitEntries = limits.eventLogEntries;
  const eventLogs = createEventLogDesk({ database, alarms, limitEntries, log, now });
  const diagnostics = createDiagnosticsDesk({ database, alarms, log, now });
  const { keeper, desk: changes } = directives;
  const operations = createOperations({ database, keeper, changes, commands, alarms: alarming.value.care });
  const connected = (): number => streams.connected().size;
  const observability = openObservability({
    configuration: configuration.observability,
    database,
    lostMs: limits.terminalLostMs,
    hasDirective: () => keeper.current() !== null,
    connected,
    dropped: () => Object.values(log.dropped()).reduce((sum, count) => sum + count, 0),
    now,
  });
  const { metrics } = observability;
  const keepMs = (configuration.history?.keepDays ?? KEEP_HISTORY_DAYS) * 86_400_000;
  const history = startHistoryRecorder({ database, connected, keepMs, now, log });
  counters.add(metrics).add(history);
  const challengesInFlight = limits.relaysInFlight;
  const relay = createRelay({ routes: vrsRoutes, challengesInFlight, meter: metrics, log });

  const certificates = createCertificateGuard({
    database,
    policy: configuration.line?.certificates ?? 'any-of-the-authority',
    onSecondConnection: (terminalId) => alarms.raise(terminalId, 'SECOND_EVENT_STREAM'),
    onFirstUse: () => bus.publish('certificates'),
    onTakenFromOther: () => bus.publish('connections'),
    nodeId: randomUUID(),
    now,
    log,
  });
  const endTaken = oneAtATime(() => certificates.pollTurns());
  bus.subscribe('connections', () => aside(endTaken()));
  bus.subscribe('certificates', () => aside(certificates.poll()));
  const budgets = createLineBudgets(configuration.line?.budgetFactor ?? 1);
  const line = createLineServer({ tls: lineTls, bodyMs: limits.bodyMs, certificates, budgets, log });
  const certifying = enrolment.value.desk;
  addLineRoutes(line, {
    database,
    keeper,
    streams,
    alarms,
    commands,
    eventLogs,
    diagnostics,
    relay,
    certifying,
    limits,
    now,
    log,
  });
  const console = createConsole(configuration.console, consoleFiles.value, { database, audit, log, now });
  const routes: readonly StaffRoute[] = [
    ...console.routes,
    ...terminalRoutes(operations),
    ...fleetRoutes(createFleetView({ database, lostMs: limits.terminalLostMs, now })),
    ...alarmRoutes(alarming.value.care),
    ...directives.routes,
    ...commandRoutes({ database, commands, diagnostics, operations }),
    ...rollOuts.routes,
    ...historyRoutes(database),
    ...auditRoutes({ database, audit, now }),
    ...enrolmentRoutes({ database, audit, bus, codeHours: configuration.enrolment?.codeHours ?? 24, now }),
    ...heldEnrolmentRoutes({ database, audit, now }),
  ];
  const staff = createOperationsServer({ routes, token, log });

  line.server.on('secureConnection', () => metrics.handshake('accepted'));
  line.server.on('tlsClientError', () => metrics.handshake('refused'));

  let consolePort: number | null;
  let observabilityPort: number | null;
  let enrolmentPort: number | null;
  try {
    await directives.poll();
    await staff.listen({ host: LOOPBACK, port: configuration.operations.port });
    consolePort = await console.listen(routes);
    enrolmentPort = await enrolment.value.listen();
    observabilityPort = await observability.listen();
    await line.listen({ host: configuration.listen.host, port: configuration.listen.port });
  } catch (cause) {
    await rollOuts.stop();
    await directives.close();
    vrsRoutes.close();
    streams.closeAll();
    await observability.close();
    await history.stop();
    await staff.close();
    await console.close();
    await enrolment.value.close();
    await line.close();
    await bus.close();
    await audit.close();
    await closeStore();
    return err({ kind: 'cannot-listen', cause });
  }
  const housekeeping = startHousekeeping({
    database,
    directives,
    streams,
    commands,
    alarms: alarming.value,
    certificates,
    limits,
    now,
    log,
  });
  const port = boundPort(line.server.address());
  log.record('CENTER_STARTED', { port });

  const stop = async (): Promise<void> => {
    await observability.drain();
    await housekeeping.stop();
    await rollOuts.stop();
    await alarming.value.stop();
    await directives.close();
    const drained = line.close();
    streams.closeAll();
    const limit = setTimeout(() => vrsRoutes.close(), limits.drainMs);
    await drained;
    clearTimeout(limit);
    vrsRoutes.close();
    await history.stop();
    await observability.close();
    await staff.close();
    await console.close();
    await enrolment.value.close();
    await bus.close();
    while (pending.size > 0) await Promise.all(pending);
    await raiseBeforeTheEnd(alarms, log);
    await audit.close();
    await closeStore();
    log.record('CENTER_STOPPED', {});
  };
  let stopping: Promise<void> | null = null;
  return ok({
    port,
    operationsPort: boundPort(staff.server.address()),
    consolePort,
    enrolmentPort,
    observabilityPort,
    operations,
    routes,
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  });
}
