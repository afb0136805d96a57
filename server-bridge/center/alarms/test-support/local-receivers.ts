/** A webhook's receiver and a mail server on this machine, as notifications find them. */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export type Received = { readonly url: string; readonly headers: IncomingHttpHeaders; readonly body: string };

export type LocalWebhook = {
  readonly port: number;
  readonly received: Received[];
  /** What it answers; `hang` takes the request and says nothing. */
  answer: { readonly status: number; readonly headers?: Record<string, string> } | 'hang';
  close(): Promise<void>;
};

/** @param tls with a certificate and its key it speaks HTTPS */
export async function startWebhook(tls?: { certificateFile: string; keyFile: string }): Promise<LocalWebhook> {
  const received: Received[] = [];
  const keys =
    tls === undefined ? null : { cert: await readFile(tls.certificateFile), key: await readFile(tls.keyFile) };
  const server = keys === null ? createServer() : createTlsServer(keys);
  server.on('request', (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({
        url: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      });
      if (webhook.answer === 'hang') return;
      response.writeHead(webhook.answer.status, webhook.answer.headers).end('not read');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const webhook: LocalWebhook = {
    port: portOf(server.address()),
    received,
    answer: { status: 204 },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return webhook;
}

export type LocalMail = {
  readonly from: string;
  readonly to: readonly string[];
  /** Whether it came over STARTTLS, and as whom. */
  readonly secure: boolean;
  readonly user: string | null;
  readonly raw: string;
};

export type LocalMailServer = { readonly port: number; readonly mails: LocalMail[]; close(): Promise<void> };

/** @param tls without it the server offers no STARTTLS */
export async function startMailServer(o: {
  readonly tls?: { certificateFile: string; keyFile: string };
  readonly login?: { readonly user: string; readonly password: string };
}): Promise<LocalMailServer> {
  const mails: LocalMail[] = [];
  const { tls, login } = o;
  const keys = tls === undefined ? {} : { cert: await readFile(tls.certificateFile), key: await readFile(tls.keyFile) };
  const server = new SMTPServer({
    ...keys,
    ...(tls === undefined ? { hideSTARTTLS: true } : {}),
    authOptional: login === undefined,
    onAuth(auth, _session, done) {
      if (auth.username === login?.user && auth.password === login?.password) done(null, { user: auth.username });
      else done(new Error('refused'));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          secure: session.secure,
          user: session.user ?? null,
          raw: Buffer.concat(chunks).toString('utf8'),
        });
        done();
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: portOf(server.server.address()),
    mails,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

const portOf = (address: AddressInfo | string | null): number =>
  typeof address === 'object' && address !== null ? address.port : 0;
