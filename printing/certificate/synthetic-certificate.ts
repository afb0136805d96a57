/**
 * Synthetic: an invented person with invented vaccinations, for warm-up, trial prints and tests. No key that signed anything
 * below exists any more, so none of it can pass for a certificate.
 */
import * as v from 'valibot';
import { CertificateFactsSchema } from '../../server-bridge/index.ts';
import type { CertificatePage } from './certificate-page.ts';

/** SMART Health Card of the worked example (kanji name, four doses): 853 characters. */
export const SYNTHETIC_HEALTH_CARD = [
  'eyJ6aXAiOiJERUYiLCJhbGciOiJFUzI1NiIsImtpZCI6InJhcDh2RnVpQ19kcXc1UF9YUHlYS1dSYTJ5cm1YQjlTUE1RV2otOTA3V28i',
  'fQ.3ZLLjtMwFIbf5bB1GifpZerdABIXwWgkBpBaRZXrnDRGThzZTjSl8gvMiidgz4IFGxa8D5fHQM5UFUKFDV2MyO74-Pzn_z9nB9JaY',
  'FA511oWx70Y9caO8JrXrcJYWtuhAQLNugSWTKfzyTybUkqgF8B24LYtAlsexm3NjauQK1eNBDeFvXdbRKGAnIAwWGDjJFcvuvUbFC6ol',
  'JU0r9BYqRtgMB7RUQJkOL3fNYXCcMeg1Z0ReDVshH2D7B2A0EqhcEGBADbObIEtd1B2Sr00CthhnlEgh-KI8CV3EhsXIvMaB5HOhkZnO',
  '66CLV5LtQUG395__v7hCxDYyB6bQOHHzaevH99B7nMCa2lc9ZC7MJrMzyYRHUdpBt6To66Sv7t6UtddI9_yfUDruOvsEDs8k8MCCPRcC',
  'NngA10MCkIXstkMAezWOqz3r8ziuFKzkTabOBCOrSxi0V8DCRNhV0rPwOeeQLtHMdgp0WATvP1K0hPQQnRmaIWwV7K-lUiTiM6iJMBW2',
  'l109RoNMFgsKKUha4um1KYOh8sdcOG0CXsKaVvFA93nj5-9Xj3S_UqXq6fnl-cX4H3-J3rpf0kvS47RS09OL7tL9GYnoJdGNIvo5Dd6c',
  'xq-xcnxje8OvozSk-BLkihJj_1843-gl3vv_U8.UP1-KmiseYslNSHbUIZ4gjasXhzIo0n80dY2AUEPKmm4t-cRCEf68MrTAEye_4R1F',
  'HI56btuwXyZ3l6tmBvY2g',
].join('');

/** VDS-NC of the worked example (four doses): 1393 bytes. */
export const SYNTHETIC_VDS_NC = [
  '{"data":{"hdr":{"is":"JPN","t":"icao.vacc","v":1},"msg":{"pid":{"dob":"1985-04-23","i":"ZZ0000000","n":"',
  'KAKU  HANAKO","sex":"F"},"uvci":"JPT000000001","ve":[{"des":"XM68M6","dis":"RA01.0","nam":"Comirnaty","v',
  'd":[{"adm":"MHLW_Gov_of_Japan","ctr":"JPN","dvc":"2021-07-10","lot":"ZZ0001","seq":1},{"adm":"MHLW_Gov_o',
  'f_Japan","ctr":"JPN","dvc":"2021-07-31","lot":"ZZ0002","seq":2}]},{"des":"XM68M6","dis":"RA01.0","nam":"',
  'Spikevax","vd":[{"adm":"MHLW_Gov_of_Japan","ctr":"JPN","dvc":"2022-03-05","lot":"900000Z","seq":3}]},{"d',
  'es":"XM68M6","dis":"RA01.0","nam":"Comirnaty(BA.4-5)","vd":[{"adm":"MHLW_Gov_of_Japan","ctr":"JPN","dvc"',
  ':"2022-11-12","lot":"ZZ0004","seq":4}]}]}},"sig":{"alg":"ES256","cer":"MIIBujCCAUGgAwIBAgICEAEwCgYIKoZIz',
  'j0EAwMwPzELMAkGA1UEBhMCSlAxHDAaBgNVBAoTE1NZTlRIRVRJQyBURVNUIE9OTFkxEjAQBgNVBAMTCVRlc3QgQ1NDQTAeFw0yMjEwM',
  'DEwMDAwMDBaFw0zMjEwMDEwMDAwMDBaMBoxCzAJBgNVBAYTAkpQMQswCQYDVQQDEwJUMTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IAB',
  'POVUkEDn2zUFqPOi1GR9sfPsZ76BXdE5xgftfvpR49M0_jBUibfLtbBzB8qymQMh2ZjZeKuewaTf7C5MqNWyHqjUjBQMB8GA1UdIwQYM',
  'BaAFNW5YeB1OWoN7v7hkmGB1H7_YTV2MBUGA1UdJQEB_wQLMAkGB2eBCAEBDgIwFgYHZ4EIAQEGAgQLMAkCAQAxBBMCTlYwCgYIKoZIz',
  'j0EAwMDZwAwZAIwCDLPYrs_9LICMwthRRY1aXrfHlD39g-YVTdTPsc4p3-dTX-1Xu3va040CEvF2MZiAjBq_1dkclLbLEK4rjFNFGiqc',
  '8xaVc999wcrp1F1RLZzKXePV10TTynq5pFgxFfDYyk=","sigvl":"czcaMm-9DH-tpo8Gx4jpL8xCgCf10F7HddCex4VLRt8D_hNn6d',
  '2jSZon6QCy7wuvyo4cOBmaj3oHpM6mwk4hIw=="}}',
].join('');

