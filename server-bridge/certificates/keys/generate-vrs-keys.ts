/** Makes the keys of a development VRS, or the next ones of a running one. */
import { randomBytes } from 'node:crypto';
import { generateSealingJwk, generateSigningJwk, publicJwkOf } from '../../sealing/index.ts';
import type { VrsKeys } from './vrs-keys.ts';

/**
 * New keys. Everything is fresh and for development only; the private keys of the authorities are thrown away.
 *
 * @param o.iss issuer URL of the SMART Health Cards
 * @param o.previous keys to roll over from: its root stays (it is pinned), its sealing keys still open, its card keys and
 *   anchors stay published, so that old papers stay valid (P14)
 */
export async function generateVrsKeys(o: {
  readonly iss: string;
  readonly now: Date;
  readonly previous?: VrsKeys;
}): Promise<VrsKeys> {
  // Certificate writing is loaded only where keys are made.
  const { healthCardChain } = await import('./health-card-chain.ts');
  const { barcodeSignerChain } = await import('./barcode-signer-chain.ts');
  const healthCardKey = await generateSigningJwk();
  const vdsNcKey = await generateSigningJwk();
  const vdsNc = await barcodeSignerChain(vdsNcKey, o.now);
  const sealing = { kid: randomBytes(12).toString('base64url'), key: await generateSealingJwk() };
  return {
    v: 1,
    madeAt: o.now.toISOString(),
    root: o.previous?.root ?? (await generateSigningJwk()),
    sealing: [sealing, ...(o.previous?.sealing ?? [])],
    answer: await generateSigningJwk(),
    healthCard: {
      iss: o.iss,
      key: { ...healthCardKey, x5c: await healthCardChain(healthCardKey, o.iss, o.now) },
      retired:
        o.previous === undefined ? [] : [publicJwkOf(o.previous.healthCard.key), ...o.previous.healthCard.retired],
    },
    vdsNc: {
      key: vdsNcKey,
      certificate: vdsNc.signer,
      anchors: [vdsNc.authority, ...(o.previous?.vdsNc.anchors ?? [])],
    },
  };
}
