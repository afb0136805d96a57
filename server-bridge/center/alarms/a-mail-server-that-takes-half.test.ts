/** Mail servers that do their work badly: what they did not take counts as not sent, and no attempt of theirs lasts for ever. */
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';
import * as v from 'valibot';
import { afterEach, expect, test } from 'vitest';
import { ATTEMPT_LIMIT_MS } from '../../notifications/index.ts';
import { mailReceiver } from './notifications/mail.ts';
import { MailConfigurationSchema } from './notifications/notification-configuration.ts';

const ID = 'A'.repeat(22);
const AT = '2026-04-01T00:00:00.000Z';
const BODY = JSON.stringify({
  v: 1,
  notificationId: ID,
  madeAt: AT,
  alarms: [
    {
      alarmId: 1,
      reason: 'raised',
      code: 'REFUND_OWED',
      severity: 'critical',
      terminalId: 'KIOSK-H1',
      storeId: null,
      times: 1,
      raisedAt: AT,
      lastAt: AT,
      endedAt: null,
    },
  ],
});
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
const portOf = (address: AddressInfo | string | null): number =>
  typeof address === 'object' && address !== null ? address.port : 0;
const receiver = (port: number) =>
  mailReceiver(
    v.parse(MailConfigurationSchema, {
      kind: 'mail',
      name: 'post',
      host: '127.0.0.1',
      port,
      encryption: 'none',
      from: 'kofu@center.example',
      to: ['first@city.example', 'second@city.example'],
    }),
    { password: null, ca: null },
  );
const signal = new AbortController().signal;

test('a recipient that the server refuses is no receipt, and is alone tried again', async () => {
  const mails: string[][] = [];
  let refuses = true;
  const server = new SMTPServer({
    hideSTARTTLS: true,
    authOptional: true,
    onRcptTo({ address }, _session, done) {
      done(refuses && address.startsWith('second') ? new Error('no such box') : null);
    },
    onData(stream, session, done) {
      stream.resume();
      stream.on('end', () => {
        mails.push(session.envelope.rcptTo.map(({ address }) => address));
        done();
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => new Promise((resolve) => server.close(() => resolve())));
  const post = receiver(portOf(server.server.address()));
  const first = await post.deliver(ID, BODY, signal);
  expect(first.isErr() && first.error.kind).toBe('refused');
  const second = await post.deliver(ID, BODY, signal);
  expect(second.isErr() && second.error.kind).toBe('refused');
  refuses = false;
  expect((await post.deliver(ID, BODY, signal)).isOk()).toBe(true);
  expect(mails).toEqual([['first@city.example'], ['second@city.example']]);
});

test('an attempt ends in its time although the server goes on talking', async () => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.write('220 here\r\n');
    let timer: NodeJS.Timeout | undefined;
    socket.once('data', () => {
      timer = setInterval(() => socket.write('250-please hold the line\r\n'), 500);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearInterval(timer);
      sockets.delete(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(
    () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  );
  const late = Symbol('late');
  const limit = new Promise((resolve) => setTimeout(resolve, ATTEMPT_LIMIT_MS + 5_000, late));
  const ended = await Promise.race([receiver(portOf(server.address())).deliver(ID, BODY, signal), limit]);
  expect(ended).not.toBe(late);
  // Nor does it hold its connection.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(sockets.size).toBe(0);
}, 40_000);
