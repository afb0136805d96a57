import { calculateJwkThumbprint } from 'jose';
import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import { generateSigningJwk, publicJwkOf, signerFromJwk } from '../../sealing/index.ts';
import { SYNTHETIC_ISSUER as iss, syntheticFacts } from '../certificate-fixtures.ts';
import { HEALTH_CARD_KEY } from '../fixtures/worked-example.ts';
import { healthCardContentOf } from '../health-card/content.ts';
import { signHealthCard } from '../health-card/sign.ts';
import { verifyHealthCard } from '../health-card/verify.ts';
import { generateVrsKeys } from './generate-vrs-keys.ts';
import { JwksSchema, type KeyArchive, KeyArchiveSchema, trustOf, updateArchive } from './key-archive.ts';
import { inUseAt, withoutSuperseded } from './key-schedule.ts';
import { healthCardPublicKeys, KEY_SET_LIFE_MS, vrsPublicKeySet } from './public-keys.ts';
import { ANNOUNCEMENT_MS, removeHealthCardKey, rollOverVrsKeys, withoutOldKeys } from './roll-over.ts';
import { privateKeyOf, publicHalfOf, SigningKeySchema, thumbprintOf } from './signing-key.ts';
import { type VrsKeys, VrsKeysSchema } from './vrs-keys.ts';

const DAY_MS = 86_400_000;
const now = new Date('2026-11-20T01:02:03.456Z');
const later = (ms: number) => new Date(now.getTime() + ms);
let first: VrsKeys;
let second: VrsKeys;

beforeAll(async () => {
  first = await generateVrsKeys({ iss, now });
  second = await rollOverVrsKeys(first, { now: later(300 * DAY_MS) });
});

/** A paper issued with the card key in use at a time. */
async function paperOf(keys: VrsKeys, at: Date): Promise<string> {
  const key = privateKeyOf(inUseAt(keys.healthCard.keys, at).key);
  if (key === undefined) throw new Error('the key is in the file');
  const content = healthCardContentOf(syntheticFacts({ kind: 'domestic', doses: 2 }), at);
  return (await signHealthCard({ content, iss, signer: signerFromJwk(key) }))._unsafeUnwrap();
}

const kidsOf = (keys: readonly { readonly kid: string }[]) => keys.map(({ kid }) => kid);

describe('a roll-over', () => {
  it('publishes old and new keys together before the new ones are used, for answers and cards alike', () => {
    const announced = vrsPublicKeySet(second, later(300 * DAY_MS));
    const changed = later(300 * DAY_MS + ANNOUNCEMENT_MS);
    expect(announced.answerKeys).toHaveLength(2);
    expect(announced.healthCard.keys).toHaveLength(2);
    expect(announced.vdsNcAnchors).toHaveLength(2);
    expect(announced.sealingKeys[0]?.kid).toBe(first.sealing[0]?.kid);
    expect(vrsPublicKeySet(second, changed).sealingKeys[0]?.kid).toBe(second.sealing[1]?.kid);
    expect(inUseAt(second.answer, new Date(changed.getTime() - 1))).toEqual(first.answer[0]);
    expect(inUseAt(second.answer, changed)).toBe(second.answer[1]);
    // A key set lives shorter than the announcement lasts: nobody's set can lack the new keys when they sign.
    expect(ANNOUNCEMENT_MS).toBeGreaterThan(KEY_SET_LIFE_MS);
    expect(second.root).toEqual(first.root);
  });

  it('keeps the old answer and sealing keys until nothing of theirs is under way, and old card keys for good', () => {
    const changed = 300 * DAY_MS + ANNOUNCEMENT_MS;
    expect(withoutOldKeys(second, later(changed + DAY_MS)).answer).toHaveLength(2);
    const settled = withoutOldKeys(second, later(changed + 2 * DAY_MS));
    expect([settled.answer.length, settled.sealing.length, settled.vdsNc.signers.length]).toEqual([1, 1, 1]);
    expect(settled.vdsNc.anchors).toHaveLength(2);
    expect(kidsOf(healthCardPublicKeys(settled))).toEqual(kidsOf(healthCardPublicKeys(second)));
    expect(JSON.stringify(settled.healthCard.retired)).not.toContain('"d"');
  });

  it('is read back from its file, an older file as well, and nothing else', async () => {
    expect(v.parse(VrsKeysSchema, JSON.parse(JSON.stringify(second)))).toEqual(second);
    const { root, sealing, answer, healthCard, vdsNc } = first;
    const old = {
      v: 1,
      madeAt: first.madeAt,
      root,
      sealing: sealing.map(({ kid, key }) => ({ kid, key })),
      answer: answer[0]?.key,
      healthCard: { iss, key: healthCard.keys[0]?.key, retired: [] },
      vdsNc: { key: vdsNc.signers[0]?.key, certificate: vdsNc.signers[0]?.certificate, anchors: vdsNc.anchors },
    };
    expect(v.parse(VrsKeysSchema, old)).toEqual(first);
    const other = await generateSigningJwk();
    for (const wrong of [
      { ...first, v: 3 },
      { ...first, answer: [] },
      { ...first, answer: second.answer.toReversed() },
      { ...first, root: { ...root, kid: other.kid } },
      { ...first, extra: 1 },
    ]) {
      expect(v.is(VrsKeysSchema, wrong)).toBe(false);
    }
  });

  it('keeps its order of time', () => {
    const schedule = [{ from: '2026-01-01T00:00:00.000Z' }, { from: '2027-01-01T00:00:00.000Z' }];
    expect(inUseAt(schedule, new Date('2025-06-01'))).toBe(schedule[0]);
    expect(inUseAt(schedule, new Date('2027-01-01T00:00:00.000Z'))).toBe(schedule[1]);
    expect(withoutSuperseded(schedule, new Date('2027-01-01T00:00:01.000Z'), 2_000)).toHaveLength(2);
    expect(withoutSuperseded(schedule, new Date('2027-01-01T00:00:03.000Z'), 2_000)).toEqual([schedule[1]]);
  });
});

