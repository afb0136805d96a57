/** The key that signs directives and commands: ES256, as JWK files named by their RFC 7638 thumbprint. */
import { chmod, readFile } from 'node:fs/promises';
import * as v from 'valibot';
import type { EcPublicJwk } from '../protocol/index.ts';
import { type EcPrivateJwk, EcPrivateJwkSchema, generateSigningJwk, publicJwkOf } from '../sealing/index.ts';
import { writePrivateFile } from '../terminal-certificates/index.ts';

async function readKey(path: string): Promise<EcPrivateJwk | null> {
  try {
    const parsed = v.safeParse(EcPrivateJwkSchema, JSON.parse(await readFile(path, 'utf8')));
    return parsed.success ? parsed.output : null;
  } catch (error) {
    if (error instanceof SyntaxError || (error instanceof Error && 'code' in error && error.code === 'ENOENT')) {
      return null;
    }
    throw error;
  }
}

/** Keeps the key that is there; makes one otherwise. The public file always follows the private one. */
export async function ensureDirectiveKey(privateFile: string, publicFile: string): Promise<EcPublicJwk> {
  let key = await readKey(privateFile);
  if (key === null) {
    key = await generateSigningJwk();
    await writePrivateFile(privateFile, `${JSON.stringify(key, null, 2)}\n`);
  }
  await chmod(privateFile, 0o600);
  const shared = publicJwkOf(key);
  await writePrivateFile(publicFile, `${JSON.stringify(shared, null, 2)}\n`);
  return shared;
}
