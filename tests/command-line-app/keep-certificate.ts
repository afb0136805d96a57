/** Writes the certificate where its holder asks for it, readable by nobody else; nothing that is there is overwritten. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { IssuedResult } from '../../server-bridge/index.ts';

/** @returns the files' names. @throws where they cannot be written */
export async function keepCertificate(directory: string, { healthCard, vdsNc }: IssuedResult): Promise<string[]> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const files: [string, string][] = [
    // The form in which a SMART Health Card is kept as a file (framework 1.4.0, section on file download).
    ['certificate.smart-health-card', JSON.stringify({ verifiableCredential: [healthCard] })],
  ];
  if (vdsNc !== null) files.push(['certificate.vds-nc.json', vdsNc]);
  for (const [name, content] of files) {
    await writeFile(join(directory, name), content, { mode: 0o600, flag: 'wx' });
  }
  return files.map(([name]) => name);
}
