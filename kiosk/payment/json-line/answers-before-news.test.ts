import { once } from 'node:events';
import * as net from 'node:net';
import { expect, test } from 'vitest';
import { openCashlessTerminal } from '../cashless/index.ts';
import { openCoinBox } from '../coin-box/index.ts';

const SOON = { timeout: 10_000, interval: 5 };

/** A device that says everything it has to say to each question in one piece. */
async function deviceThatSays(reply: (question: { id: number; ask: string; transactionId?: string }) => object[]) {
  const server = net.createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      for (const line of chunk.toString().trim().split('\n')) {
        socket.write(
          reply(JSON.parse(line))
            .map((message) => `${JSON.stringify({ v: 1, ...message })}\n`)
            .join(''),
        );
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { at: { host: '127.0.0.1', port: address.port }, close: () => server.close() };
}

test('a status and younger news in one piece: the news is the last word', async () => {
  const device = await deviceThatSays(({ id }) => [
    { id, answer: 'status', faults: ['no-change'], supplies: [] },
    { news: 'state', faults: ['coin-jam'], supplies: [] },
    { news: 'state', faults: [], supplies: [] },
  ]);
  const client = openCoinBox(device.at);
  const told: string[] = [];
  client.watch((status) => told.push(status));
  await expect.poll(() => client.status(), SOON).toBe('ready');
  expect(told).toEqual(['no-change', 'coin-jam', 'ready']);
  await client.close();
  device.close();
});

test('waiting, presented and authorised in one piece: authorised, and never waiting again', async () => {
  const account = { authorisedYen: 0, refundedYen: 0 };
  const device = await deviceThatSays(({ id, ask, transactionId }) => {
    if (ask === 'status') return [{ id, answer: 'status', fault: 'none' }];
    return [
      { id, answer: 'transaction', transactionId, state: 'waiting', ...account },
      { news: 'transaction', transactionId, state: 'presented', ...account },
      { news: 'transaction', transactionId, state: 'authorised', ...account, authorisedYen: 240 },
    ];
  });
  const client = openCashlessTerminal(device.at);
  await expect.poll(() => client.status(), SOON).toBe('ready');
  const presented: boolean[] = [];
  client.onPresented((now) => presented.push(now));
  const collected = await client.collect({ dueYen: 240, onEvent: () => {} });
  expect(collected._unsafeUnwrap()).toEqual({ insertedYen: 240, changeYen: 0, means: 'cashless' });
  expect(presented).toEqual([true, false]);
  await client.close();
  device.close();
});