export type SyntheticOptions = { kind?: CertificatePage['facts']['kind']; doses?: number; name?: string };

const PRODUCTS = [
  { ja: 'コミナティ', en: 'Comirnaty', maker: { ja: 'ファイザー', en: 'Pfizer' }, cvx: '208' },
  { ja: 'スパイクバックス', en: 'Spikevax', maker: { ja: 'モデルナ', en: 'Moderna' }, cvx: '207' },
  { ja: 'コミナティ（BA.4-5）', en: 'Comirnaty (BA.4-5)', maker: { ja: 'ファイザー', en: 'Pfizer' }, cvx: '300' },
] as const;

/** A page as VRS would answer it; the codes get as long as real ones with that many doses. */
export function syntheticCertificate({
  kind = 'overseas',
  doses = 4,
  name = '架空　花子',
}: SyntheticOptions = {}): CertificatePage {
  const passport = {
    romanName: { primary: 'KAKU', secondary: 'HANAKO' },
    nationality: 'JPN',
    passportNumber: 'ZZ0000000',
  };
  const facts = v.parse(CertificateFactsSchema, {
    certificateId: 'JPT000000001',
    issuedOn: '2022-11-28',
    kind,
    municipality: {
      code: '999997',
      prefecture: { ja: '架空県', en: 'Kaku Prefecture' },
      name: { ja: '見本市', en: 'Mihon City' },
    },
    holder: { name, birthDate: '1985-04-23', passport: kind === 'overseas' ? passport : null },
    doses: Array.from({ length: doses }, (_, index) => syntheticDose(index)),
  });
  const vdsNc = lengthened(SYNTHETIC_VDS_NC, Math.max(0, doses - 4) * 85, 1100);
  const healthCard = lengthened(SYNTHETIC_HEALTH_CARD, Math.max(0, doses - 4) * 26, 340);
  return { facts, healthCard, vdsNc: kind === 'overseas' ? vdsNc : null };
}

function syntheticDose(index: number) {
  const product = PRODUCTS[index % PRODUCTS.length] ?? PRODUCTS[0];
  return {
    number: index + 1,
    day: new Date(Date.UTC(2021, 6 + index * 4, 10)).toISOString().slice(0, 10),
    vaccineType: { ja: 'mRNAワクチン', en: 'mRNA vaccine' },
    manufacturer: product.maker,
    product: { ja: product.ja, en: product.en },
    lot: `ZZ${String(index + 1).padStart(4, '0')}`,
    cvx: product.cvx,
    country: 'JPN',
  };
}

/** Longer by characters of its own, never beyond what its symbol can hold. */
function lengthened(text: string, extra: number, most: number): string {
  return text + text.slice(200, 200 + Math.min(extra, most));
}
