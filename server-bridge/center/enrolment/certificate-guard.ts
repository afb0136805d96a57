/**
 * Whether the certificate of a connection still counts, judged here and not by a list in TLS: such a list is read anew with each
 * handshake and does not hold for resumed sessions (reference centre-line-and-scale §3.2). A certificate is looked up when its
 * connection asks for the first time; whenever certificates change, and by polling, all living connections are looked up again.
 */
import { X509Certificate } from 'node:crypto';
import type { Http2ServerRequest, ServerHttp2Session } from 'node:http2';
import { TLSSocket } from 'node:tls';
import type { TerminalId } from '../../protocol/index.ts';
import type { CenterLog } from '../event-catalogue.ts';
import { answers } from '../session-answers.ts';
import type { CenterDatabase } from '../store/index.ts';
import { type CertificateStanding, endedSince, noteUse, standingsOf } from './certificate-register.ts';
import { forgetOldTurns, takeTurn, turnsOf, turnsTakenElsewhere } from './connection-register.ts';
import { createLivingConnections, type Peer } from './living-connections.ts';

export type CertificatePolicy = 'any-of-the-authority' | 'registered';

export type CertificateGuard = {
  /** Whether a request of this connection may be heard. A connection that may not is ended once it has its answer. */
  admits(request: Http2ServerRequest, terminalId: TerminalId): Promise<boolean>;
  /** Ends the living connections whose certificate was revoked or superseded since the last time, on whatever node. */
  poll(): Promise<void>;
  /** Ends the living connections whose certificate is used by a later one on another node; where both live, it is an alarm. */
  pollTurns(): Promise<void>;
  /** Looks all living connections up again: certificates also end by time. */
  recheck(): Promise<void>;
};

/** What another node wrote down may carry a time of its own clock. */
const CLOCKS_DIFFER_MS = 60_000;
/** Looked up in one question. */
const BATCH = 1_000;

