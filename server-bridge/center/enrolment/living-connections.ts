/** The connections of this node that are open, each with its certificate; found by certificate without looking at all of them. */
import type { ServerHttp2Session } from 'node:http2';
import type { TerminalId } from '../../protocol/index.ts';

export type Peer = {
  readonly session: ServerHttp2Session;
  readonly serial: string;
  readonly terminalId: TerminalId;
  /** The certificate's own end: all there is to go by where the register does not know it. */
  readonly endsAt: Date;
  /** Its turn in the register; null until it has one. */
  turn: number | null;
};

export type LivingConnections = {
  /** Until the session closes. @returns what is known of the session already, where it is not new */
  add(peer: Peer): Peer;
  all(): readonly Peer[];
  ofSerial(serial: string): readonly Peer[];
};

export function createLivingConnections(): LivingConnections {
  const bySerial = new Map<string, Set<Peer>>();
  const remove = (peer: Peer): void => {
    const those = bySerial.get(peer.serial);
    those?.delete(peer);
    if (those?.size === 0) bySerial.delete(peer.serial);
  };
  return {
    add(peer) {
      const those = bySerial.get(peer.serial) ?? new Set();
      for (const known of those) if (known.session === peer.session) return known;
      if (peer.session.destroyed) return peer;
      bySerial.set(peer.serial, those.add(peer));
      peer.session.once('close', () => remove(peer));
      return peer;
    },
    all: () => [...bySerial.values()].flatMap((those) => [...those]),
    ofSerial: (serial) => [...(bySerial.get(serial) ?? [])],
  };
}
