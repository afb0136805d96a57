/** One IPP request over HTTP (RFC 8010 §4): the whole body with its length, an answer within a limit, or a named failure. */
import * as http from 'node:http';
import * as https from 'node:https';
import { err, ok, type Result } from 'neverthrow';
import type { Clock } from './clock.ts';
import type { PagePrinterConfiguration } from './configuration.ts';
import { decodeIpp, encodeIpp, type IppGroup, type IppMessage } from './ipp/index.ts';
import type { IppFailure, SendFailure } from './ipp-failure.ts';
import { pinnedTls } from './pinned-tls.ts';

const MAX_ANSWER_BYTES = 1_048_576;
const MAX_REQUEST_ID = 0x7fff_ffff;
const IPP_PORT = 631;

export type IppRequest = {
  readonly operation: number;
  readonly groups: readonly IppGroup[];
  /** Sent after the head from where it stands; not copied by us. */
  readonly document?: Uint8Array;
};

export type SendLimits = { readonly limitMs: number; readonly signal?: AbortSignal | undefined };

type Answer = Result<IppMessage, SendFailure>;

export class IppConnection {
  readonly #clock: Clock;
  readonly #url: URL;
  readonly #transport: typeof http | typeof https;
  readonly #tls: https.RequestOptions;
  readonly #agent: http.Agent;
  readonly #closing = new AbortController();
  #requestId = 0;

  constructor(configuration: PagePrinterConfiguration, clock: Clock) {
    const uri = new URL(configuration.uri);
    const secure = uri.protocol === 'ipps:';
    this.#clock = clock;
    this.#url = new URL(`${secure ? 'https' : 'http'}://${uri.hostname}:${uri.port || IPP_PORT}${uri.pathname || '/'}`);
    this.#transport = secure ? https : http;
    this.#tls = configuration.certificatePem === undefined ? {} : pinnedTls(configuration.certificatePem);
    this.#agent = new this.#transport.Agent({ keepAlive: true, maxSockets: 2 });
  }

  /** Ends open requests as `aborted` and refuses further ones the same way. */
  close(): void {
    this.#closing.abort();
    this.#agent.destroy();
  }

  send(request: IppRequest, limits: SendLimits): Promise<Answer> {
    this.#requestId = this.#requestId >= MAX_REQUEST_ID ? 1 : this.#requestId + 1;
    const requestId = this.#requestId;
    const head = encodeIpp({
      version: { major: 2, minor: 0 },
      code: request.operation,
      requestId,
      groups: request.groups,
    });
    return this.#exchange(head, request.document, limits).then((answer) =>
      answer.andThen((body) => readAnswer(body, requestId).mapErr((failure) => ({ failure, sent: true }))),
    );
  }

  #exchange(
    head: Uint8Array,
    document: Uint8Array | undefined,
    limits: SendLimits,
  ): Promise<Result<Uint8Array, SendFailure>> {
    return new Promise((resolve) => {
      let sent = false;
      const signals = [this.#closing.signal, ...(limits.signal ? [limits.signal] : [])];
      const request = this.#transport.request(this.#url, {
        ...this.#tls,
        method: 'POST',
        // A kept connection may die just as a document goes out on it, and then nobody knows what arrived.
        agent: document === undefined ? this.#agent : false,
        headers: {
          'content-type': 'application/ipp',
          'content-length': head.length + (document?.length ?? 0),
        },
      });
      const finish = (outcome: Result<Uint8Array, IppFailure>) => {
        stopTimer();
        for (const signal of signals) signal.removeEventListener('abort', abort);
        if (outcome.isErr()) request.destroy();
        resolve(outcome.mapErr((failure) => ({ failure, sent })));
      };
      const abort = () => finish(err({ kind: 'aborted' }));
      const stopTimer = this.#clock.timer(limits.limitMs, () =>
        finish(err({ kind: 'no-answer', limitMs: limits.limitMs })),
      );

      request.on('socket', (socket) => {
        const connected = socket.connecting ? ('encrypted' in socket ? 'secureConnect' : 'connect') : undefined;
        const write = () => {
          sent = true;
          request.write(head);
          request.end(document);
        };
        if (connected === undefined) write();
        else socket.once(connected, write);
      });
      request.on('error', (error) => {
        const code = 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
        finish(err({ kind: sent ? 'connection-lost' : 'no-connection', code }));
      });
      request.on('response', (response) => {
        collectBody(response).then(finish);
      });
      for (const signal of signals) {
        if (signal.aborted) abort();
        else signal.addEventListener('abort', abort);
      }
    });
  }
}

/** The whole body, never a part of it: an answer cut short is a lost connection. */
function collectBody(response: http.IncomingMessage): Promise<Result<Uint8Array, IppFailure>> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let lengthBytes = 0;
    const status = response.statusCode ?? 0;
    if (status !== 200) {
      response.resume();
      resolve(err({ kind: 'http-status', status }));
      return;
    }
    response.on('data', (chunk: Buffer) => {
      lengthBytes += chunk.length;
      if (lengthBytes > MAX_ANSWER_BYTES) resolve(err({ kind: 'answer-too-long' }));
      else chunks.push(chunk);
    });
    response.on('error', (error) => resolve(err({ kind: 'connection-lost', code: error.name })));
    response.on('aborted', () => resolve(err({ kind: 'connection-lost', code: 'ECONNRESET' })));
    response.on('end', () => resolve(ok(Buffer.concat(chunks))));
  });
}

function readAnswer(body: Uint8Array, requestId: number): Result<IppMessage, IppFailure> {
  return decodeIpp(body)
    .mapErr((cause): IppFailure => ({ kind: 'malformed-answer', cause }))
    .andThen(({ message }) =>
      message.requestId === requestId ? ok(message) : err({ kind: 'wrong-request-id' } as const),
    );
}
