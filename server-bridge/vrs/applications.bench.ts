/**
 * Measures issuing as it runs: applications for each second that a core works, in one process on PGlite and in one and two processes on a
 * PostgreSQL that waits for its disk, beside the arithmetic that no store can spare and beside the queries alone.
 */
import { readFileSync } from 'node:fs';
import { applicants, type Prepared, prepareApplications, registerApplicants } from './bench/applications.ts';
import { arithmeticOf, costMs } from './bench/arithmetic.ts';
import { BENCH_AREA, type BenchStore, openBenchStore } from './bench/bench-database.ts';
import type { BenchMachine } from './bench/bench-machine.ts';
import { type Figure, latencyFigures, quantile, timesOf } from './bench/measure.ts';
import { answerApplication } from './issuing/answer-application.ts';
import type { IssuingParts } from './issuing/issuing-parts.ts';
import { type NodeProcess, startNode } from './issuing/testing/start-node.ts';
import { createOperationLog } from './operation-log/index.ts';
import { staff } from './register/register-fixtures.ts';
import { randomCertificateId, recordCertificate } from './store/certificates.ts';
import { makeChallenge, takeChallenge } from './store/challenges.ts';
import { findDecision, keepDecision } from './store/decisions.ts';
import { findPerson } from './store/records.ts';
import type { VrsStore } from './store/vrs-store.ts';
import { issuingParts, newVisitId, START } from './vrs-fixtures.ts';

const QUICK = 300;
const LONG = 3_000;
/** As many as the node has connections: nobody waits for one so long that it counts as unavailable, however busy the machine. */
const AT_ONCE = 8;
const WARM_UP = 40;
const STAFF_ACTS = 200;

export const benchApplications = (machine: BenchMachine): Promise<Figure[]> => measure(QUICK, machine);
export const benchApplicationsLong = (machine: BenchMachine): Promise<Figure[]> => measure(LONG, machine);

async function measure(count: number, machine: BenchMachine): Promise<Figure[]> {
  return [...(await onPglite(count, machine)), ...(await onPostgres(count, machine))];
}

async function onPglite(count: number, machine: BenchMachine): Promise<Figure[]> {
  const bench = await openBenchStore('pglite', machine);
  try {
    await registerApplicants(bench.store);
    const { parts, vrsKeys } = await issuingParts(bench.store, () => START);
    const prepared = await prepareApplications(bench.store, vrsKeys, count + WARM_UP);
    const answer = (one: Prepared) => answerHere(parts, one);
    const [first] = prepared;
    if (first === undefined) throw new Error('there are applications');
    const arithmetic = await arithmeticOf(parts, vrsKeys, first, await answer(first));
    const pieces = Object.values(arithmetic).reduce((sum, one) => sum + one, 0);
    await inParallel(prepared.slice(1, WARM_UP), answer);
    const used = await during(machine, [process.pid], () => inParallel(prepared.slice(WARM_UP), answer));
    const queries = await queriesMs(bench, count, machine);
    return [
      ...Object.entries(arithmetic).map(([piece, value]) => ({
        name: `arithmetic: ${PIECES[piece] ?? piece}`,
        value,
        unit: 'ms of a core',
      })),
      { name: 'arithmetic together', value: pieces, unit: 'ms of a core' },
      { name: 'PGlite: queries alone', value: queries, unit: 'ms of a core' },
      ...throughput('PGlite in one process', count, used, pieces),
      ...(await staffActs(bench.store, 'PGlite')),
    ];
  } finally {
    await bench.close();
  }
}

const PIECES: Readonly<Record<string, string>> = {
  open: 'opening the application (HPKE)',
  card: 'card’s files and signatures',
  sign: 'signing the certificate',
  answer: 'signing the answer',
  seal: 'sealing the answer (HPKE)',
};

async function onPostgres(count: number, machine: BenchMachine): Promise<Figure[]> {
  const bench = await openBenchStore('postgres', machine);
  const nodes: NodeProcess[] = [];
  try {
    const { server } = bench;
    if (server === null) throw new Error('a server has an address');
    await registerApplicants(bench.store);
    const { parts, vrsKeys } = await issuingParts(bench.store, () => START);
    const [first] = await prepareApplications(bench.store, vrsKeys, 1);
    if (first === undefined) throw new Error('there are applications');
    const arithmetic = await arithmeticOf(parts, vrsKeys, first, await answerHere(parts, first));
    const pieces = Object.values(arithmetic).reduce((sum, one) => sum + one, 0);
    const queries = await queriesMs(bench, count, machine);
    const figures: Figure[] = [
      { name: 'PostgreSQL: queries alone, node and server', value: queries, unit: 'ms of a core' },
    ];
    for (const many of [1, 2]) {
      const { url } = server;
      const at = START.toISOString();
      nodes.push(
        await startNode({ type: 'begin', url, masterKey: bench.masterKey.toString('base64'), keys: vrsKeys, at }),
      );
      const prepared = await prepareApplications(bench.store, vrsKeys, count + WARM_UP);
      let turn = 0;
      const ask = async ({ sent }: Prepared) => {
        turn += 1;
        const answered = await nodes[turn % nodes.length]?.ask(sent);
        if (answered === null || answered === undefined) throw new Error('the bench application is answered');
      };
      await inParallel(prepared.slice(0, WARM_UP), ask);
      const pids = [...nodes.map(({ pid }) => pid), server.pid];
      const used = await during(machine, pids, () => inParallel(prepared.slice(WARM_UP), ask));
      const label = `PostgreSQL with fsync, ${many} ${many === 1 ? 'node' : 'nodes'}`;
      figures.push(...throughput(label, count, used, pieces));
    }
    figures.push(...(await staffActs(bench.store, 'PostgreSQL with fsync')));
    return figures;
  } finally {
    await Promise.all(nodes.map((node) => node.end()));
    await bench.close();
  }
}

