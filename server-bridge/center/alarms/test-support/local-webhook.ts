/** A webhook's receiver on this machine, as notifications find it. */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

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

const portOf = (address: AddressInfo | string | null): number =>
  typeof address === 'object' && address !== null ? address.port : 0;
