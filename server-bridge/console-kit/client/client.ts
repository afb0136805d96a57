/**
 * What the page says to its system. Every answer is parsed by its schema; what does not fit is a problem,
 * never a value. The session's token lives in this closure and nowhere else.
 */
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { type Problem, problemFrom } from './problem.ts';
import { receivePieces, sendFile } from './transfer.ts';

const LIMIT_MS = 20_000;

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
  /** A download that is asked for by a message and comes piece by piece, for as long as it comes. */
  receive(path: string, body: unknown, onProgress: (bytes: number) => void): Promise<Result<Blob, Problem>>;
  /** A file of the person's own machine; aborting `stop` breaks it off. */
  upload(
    path: string,
    file: Blob,
    onProgress: (bytes: number) => void,
    stop: AbortSignal,
  ): Promise<Result<null, Problem>>;
  /** With each POST and PUT from now on. */
  useToken(csrf: string): void;
  /** When the person last asked something and was answered, in milliseconds of the page's clock. */
  lastActiveMs(): number;
  /** Whether a file is on its way: it is not broken off because nobody touches the page meanwhile. */
  isTransferring(): boolean;
};

export function createClient(parts: {
  readonly fetch: typeof fetch;
  readonly nowMs: () => number;
  /** Told of 401 and of a due password, whatever was asked. */
  readonly onSession: (problem: 'signed-out' | 'password-due') => void;
}): Client {
  let token = '';
  let lastActive = parts.nowMs();
  let transfers = 0;

  async function ask(
    path: string,
    init: RequestInit,
    background: boolean,
    limitMs: number | null = LIMIT_MS,
  ): Promise<Result<Response, Problem>> {
    let response: Response;
    try {
      response = await parts.fetch(path, {
        ...init,
        credentials: 'same-origin',
        cache: 'no-store',
        redirect: 'error',
        ...(limitMs === null ? {} : { signal: AbortSignal.timeout(limitMs) }),
      });
    } catch (cause) {
      return err({ kind: 'away', cause });
    }
    if (!background) lastActive = parts.nowMs();
    if (response.ok) return ok(response);
    const text = await response.text().catch(() => '');
    const problem = problemFrom(response.status, text, response.headers.get('retry-after'));
    return err(told(problem));
  }

  function told(problem: Problem): Problem {
    if (problem.kind === 'signed-out' || problem.kind === 'password-due') parts.onSession(problem.kind);
    return problem;
  }

  const post = (path: string, body: unknown, limitMs?: number | null): Promise<Result<Response, Problem>> =>
    ask(
      path,
      {
        method: 'POST',
        headers: { 'x-kofu-csrf': token, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      },
      false,
      limitMs,
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
    async receive(path, body, onProgress) {
      transfers += 1;
      try {
        const answer = await post(path, body, null);
        return answer.isErr() ? err(answer.error) : await receivePieces(answer.value, onProgress);
      } finally {
        transfers -= 1;
        lastActive = parts.nowMs();
      }
    },
    async upload(path, file, onProgress, stop) {
      transfers += 1;
      try {
        const sent = await sendFile({ path, token, file, onProgress, stop });
        return sent.mapErr(told);
      } finally {
        transfers -= 1;
        lastActive = parts.nowMs();
      }
    },
    useToken(csrf) {
      token = csrf;
    },
    lastActiveMs: () => lastActive,
    isTransferring: () => transfers > 0,
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
