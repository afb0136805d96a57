/** Which staff terminal is at the other end: by the URI name in its client certificate, and by nothing else (V10). */
import { TLSSocket } from 'node:tls';
import * as v from 'valibot';
import { type MunicipalityCode, MunicipalityCodeSchema } from '../../protocol/index.ts';
import { type StaffTerminalName, StaffTerminalNameSchema } from '../staff/rights.ts';

const URI_PATTERN = /^URI:urn:kofu:staff-terminal:([0-9]{6}):([a-z0-9-]+)$/;

/** What a certificate says; whether the terminal is registered is the table's to say. */
export type TerminalIdentity = {
  readonly area: MunicipalityCode;
  readonly terminal: StaffTerminalName;
  /** SHA-256 of the certificate. */
  readonly fingerprint: string;
};

/** The terminal of a connection whose chain TLS has checked; null where its certificate does not name exactly one. */
export function terminalOf(socket: unknown): TerminalIdentity | null {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return null;
  const certificate = socket.getPeerX509Certificate();
  const names = certificate?.subjectAltName?.split(', ') ?? [];
  const [, code, name] = (names.length === 1 && names[0]?.match(URI_PATTERN)) || [];
  const area = v.safeParse(MunicipalityCodeSchema, code);
  const terminal = v.safeParse(StaffTerminalNameSchema, name);
  if (certificate === undefined || !area.success || !terminal.success) return null;
  return { area: area.output, terminal: terminal.output, fingerprint: certificate.fingerprint256 };
}
