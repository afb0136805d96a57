/** Files that whoever verifies the audit trail brings: exports of any length, public keys. */
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { EcPublicJwkSchema } from '../../protocol/index.ts';
import { type AuditPublicKey, auditPublicKey } from './checkpoint-note.ts';

/** The longest piece that is taken for a line: more than any line of an export has. */
const LINE_CHARACTERS = 1_000_000;

/** The lines of a file, opened when the first is asked for. @throws (while it is read) when the file cannot be read */
export async function* linesOf(file: string): AsyncGenerator<string> {
  let open = '';
  for await (const piece of createReadStream(file, 'utf8')) {
    const lines = `${open}${String(piece)}`.split('\n');
    open = lines.pop() ?? '';
    yield* lines;
    if (open.length > LINE_CHARACTERS) {
      yield open;
      open = '';
    }
  }
  if (open !== '') yield open;
}

/** A public key of the center's audit. The error is a sentence. */
export async function readKey(file: string): Promise<Result<AuditPublicKey, string>> {
  try {
    const jwk = v.safeParse(EcPublicJwkSchema, JSON.parse(await readFile(file, 'utf8')));
    return jwk.success ? ok(auditPublicKey(jwk.output)) : err(`${file} is not a public key (JWK, P-256)`);
  } catch {
    return err(`${file} cannot be read as a public key (JWK, P-256)`);
  }
}