describe('key ids', () => {
  it('are RFC 7638 thumbprints, as other tools compute them', async () => {
    // This key and its id were made elsewhere.
    expect(thumbprintOf(HEALTH_CARD_KEY)).toBe(HEALTH_CARD_KEY.kid);
    const key = await generateSigningJwk();
    expect(thumbprintOf(key)).toBe(await calculateJwkThumbprint({ kty: 'EC', crv: 'P-256', x: key.x, y: key.y }));
    expect(v.is(SigningKeySchema, publicHalfOf(key))).toBe(true);
    expect(v.is(SigningKeySchema, { ...key, kid: 'another' })).toBe(false);
  });
});

describe('a key that is taken back', () => {
  it('is published no more, and voids its papers alone', async () => {
    const at = later(300 * DAY_MS + ANNOUNCEMENT_MS + 1);
    const [old, fresh] = [await paperOf(first, now), await paperOf(second, at)];
    const kid = first.healthCard.keys[0]?.key.kid ?? '';
    expect(removeHealthCardKey(second, kid, now)._unsafeUnwrapErr().kind).toBe('key-in-use');
    expect(removeHealthCardKey(second, 'none', at)._unsafeUnwrapErr().kind).toBe('unknown-key');
    const without = removeHealthCardKey(second, kid, at)._unsafeUnwrap();
    const { keys } = vrsPublicKeySet(without, at).healthCard;
    expect(verifyHealthCard({ jws: old, iss, keys, now: at })._unsafeUnwrapErr().kind).toBe('untrusted-key');
    expect(verifyHealthCard({ jws: fresh, iss, keys, now: at }).isOk()).toBe(true);
    expect(without.healthCard.removed).toEqual([{ kid, at: at.toISOString() }]);
    const retiredFirst = withoutOldKeys(second, at);
    expect(removeHealthCardKey(retiredFirst, kid, at)._unsafeUnwrap().healthCard.retired).toEqual([]);
  });
});

describe('the archive of public keys (P14)', () => {
  const archived = (archive: KeyArchive | null, keys: VrsKeys, at: Date) =>
    updateArchive(archive, { iss, keys: healthCardPublicKeys(keys) }, at);

  it('remembers every key it saw, so that an old paper verifies when the issuer’s host is gone', async () => {
    const one = archived(null, first, now)._unsafeUnwrap();
    const two = archived(one, second, later(300 * DAY_MS))._unsafeUnwrap();
    expect(two.keys.map(({ firstSeenAt }) => firstSeenAt)).toEqual([one.updatedAt, two.updatedAt]);
    expect(v.parse(KeyArchiveSchema, JSON.parse(JSON.stringify(two)))).toEqual(two);
    const jws = await paperOf(first, now);
    expect(verifyHealthCard({ jws, ...trustOf(two), now: later(3_000 * DAY_MS) }).isOk()).toBe(true);
    expect(archived(two, second, later(301 * DAY_MS))._unsafeUnwrap().keys).toEqual(two.keys);
  });

  it('marks a key that is published no more as taken back, and says so of its papers', async () => {
    const one = archived(null, second, now)._unsafeUnwrap();
    const kid = first.healthCard.keys[0]?.key.kid ?? '';
    const removedOn = later(302 * DAY_MS);
    const without = removeHealthCardKey(second, kid, removedOn)._unsafeUnwrap();
    const two = archived(one, without, removedOn)._unsafeUnwrap();
    expect(two.keys.find(({ key }) => key.kid === kid)?.removedAt).toBe(removedOn.toISOString());
    const jws = await paperOf(first, now);
    expect(verifyHealthCard({ jws, ...trustOf(two), now: removedOn })._unsafeUnwrapErr().kind).toBe('revoked-key');
    expect(archived(two, second, removedOn)._unsafeUnwrapErr()).toEqual({ kind: 'removed-key-is-back', kid });
  });

  it('is of one issuer', () => {
    const one = archived(null, first, now)._unsafeUnwrap();
    const seen = { iss: 'https://other.example', keys: healthCardPublicKeys(first) };
    expect(updateArchive(one, seen, now)._unsafeUnwrapErr().kind).toBe('other-issuer');
  });

  it('takes a key set of the issuer only as it should be', async () => {
    const key = await generateSigningJwk();
    const [published] = healthCardPublicKeys(first);
    const withMore = { ...published, key_ops: ['verify'], crlVersion: 1 };
    expect(v.parse(JwksSchema, { keys: [withMore], more: 1 })).toEqual({ keys: [published] });
    for (const keys of [
      [],
      [key],
      [{ ...publicJwkOf(key), kid: 'x' }],
      [{ ...publicJwkOf(key), crv: 'P-384' }],
      ['x'],
    ]) {
      expect(v.is(JwksSchema, { keys })).toBe(false);
    }
  });
});
