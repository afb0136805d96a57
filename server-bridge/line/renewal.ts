/** The next certificate, asked for with the present one at two thirds of its life, for a new key. */
import { X509Certificate } from 'node:crypto';
import type { ClientHttp2Session } from 'node:http2';
import { CertificateAnswerSchema, type TerminalId } from '../protocol/index.ts';
import {
  makeCertificateRequest,
  makeSoftwareKey,
  type RequestKey,
  terminalUri,
} from '../terminal-certificates/index.ts';
import { belongTogether, type Credential } from './credentials.ts';
import { exchange } from './exchange.ts';
import { type TokenConfiguration, withNewTokenKey } from './token-key.ts';

/** When a certificate is to be renewed: two thirds of its life are over, milliseconds since 1970. */
export function renewalDueMs(certificate: string): number {
  const { validFromDate, validToDate } = new X509Certificate(certificate);
  const [fromMs, toMs] = [validFromDate.getTime(), validToDate.getTime()];
  return fromMs + ((toMs - fromMs) * 2) / 3;
}

/** So little is left of a certificate that another is asked for, though one lies there that no center has answered for. */
export function isLastChance(certificate: string, nowMs: number): boolean {
  const { validFromDate, validToDate } = new X509Certificate(certificate);
  const [fromMs, toMs] = [validFromDate.getTime(), validToDate.getTime()];
  return nowMs >= toMs - (toMs - fromMs) / 12;
}

/** Makes a key, in the token where there is one, and uses it. @throws nothing; null where no key could be made */
export async function withNewKey<T>(
  token: TokenConfiguration | undefined,
  use: (key: RequestKey & { readonly keyText: string }) => Promise<T>,
): Promise<T | null> {
  if (token === undefined) {
    const { privateKeyPem, ...key } = makeSoftwareKey();
    return await use({ ...key, keyText: privateKeyPem });
  }
  try {
    const used = await withNewTokenKey(token, use);
    return used.isOk() ? used.value : null;
  } catch {
    return null;
  }
}

/** Whether a certificate that was received is what was asked for: this terminal's, for this key, and not over. */
export function isWhatWasAsked(credential: Credential, terminalId: TerminalId, now: Date): boolean {
  if (!belongTogether(credential)) return false;
  const { subjectAltName, validToDate } = new X509Certificate(credential.certificate);
  return subjectAltName === `URI:${terminalUri(terminalId)}` && validToDate > now;
}

/** Asks for the next certificate. The key is kept before anything is asked. @returns null when nothing came of it */
export async function askForNext(
  session: ClientHttp2Session,
  parts: {
    readonly terminalId: TerminalId;
    readonly token: TokenConfiguration | undefined;
    readonly timeoutMs: number;
    readonly signal: AbortSignal;
    readonly now: () => Date;
    readonly keepKey: (keyText: string) => Promise<void>;
  },
): Promise<Credential | null> {
  const { terminalId, token, timeoutMs, signal, now, keepKey } = parts;
  return await withNewKey(token, async (key): Promise<Credential | null> => {
    await keepKey(key.keyText);
    const message = { v: 1, request: await makeCertificateRequest(terminalId, key) };
    const request = { path: '/v1/certificate', message, answer: CertificateAnswerSchema, timeoutMs, signal };
    const answered = await exchange(session, request);
    if (answered.isErr()) return null;
    const credential = { certificate: answered.value.certificate, keyText: key.keyText };
    return isWhatWasAsked(credential, terminalId, now()) ? credential : null;
  });
}
