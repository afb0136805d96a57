/** The paper in the tray, read as anybody would who is shown it: by its codes, against the issuer's public keys alone. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import {
  type CodeTrust,
  type HealthCardContent,
  healthCardPublicKeys,
  type VdsNcContent,
  VrsKeysSchema,
  verifyCode,
  vrsPublicKeySet,
} from '../../server-bridge/index.ts';
import type { PrivateFiles } from '../environment/private-files.ts';

const CERTIFICATE_CLI = fileURLToPath(new URL('../../printing/certificate/cli.ts', import.meta.url));
const KeysSchema = v.pipe(v.string(), v.parseJson(), VrsKeysSchema);

/** What the development country's issuer publishes. */
export function trustIn(files: PrivateFiles): CodeTrust {
  const keys = v.parse(KeysSchema, readFileSync(files.vrs.keysFile, 'utf8'));
  const { vdsNcAnchors } = vrsPublicKeySet(keys, new Date());
  return { healthCard: { iss: keys.healthCard.iss, keys: healthCardPublicKeys(keys) }, anchors: vdsNcAnchors };
}

/** The text of every code on the page, by the project's own tool, in a process of its own. */
export function codesOnPaper(pdf: Uint8Array): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'kofu-paper-'));
  try {
    const file = join(folder, 'printed.pdf');
    writeFileSync(file, pdf);
    const read = spawnSync(process.execPath, ['--no-warnings', CERTIFICATE_CLI, 'decode', file], { encoding: 'utf8' });
    return read.stdout.split('\n').filter((line) => line.startsWith('shc:/') || line.startsWith('{'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export type Paper = {
  readonly healthCards: readonly HealthCardContent[];
  readonly travelProofs: readonly VdsNcContent[];
};

/** What the codes say; throws where one of them is not genuine. */
export async function readPaper(codes: readonly string[], trust: CodeTrust): Promise<Paper> {
  const healthCards: HealthCardContent[] = [];
  const travelProofs: VdsNcContent[] = [];
  for (const code of codes) {
    const verdict = await verifyCode(code, trust, new Date());
    if (!verdict.valid) throw new Error(`A code on the paper is not genuine: ${verdict.reason}`);
    if (verdict.kind === 'health-card') healthCards.push(verdict.content);
    else travelProofs.push(verdict.content);
  }
  return { healthCards, travelProofs };
}
