/** How a machine gets its first certificate: key and request made here, the code carried here by a person. */
import { mkdir, readFile } from 'node:fs/promises';
import { request } from 'node:https';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { CertificateAnswerSchema, type EnrolmentRequest, type TerminalId } from '../protocol/index.ts';
import { keyComparison, makeCertificateRequest, writePrivateFile } from '../terminal-certificates/index.ts';
import { isWhatWasAsked, withNewKey } from './renewal.ts';
import type { TokenConfiguration } from './token-key.ts';

export type EnrolmentOrder = {
  readonly host: string;
  readonly port: number;
  /** The authority of the line: the center must be of it. */
  readonly caFile: string;
  readonly terminalId: TerminalId;
  /** What stands on the machine's plate. */
  readonly serial: string;
  readonly code: string;
  /** The folder for `key.pem` and `certificate.pem`. */
  readonly folder: string;
  readonly token?: TokenConfiguration | undefined;
  /** What this machine runs, where the center is to compare it. */
  readonly build?: string | undefined;
  /** Asks again with the same key while the center refuses: staff may have the request before them. */
  readonly wait?: EnrolmentWait | undefined;
};

export type EnrolmentWait = {
  readonly forMs: number;
  readonly everyMs: number;
  /** Told once, at the first refusal: what staff compare before they approve this machine's key. */
  readonly onRefused: (comparison: string) => void;
};

export type EnrolmentError =
  | { readonly kind: 'unreadable-authority' | 'cannot-write'; readonly cause: unknown }
  /** No key could be made in the token. */
  | { readonly kind: 'no-key' }
  | { readonly kind: 'unreachable'; readonly cause: unknown }
  /** Code, serial or terminal are not what the center knows; it does not say which. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'too-many'; readonly retryAfterSeconds: number }
  /** An answer that is not the certificate that was asked for. */
  | { readonly kind: 'unusable-answer'; readonly status: number };

const ANSWER_LIMIT_BYTES = 32_768;
const ENROLMENT_MS = 30_000;

type Answer = { readonly status: number; readonly retryAfter: number; readonly body: string };

/** Enrols this machine. Files are written whole, readable by their owner only; an old pair stays until the new one is there. */
export async function enrolTerminal(order: EnrolmentOrder): Promise<Result<void, EnrolmentError>> {
  let ca: Buffer;
  try {
    ca = await readFile(order.caFile);
  } catch (cause) {
    return err({ kind: 'unreadable-authority', cause });
  }
  const { terminalId, serial, code, build, wait } = order;
  const done = await withNewKey(order.token, async (key): Promise<Result<void, EnrolmentError>> => {
    const pem = await makeCertificateRequest(terminalId, key);
    const message = {
      v: 1,
      terminalId,
      serial,
      code,
      request: pem,
      ...(build === undefined ? {} : { build }),
    } as const;
    const untilMs = performance.now() + (wait?.forMs ?? 0);
    let certificate = await certificateFor(order, ca, message);
    if (wait !== undefined && mayBeHeld(certificate)) wait.onRefused(keyComparison(key.publicKey));
    while (wait !== undefined && mayBeHeld(certificate) && performance.now() + wait.everyMs < untilMs) {
      await setTimeout(wait.everyMs);
      certificate = await certificateFor(order, ca, message);
    }
    if (certificate.isErr()) return err(certificate.error);
    const credential = { certificate: certificate.value, keyText: key.keyText };
    if (!isWhatWasAsked(credential, terminalId, new Date())) return err({ kind: 'unusable-answer', status: CREATED });
    return await write(order.folder, credential);
  });
  return done ?? err({ kind: 'no-key' });
}

const CREATED = 201;

/** Whether asking again may end otherwise: a person may decide, the center may come back. */
const mayBeHeld = (asked: Result<string, EnrolmentError>): boolean =>
  asked.isErr() && ['refused', 'unreachable', 'too-many'].includes(asked.error.kind);

async function certificateFor(
  order: EnrolmentOrder,
  ca: Buffer,
  message: EnrolmentRequest,
): Promise<Result<string, EnrolmentError>> {
  const answered = await ask(order, ca, message);
  if (answered.isErr()) return err(answered.error);
  const { status, retryAfter, body } = answered.value;
  if (status === 403) return err({ kind: 'refused' });
  if (status === 429) return err({ kind: 'too-many', retryAfterSeconds: retryAfter });
  const certificate = status === CREATED ? certificateIn(body) : null;
  return certificate === null ? err({ kind: 'unusable-answer', status }) : ok(certificate);
}

async function write(
  folder: string,
  { certificate, keyText }: { readonly certificate: string; readonly keyText: string },
): Promise<Result<void, EnrolmentError>> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writePrivateFile(join(folder, 'key.pem'), keyText);
    await writePrivateFile(join(folder, 'certificate.pem'), certificate);
    return ok();
  } catch (cause) {
    return err({ kind: 'cannot-write', cause });
  }
}

function certificateIn(body: string): string | null {
  try {
    const parsed = v.safeParse(CertificateAnswerSchema, JSON.parse(body));
    return parsed.success ? parsed.output.certificate : null;
  } catch {
    return null;
  }
}

function ask(order: EnrolmentOrder, ca: Buffer, message: EnrolmentRequest): Promise<Result<Answer, EnrolmentError>> {
  return new Promise((resolve) => {
    const failed = (cause: unknown): void => resolve(err({ kind: 'unreachable', cause }));
    const sent = request(
      {
        host: order.host,
        port: order.port,
        path: '/v1/enrolment',
        method: 'POST',
        ca,
        minVersion: 'TLSv1.3',
        agent: false,
        signal: AbortSignal.timeout(ENROLMENT_MS),
        headers: { 'content-type': 'application/json' },
      },
      (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          body += chunk;
          if (body.length > ANSWER_LIMIT_BYTES) response.destroy(new Error('the answer is too long'));
        });
        response.on('error', failed);
        response.on('end', () => {
          const retryAfter = Number(response.headers['retry-after'] ?? 60);
          resolve(
            ok({ status: response.statusCode ?? 0, retryAfter: Number.isFinite(retryAfter) ? retryAfter : 60, body }),
          );
        });
      },
    );
    sent.on('error', failed);
    sent.end(JSON.stringify(message));
  });
}
