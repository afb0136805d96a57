import { createHash } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { canonicalText } from '../sealing/index.ts';
import {
  HEALTH_CARD_CHAIN,
  HEALTH_CARD_JWS,
  HEALTH_CARD_KEY,
  HEALTH_CARD_PAYLOAD,
  VDS_NC_AUTHORITY,
  VDS_NC_TEXT,
} from './fixtures/worked-example.ts';
import type { HealthCardContent } from './health-card/content.ts';
import { healthCardPayload } from './health-card/payload.ts';
import { jwsOfShcQrText, shcQrText } from './health-card/qr-text.ts';
import { verifyHealthCard } from './health-card/verify.ts';
import type { VdsNcContent } from './vds-nc/content.ts';
import { vdsNcData } from './vds-nc/message.ts';
import { verifyVdsNc } from './vds-nc/verify.ts';

const iss = 'https://vc.vrs.example/issuer';
const now = new Date('2022-12-01T00:00:00Z');
const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');

const healthCard: HealthCardContent = {
  name: '架空\u3000花子',
  birthDate: '1985-04-23',
  doses: [
    { day: '2021-07-10', cvx: '208', lot: 'ZZ0001' },
    { day: '2021-07-31', cvx: '208', lot: 'ZZ0002' },
    { day: '2022-03-05', cvx: '207', lot: '900000Z' },
    { day: '2022-11-12', cvx: '300', lot: 'ZZ0004' },
  ],
  issuedAt: '2022-11-28T00:00:00.000Z',
};

const shared = {
  icd11: { vaccine: 'XM68M6', disease: 'RA01.0' },
  country: 'JPN',
  administeredBy: 'MHLW_Gov_of_Japan',
};

const vdsNc: VdsNcContent = {
  state: 'JPN',
  certificateId: 'JPT000000001',
  name: 'KAKU  HANAKO',
  birthDate: '1985-04-23',
  passportNumber: 'ZZ0000000',
  sex: 'F',
  doses: [
    { number: 1, day: '2021-07-10', product: 'Comirnaty', lot: 'ZZ0001', ...shared },
    { number: 2, day: '2021-07-31', product: 'Comirnaty', lot: 'ZZ0002', ...shared },
    { number: 3, day: '2022-03-05', product: 'Spikevax', lot: '900000Z', ...shared },
    { number: 4, day: '2022-11-12', product: 'Comirnaty(BA.4-5)', lot: 'ZZ0004', ...shared },
  ],
};

describe('the SMART Health Card of the worked example', () => {
  it('is written as the same payload, byte for byte', () => {
    expect(sha256(HEALTH_CARD_PAYLOAD)).toBe('18325d1432df9ac176dadb647c777fbee61a5b694d9b4c6aea16499d9d20b68d');
    expect(JSON.stringify(healthCardPayload(healthCard, iss))).toBe(HEALTH_CARD_PAYLOAD);
    const compressed = Buffer.from(HEALTH_CARD_JWS.split('.')[1] ?? '', 'base64url');
    expect(inflateRawSync(compressed).toString('utf8')).toBe(HEALTH_CARD_PAYLOAD);
  });

  it('verifies, with and without the certificates of its key', () => {
    for (const keys of [[HEALTH_CARD_KEY], [{ ...HEALTH_CARD_KEY, x5c: HEALTH_CARD_CHAIN }]]) {
      expect(verifyHealthCard({ jws: HEALTH_CARD_JWS, iss, keys, now })._unsafeUnwrap()).toEqual(healthCard);
    }
  });

  it('has the digits the framework prescribes', () => {
    const text = shcQrText(HEALTH_CARD_JWS);
    expect(text.startsWith('shc:/5676290952432060')).toBe(true);
    expect(text).toHaveLength(5 + 1706);
    expect(jwsOfShcQrText(text)._unsafeUnwrap()).toBe(HEALTH_CARD_JWS);
  });
});

describe('the VDS-NC of the worked example', () => {
  it('is written as the same data, byte for byte', () => {
    const data = canonicalText(vdsNcData(vdsNc));
    expect(data).toHaveLength(658);
    expect(sha256(data)).toBe('1558d7b5b62f9bc080e616de4a7f780948d1df1d66757706d0a96523ce231adc');
    expect(VDS_NC_TEXT).toHaveLength(1393);
    expect(VDS_NC_TEXT.startsWith(`{"data":${data},"sig":{`)).toBe(true);
  });

  it('verifies under its country-signing certificate', async () => {
    const verified = await verifyVdsNc({ text: VDS_NC_TEXT, anchors: [VDS_NC_AUTHORITY], now });
    expect(verified._unsafeUnwrap()).toEqual(vdsNc);
  });
});
