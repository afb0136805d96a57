/**
 * Certificates for thousands of invented terminals, fast: one key pair for all, one certificate made in full, and the others made from
 * it by putting another name and serial number in its place and signing anew. Names are equally long, so nothing moves.
 */
import { createPrivateKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { type TerminalId, TerminalIdSchema } from '../../server-bridge/index.ts';
import { issueTerminalCertificate, pemOf, signAnew } from '../../server-bridge/terminal-certificates/index.ts';
import { DAY_MS, type DevelopmentTrust } from '../../server-bridge/trust/index.ts';

export type FleetCertificates = {
  readonly ca: Buffer;
  /** PEM, as the certificates. */
  readonly key: string;
  readonly terminals: readonly { readonly terminalId: TerminalId; readonly certificate: string }[];
};

/** `SIM-00001` and on: synthetic by its name. */
export const simulatedId = (number: number): TerminalId =>
  v.parse(TerminalIdSchema, `SIM-${String(number).padStart(5, '0')}`);

/** DER integer of 16 bytes: what the template's serial number looks like, and its replacements. */
const serialBytes = (): Buffer => {
  const bytes = randomBytes(16);
  bytes.writeUInt8((bytes.readUInt8(0) & 0x3f) | 0x40, 0);
  return bytes;
};

function replaceAll(der: Buffer, what: Buffer, by: Buffer): void {
  if (what.length !== by.length) throw new Error('the replacement has another length');
  let found = 0;
  for (let at = der.indexOf(what); at !== -1; at = der.indexOf(what, at + by.length)) {
    by.copy(der, at);
    found += 1;
  }
  if (found === 0) throw new Error('there is nothing to replace');
}

/** Makes `count` terminals of the development authority of this trust. */
export async function makeFleetCertificates(
  trust: Pick<DevelopmentTrust, 'directory' | 'lineCaFile'>,
  count: number,
  now: Date,
): Promise<FleetCertificates> {
  const ca = await readFile(trust.lineCaFile);
  const caKey = createPrivateKey(await readFile(join(trust.directory, 'line-ca.key.pem')));
  const issuer = {
    certificate: ca.toString('utf8'),
    sign: (data: Uint8Array) => Promise.resolve(sign('sha256', data, { key: caKey, dsaEncoding: 'ieee-p1363' })),
  };
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const nobody = simulatedId(0);
  const model = await issueTerminalCertificate({ terminalId: nobody, publicKey, issuer, lifeMs: 90 * DAY_MS, now });
  const template = Buffer.from(model.certificate.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  const serial = Buffer.from(model.serial, 'hex');
  const terminals: { terminalId: TerminalId; certificate: string }[] = [];
  for (let number = 1; number <= count; number += 1) {
    const terminalId = simulatedId(number);
    const der = Buffer.from(template);
    replaceAll(der, serial, serialBytes());
    replaceAll(der, Buffer.from(nobody, 'ascii'), Buffer.from(terminalId, 'ascii'));
    terminals.push({ terminalId, certificate: pemOf('CERTIFICATE', await signAnew(der, issuer.sign)) });
  }
  return { ca, key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), terminals };
}
