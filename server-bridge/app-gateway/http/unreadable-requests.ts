/** What comes before there is a request: bytes that are no HTTP, headers without end, addresses that cannot be decoded. One word for all. */
import type { Socket } from 'node:net';
import { ANSWER_HEADERS } from './answers.ts';

const BODY = JSON.stringify({ refusal: 'MALFORMED' });
const HEADERS = { ...ANSWER_HEADERS, 'content-type': 'application/json; charset=utf-8' };

/** An answer of either protocol, as far as it is needed here. */
type RawAnswer = {
  writeHead(status: number, headers: Readonly<Record<string, string>>): unknown;
  end(body: string): unknown;
};

/** Of an address that cannot be decoded: it never gets as far as the listener's own rules. */
export function answerUndecodable(raw: RawAnswer): void {
  raw.writeHead(400, HEADERS);
  raw.end(BODY);
}

/** Of HTTP/1.1 bytes that are none. */
export function endUnreadable(error: Error, socket: Socket): void {
  if (!socket.writable || ('code' in error && error.code === 'ECONNRESET')) {
    socket.destroy();
    return;
  }
  const headers = Object.entries({ ...HEADERS, 'content-length': String(BODY.length), connection: 'close' });
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  socket.end(`HTTP/1.1 400 Bad Request\r\n${lines}\r\n${BODY}`, () => socket.destroy());
}
