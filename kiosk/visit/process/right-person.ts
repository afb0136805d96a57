/**
 * The last-hop match (invariant A, P0): what an employee at a counter does with the paper in one hand and the card in the
 * other. Pure; anything but a complete match is a fault, and a fault ends the visit and closes the terminal (P2).
 */
import { err, ok, type Result } from 'neverthrow';
import type { CardHolder } from '../../../card-reader/index.ts';
import { type IssuedResult, type VrsKeySet, verifyHealthCard, verifyVdsNc } from '../../../server-bridge/index.ts';

/** Which check failed. Enumerated, because it is reported to the center. */
export type RightPersonFault =
  | 'health-card-refused'
  | 'vds-nc-refused'
  | 'name-differs'
  | 'birth-date-differs'
  | 'roman-name-differs'
  | 'passport-differs'
  | 'doses-differ'
  | 'certificate-id-differs';

/** Checks an issued certificate against this visit's card. `now` in UTC. */
export async function matchRightPerson(o: {
  issued: IssuedResult;
  holder: CardHolder;
  keySet: VrsKeySet;
  now: Date;
}): Promise<Result<void, RightPersonFault>> {
  const { facts, healthCard, vdsNc } = o.issued;
  if (facts.holder.name !== o.holder.name) return err('name-differs');
  if (facts.holder.birthDate !== isoDay(o.holder.birthDate)) return err('birth-date-differs');

  const card = await verifyHealthCard({
    jws: healthCard,
    iss: o.keySet.healthCard.iss,
    keys: o.keySet.healthCard.keys,
    now: o.now,
  });
  if (card.isErr()) return err('health-card-refused');
  if (card.value.birthDate !== facts.holder.birthDate) return err('birth-date-differs');
  const sameDoses =
    card.value.doses.length === facts.doses.length &&
    facts.doses.every((dose, i) => {
      const signed = card.value.doses[i];
      return signed !== undefined && signed.day === dose.day && signed.cvx === dose.cvx && signed.lot === dose.lot;
    });
  if (!sameDoses) return err('doses-differ');

  if (facts.kind === 'domestic') return card.value.name === o.holder.name ? ok() : err('name-differs');

  const passport = facts.holder.passport;
  if (passport === null || vdsNc === null) return err('passport-differs');
  // The overseas card carries the roman name; the signed facts tie it to the name on the individual-number card.
  if (card.value.name !== `${passport.romanName.primary}　${passport.romanName.secondary}`)
    return err('roman-name-differs');
  const visible = await verifyVdsNc({ text: vdsNc, anchors: o.keySet.vdsNcAnchors, now: o.now });
  if (visible.isErr()) return err('vds-nc-refused');
  const content = visible.value;
  if (content.certificateId !== facts.certificateId) return err('certificate-id-differs');
  if (content.birthDate !== facts.holder.birthDate) return err('birth-date-differs');
  if (content.passportNumber !== passport.passportNumber) return err('passport-differs');
  const vdsDoses = content.doses;
  const sameVds =
    vdsDoses.length === facts.doses.length &&
    facts.doses.every((dose, i) => {
      const signed = vdsDoses[i];
      return (
        signed !== undefined && signed.day === dose.day && signed.lot === dose.lot && signed.number === dose.number
      );
    });
  return sameVds ? ok() : err('doses-differ');
}

/** `YYYYMMDD` of the card as `YYYY-MM-DD`. */
function isoDay(cardDay: string): string {
  return `${cardDay.slice(0, 4)}-${cardDay.slice(4, 6)}-${cardDay.slice(6, 8)}`;
}
