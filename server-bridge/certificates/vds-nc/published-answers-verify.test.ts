import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonicalText } from '../../sealing/index.ts';
import {
  AUSTRALIAN_AUTHORITY as authority,
  AUSTRALIAN_REVOCATION_LIST as list,
  AUSTRALIAN_PROOF as proof,
} from '../fixtures/australian-proof.ts';
import { parseStrictJson } from '../strict-json.ts';
import { verifyVdsNc } from './verify.ts';

const now = new Date('2021-10-05T00:00:00Z');
const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');
const lists = [Buffer.from(list, 'base64')];
const kindOf = async (text: string, over: Partial<Parameters<typeof verifyVdsNc>[0]> = {}) =>
  (await verifyVdsNc({ text, anchors: [authority], now, ...over }))._unsafeUnwrapErr().kind;

describe('the published proof of another state (known answers)', () => {
  it('is there unchanged: the digests of its data and its authority are those published and recomputed elsewhere', () => {
    expect(sha256(Buffer.from(authority, 'base64'))).toBe(
      '35623a89f6b40cb4888e05147f7d16d27f7bf754aad563c37fef6e1a0e7ff5cf',
    );
    const value = parseStrictJson(proof)?.value;
    const data = typeof value === 'object' && value !== null && 'data' in value ? value.data : undefined;
    const canonical = canonicalText(data);
    expect(canonical).toHaveLength(451);
    expect(sha256(canonical)).toBe('b8bea235cc27e509451b771ab493c7c44ff5b672615da9d35ee1d0f0c9c70fa5');
  });

  it('verifies with its authority’s revocation list, and says what it says', async () => {
    const verified = await verifyVdsNc({ text: proof, anchors: [authority], revocationLists: lists, now });
    expect(verified._unsafeUnwrap()).toEqual({
      state: 'AUS',
      certificateId: 'VB0009990025',
      name: 'CITIZEN  JOHN',
      birthDate: '2004-03-20',
      passportNumber: 'PA0940385',
      sex: 'M',
      doses: [
        {
          number: 1,
          day: '2021-04-02',
          product: 'AstraZeneca Vaxzevria',
          lot: '317711P',
          icd11: { vaccine: 'XM68M6', disease: 'RA01.0' },
          country: 'AUS',
          administeredBy: 'Community Nurse',
        },
        {
          number: 2,
          day: '2021-10-03',
          product: 'Moderna Spikevax',
          lot: 'Not recorded',
          icd11: { vaccine: 'XM68M6', disease: 'RA01.0' },
          country: 'AUS',
          administeredBy: 'Primary Health',
        },
      ],
    });
  });

  it('is refused with the changed name of the published counter-example, or with its two spaces made one', async () => {
    expect(await kindOf(proof.replace('CITIZEN  JOHN', 'CITIZEN  JOHNX'))).toBe('bad-signature');
    expect(await kindOf(proof.replace('CITIZEN  JOHN', 'CITIZEN JOHN'))).toBe('bad-signature');
  });

  it('is refused where the list has ended, is another’s, is altered, or none is there', async () => {
    const altered = Buffer.from(list, 'base64');
    altered[altered.length - 1] = (altered.at(-1) ?? 0) ^ 1;
    for (const revocationLists of [[], [altered], [Buffer.from('3000', 'hex')], [Buffer.from(authority, 'base64')]]) {
      expect(await kindOf(proof, { revocationLists })).toBe('revocation-unknown');
    }
    const late = new Date('2021-11-18T00:00:00Z');
    expect(await kindOf(proof, { revocationLists: lists, now: late })).toBe('revocation-unknown');
    expect((await verifyVdsNc({ text: proof, anchors: [authority], now: late })).isOk()).toBe(true);
  });
});
