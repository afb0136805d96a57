/**
 * What the page says to the center. Every answer is parsed by its schema of `../../console-api`; what does not fit is a problem,
 * never a value. The session's token lives in this closure and nowhere else.
 */
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import type { Problem } from './problem.ts';

const LIMIT_MS = 20_000;
const ErrorSchema = v.object({ error: v.string() });

export type Client = {
  /** @param background the person has done nothing: it must not put off the session's idle end */
  get<S extends v.GenericSchema>(
    schema: S,
    path: string,
    background?: boolean,
  ): Promise<Result<v.InferOutput<S>, Problem>>;
  /** Answers with nothing (204), or with something that does not matter. */
  post(path: string, body?: unknown): Promise<Result<null, Problem>>;
  postFor<S extends v.GenericSchema>(
    schema: S,
    path: string,
    body?: unknown,
  ): Promise<Result<v.InferOutput<S>, Problem>>;
  /** A download's bytes. */
  download(path: string): Promise<Result<Blob, Problem>>;
  /** With each POST from now on. */
  useToken(csrf: string): void;
  /** When the person last asked something and was answered, in milliseconds of the page's clock. */
  lastActiveMs(): number;
};

export function createClient(parts: {
  readonly fetch: typeof fetch;
  readonly nowMs: () => number;
  /** Told of 401 and of a due password, whatever was asked. */
  readonly onSession: (problem: 'signed-out' | 'password-due') => void;
}): Client {
  let token = '';
  let lastActive = parts.nowMs();

  async function ask(path: string, init: RequestInit, background: boolean): Promise<Result<Response, Problem>> {
    let response: Response;
    try {
      response = await parts.fetch(path, {
        ...init,
        credentials: 'same-origin',
        cache: 'no-store',
        redirect: 'error',
        signal: AbortSignal.timeout(LIMIT_MS),
      });
    } catch (cause) {
      return err({ kind: 'away', cause });
    }
    if (!background) lastActive = parts.nowMs();
    if (response.ok) return ok(response);
    const problem = await problemOf(response);
    if (problem.kind === 'signed-out' || problem.kind === 'password-due') parts.onSession(problem.kind);
    return err(problem);
  }

  const post = (path: string, body: unknown): Promise<Result<Response, Problem>> =>
    ask(
      path,
      {
        method: 'POST',
        headers: { 'x-kofu-csrf': token, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      },
      false,
    );

  return {
    async get(schema, path, background = false) {
      const headers: Record<string, string> = background ? { 'x-kofu-background': '1' } : {};
      const answer = await ask(path, { method: 'GET', headers }, background);
      return answer.isErr() ? err(answer.error) : await parsed(schema, answer.value);
    },
    async post(path, body) {
      return (await post(path, body)).map(() => null);
    },
    async postFor(schema, path, body) {
      const answer = await post(path, body);
      return answer.isErr() ? err(answer.error) : await parsed(schema, answer.value);
    },
    async download(path) {
      const answer = await ask(path, { method: 'GET' }, false);
      if (answer.isErr()) return err(answer.error);
      try {
        return ok(await answer.value.blob());
      } catch (cause) {
        return err({ kind: 'away', cause });
      }
    },
    useToken(csrf) {
      token = csrf;
    },
    lastActiveMs: () => lastActive,
  };
}

async function parsed<S extends v.GenericSchema>(
  schema: S,
  response: Response,
): Promise<Result<v.InferOutput<S>, Problem>> {
  let value: unknown;
  try {
    value = JSON.parse(await response.text());
  } catch {
    return err({ kind: 'unfit' });
  }
  const read = v.safeParse(schema, value);
  return read.success ? ok(read.output) : err({ kind: 'unfit' });
}

async function problemOf(response: Response): Promise<Problem> {
  const { status } = response;
  const text = await response.text().catch(() => '');
  const word = wordOf(text);
  if (status === 401 && word !== 'refused') return { kind: 'signed-out' };
  if (status === 403 && word === 'password-due') return { kind: 'password-due' };
  if (status === 403 && word === 'forbidden') return { kind: 'no-right' };
  const waitSeconds = Number(response.headers.get('retry-after') ?? '5');
  if (status === 429) return { kind: 'too-many', word, waitSeconds: Number.isFinite(waitSeconds) ? waitSeconds : 5 };
  if (status >= 500) return { kind: 'away' };
  return { kind: 'refused', status, word };
}

function wordOf(text: string): string {
  try {
    const read = v.safeParse(ErrorSchema, JSON.parse(text));
    return read.success ? read.output.error : '';
  } catch {
    return '';
  }
}
