/** The yearly roll-over of VRS's keys, and taking a key back (P14; reference certificate-formats §1.4, §2.4). */
import { err, ok, type Result } from 'neverthrow';
import { ANSWER_LIFE_MS } from '../../sealing/index.ts';
import { generateNextKeys, type MakeSigningKey } from './generate-vrs-keys.ts';
import { inUseAt, withoutSuperseded } from './key-schedule.ts';
import { KEY_SET_LIFE_MS } from './public-keys.ts';
import { publicHalfOf } from './signing-key.ts';
import type { VrsKeys } from './vrs-keys.ts';

/** How long new keys are published before they are used: the life of a key set, and time to start every node anew. */
export const ANNOUNCEMENT_MS = KEY_SET_LIFE_MS + 2 * 60 * 60_000;

/** How old a signing key may grow: a year (framework 1.4.0: a new key at least yearly). */
export const SIGNING_KEY_YEAR_MS = 365 * 24 * 60 * 60_000;

/** How long a key that is used no more is kept: until nothing sealed to it or signed by it is under way. */
const GRACE_MS = KEY_SET_LIFE_MS + ANSWER_LIFE_MS;

/**
 * The keys with new ones for answers, sealing and both codes. The root stays, because it is pinned. Old card keys stay
 * published for good, and so do the anchors: a paper lives longer than its key. What nobody needs any more is dropped.
 *
 * @param o.from when the new keys come into use. Earlier than {@link ANNOUNCEMENT_MS} from now is for emergencies:
 *   terminals with an older key set then refuse until they have the new one
 */
export async function rollOverVrsKeys(
  previous: VrsKeys,
  o: { readonly now: Date; readonly from?: Date; readonly makeSigningKey?: MakeSigningKey },
): Promise<VrsKeys> {
  const kept = withoutOldKeys(previous, o.now);
  const from = o.from ?? new Date(o.now.getTime() + ANNOUNCEMENT_MS);
  const next = await generateNextKeys({ ...o, iss: kept.healthCard.iss, from });
  return {
    ...kept,
    madeAt: o.now.toISOString(),
    sealing: [...kept.sealing, next.sealing],
    answer: [...kept.answer, next.answer],
    healthCard: { ...kept.healthCard, keys: [...kept.healthCard.keys, next.healthCard] },
    vdsNc: { signers: [...kept.vdsNc.signers, next.barcodeSigner], anchors: [...kept.vdsNc.anchors, next.anchor] },
  };
}

/** The keys without those that are used no more; of old card keys the public half stays. */
export function withoutOldKeys(keys: VrsKeys, now: Date): VrsKeys {
  const { healthCard, vdsNc } = keys;
  const cardKeys = withoutSuperseded(healthCard.keys, now, 0);
  const superseded = healthCard.keys.filter((one) => !cardKeys.includes(one));
  return {
    ...keys,
    sealing: withoutSuperseded(keys.sealing, now, GRACE_MS),
    answer: withoutSuperseded(keys.answer, now, GRACE_MS),
    healthCard: {
      ...healthCard,
      keys: cardKeys,
      retired: [...superseded.toReversed().map(({ key }) => publicHalfOf(key)), ...healthCard.retired],
    },
    vdsNc: { ...vdsNc, signers: withoutSuperseded(vdsNc.signers, now, 0) },
  };
}

export type RemoveKeyError =
  | { readonly kind: 'unknown-key' }
  /** The key signs: roll over first, with new keys in use at once. */
  | { readonly kind: 'key-in-use' };

/** Takes a compromised card key back: it is published no more, and every card it signed is void (§2.4). */
export function removeHealthCardKey(keys: VrsKeys, kid: string, now: Date): Result<VrsKeys, RemoveKeyError> {
  const { healthCard } = keys;
  if (inUseAt(healthCard.keys, now).key.kid === kid) return err({ kind: 'key-in-use' });
  const scheduled = healthCard.keys.filter(({ key }) => key.kid !== kid);
  const retired = healthCard.retired.filter((key) => key.kid !== kid);
  if (scheduled.length + retired.length === healthCard.keys.length + healthCard.retired.length) {
    return err({ kind: 'unknown-key' });
  }
  const removed = [...healthCard.removed, { kid, at: now.toISOString() }];
  return ok({ ...keys, healthCard: { ...healthCard, keys: scheduled, retired, removed } });
}
