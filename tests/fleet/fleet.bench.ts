/**
 * What one center process on PostgreSQL can do, per second of a core it used (`schedstat` of its threads), and what an idle terminal costs it
 * in memory. Bounded load over loopback. The terminals, VRS and PostgreSQL use cores of their own, which are not counted.
 * Floors: reference centre-line-and-scale §3, where a route does nothing but answer; here each writes to the store as in service.
 */
import { connect } from 'node:tls';
import { startFleet } from './fleet.ts';
import { type FleetCertificates, makeFleetCertificates } from './fleet-certificates.ts';
import { type CenterNode, CITY, startFleetWorld } from './fleet-world.ts';
import { coreSecondsOf, residentKilobytesOf } from './process-cost.ts';
import type { SimulatedTerminal } from './simulated-terminal.ts';

export type FleetFigure = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly floor?: number | string;
};

const QUICK_TERMINALS = 300;
const LONG_TERMINALS = 5_000;
const HANDSHAKES = 400;
/** Below what one core takes in, so that nothing is asked twice for want of an answer. */
const STARTS_PER_SECOND = 40;
const AT_ONCE = 16;
const PHASE_MS = 3_000;
const SETTLE_MS = 3_000;
const CONNECT_LIMIT_MS = 240_000;
const LOOK_EVERY_MS = 20;

const pause = (durationMs: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, durationMs);
  });

async function until(what: string, check: () => boolean): Promise<void> {
  const endMs = performance.now() + CONNECT_LIMIT_MS;
  while (!check()) {
    if (performance.now() > endMs) throw new Error(`${what}: not within ${CONNECT_LIMIT_MS} ms`);
    await pause(LOOK_EVERY_MS);
  }
}

/** A full handshake: it counts when the server's ticket has come, since that is sent after the certificate was checked. */
function handshake(center: CenterNode, { ca, key, terminals }: FleetCertificates): Promise<void> {
  const cert = terminals[0]?.certificate;
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port: center.port, ca, key, cert, ALPNProtocols: ['h2'] });
    socket.once('error', reject);
    socket.once('session', () => {
      socket.destroy();
      resolve();
    });
  });
}

/** Runs `once` many times at once. @returns how often it succeeded for each second of a core that the center used */
async function perCoreSecond(
  center: CenterNode,
  going: (done: number) => boolean,
  once: (index: number) => Promise<boolean>,
): Promise<number> {
  const before = coreSecondsOf(center.pid());
  let begun = 0;
  let succeeded = 0;
  const worker = async (): Promise<void> => {
    while (going(begun)) {
      begun += 1;
      if (await once(begun)) succeeded += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return succeeded / (coreSecondsOf(center.pid()) - before);
}

const whileItLasts = (durationMs: number): (() => boolean) => {
  const endMs = performance.now() + durationMs;
  return () => performance.now() < endMs;
};

async function bench(count: number): Promise<readonly FleetFigure[]> {
  const world = await startFleetWorld({ centers: 1, budgetFactor: 10_000 });
  try {
    const [center] = world.centers;
    if (center === undefined) throw new Error('a world without a center');
    const certificates = await makeFleetCertificates(world.trust, count, new Date());
    const handshakes = await perCoreSecond(
      center,
      (begun) => begun < HANDSHAKES,
      () => handshake(center, certificates).then(() => true),
    );
    await pause(SETTLE_MS);
    const emptyKilobytes = residentKilobytesOf(center.pid());
    const emptySeconds = coreSecondsOf(center.pid());
    const fleet = await startFleet({
      trust: world.trust,
      nodes: [{ host: '127.0.0.1', port: center.port }],
      count,
      statusEveryMs: 0,
      relayEveryMs: 0,
      municipality: CITY,
      startsPerSecond: STARTS_PER_SECOND,
      certificates,
    });
    try {
      const { terminals, tally } = fleet;
      await fleet.started;
      await until('the fleet connects', () => tally.connected === count);
      await until('the fleet has its directive', () =>
        terminals.every(({ memory }) => memory.directiveVersion !== null),
      );
      const arrivals = count / (coreSecondsOf(center.pid()) - emptySeconds);
      await pause(SETTLE_MS);
      const idleKilobytes = (residentKilobytesOf(center.pid()) - emptyKilobytes) / count;
      const each = (index: number, act: (terminal: SimulatedTerminal) => Promise<boolean>): Promise<boolean> => {
        const terminal = terminals[index % count];
        return terminal === undefined ? Promise.resolve(false) : act(terminal);
      };
      const statuses = await perCoreSecond(center, whileItLasts(PHASE_MS), (index) =>
        each(index, (terminal) => terminal.report()),
      );
      const relays = await perCoreSecond(center, whileItLasts(PHASE_MS), (index) =>
        each(index, (terminal) => terminal.apply()),
      );
      const version = (terminals[0]?.memory.directiveVersion ?? 0) + 1;
      const pushedAtMs = performance.now();
      const pushedAtSeconds = coreSecondsOf(center.pid());
      const changed = await center.ask('POST', '/operations/directive', { maxCopies: 5 });
      if (changed.status !== 200) throw new Error(`the directive was not changed: ${changed.status}`);
      await until('everybody obeys', () => terminals.every(({ memory }) => (memory.directiveVersion ?? 0) >= version));
      const pushMs = performance.now() - pushedAtMs;
      const pushCost = (coreSecondsOf(center.pid()) - pushedAtSeconds) / count;
      const perCore = '/ core-s';
      return [
        { name: 'fleet full handshakes, mutual TLS 1.3', value: handshakes, unit: perCore, floor: 493 },
        { name: 'fleet terminals coming in (stream, directive, two statuses)', value: arrivals, unit: perCore },
        { name: `fleet memory an idle terminal, ${count} connected`, value: idleKilobytes, unit: 'kB', floor: 88 },
        { name: 'fleet statuses with an event log row', value: statuses, unit: perCore, floor: 2_944 },
        { name: 'fleet relays to VRS, 8 kB sealed', value: relays, unit: perCore, floor: 2_125 },
        { name: `fleet change obeyed by all ${count}: last one`, value: pushMs, unit: 'ms' },
        {
          name: 'fleet change obeyed: push, fetch, status',
          value: pushCost * 1e6,
          unit: 'µs each',
          floor: 'push alone: 40',
        },
      ];
    } finally {
      await fleet.stop();
    }
  } finally {
    await world.stop();
  }
}

/** Half a minute. */
export const benchFleet = (): Promise<readonly FleetFigure[]> => bench(QUICK_TERMINALS);
/** The size of a third of a node in service: minutes. */
export const benchFleetLong = (): Promise<readonly FleetFigure[]> => bench(LONG_TERMINALS);