async function answerHere(parts: IssuingParts, { sent: { header, sealed } }: Prepared): Promise<Uint8Array> {
  const answered = await answerApplication({ header, sealed, stillWanted: () => true }, parts);
  if (answered.isErr()) throw new Error(`bench application refused: ${answered.error}`);
  return answered.value;
}

async function inParallel(all: readonly Prepared[], work: (one: Prepared) => Promise<unknown>): Promise<void> {
  const waiting = [...all];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

type Used = { readonly seconds: number; readonly coreSeconds: readonly number[] };

/** How long it took, and what each of these processes with its children worked meanwhile. */
async function during(machine: BenchMachine, pids: readonly number[], work: () => Promise<unknown>): Promise<Used> {
  const cost = () => pids.map((pid) => new Map(familyOf(pid).map((one) => [one, machine.coreSecondsOf(one)])));
  const before = cost();
  const startedAt = performance.now();
  await work();
  const seconds = (performance.now() - startedAt) / 1000;
  // A child that ends meanwhile (an idle connection's) has done nothing of this; one that is new has done all of its work in it.
  const coreSeconds = cost().map((family, index) =>
    [...family].reduce((sum, [pid, used]) => sum + used - (before[index]?.get(pid) ?? 0), 0),
  );
  return { seconds, coreSeconds };
}

const familyOf = (pid: number): number[] => {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return [pid, ...(children === '' ? [] : children.split(' ').map(Number))];
};

function throughput(label: string, count: number, { seconds, coreSeconds }: Used, piecesMs: number): Figure[] {
  const all = coreSeconds.reduce((sum, one) => sum + one, 0);
  const floor = `${Math.round(1000 / piecesMs)} by arithmetic alone`;
  const split = coreSeconds.map((one) => `${((one * 1000) / count).toFixed(1)} ms`).join(' + ');
  return [
    { name: `${label}: applications for each second of a core (${split})`, value: count / all, unit: '/core-s', floor },
    {
      name: `${label}: applications in a second`,
      value: count / seconds,
      unit: '/s',
      floor: `${(all / seconds).toFixed(2)} cores worked`,
    },
  ];
}

/** The statements of an application with nothing computed beside them: what the store costs in any design of the rest. */
async function queriesMs({ store, server }: BenchStore, rounds: number, machine: BenchMachine): Promise<number> {
  const decision = { type: 'refused', refusal: 'NEEDS_CONFIRMATION' } as const;
  const challenges: { readonly visitId: ReturnType<typeof newVisitId>; readonly challengeId: string }[] = [];
  for (let index = 0; index < rounds; index += 1) {
    const visitId = newVisitId();
    const { challengeId } = await makeChallenge(store, visitId, new Date(START.getTime() + 60_000));
    challenges.push({ visitId, challengeId });
  }
  const pids = server === null ? [process.pid] : [process.pid, server.pid];
  const used = await during(machine, pids, async () => {
    for (const [index, { visitId, challengeId }] of challenges.entries()) {
      const who = applicants[index % applicants.length];
      if (who === undefined) throw new Error('there are people');
      await store.inArea(BENCH_AREA, async (area) => {
        await findDecision(area, challengeId, START);
        await takeChallenge(area, { challengeId, visitId, withPassport: false, now: START });
        const lookup = await findPerson(area, who.individualNumber);
        if (lookup.kind === 'not-found') throw new Error('the bench person is registered');
        const { personId } = lookup.record;
        const issued = {
          kind: 'domestic',
          issuedOn: '2026-11-20',
          issuedAt: START,
          passport: null,
          through: 'kiosk',
        } as const;
        await recordCertificate(area, { certificateId: randomCertificateId(), personId, ...issued });
        await keepDecision(area, challengeId, decision, new Date(START.getTime() + 60_000));
      });
    }
  });
  const own = used.coreSeconds.reduce((sum, one) => sum + one, 0);
  return (own * 1000) / rounds;
}

/** One act of staff that shows a person, with and without its line in the operation log. */
async function staffActs(store: VrsStore, label: string): Promise<Figure[]> {
  const log = createOperationLog({ now: () => START });
  const actor = staff({});
  const act = (isLogged: boolean) => async (round: number) => {
    const who = applicants[round % applicants.length];
    if (who === undefined) throw new Error('there are people');
    await store.inArea(BENCH_AREA, async (area) => {
      const lookup = await findPerson(area, who.individualNumber);
      if (lookup.kind === 'not-found') throw new Error('the bench person is registered');
      if (!isLogged) return;
      const { personId } = lookup.record;
      await log.append(area, { actor, operation: 'person-shown', personId, target: '-', result: 'done' });
    });
  };
  const without = await timesOf(STAFF_ACTS, act(false));
  const logged = await timesOf(STAFF_ACTS, act(true));
  const cost = await costMs(act(true), STAFF_ACTS);
  return [
    ...latencyFigures(`${label}: a person shown, with its line in the operation log`, logged, quantile(without, 0.5)),
    { name: `${label}: the same, node alone`, value: cost, unit: 'ms of a core' },
  ];
}
