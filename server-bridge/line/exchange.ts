/** One message and its answer on the line: checked by schema, ended by limit or signal, bytes wiped. */
import type { ClientHttp2Session } from 'node:http2';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { type ExchangeError, exchangeBytes } from '../exchange/index.ts';
import { RelayProblemSchema } from '../protocol/index.ts';
import { type LineError, refusedBy } from './line-error.ts';

export type ExchangeLimits = { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined };

/** A directive may be four million characters. */
const ANSWER_LIMIT_BYTES = 4_200_000;

const lineErrorOf = ({ kind, cause }: ExchangeError): LineError => {
  switch (kind) {
    case 'unreachable':
      return cause === undefined ? { kind: 'unavailable' } : { kind: 'unavailable', cause };
    case 'too-large':
      return { kind: 'malformed' };
    case 'timed-out':
    case 'aborted':
      return { kind };
    default: {
      const never: never = kind;
      throw new Error(`unknown error ${String(never)}`);
    }
  }
};

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
    const { path, timeoutMs, signal } = request;
    const received = await exchangeBytes(session, {
      path,
      body,
      timeoutMs,
      signal,
      answerLimitBytes: ANSWER_LIMIT_BYTES,
    });
    if (received.isErr()) return err(lineErrorOf(received.error));
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
