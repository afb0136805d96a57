/** A simulated fleet: many terminals in this process, spread over the nodes, started at a pace a center can take. */
import type { EcPublicJwk } from '../../server-bridge/index.ts';
import type { DevelopmentTrust } from '../../server-bridge/trust/index.ts';
import { createDirectiveReader } from './directive-reader.ts';
import { type FleetCertificates, makeFleetCertificates } from './fleet-certificates.ts';
import { type Node, type SimulatedTerminal, simulateTerminal, type TerminalOptions } from './simulated-terminal.ts';
import { createTally, type Tally } from './tally.ts';

export type Fleet = {
  readonly terminals: readonly SimulatedTerminal[];
  readonly tally: Tally;
  /** Resolves when all are started; connecting goes on by itself. */
  readonly started: Promise<void>;
  stop(): Promise<void>;
};

export type FleetOptions = {
  readonly trust: DevelopmentTrust;
  readonly nodes: readonly Node[];
  readonly count: number;
  readonly statusEveryMs: number;
  readonly relayEveryMs: number;
  readonly municipality: string;
  /** Terminals that begin to connect in one second. */
  readonly startsPerSecond: number;
  readonly longestPauseMs?: number;
  readonly onOrder?: TerminalOptions['onOrder'];
  /** Certificates made before, for `count` terminals or more. */
  readonly certificates?: FleetCertificates;
};

const SLICE_MS = 50;

export async function startFleet(o: FleetOptions): Promise<Fleet> {
  const { ca, key, terminals: made } = o.certificates ?? (await makeFleetCertificates(o.trust, o.count, new Date()));
  const directiveKeys: readonly EcPublicJwk[] = [o.trust.directivePublicKey];
  const readDirective = createDirectiveReader(directiveKeys);
  const tally = createTally();
  const terminals: SimulatedTerminal[] = [];
  let stopped = false;
  const start = async (): Promise<void> => {
    const slice = Math.max(1, Math.round((o.startsPerSecond * SLICE_MS) / 1_000));
    for (const [index, { terminalId, certificate }] of made.slice(0, o.count).entries()) {
      if (stopped) return;
      if (index % slice === 0) await new Promise((resolve) => setTimeout(resolve, SLICE_MS));
      const { nodes, statusEveryMs, relayEveryMs, municipality, longestPauseMs } = o;
      const tls = { ca, cert: certificate, key };
      const rates = { statusEveryMs, relayEveryMs, municipality };
      const pauses = longestPauseMs === undefined ? {} : { longestPauseMs };
      const orders = o.onOrder === undefined ? {} : { onOrder: o.onOrder };
      const common = { nodes, directiveKeys, readDirective, tally, ...rates, ...pauses, ...orders };
      terminals.push(simulateTerminal({ terminalId, tls, firstNode: index, ...common }));
    }
  };
  const started = start();
  return {
    terminals,
    tally,
    started,
    async stop() {
      stopped = true;
      await started;
      await Promise.all(terminals.map((terminal) => terminal.stop()));
    },
  };
}
