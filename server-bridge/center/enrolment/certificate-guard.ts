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
import { endedSince, noteUse, retiredOf, statesOf } from './certificate-register.ts';

export type CertificatePolicy = 'any-of-the-authority' | 'registered';

export type CertificateGuard = {
  /** Whether a request of this connection may be heard. A connection that may not is ended once it has its answer. */
  admits(request: Http2ServerRequest, terminalId: TerminalId): Promise<boolean>;
  /** Ends the living connections whose certificate was revoked or superseded since the last time, on whatever node. */
  poll(): Promise<void>;
  /** Looks all living connections up again: certificates also end by time. */
  recheck(): Promise<void>;
};

type Peer = { readonly serial: string; readonly terminalId: TerminalId };

/** What another node wrote down may carry a time of its own clock. */
const CLOCKS_DIFFER_MS = 60_000;
/** Looked up in one question. */
const BATCH = 1_000;

export function createCertificateGuard(parts: {
  readonly database: CenterDatabase;
  readonly policy: CertificatePolicy;
  /** Two living connections under one certificate. */
  readonly onSecondConnection: (terminalId: TerminalId) => Promise<void>;
  /** A certificate was used for the first time: the ones before it are over, on every node. */
  readonly onFirstUse: () => Promise<void>;
  readonly now: () => Date;
  readonly log: CenterLog;
}): CertificateGuard {
  const { database, policy, onSecondConnection, onFirstUse, now, log } = parts;
  const verdicts = new WeakMap<ServerHttp2Session, Promise<boolean>>();
  let polledFrom = new Date(now().getTime() - CLOCKS_DIFFER_MS);
  const living = new Map<ServerHttp2Session, Peer>();

  /** The peers of these whose certificate does not count. */
  const refusedOf = async (peers: readonly Peer[]): Promise<ReadonlySet<Peer>> => {
    const states = await statesOf(database, [...new Set(peers.map(({ serial }) => serial))], now());
    const retired = await retiredOf(database, [...new Set(peers.map(({ terminalId }) => terminalId))]);
    return new Set(
      peers.filter(({ serial, terminalId }) => {
        if (retired.has(terminalId)) return true;
        const known = states.get(serial);
        if (known === undefined) return policy === 'registered';
        return known.state !== 'valid' || known.terminalId !== terminalId;
      }),
    );
  };

  const lookForOthers = async (session: ServerHttp2Session, { serial, terminalId }: Peer): Promise<void> => {
    const others = [...living].filter(([other, peer]) => other !== session && peer.serial === serial);
    const alive = await Promise.all(others.map(([other]) => answers(other)));
    if (alive.includes(true)) await onSecondConnection(terminalId);
  };

  const judge = async (session: ServerHttp2Session, peer: Peer): Promise<boolean> => {
    // Counted as living before it is looked up, so that a change in between finds it.
    living.set(session, peer);
    session.once('close', () => living.delete(session));
    if (session.destroyed) living.delete(session);
    if ((await refusedOf([peer])).has(peer)) {
      log.record('CERTIFICATE_REFUSED', { terminal: peer.terminalId });
      return false;
    }
    if (await noteUse(database, peer.serial, now())) await onFirstUse();
    await lookForOthers(session, peer);
    return true;
  };

  const endRefused = async (connections: readonly (readonly [ServerHttp2Session, Peer])[]): Promise<void> => {
    for (let from = 0; from < connections.length; from += BATCH) {
      const batch = connections.slice(from, from + BATCH);
      const refused = await refusedOf(batch.map(([, peer]) => peer));
      for (const [session, peer] of batch) {
        if (!refused.has(peer)) continue;
        verdicts.set(session, Promise.resolve(false));
        log.record('CERTIFICATE_REFUSED', { terminal: peer.terminalId });
        session.destroy();
      }
    }
  };

  return {
    admits(request, terminalId) {
      const { session } = request.stream;
      const serial = session === undefined ? null : serialOf(session);
      if (session === undefined || serial === null || !isServerSession(session)) return Promise.resolve(false);
      const known = verdicts.get(session);
      if (known !== undefined) return known;
      const verdict = judge(session, { serial, terminalId });
      // A question that failed is asked again by the next request.
      verdict.catch(() => verdicts.delete(session));
      verdicts.set(session, verdict);
      return verdict;
    },

    async poll() {
      const startedAt = now();
      const { serials, terminals } = await endedSince(database, polledFrom);
      polledFrom = new Date(startedAt.getTime() - CLOCKS_DIFFER_MS);
      await endRefused([...living].filter(([, peer]) => serials.has(peer.serial) || terminals.has(peer.terminalId)));
    },
    recheck: () => endRefused([...living]),
  };
}

/** The serial number of the certificate at the other end, as Node writes it. Works on resumed sessions too. */
function serialOf(session: { readonly socket: unknown }): string | null {
  const { socket } = session;
  if (!(socket instanceof TLSSocket)) return null;
  const certificate = socket.getPeerX509Certificate();
  return certificate instanceof X509Certificate ? certificate.serialNumber.toUpperCase() : null;
}

const isServerSession = (session: object): session is ServerHttp2Session => 'altsvc' in session;
