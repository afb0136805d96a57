/** How long the body of a request may take: whole and soon, or as a file piece by piece. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { constants, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import type { Readable } from 'node:stream';
import type { Upload } from '../staff-route.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The body is a file, read by the route itself. */
    readonly isUpload?: boolean;
  }
}

/** A request of either protocol. */
export type RawRequest = IncomingMessage | Http2ServerRequest;
type Answering = {
  readonly raw: ServerResponse | Http2ServerResponse;
  code(status: number): { send(body: unknown): unknown };
};

/** Answers and ends a request whose body does not arrive in time, however slowly it drips; what has come is not looked at. */
export function limitBody(raw: RawRequest, reply: Answering, bodyMs: number): void {
  const limit = setTimeout(() => {
    // The answer goes out first. An HTTP/2 answer is not over for its stream before the request is, which is what is being ended.
    if ('stream' in raw) raw.stream.once('finish', () => raw.stream.close(constants.NGHTTP2_CANCEL));
    else reply.raw.once('finish', () => raw.socket.destroy());
    reply.code(408).send({ error: 'too-slow' });
  }, bodyMs);
  const release = (): void => clearTimeout(limit);
  raw.once('end', release);
  raw.once('close', release);
}

/** An answer that goes out before a file has come whole ends the file. */
export function endUnread(raw: RawRequest, answer: ServerResponse | Http2ServerResponse): void {
  if ('stream' in raw) {
    raw.stream.once('finish', () => {
      if (!raw.readableEnded) raw.stream.close(constants.NGHTTP2_NO_ERROR);
    });
    return;
  }
  answer.once('finish', () => {
    if (!raw.readableEnded) raw.socket.destroy();
  });
}

/** Ends the connection once this answer has gone out. */
export function endConnection(raw: RawRequest, answer: ServerResponse | Http2ServerResponse): void {
  if ('stream' in raw) raw.stream.once('close', () => raw.stream.session?.close());
  else answer.once('finish', () => raw.socket.destroySoon());
}

/** A file as it comes: it may take as long as it needs, but not stand still. @throws where it does, or the connection breaks */
export async function* piecesOf(body: Readable, pieceMs: number): Upload {
  const pieces: AsyncIterator<unknown> = body[Symbol.asyncIterator]();
  try {
    while (true) {
      const limit = setTimeout(() => body.destroy(new Error('the file stands still')), pieceMs);
      const next = await pieces.next().finally(() => clearTimeout(limit));
      if (next.done === true) return;
      if (!(next.value instanceof Uint8Array)) throw new Error('a body of bytes has other pieces');
      yield next.value;
    }
  } finally {
    // A break of whoever reads leaves the rest where it is: the answer ends it.
    body.pause();
  }
}
