/**
 * VRS and the center for all boxes at once, as a model: it signs answers and certificates with real keys (ES256) and can do
 * everything wrong that was ever done wrong upstream: answer late, twice, to another visit, or for another person.
 */
import { createHash, randomBytes, scryptSync } from 'node:crypto';
import * as v from 'valibot';
import type { TerminalStatus } from '../../../server-bridge/index.ts';
import {
  type CertificateFacts,
  CertificateFactsSchema,
  type Challenge,
  type Directive,
  DirectiveSchema,
  type EcPrivateJwk,
  generateSigningJwk,
  healthCardContentOf,
  MunicipalityCodeSchema,
  publicJwkOf,
  type RelayAnswer,
  type RelayRequest,
  signAnswer,
  signerFromJwk,
  signHealthCard,
  TerminalIdSchema,
  VisitIdSchema,
  type VrsKeySet,
} from '../../../server-bridge/index.ts';
import { RESIDENTS } from './people.ts';
import { openBlob, sealBlob } from './sealed-blob.ts';

const ISS = 'https://vc.vrs.example/issuer';
/** The one clerk. Synthetic: the code opens nothing else. */
export const CLERK = { id: 'clerk-1', code: '123456' } as const;
export const COPY_YEN = 120;
export const MUNICIPALITY = '900010';

/** What becomes of an application upstream. */
export type Upstream =
  | 'right'
  /** It takes longer than anybody waits. */
  | 'late'
  | 'lost'
  /** The answer to the application before, of whichever terminal, as it is. */
  | 'another-answer'
  /** The same, under the name of the visit that asks now. */
  | 'another-answer-renamed'
  /** VRS finds the record of somebody else and signs it for this visit. */
  | 'another-person'
  | 'refused'
  | 'garbled';

export type Country = {
  readonly keySet: VrsKeySet;
  directive: Directive;
  upstream: Upstream;
  /** Every status received, newest last; kept short. */
  readonly lastStatus: Map<string, TerminalStatus>;
  challenge(): Challenge;
  /** Null: there will be no answer. */
  answer(request: RelayRequest, upstream: Upstream): Promise<RelayAnswer | null>;
  /** Answers somebody who asks from elsewhere, so that there is an answer to be mixed up with. */
  seed(): Promise<void>;
  /** Everybody gets a directive with this change, under the next version. */
  order(change: Partial<Directive>): void;
};

const ApplicationSchema = v.looseObject({
  visitId: VisitIdSchema,
  terminalId: TerminalIdSchema,
  municipality: MunicipalityCodeSchema,
  kind: v.literal('domestic'),
  nonce: v.string(),
  answerKey: v.string(),
  holder: v.strictObject({ name: v.string(), birthDate: v.string() }),
});

let signingKey: Promise<EcPrivateJwk> | null = null;

