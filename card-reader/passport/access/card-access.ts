import { err, ok, type Result } from 'neverthrow';
import { type DerLayout, parseDer } from '../der/der-cursor.ts';
import { objectIdentifier, smallInteger, TAG } from '../der/der-values.ts';
import { type Curve, curveOf } from './domain-parameters.ts';
import type { KeyCipher } from './key-derivation.ts';

/** One way into the chip that it offers and we support: ECDH, generic mapping, AES (Doc 9303-11, 9.2.2). */
export type PaceOffer = {
  readonly protocol: string;
  readonly cipher: Exclude<KeyCipher, 'triple-des'>;
  readonly curve: Curve;
  /** The protocol is offered with several curves, so the choice must name one (4.4.4.1, tag 84). */
  readonly ambiguous: boolean;
};

/** id-PACE-ECDH-GM-AES-CBC-CMAC-128, -192, -256. */
const CIPHERS: ReadonlyMap<string, PaceOffer['cipher']> = new Map([
  ['0.4.0.127.0.7.2.2.4.2.2', 'aes-128'],
  ['0.4.0.127.0.7.2.2.4.2.3', 'aes-192'],
  ['0.4.0.127.0.7.2.2.4.2.4', 'aes-256'],
]);
const PACE_VERSION = 2;

/** A PACEInfo as far as its first two parts go; other SecurityInfos have no version, or more parts. */
type SecurityInfo = { readonly protocol: string; readonly version?: number; readonly parameterId?: number };

const securityInfo: DerLayout<SecurityInfo> = (cursor) =>
  cursor.inside(TAG.sequence, (info) => {
    const protocol = objectIdentifier(info);
    if (!CIPHERS.has(protocol)) {
      info.any();
      if (info.nextTag !== undefined) info.any();
      return { protocol };
    }
    const version = smallInteger(info);
    return info.nextTag === undefined ? { protocol, version } : { protocol, version, parameterId: smallInteger(info) };
  });

/**
 * Chooses the first offer that we support, or none. The file is not signed: whoever changes it can only lead to another
 * offer of this list, or to BAC; what is read is proven by its signature in any case.
 */
export function choosePace(
  cardAccess: Uint8Array,
): Result<PaceOffer | undefined, { kind: 'object-malformed'; file: string }> {
  const infos = parseDer(cardAccess, (cursor) => cursor.inside(TAG.set, (set) => set.repeated(securityInfo)));
  if (infos.isErr()) return err({ kind: 'object-malformed', file: 'EF.CardAccess' });
  for (const { protocol, version, parameterId } of infos.value) {
    const cipher = CIPHERS.get(protocol);
    const curve = parameterId === undefined ? undefined : curveOf(parameterId);
    if (cipher === undefined || curve === undefined || version !== PACE_VERSION) continue;
    const ambiguous = infos.value.filter((other) => other.protocol === protocol).length > 1;
    return ok({ protocol, cipher, curve, ambiguous });
  }
  return ok(undefined);
}
