/** Which center is at the other end: by the URI name in its client certificate, and by nothing else. */

import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** Whether the connection's certificate names exactly one allowed center. The chain itself is checked by TLS. */
export function isAllowedCenter(socket: Socket | undefined, allowedCenters: readonly string[]): boolean {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return false;
  const names = socket.getPeerX509Certificate()?.subjectAltName?.split(', ') ?? [];
  const [name] = names;
  return names.length === 1 && name !== undefined && allowedCenters.some((center) => name === `URI:${center}`);
}
