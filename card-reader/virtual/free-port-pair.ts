import { createServer, type Server } from 'node:net';

/** Finds two neighbouring free TCP ports, as vpcd's two slots need them. */
export async function findFreePortPair(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const first = await listen(0);
    if (first === undefined) continue;
    const port = portOf(first);
    const second = await listen(port + 1);
    await close(first);
    if (second === undefined) continue;
    await close(second);
    return port;
  }
  throw new Error('no two neighbouring free ports');
}

function listen(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return address !== null && typeof address === 'object' ? address.port : 0;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
