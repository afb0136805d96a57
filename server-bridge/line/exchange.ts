/** One request and its whole answer on an HTTP/2 session: checked by schema, ended by limit or signal, bytes wiped. */
import { type ClientHttp2Session, constants } from 'node:http2';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { RelayProblemSchema } from '../protocol/index.ts';
import { type LineError, refusedBy } from './line-error.ts';

export type ExchangeLimits = { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined };

/** A directive may be four million characters. */
const ANSWER_LIMIT_BYTES = 4_200_000;

type Answer = { readonly status: number; readonly body: Buffer };

function receive(
  session: ClientHttp2Session,
  path: string,
  body: Buffer | null,
  { timeoutMs, signal }: ExchangeLimits,
): Promise<Result<Answer, LineError>> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve(err({ kind: 'aborted' }));
    if (session.closed || session.destroyed) return resolve(err({ kind: 'unavailable' }));
    const stream = session.request(
      body === null
        ? { ':method': 'GET', ':path': path }
        : {
            ':method': 'POST',
            ':path': path,
            'content-type': 'application/json',
            'content-length': String(body.length),
          },
    );
    const chunks: Buffer[] = [];
    let status = 0;
    let length = 0;
    let settled = false;
    const settle = (result: Result<Answer, LineError>): void => {
      if (settled) return;
      settled = true;
      clearTimeout(limit);
      signal?.removeEventListener('abort', onAbort);
      if (result.isErr()) {
        for (const chunk of chunks) chunk.fill(0);
        if (!stream.destroyed) stream.close(constants.NGHTTP2_CANCEL);
      }
      resolve(result);
    };
    const onAbort = (): void => settle(err({ kind: 'aborted' }));
    const limit = setTimeout(() => settle(err({ kind: 'timed-out' })), timeoutMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    stream.on('response', (headers) => {
      status = headers[':status'] ?? 0;
    });
    stream.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > ANSWER_LIMIT_BYTES) settle(err({ kind: 'malformed' }));
      else chunks.push(chunk);
    });
    stream.once('end', () => {
      // A reset stream also ends; only a clean end is a whole answer.
      if (settled || status === 0 || stream.aborted || stream.rstCode !== constants.NGHTTP2_NO_ERROR) return;
      const whole = Buffer.concat(chunks);
      for (const chunk of chunks) chunk.fill(0);
      settle(ok({ status, body: whole }));
    });
    stream.on('error', (cause) => settle(err({ kind: 'unavailable', cause })));
    stream.once('close', () => settle(err({ kind: 'unavailable' })));
    stream.end(body ?? undefined);
  });
}

function parse<Schema extends v.GenericSchema>(schema: Schema, body: Buffer): v.InferOutput<Schema> | null {
  try {
    const parsed = v.safeParse(schema, JSON.parse(body.toString('utf8')));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  } finally {
    body.fill(0);
  }
}

/** Sends `message` (null: a GET) and reads an answer of `schema`; a refusal of the center is an error of its own. */
export async function exchange<Schema extends v.GenericSchema>(
  session: ClientHttp2Session | null,
  request: { readonly path: string; readonly message: unknown; readonly answer: Schema } & ExchangeLimits,
): Promise<Result<v.InferOutput<Schema>, LineError>> {
  if (session === null) return err({ kind: 'unavailable' });
  const body = request.message === null ? null : Buffer.from(JSON.stringify(request.message), 'utf8');
  try {
    const received = await receive(session, request.path, body, request);
    if (received.isErr()) return err(received.error);
    const { status, body: answerBody } = received.value;
    if (status === 204) {
      const nothing = v.safeParse(request.answer, undefined);
      return nothing.success ? ok(nothing.output) : err({ kind: 'malformed' });
    }
    if (status === 200) {
      const answer = parse(request.answer, answerBody);
      return answer === null ? err({ kind: 'malformed' }) : ok(answer);
    }
    const problem = parse(RelayProblemSchema, answerBody);
    return err(problem === null ? { kind: 'malformed' } : refusedBy(problem));
  } finally {
    body?.fill(0);
  }
}
