/**
 * Measures the line end to end on this machine: terminal, center (PGlite) and a stub VRS, real mutual TLS on both legs,
 * all in one process. So a figure is what three parts cost together on one core, not what a center alone can do.
 */
import * as v from 'valibot';
import { type Line, openLine } from '../line/index.ts';
import { RelayRequestSchema } from '../protocol/index.ts';
import { publicJwkOf } from '../sealing/index.ts';
import { applicationOf, buildWorld, TERMINAL, visitId, type World } from './test-support/bridge-world.ts';

export type BenchFigure = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly floor?: number;
};

const SERIAL_RELAYS = 300;
const PARALLEL = 14;
const PARALLEL_MS = 2_000;
const READY_MS = 10_000;

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

async function openBenchLine(world: World, port: number): Promise<Line> {
  const paths = world.trust.terminals.get(TERMINAL);
  if (paths === undefined) throw new Error('the world has no such terminal');
  const opened = await openLine({
    terminalId: TERMINAL,
    nodes: [{ host: '127.0.0.1', port }],
    caFile: world.trust.lineCaFile,
    ...paths,
    directiveKeys: [world.trust.directivePublicKey],
    vrsRootKey: publicJwkOf(world.rootKey),
  });
  const line = opened._unsafeUnwrap();
  const ready = Promise.withResolvers<void>();
  const limit = setTimeout(() => ready.reject(new Error('the line did not come up')), READY_MS);
  line.watch((event) => {
    if (event.type === 'directive') ready.resolve();
  });
  line.start();
  await ready.promise.finally(() => clearTimeout(limit));
  return line;
}

/** One relay, in milliseconds. A refusal is a bug of the bench. */
async function relayOnce(line: Line): Promise<number> {
  const request = v.parse(RelayRequestSchema, applicationOf(visitId()));
  const startedAtMs = performance.now();
  const answer = await line.relay(request, { timeoutMs: 5_000 });
  if (answer.isErr()) throw new Error(`the relay was not answered: ${answer.error.kind}`);
  return performance.now() - startedAtMs;
}

/** Relay round trips one after another, and relays a second with many at once. Takes about five seconds. */
export async function benchLine(): Promise<BenchFigure[]> {
  const world = await buildWorld(false);
  const limits = { ...world.configuration().limits, relaysInFlight: 1_000 };
  const center = await world.start({ limits });
  const line = await openBenchLine(world, center.port);
  try {
    for (let warm = 0; warm < 50; warm += 1) await relayOnce(line);
    const serial: number[] = [];
    for (let round = 0; round < SERIAL_RELAYS; round += 1) serial.push(await relayOnce(line));
    serial.sort((left, right) => left - right);
    let relays = 0;
    const endMs = performance.now() + PARALLEL_MS;
    const worker = async (): Promise<void> => {
      while (performance.now() < endMs) {
        await relayOnce(line);
        relays += 1;
      }
    };
    await Promise.all(Array.from({ length: PARALLEL }, worker));
    return [
      { name: 'line relay round trip p50', value: percentile(serial, 0.5), unit: 'ms' },
      { name: 'line relay round trip p99', value: percentile(serial, 0.99), unit: 'ms' },
      // A busy peak of the whole fleet is 747 relays a second over several nodes of two cores.
      { name: `line relays, ${PARALLEL} at once`, value: (relays * 1_000) / PARALLEL_MS, unit: '1/s', floor: 100 },
    ];
  } finally {
    await line.stop();
    await center.stop();
    await world.close();
  }
}
