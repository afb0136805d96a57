/** The app's way to the gateway: HTTP/2 over TLS 1.3 to a pinned authority; every request ends by its limit. */
import { type ClientHttp2Session, connect, constants } from 'node:http2';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { ATTESTATION_HEADER, GatewayProblemSchema } from '../../server-bridge/app-gateway/index.ts';
import type { AppFault } from './app-fault.ts';
import type { AttestationService } from './attestation-service.ts';

const ANSWER_LIMIT_BYTES = 80_000;

export type GatewayClient = {
  get<S extends v.GenericSchema>(
    path: string,
    schema: S,
    timeoutMs: number,
  ): Promise<Result<v.InferOutput<S>, AppFault>>;
  /** Attested over the very bytes that are sent. */
  post<S extends v.GenericSchema>(
    path: string,
    message: object,
    schema: S,
    timeoutMs: number,
  ): Promise<Result<v.InferOutput<S>, AppFault>>;
  close(): void;
};

export function openGatewayClient(o: {
  readonly host: string;
  readonly port: number;
  readonly ca: Buffer;
  readonly attestation: AttestationService;
}): GatewayClient {
  let session: ClientHttp2Session | null = null;
  const connected = (): ClientHttp2Session => {
    if (session === null || session.closed || session.destroyed) {
      session = connect(`https://${o.host}:${o.port}`, { ca: o.ca, minVersion: 'TLSv1.3' });
      session.on('error', () => undefined);
    }
    return session;
  };
  return {
    async get(path, schema, timeoutMs) {
      return judge(schema, await exchange(connected(), { ':path': path }, null, timeoutMs));
    },
    async post(path, message, schema, timeoutMs) {
      const body = Buffer.from(JSON.stringify(message), 'utf8');
      try {
        const headers = {
          ':method': 'POST',
          ':path': path,
          'content-type': 'application/json',
          'content-length': String(body.length),
          [ATTESTATION_HEADER]: await o.attestation.attest(body),
        };
        return judge(schema, await exchange(connected(), headers, body, timeoutMs));
      } finally {
        body.fill(0);
      }
    },
    close: () => session?.destroy(),
  };
}

type Reply = { readonly status: number; readonly body: Buffer };

function judge<S extends v.GenericSchema>(
  schema: S,
  reply: Result<Reply, AppFault>,
): Result<v.InferOutput<S>, AppFault> {
  if (reply.isErr()) return err(reply.error);
  const { status, body } = reply.value;
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (status === 200) {
      const message = v.safeParse(schema, value);
      return message.success ? ok(message.output) : err({ kind: 'unreadable-answer' });
    }
    const problem = v.safeParse(GatewayProblemSchema, value);
    return err(
      problem.success ? { kind: 'refused-on-the-way', refusal: problem.output.refusal } : { kind: 'unreadable-answer' },
    );
  } catch {
    return err({ kind: 'unreadable-answer' });
  } finally {
    body.fill(0);
  }
}

function exchange(
  session: ClientHttp2Session,
  headers: Readonly<Record<string, string>>,
  body: Buffer | null,
  timeoutMs: number,
): Promise<Result<Reply, AppFault>> {
  return new Promise((resolve) => {
    const stream = session.request(headers);
    const chunks: Buffer[] = [];
    let status = 0;
    let length = 0;
    const settle = (result: Result<Reply, AppFault>): void => {
      clearTimeout(limit);
      if (result.isErr() && !stream.destroyed) stream.close(constants.NGHTTP2_CANCEL);
      resolve(result);
    };
    const limit = setTimeout(() => settle(err({ kind: 'too-late' })), timeoutMs);
    stream.on('response', (received) => {
      status = received[':status'] ?? 0;
    });
    stream.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length > ANSWER_LIMIT_BYTES) settle(err({ kind: 'unreadable-answer' }));
    });
    stream.once('end', () => {
      // A reset stream also ends; only a clean end is a whole answer.
      if (status === 0 || stream.aborted || stream.rstCode !== constants.NGHTTP2_NO_ERROR) return;
      settle(ok({ status, body: Buffer.concat(chunks) }));
    });
    stream.on('error', (cause) => settle(err({ kind: 'unreachable', cause })));
    stream.once('close', () => settle(err({ kind: 'unreachable' })));
    stream.end(body ?? undefined);
  });
}
