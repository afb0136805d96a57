import { decodeJwt } from 'jose';
import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { TerminalIdSchema } from '../protocol/index.ts';
import {
  buildWorld,
  makeKeySet,
  OTHER_TERMINAL,
  SHORT_LIMITS,
  statusOf,
  TERMINAL,
  type World,
} from './test-support/bridge-world.ts';
import { eventually } from './test-support/eventually.ts';
import { rawTerminal } from './test-support/raw-terminal.ts';
import { goodBehaviour } from './test-support/stub-vrs.ts';

let world: World;
beforeAll(async () => {
  world = await buildWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  world.vrs.behaviour = goodBehaviour(world.keySet);
  for (const table of [
    'alarms',
    'commands',
    'terminal_events',
    'terminal_logs',
    'terminal_status',
    'terminals',
    'directives',
  ] as const) {
    await world.store.database.deleteFrom(table).execute();
  }
});

const signedBy = async (port: number) => {
  const terminal = rawTerminal(world.trust, TERMINAL, port);
  try {
    const reply = await terminal.send('GET', '/v1/directive');
    return reply.status === 200 ? decodeJwt(JSON.parse(reply.body).directive) : null;
  } finally {
    terminal.close();
  }
};

describe('life of a directive', () => {
  test('it is renewed at half its life, in the same version', async () => {
    let ahead = 0;
    const center = await world.start({}, () => new Date(Date.now() + ahead));
    const first = await signedBy(center.port);
    ahead = 11 * 3_600_000;
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await signedBy(center.port)).toEqual(first);
    ahead = 13 * 3_600_000;
    await eventually(async () => expect((await signedBy(center.port))?.['issuedAt']).not.toBe(first?.['issuedAt']));
    expect((await signedBy(center.port))?.['version']).toBe(1);
    await center.stop();
  });

  test('without a key set of VRS there is no directive; it comes when VRS comes', async () => {
    world.vrs.behaviour = () => ({ status: 503, body: '{"refusal":"UNAVAILABLE"}' });
    const center = await world.start();
    expect(await signedBy(center.port)).toBeNull();
    expect(center.operations.directive()).toBeNull();
    expect((await center.operations.setDirective({ maxCopies: 2 }))._unsafeUnwrapErr()).toEqual({ kind: 'no-key-set' });
    world.vrs.behaviour = goodBehaviour(world.keySet);
    await eventually(async () => expect((await signedBy(center.port))?.['version']).toBe(1));
    await center.stop();
  });

  test('a new key set of VRS is a new version, carried as it is', async () => {
    const center = await world.start({ limits: { ...world.configuration().limits, keySetRefreshMs: 50 } });
    const next = await makeKeySet(world.rootKey, new Date());
    world.vrs.behaviour = goodBehaviour(next);
    await eventually(async () => expect(await signedBy(center.port)).toMatchObject({ version: 2, vrsKeySet: next }));
    await center.stop();
  });

  test('a center that starts while VRS is away goes on with the directive it has issued', async () => {
    const first = await world.start();
    await first.operations.setDirective({ maxCopies: 4 });
    await first.stop();
    world.vrs.behaviour = () => null;
    const limits = { ...world.configuration().limits, keySetRefreshMs: 60_000 };
    const second = await world.start({ limits, vrs: { ...world.configuration().vrs, port: 1 } });
    expect(await signedBy(second.port)).toMatchObject({ version: 2, maxCopies: 4 });
    await second.stop();
  });
});

describe('two nodes on one store', () => {
  test('changes at the same instant give each its own version and lose nothing', async () => {
    const [left, right] = [await world.start(), await world.start()];
    const changes = await Promise.all([
      left.operations.setDirective({ maxCopies: 5 }),
      right.operations.setDirective({ hours: { from: '06:30', to: '23:00' } }),
    ]);
    const versions = changes.map((change) => change._unsafeUnwrap().directive.version).sort();
    expect(versions).toEqual([2, 3]);
    for (const node of [left, right]) {
      await eventually(() =>
        expect(node.operations.directive()).toMatchObject({
          version: 3,
          maxCopies: 5,
          hours: { from: '06:30', to: '23:00' },
        }),
      );
    }
    await Promise.all([left.stop(), right.stop()]);
  });

  test('a command given to one reaches a terminal at the other', async () => {
    const [left, right] = [await world.start(), await world.start()];
    const terminal = rawTerminal(world.trust, TERMINAL, right.port);
    const stream = terminal.events();
    await terminal.send('POST', '/v1/status', statusOf('P'.repeat(22)));
    const [known] = await left.operations.listTerminals();
    expect(known?.terminalId).toBe(TERMINAL);
    const issued = await left.operations.issueCommand(v.parse(TerminalIdSchema, TERMINAL), {
      kind: 'refresh-directive',
    });
    const { commandId } = issued._unsafeUnwrap();
    await eventually(() => expect(stream.text()).toContain(`id: ${commandId}\n`));
    terminal.close();
    await Promise.all([left.stop(), right.stop()]);
  });

  test('a second living stream at the other node closes the first and is an alarm', async () => {
    const [left, right] = [await world.start(), await world.start()];
    const first = rawTerminal(world.trust, TERMINAL, left.port);
    const old = first.events();
    await eventually(() => expect(old.text()).toContain(': alive'));
    const copy = rawTerminal(world.trust, TERMINAL, right.port);
    copy.events();
    await old.closed;
    await eventually(async () =>
      expect(await right.operations.listAlarms()).toMatchObject([{ code: 'SECOND_EVENT_STREAM' }]),
    );
    await eventually(async () =>
      expect(await right.operations.listTerminals()).toMatchObject([{ presence: 'connected' }]),
    );
    first.close();
    copy.close();
    await Promise.all([left.stop(), right.stop()]);
  });
});

test('a terminal that stays away is an alarm, which its return closes', async () => {
  let ahead = 0;
  const center = await world.start(
    { limits: { ...world.configuration().limits, pollMs: 10 } },
    () => new Date(Date.now() + ahead),
  );
  const terminal = rawTerminal(world.trust, OTHER_TERMINAL, center.port);
  const stream = terminal.events();
  await eventually(() => expect(stream.text()).toContain(': alive'));
  terminal.close();
  await eventually(async () =>
    expect(await center.operations.listTerminals()).toMatchObject([{ presence: 'disconnected' }]),
  );
  ahead = (SHORT_LIMITS?.terminalLostMs ?? 0) + 60_000;
  await eventually(async () => expect(await center.operations.listAlarms()).toMatchObject([{ code: 'TERMINAL_LOST' }]));
  const again = rawTerminal(world.trust, OTHER_TERMINAL, center.port);
  again.events();
  await eventually(async () => expect(await center.operations.listAlarms()).toEqual([]));
  expect(await center.operations.listAlarms('all')).toMatchObject([{ clearedBy: 'returned' }]);
  again.close();
  await center.stop();
});
