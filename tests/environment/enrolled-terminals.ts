/**
 * The terminals of the development country get their certificates as those in stores do: registered by staff, enrolled by the machine
 * itself with a one-time code. What is there from an earlier start is used again as long as the center counts it.
 */
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import {
  CertificatesSchema,
  EnrolmentCodeSchema,
  type TerminalPlace,
} from '../../server-bridge/center/console-api/index.ts';
import { enrolTerminal } from '../../server-bridge/line/index.ts';
import { type TerminalId, TerminalIdSchema } from '../../server-bridge/protocol/index.ts';
import type { CredentialPaths } from '../../server-bridge/trust/index.ts';

type Ask = (method: 'GET' | 'POST', path: string, body?: unknown) => Promise<unknown>;

const placeOf = (terminalId: TerminalId): TerminalPlace => ({
  terminalId,
  chain: 'synthetic',
  prefecture: '13',
  storeId: `S-${terminalId}`,
  storeName: '架空ストア 見本町店',
  serial: `SYN-${terminalId}`,
});

/** @throws when the center does not give a certificate */
export async function enrolledTerminals(o: {
  readonly terminals: readonly string[];
  /** Has a folder for each terminal. */
  readonly directory: string;
  readonly lineCaFile: string;
  readonly enrolmentPort: number;
  /** Asks the center's staff listener. */
  readonly ask: Ask;
}): Promise<ReadonlyMap<string, CredentialPaths>> {
  const enrolled = new Map<string, CredentialPaths>();
  for (const name of o.terminals) {
    const terminalId = v.parse(TerminalIdSchema, name);
    const folder = join(o.directory, name, 'line');
    const files = { certificateFile: join(folder, 'certificate.pem'), keyFile: join(folder, 'key.pem') };
    if (!(await stillCounts(files, o.lineCaFile, terminalId, o.ask))) {
      const place = placeOf(terminalId);
      await o.ask('POST', '/operations/registry', { places: [place] });
      const given = await o.ask('POST', `/operations/registry/${terminalId}/code`);
      const { code } = v.parse(EnrolmentCodeSchema, given);
      const center = { host: '127.0.0.1', port: o.enrolmentPort, caFile: o.lineCaFile };
      const done = await enrolTerminal({ ...center, terminalId, serial: place.serial, code, folder });
      if (done.isErr()) throw new Error(`The terminal cannot be enrolled: ${done.error.kind}`);
    }
    enrolled.set(terminalId, files);
  }
  return enrolled;
}

/** Whether there is a certificate with its key, and the center of this start knows it as valid. */
async function stillCounts(
  files: CredentialPaths,
  lineCaFile: string,
  terminalId: TerminalId,
  ask: Ask,
): Promise<boolean> {
  let serial: string;
  try {
    await readFile(files.keyFile);
    const certificate = new X509Certificate(await readFile(files.certificateFile));
    // The authority is made anew when it is old, and takes its certificates with it.
    if (!certificate.verify(new X509Certificate(await readFile(lineCaFile)).publicKey)) return false;
    serial = certificate.serialNumber;
  } catch {
    return false;
  }
  const { certificates } = v.parse(
    CertificatesSchema,
    await ask('GET', `/operations/certificates?terminalId=${terminalId}`),
  );
  return certificates.some((row) => row.serial === serial && row.state === 'valid');
}
