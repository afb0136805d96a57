/**
 * A steady address for the kiosk window when no browser was opened for the person: each visit to it gets a fresh single-use
 * launch address from the host. Loopback only, and never part of a production build.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export async function startKioskOpener(o: {
  port: number;
  newStartUrl: () => Promise<string>;
}): Promise<{ url: string; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    const { port } = server.address() as AddressInfo;
    const isOurs = request.headers.host === `127.0.0.1:${port}` || request.headers.host === `localhost:${port}`;
    if (request.method !== 'GET' || request.url !== '/' || !isOurs) {
      response.writeHead(404).end();
      return;
    }
    o.newStartUrl().then(
      (location) => response.writeHead(302, { location, 'cache-control': 'no-store' }).end(),
      () => response.writeHead(503).end('The kiosk is not ready.'),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(o.port, '127.0.0.1', () => resolve());
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
