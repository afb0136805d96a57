/**
 * A listener that says what a test wants, with the console's own headers and the page on it: for what a running system cannot be
 * brought to say quickly (other roles, hostile texts, 56,000 rows, being away). Loopback only.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { PAGE_HEADERS, readPageAssets } from '../../staff-access/index.ts';

export type Asked = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly background: boolean;
  readonly token: string | null;
  readonly body: unknown;
  /** A file, as it came. */
  readonly bytes?: Buffer;
};
export type Said = { readonly status: number; readonly value?: unknown };
export type Script = (asked: Asked) => Said | null;

export type ScriptedListener = {
  readonly origin: string;
  /** What is said from now on; null is answered by 404. */
  script: Script;
  readonly asked: readonly Asked[];
  forget(): void;
  close(): Promise<void>;
};

/** @param assetsDirectory what `buildPage` wrote */
export async function startScriptedListener(assetsDirectory: string, script: Script): Promise<ScriptedListener> {
  const assets = (await readPageAssets(assetsDirectory, 'assetsDirectory'))._unsafeUnwrap();
  const asked: Asked[] = [];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const asset = assets.get(url.pathname);
    if (request.method === 'GET' && asset !== undefined) {
      response.writeHead(200, { ...PAGE_HEADERS, 'content-type': asset.type }).end(asset.bytes);
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const bytes = Buffer.concat(chunks);
    const isFile = request.headers['content-type'] === 'application/octet-stream';
    const text = isFile ? '' : bytes.toString('utf8');
    const one: Asked = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      background: request.headers['x-kofu-background'] === '1',
      token: request.headers['x-kofu-csrf']?.toString() ?? null,
      body: text === '' ? null : JSON.parse(text),
      ...(isFile ? { bytes } : {}),
    };
    asked.push(one);
    const said = listener.script(one) ?? { status: 404, value: { error: 'not-found' } };
    response.writeHead(said.status, { ...PAGE_HEADERS, 'content-type': 'application/json; charset=utf-8' });
    response.end(said.value === undefined ? undefined : JSON.stringify(said.value));
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('no port');
  const listener: ScriptedListener = {
    origin: `http://127.0.0.1:${bound.port}`,
    script,
    asked,
    forget: () => asked.splice(0),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return listener;
}
