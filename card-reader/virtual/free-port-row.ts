import { createServer, type Server } from 'node:net';

/** Finds the first of so many neighbouring free TCP ports, as vpcd's slots need them. */
export async function findFreePortRow(length: number): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const held: Server[] = [];
    try {
      const first = await listen(0);
      if (first === undefined) continue;
      held.push(first);
      const port = portOf(first);
      for (let next = port + 1; next < port + length; next++) {
        const server = await listen(next);
        if (server === undefined) break;
        held.push(server);
      }
      if (held.length === length) return port;
    } finally {
      await Promise.all(held.map(close));
    }
  }
  throw new Error('no row of free ports');
}

function listen(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    if (port > 65_535) resolve(undefined);
    else server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return address !== null && typeof address === 'object' ? address.port : 0;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
