/** How long a request's body may take on an HTTP/2 listener of the bridge. */
import { constants, type ServerHttp2Stream } from 'node:http2';

/**
 * Ends a request whose body does not arrive in time, however slowly it drips. The stream then gives the bytes it has and an end like any
 * other: whoever reads it must look at `closed` before it takes them for a message.
 */
export function limitBody(stream: ServerHttp2Stream, bodyMs: number): void {
  // Without a body there is nothing to wait for, and an event stream must not be ended by this limit.
  if (stream.endAfterHeaders) return;
  const limit = setTimeout(() => stream.close(constants.NGHTTP2_CANCEL), bodyMs);
  const release = (): void => clearTimeout(limit);
  stream.once('end', release);
  stream.once('close', release);
}
