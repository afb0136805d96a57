/**
 * What 56,000 terminals cost whoever orders something of all of them or changes what they obey, on a PostgreSQL of its own. The floor of
 * orders is the bare rows: as many copied by one statement of the database itself.
 */
import { sql } from 'kysely';
import { ok } from 'neverthrow';
import * as v from 'valibot';
import { type OpenStore, openStore } from '../../server-bridge/center/index.ts';
import {
  APPROVER,
  DRAFTER,
  insertSyntheticFleet,
  NewRollOutSchema,
  rollOutWorld,
  SYNTHETIC_CHAINS,
  startDirectiveNodes,
  syntheticTerminalId,
} from '../../server-bridge/center/test-support/index.ts';
import type { FleetFigure } from './fleet.bench.ts';
import { startPrivatePostgres } from './private-postgres.ts';

const TERMINALS = 56_000;

async function timed<T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly ms: number }> {
  const startMs = performance.now();
  const value = await work();
  return { value, ms: performance.now() - startMs };
}

async function benchRollOut(store: OpenStore): Promise<readonly FleetFigure[]> {
  const world = rollOutWorld(store);
  const { desk } = world;
  const wanted = v.parse(NewRollOutSchema, {
    order: { kind: 'restart-when-idle' },
    scope: { kind: 'all' },
    stagesPercent: [1, 100],
    successPercent: 0,
    stageMinutes: 30,
    stopAtFailurePercent: 50,
  });
  const drafted = await timed(() => desk.draft(DRAFTER, wanted));
  const { rollOutId } = drafted.value._unsafeUnwrap();
  const approved = await timed(() => desk.approve(APPROVER, rollOutId));
  approved.value._unsafeUnwrap();
  const runner = world.runner();
  const ordersUpTo = async (orders: number): Promise<void> => {
    while ((await world.told(rollOutId)).counts.queued < orders) await runner.round();
  };
  const first = await timed(() => ordersUpTo(TERMINALS / 100));
  // The first stage is done without anybody having answered: its orders run out unsent.
  world.passMinutes(31);
  await world.expire();
  const second = await timed(() => ordersUpTo(TERMINALS - TERMINALS / 100));
  const round = await timed(() => runner.round());
  const copied = await timed(() =>
    sql`create table copied as select * from commands where roll_out_id = ${rollOutId}`.execute(store.database),
  );
  const stopped = await timed(() => desk.stop(APPROVER, rollOutId));
  stopped.value._unsafeUnwrap();
  await runner.stop();
  const name = (what: string): string => `roll-out to ${TERMINALS}: ${what}`;
  return [
    { name: name('draft, counting whom it reaches'), value: drafted.ms, unit: 'ms' },
    { name: name('approval, everybody written down'), value: approved.ms, unit: 'ms' },
    { name: name('first stage of 560 ordered'), value: first.ms, unit: 'ms' },
    { name: name('second stage of 55,440 ordered'), value: second.ms, unit: 'ms', floor: copied.ms },
    { name: name('a look that finds nothing to do'), value: round.ms, unit: 'ms' },
    { name: name('stop, 55,440 taken back'), value: stopped.ms, unit: 'ms' },
  ];
}

async function benchDirectives(store: OpenStore): Promise<readonly FleetFigure[]> {
  const nodes = await startDirectiveNodes(store, 1);
  try {
    await insertSyntheticFleet(store.database, { terminals: TERMINALS, now: new Date() });
    // Its made-up version is nothing a node could read.
    await store.database.deleteFrom('directives').where('version', '>', 1).execute();
    const { keeper } = nodes.node(0);
    const prefectures = Array.from({ length: 47 }, (_, index) => String(index + 1).padStart(2, '0'));
    const narrower = [
      ...SYNTHETIC_CHAINS.map((chain) => ({ scope: { kind: 'chain', chain } as const, patch: { maxCopies: 3 } })),
      ...prefectures.map((prefecture) => ({
        scope: { kind: 'prefecture', prefecture } as const,
        patch: { maxCopies: 4 },
      })),
    ];
    const plain = await timed(() => keeper.evolve({ next: (state) => ok(state), events: () => [] }));
    plain.value._unsafeUnwrap();
    const forScopes = await timed(() =>
      keeper.evolve({ next: (state) => ok({ ...state, overrides: narrower }), events: () => [] }),
    );
    forScopes.value._unsafeUnwrap();
    const everybody = async (): Promise<number> => {
      const texts = new Set<string>();
      for (let number = 1; number <= TERMINALS; number += 1) {
        const obeyed = await keeper.signedFor(syntheticTerminalId(number));
        if (obeyed === null) throw new Error('a terminal without a directive');
        texts.add(obeyed.signed);
      }
      return texts.size;
    };
    const first = await timed(everybody);
    const again = await timed(everybody);
    const each = (ms: number): number => (ms * 1_000) / TERMINALS;
    return [
      { name: 'directive: next version signed, stored and told to this node', value: plain.ms, unit: 'ms' },
      { name: 'directive: the same with 51 narrower scopes', value: forScopes.ms, unit: 'ms' },
      {
        name: `directive: asked by ${TERMINALS}, ${first.value} compositions to sign, places unknown`,
        value: each(first.ms),
        unit: 'µs each',
      },
      { name: `directive: asked by ${TERMINALS} again`, value: each(again.ms), unit: 'µs each' },
    ];
  } finally {
    await nodes.close();
  }
}

/** Some minutes, most of it spent by PostgreSQL. */
export async function benchOrdersAndDirectives(): Promise<readonly FleetFigure[]> {
  const postgres = await startPrivatePostgres();
  try {
    const store = (await openStore({ kind: 'postgres', url: postgres.url }))._unsafeUnwrap();
    try {
      const directives = await benchDirectives(store);
      return [...directives, ...(await benchRollOut(store))];
    } finally {
      await store.close();
    }
  } finally {
    await postgres.stop();
  }
}
