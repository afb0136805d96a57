import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromHex } from '../../apdu/hex.ts';

/** A security object that OpenSSL made, with the CSCA certificate that proves it; see the head of the fixture. */
export type OpensslCase = { readonly name: string; readonly anchor: Uint8Array; readonly sod: Uint8Array };

/** DG1 of all cases, and the cases. */
export function opensslSecurityObjects(): { dg1: Uint8Array; cases: readonly OpensslCase[] } {
  const path = join(import.meta.dirname, '..', 'authenticity', 'fixtures', 'openssl-security-objects.txt');
  const lines = readFileSync(path, 'utf8').split('\n');
  const values = (key: string): string[] =>
    lines.filter((line) => line.startsWith(`${key} `)).map((line) => line.slice(key.length + 1));
  const anchors = values('anchor').map(fromHex);
  const objects = values('sod').map(fromHex);
  return {
    dg1: fromHex(values('dg1')[0] ?? ''),
    cases: values('case').map((name, index) => ({
      name,
      anchor: anchors[index] ?? new Uint8Array(0),
      sod: objects[index] ?? new Uint8Array(0),
    })),
  };
}
