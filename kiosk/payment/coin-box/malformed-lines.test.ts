import { once } from 'node:events';
import * as net from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LINE_LIMIT, parseLine } from '../json-line/line-format.ts';
import { LineSplitter } from '../json-line/line-splitter.ts';
import { startVirtualCoinBox } from '../virtual/index.ts';
import { AnswerSchema, BoxMessageSchema, QuestionSchema } from './messages.ts';
import { openCoinBox } from './open-coin-box.ts';

/** Something that happens at once, on a machine that has other things to do. */
const SOON = { timeout: 10_000 };

test.each([
  ['no JSON', '{'],
  ['an unknown question', '{"v":1,"id":1,"ask":"open-the-box"}'],
  ['another version', '{"v":2,"id":1,"ask":"status"}'],
  ['a field too many', '{"v":1,"id":1,"ask":"status","name":"x"}'],
  ['half a yen', '{"v":1,"id":1,"ask":"refund","transactionId":"payment-1","yen":0.5}'],
  ['a negative sum', '{"v":1,"id":1,"ask":"refund","transactionId":"payment-1","yen":-120}'],
  ['a sum as text', '{"v":1,"id":1,"ask":"refund","transactionId":"payment-1","yen":"120"}'],
  ['no number', '{"v":1,"ask":"status"}'],
  ['an empty transaction', '{"v":1,"id":1,"ask":"keep","transactionId":""}'],
])('%s is refused as a question', (_name, line) => {
  expect(parseLine(QuestionSchema, line).isErr()).toBe(true);
});

test('an answer with an unknown reason is refused', () => {
  expect(parseLine(AnswerSchema, '{"v":1,"id":1,"answer":"refused","reason":"because"}').isErr()).toBe(true);
});

test('lines come out whole however they were cut', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.string({ maxLength: 30 }).filter((text) => !text.includes('\n')),
        { minLength: 1 },
      ),
      fc.nat(7),
      (lines, size) => {
        const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
        const splitter = new LineSplitter();
        const out: string[] = [];
        for (let at = 0; at < bytes.length; at += size + 1)
          out.push(...(splitter.push(bytes.subarray(at, at + size + 1)) ?? []));
        expect(out).toEqual(lines);
      },
    ),
  );
});

test('a line without end and bytes that are no text end the conversation', () => {
  expect(new LineSplitter().push(Buffer.alloc(LINE_LIMIT, 0x20))).toEqual([]);
  expect(new LineSplitter().push(Buffer.alloc(LINE_LIMIT + 1, 0x20))).toBeUndefined();
  expect(new LineSplitter().push(Buffer.from([0xff, 0xfe]))).toBeUndefined();
});

test('the box drops a host that talks nonsense, and keeps serving others', async () => {
  const box = await startVirtualCoinBox();
  const socket = net.connect(box.port, box.host);
  socket.on('error', () => {});
  socket.write('{"ask":"everything"}\n');
  await once(socket, 'close');
  const collector = openCoinBox({ host: box.host, port: box.port });
  await expect.poll(() => collector.status(), SOON).toBe('ready');
  await collector.close();
  await box.stop();
});

test('the host drops a box that talks nonsense, and believes nothing of it', async () => {
  const server = net.createServer((socket) => {
    socket.on('error', () => {});
    socket.write('{"v":1,"news":"jackpot","insertedYen":100000}\n');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const collector = openCoinBox(
    { host: '127.0.0.1', port: address.port },
    { delays: { awayLimitMs: 50, reconnectMs: 5_000 } },
  );
  expect((await collector.escrow())._unsafeUnwrapErr().kind).toBe('offline');
  expect(collector.status()).toBe('absent');
  await collector.close();
  server.close();
});

test('any line is a message or refused', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (line) => {
      parseLine(BoxMessageSchema, line);
      parseLine(QuestionSchema, line);
    }),
  );
});
