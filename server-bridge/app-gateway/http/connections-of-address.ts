/** No address holds all connections: those beyond its share are ended before TLS begins. */
import type { Socket } from 'node:net';
import { addressKey } from '../../staff-access/listener/client-address.ts';

/** @returns what every new connection is shown to; false where it has been ended */
export function limitConnections(mostOfAddress: number): (socket: Socket) => boolean {
  const open = new Map<string, number>();
  return (socket) => {
    const key = addressKey(socket.remoteAddress ?? '');
    const before = open.get(key) ?? 0;
    if (before >= mostOfAddress) {
      socket.destroy();
      return false;
    }
    open.set(key, before + 1);
    socket.once('close', () => {
      const left = (open.get(key) ?? 1) - 1;
      if (left === 0) open.delete(key);
      else open.set(key, left);
    });
    return true;
  };
}
