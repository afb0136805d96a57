/** Who is connected, so that a terminal that may work no more is cut off at once, whatever it is just being sent. */
import type { TLSSocket } from 'node:tls';
import type { MunicipalityCode } from '../../protocol/index.ts';
import type { RawRequest } from '../../staff-access/index.ts';
import type { StaffTerminalName } from '../staff/rights.ts';
import { type TerminalIdentity, terminalOf } from './terminal-certificate.ts';

export type TerminalConnections = {
  /** @returns false where its certificate names no terminal; the connection is ended */
  add(socket: TLSSocket): boolean;
  /** The terminal a request came from. */
  of(raw: RawRequest): TerminalIdentity | null;
  disconnect(area: MunicipalityCode, terminal: StaffTerminalName): void;
  /** Cuts off whoever is no more among those who may work. */
  sweep(admitted: (area: MunicipalityCode) => Promise<ReadonlySet<string>>): Promise<void>;
};

export function terminalConnections(): TerminalConnections {
  const connected = new Map<TLSSocket, TerminalIdentity>();
  /** By what stands for a connection in each protocol: looked at once. */
  const known = new WeakMap<object, TerminalIdentity>();

  const endThose = (over: (identity: TerminalIdentity) => boolean): void => {
    for (const [socket, identity] of connected) if (over(identity)) socket.destroy();
  };
  return {
    add(socket) {
      const identity = terminalOf(socket);
      if (identity === null) {
        socket.destroy();
        return false;
      }
      connected.set(socket, identity);
      socket.once('close', () => connected.delete(socket));
      return true;
    },
    of(raw) {
      const connection = 'stream' in raw ? raw.stream.session : raw.socket;
      if (connection === undefined || connection.destroyed) return null;
      const identity = known.get(connection) ?? terminalOf('socket' in connection ? connection.socket : connection);
      if (identity !== null) known.set(connection, identity);
      return identity;
    },
    disconnect: (area, terminal) => endThose((one) => one.area === area && one.terminal === terminal),
    async sweep(admitted) {
      const areas = new Set([...connected.values()].map((one) => one.area));
      for (const area of areas) {
        const names = await admitted(area);
        endThose((one) => one.area === area && !names.has(one.terminal));
      }
    },
  };
}
