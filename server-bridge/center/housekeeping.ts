/** The node's regular look at the store, which is the truth between nodes: never two rounds at once, never the end of the process. */
import type { TerminalId } from '../protocol/index.ts';
import type { RunningAlarms } from './alarms/index.ts';
import type { CommandDesk } from './command-desk.ts';
import { eraseDiagnosticsBefore } from './commands/index.ts';
import type { CenterLimits } from './configuration.ts';
import type { Directives } from './directives/index.ts';
import type { CertificateGuard } from './enrolment/index.ts';
import type { CenterLog } from './event-catalogue.ts';
import type { EventStreams } from './event-streams.ts';
import * as store from './store/index.ts';

export type Housekeeping = { stop(): Promise<void> };

/** Slow work is done once in so many rounds. */
const ROUNDS_BETWEEN_CLEANING = 30;

export function startHousekeeping(parts: {
  readonly database: store.CenterDatabase;
  readonly directives: Pick<Directives, 'poll'>;
  readonly streams: EventStreams;
  readonly commands: CommandDesk;
  readonly alarms: Pick<RunningAlarms, 'round' | 'slowRound'>;
  readonly certificates: CertificateGuard;
  readonly limits: CenterLimits;
  readonly now: () => Date;
  readonly log: CenterLog;
}): Housekeeping {
  const { database, directives, streams, commands, alarms, certificates, limits, now, log } = parts;

  const before = (durationMs: number): Date => new Date(now().getTime() - durationMs);

  const isHere = (terminalId: TerminalId, streamId: string): boolean =>
    streams.connected().get(terminalId) === streamId;

  /** A living stream that the store knows nothing of: it did not answer when the stream was opened, or was told late by another node. */
  const claimMissing = async (missing: readonly (readonly [TerminalId, string])[]): Promise<void> => {
    const alive = await Promise.all(missing.map(([terminalId]) => streams.isAlive(terminalId)));
    for (const [index, [terminalId, streamId]] of missing.entries()) {
      if (alive[index] !== true || !isHere(terminalId, streamId)) continue;
      await store.claimPresence(database, terminalId, streamId, now());
      if (!isHere(terminalId, streamId)) await store.losePresence(database, terminalId, streamId, now());
    }
  };

  const agreeOnPresence = async (): Promise<void> => {
    const here = streams.connected();
    const counted = await store.presentStreams(database, [...here.keys()]);
    for (const [terminalId, streamId] of here) {
      const other = counted.get(terminalId);
      // A stream opened after the question was asked is not judged by its answer.
      if (other !== undefined && other !== null && other !== streamId && isHere(terminalId, streamId)) {
        streams.supersede(terminalId);
      }
    }
    await claimMissing([...here].filter(([terminalId]) => counted.get(terminalId) === null));
  };

  let rounds = 0;
  let running: Promise<void> | null = null;

  /** What one duty cannot do now must not keep the others from being done: a revocation counts whatever VRS says. */
  const eachOf = async (duties: readonly (() => Promise<void>)[]): Promise<boolean> => {
    let whole = true;
    for (const duty of duties) {
      try {
        await duty();
      } catch {
        whole = false;
      }
    }
    if (!whole) log.record('WORK_FAILED', { where: 'housekeeping' });
    return whole;
  };

  const everyRound = [
    () => directives.poll(),
    () => commands.deliver(),
    agreeOnPresence,
    () => alarms.round(),
    () => certificates.poll(),
    () => certificates.pollTurns(),
  ];
  const slowWork = [
    () => commands.expire(),
    () => alarms.slowRound(),
    () => certificates.recheck(),
    () => store.eraseEventsBefore(database, before(limits.keepEventsMs)),
    () => store.eraseCommandsBefore(database, before(limits.keepEventsMs)),
    () => store.eraseEventLogsBefore(database, before(limits.keepEventLogsMs)),
    () => eraseDiagnosticsBefore(database, before(limits.keepEventLogsMs)),
  ];

  const round = async (): Promise<void> => {
    await eachOf(everyRound);
    // Slow work that failed is done again in the next round.
    if (rounds % ROUNDS_BETWEEN_CLEANING !== 0 || (await eachOf(slowWork))) rounds += 1;
  };

  const timer = setInterval(() => {
    running ??= round().finally(() => {
      running = null;
    });
  }, limits.pollMs);

  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
