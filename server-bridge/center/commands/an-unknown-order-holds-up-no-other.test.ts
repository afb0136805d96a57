/** While nodes are renewed one after the other, a newer one may keep an order that an older one does not know. */
import * as v from 'valibot';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Command, CommandSchema, TerminalIdSchema } from '../../protocol/index.ts';
import { generateSigningJwk, signerFromJwk } from '../../sealing/index.ts';
import { insertCommand, type OpenStore, registerTerminal } from '../store/index.ts';
import { freshStore } from '../test-support/fresh-store.ts';
import { createCommandDelivery } from './command-delivery.ts';

const terminal = v.parse(TerminalIdSchema, 'KOFU-0001');
const now = new Date('2026-01-15T03:00:00.000Z');
let store: OpenStore;
beforeAll(async () => {
  store = await freshStore();
  await registerTerminal(store.database, terminal, now);
});
afterAll(() => store.close());

const commandOf = (id: string): Command =>
  v.parse(CommandSchema, {
    v: 1,
    commandId: id.repeat(22),
    terminalId: terminal,
    processId: 'P'.repeat(22),
    expiresAt: '2026-01-15T04:00:00.000Z',
    order: { kind: 'suspend' },
  });

test('the others are brought, and it stays for a node that knows it', async () => {
  await insertCommand(store.database, commandOf('U'), 'synthetic', now);
  await store.database.updateTable('commands').set({ command_order: '{"kind":"suspend-in-style"}' }).execute();
  await insertCommand(store.database, commandOf('S'), 'synthetic', now);
  const pushed: string[] = [];
  const { deliver } = createCommandDelivery({
    database: store.database,
    streams: {
      connected: () => new Map([[terminal, 'stream']]),
      push: (_terminal, _event, id) => pushed.push(id) > 0,
    },
    signer: signerFromJwk(await generateSigningJwk()),
    now: () => now,
  });
  await deliver();
  expect(pushed).toEqual(['S'.repeat(22)]);
  const rows = await store.database
    .selectFrom('commands')
    .select(['command_id', 'state'])
    .orderBy('issued_at')
    .execute();
  expect(rows.map(({ command_id, state }) => `${command_id.slice(0, 1)} ${state}`)).toEqual(['U queued', 'S sent']);
});