export function createCertificateGuard(parts: {
  readonly database: CenterDatabase;
  readonly policy: CertificatePolicy;
  /** A random name of this process. */
  readonly nodeId: string;
  /** Two living connections under one certificate. */
  readonly onSecondConnection: (terminalId: TerminalId) => Promise<void>;
  /** A connection has taken the place of one of another node. */
  readonly onTakenFromOther: () => Promise<void>;
  /** A certificate was used for the first time: the ones before it are over, on every node. */
  readonly onFirstUse: () => Promise<void>;
  readonly now: () => Date;
  readonly log: CenterLog;
}): CertificateGuard {
  const { database, policy, nodeId, onSecondConnection, onTakenFromOther, onFirstUse, now, log } = parts;
  const verdicts = new WeakMap<ServerHttp2Session, Promise<boolean>>();
  let polledFrom = new Date(now().getTime() - CLOCKS_DIFFER_MS);
  const living = createLivingConnections();
  /** Those that are being ended for a later one. */
  const ending = new WeakSet<Peer>();

  const isRefused = ({ terminalId, endsAt }: Peer, { known, retired }: CertificateStanding): boolean => {
    if (retired) return true;
    if (known === null) return policy === 'registered' || endsAt <= now();
    return known.state !== 'valid' || known.terminalId !== terminalId;
  };

  /** The alarm comes first: where it cannot be raised, the connection is found again by the next look. */
  const endForLater = async (peer: Peer): Promise<void> => {
    // One that says goodbye to its terminal lets what it has been asked come to its end.
    if (peer.session.closed || ending.has(peer)) return;
    ending.add(peer);
    try {
      if (await answers(peer.session)) await onSecondConnection(peer.terminalId);
      peer.session.destroy();
    } finally {
      ending.delete(peer);
    }
  };

  const endEarlier = async (turns: readonly { readonly serial: string; readonly turn: number }[]): Promise<void> => {
    const earlier = turns.flatMap(({ serial, turn }) =>
      living.ofSerial(serial).filter((peer) => peer.turn !== null && peer.turn < turn),
    );
    await Promise.all(earlier.map(endForLater));
  };

  /** @param peer counted as living before it is looked up, so that a change in between finds it */
  const judge = async (peer: Peer): Promise<boolean> => {
    const { serial, terminalId, endsAt: expiresAt } = peer;
    const [standing] = await standingsOf(database, [peer], now());
    if (standing === undefined || isRefused(peer, standing)) {
      log.record('CERTIFICATE_REFUSED', { terminal: terminalId });
      return false;
    }
    if (standing.known?.used === false && (await noteUse(database, serial, now()))) await onFirstUse();
    const { turn, fromOther } = await takeTurn(database, { serial, nodeId, expiresAt });
    peer.turn = turn;
    if (fromOther) await onTakenFromOther();
    // A later one may have heard of its turn already, while this one had none yet and was passed over.
    const newest = Math.max(turn, ...living.ofSerial(serial).map((other) => other.turn ?? 0));
    await endEarlier([{ serial, turn: newest }]);
    return true;
  };

  const batchesOf = function* (peers: readonly Peer[]): Generator<readonly Peer[]> {
    for (let from = 0; from < peers.length; from += BATCH) yield peers.slice(from, from + BATCH);
  };

  const endRefused = async (peers: readonly Peer[]): Promise<void> => {
    for (const batch of batchesOf(peers)) {
      const standings = await standingsOf(database, batch, now());
      for (const [index, peer] of batch.entries()) {
        const standing = standings[index];
        if (standing !== undefined && !isRefused(peer, standing)) continue;
        verdicts.set(peer.session, Promise.resolve(false));
        log.record('CERTIFICATE_REFUSED', { terminal: peer.terminalId });
        peer.session.destroy();
      }
    }
  };

  return {
    admits(request, terminalId) {
      const { session } = request.stream;
      if (session === undefined || !isServerSession(session)) return Promise.resolve(false);
      const known = verdicts.get(session);
      if (known !== undefined) return known;
      // Read once for a connection, not for each request.
      const certificate = certificateOf(session);
      if (certificate === null) return Promise.resolve(false);
      const serial = certificate.serialNumber.toUpperCase();
      const verdict = judge(living.add({ session, serial, terminalId, endsAt: certificate.validToDate, turn: null }));
      // A question that failed is asked again by the next request.
      verdict.catch(() => verdicts.delete(session));
      verdicts.set(session, verdict);
      return verdict;
    },

    async poll() {
      const startedAt = now();
      const { serials, terminals } = await endedSince(database, polledFrom);
      polledFrom = new Date(startedAt.getTime() - CLOCKS_DIFFER_MS);
      await endRefused(living.all().filter((peer) => serials.has(peer.serial) || terminals.has(peer.terminalId)));
    },
    async pollTurns() {
      await endEarlier(await turnsTakenElsewhere(database, nodeId));
    },
    async recheck() {
      await forgetOldTurns(database, now());
      await endRefused(living.all());
      for (const batch of batchesOf(living.all())) {
        await endEarlier(
          await turnsOf(
            database,
            batch.map(({ serial }) => serial),
          ),
        );
      }
    },
  };
}

/** The serial number of the certificate a request came with, as Node writes it; null when there is none. */
export function serialOfRequest(request: Http2ServerRequest): string | null {
  const { session } = request.stream;
  return session === undefined ? null : (certificateOf(session)?.serialNumber.toUpperCase() ?? null);
}

/** The certificate at the other end. Works on resumed sessions too. */
function certificateOf(session: { readonly socket: unknown }): X509Certificate | null {
  const { socket } = session;
  if (!(socket instanceof TLSSocket)) return null;
  const certificate = socket.getPeerX509Certificate();
  return certificate instanceof X509Certificate ? certificate : null;
}

const isServerSession = (session: object): session is ServerHttp2Session => 'altsvc' in session;
