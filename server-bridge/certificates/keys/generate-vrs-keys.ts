/** Makes the keys of a development VRS. */
import { randomBytes } from 'node:crypto';
import { generateSealingJwk, generateSigningJwk } from '../../sealing/index.ts';
import type { SigningKey } from './signing-key.ts';
import type { VrsKeys } from './vrs-keys.ts';

export type KeyPurpose = 'root' | 'answer' | 'health-card' | 'vds-nc';
/** Makes a signing key; for keys in a token it gives the public half. */
export type MakeSigningKey = (purpose: KeyPurpose) => Promise<SigningKey>;

/**
 * New keys, in use from `now` on. Everything is fresh and for development only; the private keys of the authorities that
 * certify them are thrown away.
 *
 * @param o.iss issuer URL of the SMART Health Cards
 */
export async function generateVrsKeys(o: {
  readonly iss: string;
  readonly now: Date;
  readonly makeSigningKey?: MakeSigningKey;
}): Promise<VrsKeys> {
  const make = o.makeSigningKey ?? generateSigningJwk;
  const next = await generateNextKeys({ ...o, from: o.now });
  return {
    v: 2,
    madeAt: o.now.toISOString(),
    root: await make('root'),
    sealing: [next.sealing],
    answer: [next.answer],
    healthCard: { iss: o.iss, keys: [next.healthCard], retired: [], removed: [] },
    vdsNc: { signers: [next.barcodeSigner], anchors: [next.anchor] },
  };
}

/** One new key of every kind that rolls over, in use from an instant on. */
export async function generateNextKeys(o: {
  readonly iss: string;
  readonly now: Date;
  readonly from: Date;
  readonly makeSigningKey?: MakeSigningKey;
}) {
  // Certificate writing is loaded only where keys are made.
  const { healthCardChain } = await import('./health-card-chain.ts');
  const { barcodeSignerChain } = await import('./barcode-signer-chain.ts');
  const make = o.makeSigningKey ?? generateSigningJwk;
  const from = o.from.toISOString();
  const healthCard = await make('health-card');
  const vdsNc = await make('vds-nc');
  const { signer, authority } = await barcodeSignerChain(vdsNc, o.now);
  return {
    sealing: { kid: randomBytes(12).toString('base64url'), key: await generateSealingJwk(), from },
    answer: { key: await make('answer'), from },
    healthCard: { key: { ...healthCard, x5c: await healthCardChain(healthCard, o.iss, o.now) }, from },
    barcodeSigner: { key: vdsNc, certificate: signer, from },
    anchor: authority,
  };
}
