/**
 * The last-hop match (invariant A, P0): what an employee at a counter does with the paper in one hand and the card in the
 * other. Pure; anything but a complete match is a fault, and a fault ends the visit and closes the terminal (P2).
 */
import { isDeepStrictEqual } from 'node:util';
import { err, ok, type Result } from 'neverthrow';
import type { CardHolder } from '../../../card-reader/index.ts';
import {
  healthCardContentOf,
  type IssuedResult,
  type VrsKeySet,
  vdsNcContentOf,
  verifyHealthCard,
  verifyVdsNc,
} from '../../../server-bridge/index.ts';

/** Which check failed. Enumerated, because it is reported to the center. */
export type RightPersonFault =
  | 'name-differs'
  | 'birth-date-differs'
  | 'kind-differs'
  | 'health-card-refused'
  | 'health-card-differs'
  | 'vds-nc-refused'
  | 'vds-nc-differs';

/** Checks an issued certificate against this visit's card. */
export async function matchRightPerson(o: {
  issued: IssuedResult;
  holder: Pick<CardHolder, 'name' | 'birthDate'>;
  keySet: VrsKeySet;
  now: Date;
}): Promise<Result<void, RightPersonFault>> {
  const { facts, healthCard, vdsNc } = o.issued;
  // The name on the page is the card's, character for character: no normalising, no folding of variants (P11).
  if (facts.holder.name !== o.holder.name) return err('name-differs');
  if (facts.holder.birthDate !== isoDay(o.holder.birthDate)) return err('birth-date-differs');
  const isOverseas = facts.kind === 'overseas';
  if (isOverseas !== (vdsNc !== null) || isOverseas !== (facts.holder.passport !== null)) return err('kind-differs');

  const { iss, keys } = o.keySet.healthCard;
  const card = await verifyHealthCard({ jws: healthCard, iss, keys, now: o.now });
  if (card.isErr()) return err('health-card-refused');
  // Everything the code says must be what the page says: name, birth date and every dose.
  if (!isDeepStrictEqual(card.value, healthCardContentOf(facts, new Date(card.value.issuedAt))))
    return err('health-card-differs');

  if (vdsNc === null) return ok();
  const visible = await verifyVdsNc({ text: vdsNc, anchors: o.keySet.vdsNcAnchors, now: o.now });
  if (visible.isErr()) return err('vds-nc-refused');
  const expected = vdsNcContentOf(facts);
  return expected.isOk() && isDeepStrictEqual(visible.value, expected.value) ? ok() : err('vds-nc-differs');
}

/** `YYYYMMDD` of the card as `YYYY-MM-DD`. */
function isoDay(cardDay: string): string {
  return `${cardDay.slice(0, 4)}-${cardDay.slice(4, 6)}-${cardDay.slice(6, 8)}`;
}
