/** A terminal that only applies: the real sealing, the real line with its own certificate, and whatever else a test wants sent. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect } from 'node:http2';
import * as v from 'valibot';
import {
  type Application,
  ApplicationHeaderSchema,
  ApplicationSchema,
  makeAnswerKeyPair,
  openAnswer,
  RelayAnswerSchema,
  sealApplication,
} from '../../server-bridge/index.ts';
import type { DevelopmentTrust } from '../../server-bridge/trust/index.ts';
import type { Canary } from './canaries.ts';

const base64url = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString('base64url');
const TERMS_DIGEST = '0'.repeat(64);
const ANSWER_LIMIT_MS = 30_000;

export type SealedRequest = {
  /** The JSON that goes up the line. */
  readonly text: string;
  /** What is in the answer; null where it is not this visit's. */
  read(answer: string): Promise<string | null>;
};

/** Seals a person's application as the terminal does. */
export async function sealFor(o: {
  readonly person: Canary;
  readonly terminalId: string;
  readonly municipality: string;
  readonly sealingPublicKey: Uint8Array;
  readonly deadlineMs: number;
}): Promise<SealedRequest> {
  const { person, terminalId, municipality } = o;
  const keys = await makeAnswerKeyPair();
  const header = v.parse(ApplicationHeaderSchema, {
    v: 1,
    visitId: randomBytes(16).toString('base64url'),
    terminalId,
    municipality,
    sealingKeyId: 'synthetic',
  });
  const { individualNumber, name, birthDate, address, pin, passportNumber } = person;
  const application: Application = v.parse(ApplicationSchema, {
    v: 1,
    visitId: header.visitId,
    terminalId,
    municipality,
    kind: 'overseas',
    nonce: base64url(randomBytes(32)),
    appliedAt: new Date().toISOString(),
    termsDigest: TERMS_DIGEST,
    answerKey: base64url(keys.publicKey),
    card: {
      ef0001: base64url([individualNumber, name, birthDate, address, pin, passportNumber].join('\n')),
      ef0002: base64url(individualNumber),
      ef0003: base64url(`${name}\n${address}`),
      ef0004: base64url(birthDate),
      ef0007: base64url(pin),
      challengeId: 'A'.repeat(22),
      challengeSignature: base64url(randomBytes(256)),
    },
    passport: { dg1: base64url(passportNumber), sod: base64url(randomBytes(1_800)) },
  });
  const sealing = await sealApplication({ header, application, sealingPublicKey: o.sealingPublicKey });
  const { sealed } = sealing._unsafeUnwrap();
  const deadline = new Date(Date.now() + o.deadlineMs).toISOString();
  return {
    text: JSON.stringify({ header, sealed: base64url(sealed), deadline }),
    async read(answer) {
      const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), RelayAnswerSchema), answer);
      if (!parsed.success) return null;
      const jws = await openAnswer({
        sealed: Buffer.from(parsed.output.sealed, 'base64url'),
        visitId: header.visitId,
        keys,
      });
      keys.wipe();
      return jws.isErr() ? null : Buffer.from(jws.value.split('.')[1] ?? '', 'base64url').toString('utf8');
    },
  };
}

/** Status 0: the stream was ended without an answer. */
export type Reply = { readonly status: number; readonly body: string };

export type ApplyingTerminal = {
  post(path: string, body: string): Promise<Reply>;
  /** Everything the center has pushed. */
  pushed(): string;
  /** Breaks the connection, whatever is under way on it. */
  vanish(): void;
};

export function connectTerminal(trust: DevelopmentTrust, terminalId: string, port: number): ApplyingTerminal {
  const paths = trust.terminals.get(terminalId);
  if (paths === undefined) throw new Error(`no certificate for ${terminalId}`);
  const session = connect(`https://127.0.0.1:${port}`, {
    ca: readFileSync(trust.lineCaFile),
    cert: readFileSync(paths.certificateFile),
    key: readFileSync(paths.keyFile),
    minVersion: 'TLSv1.3',
  });
  session.on('error', () => undefined);
  let pushed = '';
  const events = session.request({ ':method': 'GET', ':path': '/v1/events' });
  events.setEncoding('utf8').on('data', (text: string) => {
    pushed += text;
  });
  events.on('error', () => undefined);
  return {
    post(path, body) {
      return new Promise((resolve) => {
        const headers = { ':method': 'POST', ':path': path, 'content-type': 'application/json' };
        const stream = session.request(headers);
        let status = 0;
        let text = '';
        const limit = setTimeout(() => stream.close(), ANSWER_LIMIT_MS);
        stream.on('response', (received) => {
          status = received[':status'] ?? 0;
        });
        stream.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        stream.on('error', () => undefined);
        stream.once('close', () => {
          clearTimeout(limit);
          resolve({ status, body: text });
        });
        stream.end(body);
      });
    },
    pushed: () => pushed,
    vanish: () => session.destroy(),
  };
}
