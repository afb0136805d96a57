/** A result is acknowledged when what it means has been carried out: the terminal says it again until then, and never after. */
import * as v from 'valibot';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEventLog, noSink } from '../../event-log/index.ts';
import { TerminalIdSchema, TerminalStatusSchema } from '../../protocol/index.ts';
import { generateSigningJwk, signerFromJwk } from '../../sealing/index.ts';
import { createCommandDesk } from '../command-desk.ts';
import { centerEvents } from '../event-catalogue.ts';
import { type OpenStore, registerTerminal, takeReport } from '../store/index.ts';
import { statusOf } from '../test-support/bridge-world.ts';
import { freshStore } from '../test-support/fresh-store.ts';

const terminal = v.parse(TerminalIdSchema, 'KOFU-0001');
const TOOL = { kind: 'tool' } as const;
let store: OpenStore;
beforeAll(async () => {
  store = await freshStore();
  await registerTerminal(store.database, terminal, new Date());
  await takeReport(
    store.database,
    v.parse(TerminalStatusSchema, statusOf('P'.repeat(22))),
    { codes: [], shown: new Map() },
    new Date(),
  );
});
afterAll(() => store.close());

test('a release that the store could not take is carried out when the terminal says its result again', async () => {
  const signer = signerFromJwk(await generateSigningJwk());
  const released: string[] = [];
  let away = true;
  const desk = createCommandDesk({
    database: store.database,
    streams: {
      open: () => '',
      push: () => false,
      broadcast: () => undefined,
      connected: () => new Map(),
      isAlive: () => Promise.resolve(false),
      supersede: () => undefined,
      closeAll: () => undefined,
    },
    alarms: {
      hindranceOfRelease: () => Promise.resolve(null),
      releaseRightPerson(terminalId, by) {
        if (away) return Promise.reject(new Error('synthetic: the store is away'));
        released.push(`${terminalId} ${by}`);
        return Promise.resolve();
      },
    },
    signer,
    bus: { publish: () => Promise.resolve() },
    audit: { append: () => Promise.resolve(), settle: () => Promise.resolve() },
    commandLifeMs: 600_000,
    now: () => new Date(),
    log: createEventLog(centerEvents, { sink: noSink(), now: () => new Date() }),
  });
  const order = { kind: 'release-right-person', releasedBy: 'Synthetic Clerk' } as const;
  const { commandId } = (await desk.issue(TOOL, terminal, order))._unsafeUnwrap();
  const answer = () => desk.settle(terminal, { commandId, result: 'done' });
  await expect(answer()).rejects.toThrow('away');
  away = false;
  expect(await answer()).toBe(true);
  expect(released).toEqual(['KOFU-0001 Synthetic Clerk']);
  expect(await answer()).toBe(true);
  expect(released).toHaveLength(1);
});
