/**
 * A checkpoint as C2SP writes it (tlog-checkpoint): origin, size and root of a tree, signed as a note (signed-note) with ECDSA on
 * P-256, signature type 0x02: the key is named by the first four bytes of the SHA-256 of its SubjectPublicKeyInfo, and the signature
 * is the DER one.
 */
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import type { Es256Signer } from '../../sealing/index.ts';
import { derOf } from './ecdsa-der.ts';

export type CheckpointTree = { readonly node: string; readonly size: number; readonly root: Uint8Array };

export type CheckpointKey = {
  readonly signer: Es256Signer;
  readonly publicKey: AuditPublicKey;
};

/** A key that notes are checked with, and the four bytes that name it in them. */
export type AuditPublicKey = { readonly key: KeyObject; readonly id: Buffer };

export type NoteProblem = 'malformed' | 'unknown-key' | 'bad-signature';

const ORIGIN = 'kofu/center-audit/';
const KEY_ID_BYTES = 4;
/** C2SP: a note may carry more signatures than ours, such as those of witnesses. */
const MOST_SIGNATURES = 16;

export function auditPublicKey({ x, y }: { readonly x: string; readonly y: string }): AuditPublicKey {
  const key = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x, y } });
  const id = createHash('sha256')
    .update(key.export({ format: 'der', type: 'spki' }))
    .digest()
    .subarray(0, KEY_ID_BYTES);
  return { key, id };
}

/** The signed note of a tree. @throws what the signer throws */
export async function signCheckpoint(tree: CheckpointTree, { signer, publicKey }: CheckpointKey): Promise<string> {
  const origin = `${ORIGIN}${tree.node}`;
  const text = `${origin}\n${tree.size}\n${Buffer.from(tree.root).toString('base64')}\n`;
  const signature = derOf(await signer.sign(Buffer.from(text, 'utf8')));
  return `${text}\n— ${origin} ${Buffer.concat([publicKey.id, signature]).toString('base64')}\n`;
}

const NOTE =
  /^(?<text>kofu\/center-audit\/(?<node>[a-z][a-z0-9-]{0,34})\n(?<size>0|[1-9][0-9]{0,14})\n(?<root>[A-Za-z0-9+/]{43}=)\n)\n(?<signatures>(?:— [^ \n+]{1,200} [A-Za-z0-9+/=]{8,8000}\n)+)$/u;

/** Reads a note and checks it with the keys that are trusted; one good signature of any of them is enough, a bad one is not passed over. */
export function verifyCheckpoint(note: string, keys: readonly AuditPublicKey[]): Result<CheckpointTree, NoteProblem> {
  const groups = NOTE.exec(note)?.groups;
  const { text = '', node = '', size = '', root = '', signatures = '' } = groups ?? {};
  const lines = signatures.split('\n').slice(0, -1);
  if (groups === undefined || lines.length > MOST_SIGNATURES) return err('malformed');
  let known = false;
  for (const line of lines) {
    const [, name, encoded = ''] = line.split(' ');
    const bytes = Buffer.from(encoded, 'base64');
    if (bytes.toString('base64') !== encoded) return err('malformed');
    if (name !== `${ORIGIN}${node}`) continue;
    const key = keys.find(({ id }) => id.equals(bytes.subarray(0, KEY_ID_BYTES)));
    if (key === undefined) continue;
    known = true;
    if (
      !verify('sha256', Buffer.from(text, 'utf8'), { key: key.key, dsaEncoding: 'der' }, bytes.subarray(KEY_ID_BYTES))
    ) {
      return err('bad-signature');
    }
  }
  const rootBytes = Buffer.from(root, 'base64');
  if (rootBytes.toString('base64') !== root) return err('malformed');
  return known ? ok({ node, size: Number(size), root: rootBytes }) : err('unknown-key');
}
