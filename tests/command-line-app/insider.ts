/** Somebody with VRS's own keys: reads applications, and signs and seals whatever is to be said to a visit. */
import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import {
  generateSigningJwk,
  type IssuedResult,
  importSealingKey,
  inUseAt,
  openApplication,
  privateKeyOf,
  RelayRequestSchema,
  sealAnswer,
  signAnswer,
  signerFromJwk,
  VrsKeysSchema,
} from '../../server-bridge/index.ts';
import type { AppWorld } from './app-world.ts';

export type Insider = {
  /** The answer's text to a request's. `byStranger`: under VRS's key id, with another key. */
  answer(
    sent: string,
    result: IssuedResult,
    how: { readonly ageMs?: number; readonly byStranger?: boolean },
  ): Promise<string>;
};

export async function openInsider(world: AppWorld): Promise<Insider> {
  const keys = v.parse(VrsKeysSchema, JSON.parse(await readFile(world.files.vrs.keysFile, 'utf8')));
  const key = privateKeyOf(inUseAt(keys.answer, new Date()).key);
  if (key === undefined) throw new Error('The development VRS keeps its keys in its file.');
  const signer = signerFromJwk(key);
  const stranger = { ...signerFromJwk(await generateSigningJwk()), kid: signer.kid };
  const sealing = new Map(
    await Promise.all(keys.sealing.map(async ({ kid, key: jwk }) => [kid, await importSealingKey(jwk)] as const)),
  );
  return {
    async answer(sent, result, how) {
      const { header, sealed } = v.parse(v.pipe(v.string(), v.parseJson(), RelayRequestSchema), sent);
      const bytes = Buffer.from(sealed, 'base64url');
      const opened = (await openApplication({ header, sealed: bytes, keys: sealing }))._unsafeUnwrap();
      const { visitId, terminalId, municipality, kind, nonce, answerKey } = opened.application;
      const said = { v: 1 as const, visitId, terminalId, municipality, kind, nonce, applicationDigest: opened.digest };
      const answeredAt = new Date(Date.now() - (how.ageMs ?? 0)).toISOString();
      const jws = await signAnswer({ ...said, answeredAt, result }, how.byStranger === true ? stranger : signer);
      const envelope = await sealAnswer({ jws, visitId, answerKey: Buffer.from(answerKey, 'base64url') });
      return JSON.stringify({ visitId, sealed: Buffer.from(envelope._unsafeUnwrap()).toString('base64url') });
    },
  };
}
