/**
 * What the visit process holds of the person, all of it, in one place. The process ends with the visit; until then `wipe`
 * overwrites every byte that can be overwritten (invariants B, F).
 */
import { type CardHolder, type CardImage, wipeCardImage } from '../../../card-reader/index.ts';
import { wipePassport } from '../../../card-reader/passport/index.ts';
import type { RenderedCertificate } from '../../../printing/index.ts';
import { OPERATOR_CODE_DIGITS } from '../../operator/index.ts';
import { makePinBuffer, PIN_DIGITS, type PinBuffer } from './pin-buffer.ts';

export type Vault = {
  readonly pin: PinBuffer;
  /** A clerk's personal code, while a misprint is confirmed. */
  readonly operatorCode: PinBuffer;
  card: { image: CardImage; holder: CardHolder; challengeId: string; challengeSignature: Uint8Array } | null;
  /** A passport's files, where VRS misses its items. */
  passport: { dg1: Uint8Array; sod: Uint8Array } | null;
  certificate: RenderedCertificate | null;
  wipe(): void;
};

export function makeVault(): Vault {
  const vault: Vault = {
    pin: makePinBuffer(PIN_DIGITS),
    operatorCode: makePinBuffer(OPERATOR_CODE_DIGITS.max),
    card: null,
    passport: null,
    certificate: null,
    wipe() {
      vault.pin.wipe();
      vault.operatorCode.wipe();
      if (vault.card !== null) {
        wipeCardImage(vault.card.image);
        vault.card.challengeSignature.fill(0);
      }
      if (vault.passport !== null) wipePassport(vault.passport);
      vault.certificate?.pdf.fill(0);
      vault.card = null;
      vault.passport = null;
      vault.certificate = null;
    },
  };
  return vault;
}
