/** Who is speaking: the terminal named by the URI in its certificate, and by nothing else. */
import { X509Certificate } from 'node:crypto';
import type { Http2ServerRequest } from 'node:http2';
import { TLSSocket } from 'node:tls';
import * as v from 'valibot';
import { type TerminalId, TerminalIdSchema } from '../protocol/index.ts';

const PREFIX = 'URI:urn:kofu:terminal:';

/**
 * The terminal of a certificate's subject alternative name, as Node writes it. Exactly one name, of our form: a certificate
 * that carries anything besides is not a terminal's.
 */
export function terminalOfName(subjectAltName: string | undefined): TerminalId | null {
  if (!subjectAltName?.startsWith(PREFIX)) return null;
  const parsed = v.safeParse(TerminalIdSchema, subjectAltName.slice(PREFIX.length));
  return parsed.success ? parsed.output : null;
}

const known = new WeakMap<object, TerminalId>();

/** The terminal at the other end of a request; null when its certificate names none. Works on resumed sessions too. */
export function terminalOfRequest(request: Http2ServerRequest): TerminalId | null {
  const { session } = request.stream;
  if (session === undefined) return null;
  const remembered = known.get(session);
  if (remembered !== undefined) return remembered;
  const { socket } = session;
  if (!(socket instanceof TLSSocket) || !socket.authorized) return null;
  const certificate = socket.getPeerX509Certificate();
  const terminalId = certificate instanceof X509Certificate ? terminalOfName(certificate.subjectAltName) : null;
  if (terminalId !== null) known.set(session, terminalId);
  return terminalId;
}
