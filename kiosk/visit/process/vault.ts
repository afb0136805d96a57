/**
 * What the visit process holds of the person, all of it, in one place. The process ends with the visit; until then `wipe`
 * overwrites every byte that can be overwritten (invariants B, F).
 */
import { type CardHolder, type CardImage, wipeCardImage } from '../../../card-reader/index.ts';
import type { RenderedCertificate } from '../../../printing/index.ts';
import { makePinBuffer, type PinBuffer } from './pin-buffer.ts';

export type Vault = {
  readonly pin: PinBuffer;
  card: { image: CardImage; holder: CardHolder; challengeId: string; challengeSignature: Uint8Array } | null;
  certificate: RenderedCertificate | null;
  wipe(): void;
};

export function makeVault(): Vault {
  const vault: Vault = {
    pin: makePinBuffer(),
    card: null,
    certificate: null,
    wipe() {
      vault.pin.wipe();
      if (vault.card !== null) {
        wipeCardImage(vault.card.image);
        vault.card.challengeSignature.fill(0);
      }
      vault.certificate?.pdf.fill(0);
      vault.card = null;
      vault.certificate = null;
    },
  };
  return vault;
}
