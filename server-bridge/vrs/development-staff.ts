/** An authority of staff terminals, one certificate for each invented municipality, and a key for second factors. Never for service. */
import { join } from 'node:path';
import { authorityProfile, type CredentialPaths, clientProfile, ensureCredential } from '../trust/index.ts';
import { SYNTHETIC_AREAS, SYNTHETIC_TERMINAL } from './synthetic-data/synthetic-staff-terminals.ts';

export type DevelopmentStaff = {
  /** The authority of staff terminals. */
  readonly terminalCaFile: string;
  /** By area: the certificate of its one terminal, URI SAN `urn:kofu:staff-terminal:<area>:synthetic-1`. */
  readonly terminals: ReadonlyMap<string, CredentialPaths>;
};

/** Keeps what is still usable. @throws what the disk said */
export async function createDevelopmentStaff(directory: string, now: Date): Promise<DevelopmentStaff> {
  const paths = (name: string): CredentialPaths => ({
    certificateFile: join(directory, `${name}.certificate.pem`),
    keyFile: join(directory, `${name}.key.pem`),
  });
  const authority = await ensureCredential(
    paths('staff-terminal-ca'),
    authorityProfile('Kofu staff terminal CA'),
    null,
    now,
  );
  const terminals = new Map<string, CredentialPaths>();
  for (const area of SYNTHETIC_AREAS) {
    const terminal = paths(`staff-terminal-${area}`);
    const name = `urn:kofu:staff-terminal:${area}:${SYNTHETIC_TERMINAL}`;
    await ensureCredential(terminal, clientProfile(`${area} ${SYNTHETIC_TERMINAL}`, name), authority, now);
    terminals.set(area, terminal);
  }
  return { terminalCaFile: paths('staff-terminal-ca').certificateFile, terminals };
}
