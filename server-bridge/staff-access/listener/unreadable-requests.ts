/**
 * What comes before there is a request: bytes that are no HTTP, headers without end, addresses that cannot be decoded. The framework's
 * own answers would name it and repeat the address; ours say one word.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

const BODY = JSON.stringify({ error: 'malformed' });

/** Options of a listener that speaks HTTP/1.1 in clear or over TLS. */
export const UNREADABLE_REQUESTS = {
  frameworkErrors(
    _error: unknown,
    _request: unknown,
    { raw }: { readonly raw: ServerResponse<IncomingMessage> },
  ): void {
    raw.writeHead(400, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
    raw.end(BODY);
  },
  clientErrorHandler(error: Error, socket: Socket): void {
    if (!socket.writable || ('code' in error && error.code === 'ECONNRESET')) {
      socket.destroy();
      return;
    }
    const status =
      'code' in error && error.code === 'HPE_HEADER_OVERFLOW'
        ? '431 Request Header Fields Too Large'
        : 'code' in error && error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
          ? '408 Request Timeout'
          : '400 Bad Request';
    const headers = `content-type: application/json; charset=utf-8\r\ncontent-length: ${BODY.length}\r\nconnection: close`;
    socket.end(`HTTP/1.1 ${status}\r\n${headers}\r\n\r\n${BODY}`);
  },
};
