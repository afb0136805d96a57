/** A browser without a page, for tests: cookies, the session's token, any header a test wants to get wrong. */
import { request } from 'node:https';

export type StaffClientAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** Undefined where the body is no JSON. */
  readonly body: ReturnType<typeof JSON.parse>;
};

export type StaffClient = {
  readonly origin: string;
  /** What it sends as `cookie`, and as `x-kofu-csrf` with everything that is not a GET. */
  cookie: string | null;
  csrf: string | null;
  /** `headers`: null leaves one out that is sent otherwise. Without a method: GET, or POST with a body. */
  ask(
    path: string,
    o?: {
      readonly method?: string;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string | null>>;
    },
  ): Promise<StaffClientAnswer>;
};

/** @param credential what the client shows of itself, where it has to */
export function staffClient(
  port: number,
  authority: Buffer,
  credential: { readonly cert?: Buffer | string; readonly key?: Buffer | string } = {},
): StaffClient {
  const origin = `https://127.0.0.1:${port}`;
  const client: StaffClient = {
    origin,
    cookie: null,
    csrf: null,
    ask(path, { body, method = body === undefined ? 'GET' : 'POST', headers = {} } = {}) {
      const given: Record<string, string | null> = {
        cookie: client.cookie,
        ...(method === 'GET' ? {} : { origin, 'x-kofu-csrf': client.csrf }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      };
      const sent = Object.fromEntries(
        Object.entries(given).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
      );
      const bytes = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
      // Of the certificate: a test may name another host in its request.
      const servername = 'localhost';
      return new Promise((resolve, reject) => {
        const options = {
          host: '127.0.0.1',
          port,
          path,
          method,
          ca: authority,
          ...credential,
          headers: sent,
          servername,
          agent: false,
          timeout: 20_000,
        };
        const sending = request(options, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString('utf8');
            const cookies = response.headers['set-cookie'] ?? [];
            for (const cookie of cookies)
              client.cookie = cookie.includes('Max-Age=0') ? null : (cookie.split(';')[0] ?? null);
            resolve({ status: response.statusCode ?? 0, headers: response.headers, text, body: jsonOf(text) });
          });
        });
        sending.on('error', reject);
        sending.on('timeout', () => sending.destroy(new Error('no answer')));
        sending.end(bytes);
      });
    },
  };
  return client;
}

function jsonOf(text: string): ReturnType<typeof JSON.parse> {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
