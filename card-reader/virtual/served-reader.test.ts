import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../contract/contract-steps.ts';
import type { ContractSubject } from '../contract/contract-subject.ts';
import { contractCasesFor } from '../contract/reader-contract.ts';
import { type CardReader, openReader } from '../index.ts';
import type { ServedReader } from './reader-server.ts';
import { VirtualReader } from './virtual-reader.ts';

const HOST = '127.0.0.1';
const OFFERS = ['cable', 'service', 'virtual-card'] as const;

describe('a virtual reader served over TCP', () => {
  const hands = new VirtualReader();
  let served: ServedReader;
  let subject: ContractSubject;

  beforeAll(async () => {
    served = await hands.serve({ host: HOST, port: 0 });
    const { port } = served;
    subject = {
      hands,
      open: (): Promise<CardReader> => openReader({ kind: 'virtual', host: HOST, port }),
      offers: OFFERS,
      service: {
        stop: () => served.close(),
        start: async () => {
          served = await hands.serve({ host: HOST, port });
        },
      },
    };
  });
  afterAll(() => served.close());

  for (const contract of contractCasesFor(OFFERS)) it(contract.name, () => contract.run(subject));

  it('opens although nobody serves yet, and finds the reader later', async () => {
    await served.close();
    const reader = await subject.open();
    expect(reader.status()).toEqual({ kind: 'no-service' });
    expect((await reader.connect({})).isErr()).toBe(true);
    served = await hands.serve({ host: HOST, port: served.port });
    await until(reader, 'empty');
    await reader.close();
  });

  it('cuts off a client that sends nonsense, and serves the others on', async () => {
    const reader = await subject.open();
    const socket = connect({ host: HOST, port: served.port });
    const cut = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    socket.on('error', () => undefined).resume();
    socket.write(Buffer.from('0005FFFFFFFFFF', 'hex'));
    await cut;
    expect(reader.status()).toEqual({ kind: 'empty' });
    await reader.close();
  });
});
