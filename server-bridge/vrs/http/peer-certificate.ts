/** Who is at the other end: by the URI name in the client certificate, and by nothing else. */

import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** The one URI name of the peer's certificate; null where it has none, or several. The chain itself is checked by TLS. */
export function peerNameOf(socket: Socket | null | undefined): string | null {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return null;
  const names = socket.getPeerX509Certificate()?.subjectAltName?.split(', ') ?? [];
  const [name] = names;
  return names.length === 1 && name?.startsWith('URI:') === true ? name.slice('URI:'.length) : null;
}

/** Whether the connection's certificate names exactly one of these. */
export function isNamed(socket: Socket | undefined, allowed: readonly string[]): boolean {
  const name = peerNameOf(socket);
  return name !== null && allowed.includes(name);
}
