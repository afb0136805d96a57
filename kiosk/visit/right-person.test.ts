/**
 * Two sides of one paper: the card of this visit and a certificate that is perfectly signed, bound and sealed, but not this
 * person's. What the incidents of 2023 would have needed.
 */
import fc from 'fast-check';
import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type CertificateFacts,
  CertificateFactsSchema,
  generateSigningJwk,
  healthCardContentOf,
  type IssuedResult,
  publicJwkOf,
  signerFromJwk,
  signHealthCard,
  type VrsKeySet,
} from '../../server-bridge/index.ts';
import { matchRightPerson } from './process/right-person.ts';
import { sampleFacts } from './testing/scripted-world.ts';

const ISS = 'https://vc.vrs.example/issuer';
const NOW = new Date('2026-11-21T03:00:00.000Z');
const HOLDER = { name: '見本　一葉', birthDate: '19870605' };
let keySet: VrsKeySet;
let issue: (facts: CertificateFacts, says?: CertificateFacts) => Promise<IssuedResult>;

beforeAll(async () => {
  const jwk = await generateSigningJwk();
  const signer = await signerFromJwk(jwk);
  keySet = {
    v: 1,
    issuedAt: '2026-11-21T00:00:00.000Z',
    expiresAt: '2026-11-22T00:00:00.000Z',
    sealingKeys: [{ kid: 'k', publicKey: 'AA' }],
    answerKeys: [publicJwkOf(jwk)],
    healthCard: { iss: ISS, keys: [publicJwkOf(jwk)] },
    vdsNcAnchors: [],
  };
  issue = async (facts, says = facts) => {
    const signed = await signHealthCard({ content: healthCardContentOf(says, NOW), iss: ISS, signer });
    return { type: 'issued', facts, healthCard: signed._unsafeUnwrap(), vdsNc: null };
  };
});

const facts = (change: Partial<CertificateFacts['holder']> = {}): CertificateFacts => ({
  ...sampleFacts,
  holder: { ...sampleFacts.holder, ...change },
});
const match = async (issued: IssuedResult) => {
  const result = await matchRightPerson({ issued, holder: HOLDER, keySet, now: NOW });
  return result.isOk() ? 'matches' : result.error;
};

describe('the last-hop match', () => {
  it("accepts this card's own certificate", async () => {
    expect(await match(await issue(facts()))).toBe('matches');
  });

  it("refuses another person's valid certificate", async () => {
    expect(await match(await issue(facts({ name: '四谷　健' })))).toBe('name-differs');
  });

  it('refuses a person of the same name born on another day', async () => {
    expect(await match(await issue(facts({ birthDate: '1987-06-06' })))).toBe('birth-date-differs');
  });

  it('refuses a page that says this person around a code that says another', async () => {
    expect(await match(await issue(facts(), facts({ name: '四谷　健' })))).toBe('health-card-differs');
    expect(await match(await issue(facts(), facts({ birthDate: '1990-01-01' })))).toBe('health-card-differs');
  });

  it('refuses a page whose doses are not those of the code', async () => {
    const [dose] = sampleFacts.doses;
    if (dose === undefined) throw new Error('The sample has a dose.');
    const more = v.parse(CertificateFactsSchema, {
      ...facts(),
      doses: [dose, { ...dose, number: 2, day: '2021-08-01' }],
    });
    expect(await match(await issue(facts(), more))).toBe('health-card-differs');
    expect(await match(await issue(more, facts()))).toBe('health-card-differs');
  });

  it('refuses a code signed by a key that is not pinned', async () => {
    const stranger = await signerFromJwk(await generateSigningJwk());
    const signed = await signHealthCard({ content: healthCardContentOf(facts(), NOW), iss: ISS, signer: stranger });
    expect(await match({ type: 'issued', facts: facts(), healthCard: signed._unsafeUnwrap(), vdsNc: null })).toBe(
      'health-card-refused',
    );
  });

  it('refuses an overseas page without its second code, and a domestic one with passport items', async () => {
    const domestic = await issue(facts());
    expect(await match({ ...domestic, facts: { ...domestic.facts, kind: 'overseas' } })).toBe('kind-differs');
    const passport = {
      romanName: { primary: 'MIHON', secondary: 'ICHIYO' },
      nationality: 'JPN',
      passportNumber: 'ZZ0000001',
    };
    expect(await match(await issue(facts({ passport }), facts()))).toBe('kind-differs');
  });

  it('takes no look-alike for the same name: variants, spaces, widths, normal forms', async () => {
    const alike = ['見本 一葉', '見本　一葉\u{E0100}', '見本一葉', '见本　一葉', '見本　一葉 ', 'みほん　いちよう'];
    for (const name of alike) expect(await match(await issue(facts({ name })))).toBe('name-differs');
  });

  it('matches nobody but the holder, whoever the certificate is for', async () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
    const day = fc
      .integer({ min: 0, max: 36_000 })
      .map((days) => new Date(Date.UTC(1925, 0, 1) + days * 86_400_000).toISOString().slice(0, 10));
    await fc.assert(
      fc.asyncProperty(text, day, async (name, birthDate) => {
        const isHolder = name === HOLDER.name && birthDate === '1987-06-05';
        const issued = await issue(facts({ name, birthDate })).catch(() => null);
        // A name the format cannot carry is refused before there is a certificate.
        return issued === null || isHolder === ((await match(issued)) === 'matches');
      }),
      { numRuns: 60, seed: 20230327 },
    );
  });
});
