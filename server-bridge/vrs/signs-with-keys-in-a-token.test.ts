import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { syntheticCardAnchors } from '../../card-reader/virtual/index.ts';
import {
  generateVrsKeys,
  type VrsKeys,
  verifyHealthCard,
  verifyVdsNc,
  vrsPublicKeySet,
} from '../certificates/index.ts';
import { generateTokenKey, openToken } from '../hardware-keys/index.ts';
import { type SoftHsm, startSoftHsm, TOKEN_LABEL } from '../hardware-keys/test-support/soft-hsm.ts';
import { createDevelopmentTrust } from '../trust/index.ts';
import type { SigningConfiguration, VrsConfiguration } from './configuration.ts';
import { createDevelopmentFiles } from './development-files.ts';
import { type FilledStore, filledStore } from './filled-store.ts';
import { answerApplication } from './issuing/answer-application.ts';
import { openSigningKeys } from './open-signing-keys.ts';
import { startVrs } from './start-vrs.ts';
import { makeChallenge } from './store/challenges.ts';
import { apply, issuingParts, newVisitId, person, readAnswer, standingClock } from './vrs-fixtures.ts';

let hsm: SoftHsm;
let signing: Extract<SigningConfiguration, { kind: 'pkcs11' }>;
let vrsKeys: VrsKeys;
let filled: FilledStore;
let folder: string;
const clock = standingClock();

beforeAll(async () => {
  hsm = startSoftHsm();
  const { token, close } = (await openToken({ ...hsm, tokenLabel: TOKEN_LABEL }))._unsafeUnwrap();
  const keyLabels: Record<string, string> = {};
  vrsKeys = await generateVrsKeys({
    iss: 'https://vc.vrs.example/issuer',
    now: clock.now(),
    makeSigningKey: async (purpose) => {
      const key = (await generateTokenKey(token, `${purpose}-2026`))._unsafeUnwrap();
      keyLabels[key.kid] = `${purpose}-2026`;
      return key;
    },
  });
  await close();
  signing = { kind: 'pkcs11', modulePath: hsm.modulePath, tokenLabel: TOKEN_LABEL, pinFile: hsm.pinFile, keyLabels };
  filled = await filledStore();
  folder = await mkdtemp(join(tmpdir(), 'kofu-vrs-token-'));
}, 120_000);
afterAll(async () => {
  await filled.close();
  hsm.end();
  await rm(folder, { recursive: true });
});

/** An application and the answer to it, with the keys of the token. */
async function issue(kind: 'domestic' | 'overseas') {
  const opened = (await openSigningKeys(signing, vrsKeys))._unsafeUnwrap();
  const { parts, events } = await issuingParts(filled.store, clock.now);
  const visitId = newVisitId();
  const challenge = await makeChallenge(filled.store, visitId, new Date(clock.now().getTime() + 60_000));
  const sent = await apply(vrsKeys, person('seven-doses'), challenge, { visitId, kind });
  const answer = () => answerApplication({ ...sent, stillWanted: () => true }, { ...parts, keys: opened.keys });
  return { sent, answer, events, close: opened.close };
}

describe('VRS with its signing keys in a token', () => {
  it('has a key file without any private signing key in it', () => {
    expect(JSON.stringify(vrsKeys).match(/"d":/g)).toHaveLength(1);
    expect(vrsKeys.sealing[0]?.key).toHaveProperty('d');
  });

  it('issues both codes and the answer, and everything verifies as ever', async () => {
    const { sent, answer, close } = await issue('overseas');
    const { result } = await readAnswer(vrsKeys, sent, (await answer())._unsafeUnwrap(), clock.now());
    if (result.type !== 'issued') throw new Error(`refused: ${result.refusal}`);
    const { healthCard, vdsNcAnchors } = vrsPublicKeySet(vrsKeys, clock.now());
    expect(verifyHealthCard({ jws: result.healthCard, ...healthCard, now: clock.now() }).isOk()).toBe(true);
    const proof = await verifyVdsNc({ text: result.vdsNc ?? '', anchors: vdsNcAnchors, now: clock.now() });
    expect(proof._unsafeUnwrap().doses).toHaveLength(7);
    await close();
  });

  it('does not start on a wrong PIN, another token, a missing label or module, or an open PIN file', async () => {
    const now = new Date();
    const trust = (await createDevelopmentTrust(join(folder, 'trust'), { terminals: [], now }))._unsafeUnwrap();
    const made = await createDevelopmentFiles(folder, {
      iss: 'https://vc.vrs.example/issuer',
      now,
      cardAnchors: syntheticCardAnchors(),
    });
    const { masterKeyFile, cardAnchorsFile } = made._unsafeUnwrap();
    const keysFile = join(folder, 'public-halves.json');
    await writeFile(keysFile, JSON.stringify(vrsKeys), { mode: 0o600 });
    const [wrongPin, openPin] = [join(folder, 'wrong.txt'), join(folder, 'open.txt')];
    await writeFile(wrongPin, '11112222\n', { mode: 0o600 });
    await writeFile(openPin, '11112222\n', { mode: 0o644 });
    await writeFile(masterKeyFile, filled.masterKey.toString('base64url'), { mode: 0o600 });
    const start = (change: Partial<typeof signing> | { kind: 'files' }) => {
      const configuration: VrsConfiguration = {
        listen: { host: '127.0.0.1', port: 0 },
        tls: {
          key: trust.vrsServer.keyFile,
          certificate: trust.vrsServer.certificateFile,
          clientCa: trust.lgwanCaFile,
        },
        publicListen: {
          host: '127.0.0.1',
          port: 0,
          key: trust.vrsServer.keyFile,
          certificate: trust.vrsServer.certificateFile,
        },
        signing: change.kind === 'files' ? { kind: 'files' } : { ...signing, ...change },
        store: { kind: 'pglite', directory: null },
        keysFile,
        masterKeyFile,
        cardAnchorsFile,
        allowedCenters: ['urn:kofu:center:development'],
        syntheticData: false,
        maxInFlight: 20,
        challengeLifeSeconds: 120,
      };
      return startVrs(configuration, { database: filled.open, now: clock.now });
    };
    const errorOf = async (change: Parameters<typeof start>[0]) => {
      const error = (await start(change))._unsafeUnwrapErr();
      return error.kind === 'token' ? error.cause.kind : error.kind;
    };
    expect(await errorOf({ kind: 'files' })).toBe('private-key-missing');
    expect(await errorOf({ pinFile: wrongPin })).toBe('pin-wrong');
    expect(await errorOf({ pinFile: openPin })).toBe('open-to-others');
    expect(await errorOf({ pinFile: join(folder, 'none.txt') })).toBe('unreadable-file');
    expect(await errorOf({ tokenLabel: 'another' })).toBe('token-missing');
    expect(await errorOf({ keyLabels: {} })).toBe('key-missing');
    expect(await errorOf({ modulePath: '/nowhere/none.so' })).toBe('module-missing');
    const running = (await start({}))._unsafeUnwrap();
    expect(running.publicPort).not.toBeNull();
    await running.stop();
  });

  // Last: the token does not come back.
  it('refuses for now when the token is pulled out, and issues nothing', async () => {
    const { answer, events, close } = await issue('domestic');
    hsm.removeToken();
    expect((await answer())._unsafeUnwrapErr()).toBe('UNAVAILABLE');
    expect(events).toEqual(['TOKEN_FAILED']);
    await close();
  });
});
