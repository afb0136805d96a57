/**
 * What only VRS can say, said with the development country's own VRS keys: opens the application, refuses, signs, and seals to the
 * visit. For refusals that no record and no card brings about.
 */
import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import {
  importSealingKey,
  inUseAt,
  openApplication,
  privateKeyOf,
  sealAnswer,
  signAnswer,
  signerFromJwk,
  VrsKeysSchema,
  type VrsRefusal,
} from '../../server-bridge/index.ts';
import type { PrivateFiles } from '../environment/private-files.ts';
import type { Tamper } from './hostile-relay.ts';

const KeysSchema = v.pipe(v.string(), v.parseJson(), VrsKeysSchema);

/** Every answer becomes this refusal, as genuine as VRS would have made it. */
export async function refusalAsVrsSaysIt(files: PrivateFiles, refusal: VrsRefusal): Promise<Tamper> {
  const keys = v.parse(KeysSchema, await readFile(files.vrs.keysFile, 'utf8'));
  const answerKey = privateKeyOf(inUseAt(keys.answer, new Date()).key);
  if (answerKey === undefined) throw new Error('The development VRS keeps its keys in its file.');
  const signer = signerFromJwk(answerKey);
  const sealing = new Map(
    await Promise.all(keys.sealing.map(async ({ kid, key }) => [kid, await importSealingKey(key)] as const)),
  );
  return async (_, request) => {
    const sealed = Buffer.from(request.sealed, 'base64url');
    const opened = (await openApplication({ header: request.header, sealed, keys: sealing }))._unsafeUnwrap();
    const { visitId, terminalId, municipality, kind, nonce } = opened.application;
    const jws = await signAnswer(
      {
        v: 1,
        visitId,
        terminalId,
        municipality,
        kind,
        nonce,
        applicationDigest: opened.digest,
        answeredAt: new Date().toISOString(),
        result: { type: 'refused', refusal },
      },
      signer,
    );
    const to = Buffer.from(opened.application.answerKey, 'base64url');
    const answer = (await sealAnswer({ jws, visitId, answerKey: to }))._unsafeUnwrap();
    return { visitId, sealed: Buffer.from(answer).toString('base64url') };
  };
}
