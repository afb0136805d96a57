/** One more certificate of a terminal, for tests in which it speaks to two nodes at the same moment: one certificate has one connection. */
import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect } from 'node:http2';
import { join } from 'node:path';
import * as v from 'valibot';
import { TerminalIdSchema } from '../../protocol/index.ts';
import { issueTerminalCertificate } from '../../terminal-certificates/index.ts';
import { DAY_MS, type DevelopmentTrust } from '../../trust/index.ts';
import { overSession, type RawTerminal } from './raw-terminal.ts';

/** Connects with a new key and a new certificate of the trust's authority. */
export async function terminalWithAnotherCertificate(
  trust: DevelopmentTrust,
  terminalId: string,
  port: number,
): Promise<RawTerminal> {
  const ca = readFileSync(trust.lineCaFile);
  const caKey = createPrivateKey(readFileSync(join(trust.directory, 'line-ca.key.pem')));
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { certificate } = await issueTerminalCertificate({
    terminalId: v.parse(TerminalIdSchema, terminalId),
    publicKey,
    issuer: {
      certificate: ca.toString('utf8'),
      sign: (data) => Promise.resolve(sign('sha256', data, { key: caKey, dsaEncoding: 'ieee-p1363' })),
    },
    lifeMs: DAY_MS,
    now: new Date(),
  });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' });
  return overSession(connect(`https://127.0.0.1:${port}`, { ca, cert: certificate, key }));
}