/** A country of its own; its signing key is made once for all. `nowMs` is the country's clock. */
export async function country(nowMs: () => number): Promise<Country> {
  signingKey ??= generateSigningJwk();
  const jwk = await signingKey;
  const signer = signerFromJwk(jwk);
  const now = (): Date => new Date(nowMs());
  let previous: RelayAnswer | null = null;

  const certificate = async (holder: { name: string; birthDate: string }) => {
    const facts = factsOf(holder);
    const signed = await signHealthCard({ content: healthCardContentOf(facts, now()), iss: ISS, signer });
    return { type: 'issued' as const, facts, healthCard: signed._unsafeUnwrap(), vdsNc: null };
  };

  const one: Country = {
    keySet: {
      v: 1,
      issuedAt: '2026-11-01T00:00:00.000Z',
      expiresAt: '2027-11-01T00:00:00.000Z',
      sealingKeys: [{ kid: 'synthetic', publicKey: 'AA' }],
      answerKeys: [publicJwkOf(jwk)],
      healthCard: { iss: ISS, keys: [publicJwkOf(jwk)] },
      vdsNcAnchors: [],
    },
    directive: syntheticDirective(),
    upstream: 'right',
    lastStatus: new Map(),
    challenge: () => ({
      challengeId: randomBytes(16).toString('base64url'),
      challenge: randomBytes(32).toString('base64url'),
      expiresAt: new Date(nowMs() + 300_000).toISOString(),
    }),
    async answer(request, upstream) {
      if (upstream === 'lost') return null;
      if (upstream === 'garbled') return { visitId: request.header.visitId, sealed: 'A'.repeat(200) };
      const application = v.parse(ApplicationSchema, openBlob(request.sealed));
      const { visitId, terminalId, municipality, kind, nonce, answerKey, holder } = application;
      const subject = upstream === 'another-person' ? somebodyElse(holder) : holder;
      const jws = await signAnswer(
        {
          v: 1,
          visitId,
          terminalId,
          municipality,
          kind,
          nonce,
          applicationDigest: createHash('sha256').update(request.sealed).digest('base64url'),
          answeredAt: now().toISOString(),
          result:
            upstream === 'refused' ? { type: 'refused', refusal: 'NO_RECORD_CHECK_CITY' } : await certificate(subject),
        },
        signer,
      );
      const answer = { visitId: request.header.visitId, sealed: sealBlob({ answerKey, jws }) };
      const before = previous;
      previous = answer;
      if (before === null) return answer;
      if (upstream === 'another-answer') return before;
      return upstream === 'another-answer-renamed' ? { ...before, visitId: request.header.visitId } : answer;
    },
    async seed() {
      const header = {
        v: 1 as const,
        visitId: v.parse(VisitIdSchema, randomBytes(16).toString('base64url')),
        terminalId: v.parse(TerminalIdSchema, 'ELSEWHERE'),
        municipality: v.parse(MunicipalityCodeSchema, MUNICIPALITY),
        sealingKeyId: 'synthetic',
      };
      const { person, birthDate } = RESIDENTS[3];
      const { visitId, terminalId, municipality } = header;
      const sealed = sealBlob({
        ...{ visitId, terminalId, municipality, kind: 'domestic', nonce: randomBytes(32).toString('base64url') },
        ...{ answerKey: randomBytes(16).toString('base64url'), holder: { name: person.name, birthDate } },
      });
      await one.answer({ header, sealed, deadline: now().toISOString() }, 'right');
    },
    order(change) {
      one.directive = v.parse(DirectiveSchema, { ...one.directive, ...change, version: one.directive.version + 1 });
    },
  };
  return one;
}

function somebodyElse(holder: { name: string }): { name: string; birthDate: string } {
  const other = RESIDENTS.find(({ person }) => person.name !== holder.name);
  if (other === undefined) throw new Error('There is only one resident.');
  return { name: other.person.name, birthDate: other.birthDate };
}

function factsOf(holder: { name: string; birthDate: string }): CertificateFacts {
  return v.parse(CertificateFactsSchema, {
    certificateId: 'KF0000000001',
    issuedOn: '2026-11-21',
    kind: 'domestic',
    municipality: {
      code: MUNICIPALITY,
      prefecture: { ja: '架空県', en: 'Kaku Prefecture' },
      name: { ja: '架空市', en: 'Kaku City' },
    },
    holder: { ...holder, passport: null },
    doses: [
      {
        number: 1,
        day: '2021-07-10',
        vaccineType: { ja: 'メッセンジャーRNAワクチン', en: 'mRNA vaccine' },
        manufacturer: { ja: 'ファイザー', en: 'Pfizer' },
        product: { ja: 'コミナティ', en: 'Comirnaty' },
        lot: 'ZZ0001',
        cvx: '208',
        country: 'JPN',
      },
    ],
  });
}

function syntheticDirective(): Directive {
  const terms = { ja: '規約（架空）', en: 'Terms (synthetic)' };
  return v.parse(DirectiveSchema, {
    v: 1,
    version: 1,
    issuedAt: '2026-11-01T00:00:00.000Z',
    expiresAt: '2027-11-01T00:00:00.000Z',
    service: { state: 'on' },
    hours: { from: '00:00', to: '24:00' },
    municipalities: [
      {
        code: MUNICIPALITY,
        prefecture: { ja: '架空県', en: 'Kaku Prefecture' },
        name: { ja: '架空市', en: 'Kaku City' },
        kana: 'かくうし',
        takingPart: true,
      },
    ],
    kinds: ['domestic'],
    prices: [{ effectiveFrom: '2022-07-26T00:00:00.000Z', copyYen: COPY_YEN }],
    maxCopies: 5,
    terms: { text: terms, digest: createHash('sha256').update(terms.ja, 'utf8').digest('hex') },
    vrsKeySet: 'synthetic',
    allowedBuilds: [],
    operators: [{ id: CLERK.id, codeHash: quickHash(CLERK.code) }],
    terminals: [],
  });
}

/** A hash in the product's own form at the least cost: what is proved here is not how long a code resists. */
function quickHash(code: string): string {
  const salt = Buffer.from('synthetic salt 1');
  const text = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');
  return `$scrypt$ln=1,r=1,p=1$${text(salt)}$${text(scryptSync(code, salt, 32, { N: 2, r: 1, p: 1 }))}`;
}
