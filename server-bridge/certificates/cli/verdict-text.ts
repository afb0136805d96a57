/** A verdict in words, for a person who compares it with the paper and the card. */
import { PRODUCTS } from '../products/product-table.ts';
import type { CodeVerdict } from '../verify-code.ts';

type Reason = Extract<CodeVerdict, { valid: false }>['reason'];

const REASONS: Readonly<Record<Reason, string>> = {
  malformed: 'it is not of the form a code of this kind has',
  'untrusted-key': 'the key is not in the key set, or its certificates did not hold',
  'bad-signature': 'it was changed, or is not by the key it names',
  'bad-content': 'it is signed, but says things another way than the issuer does',
  'other-issuer': 'it is of another issuer than the key set',
  'not-yet-valid': 'it begins in the future',
  expired: 'it has ended',
  'revoked-key': 'the issuer has taken the key back',
  'untrusted-signer': 'the signer’s certificate does not hold for vaccination under any of the authorities',
  'revoked-signer': 'the authority has taken the signer back',
  'revocation-unknown': 'no revocation list of the signer’s authority holds at this time',
  'no-keys-given': 'no keys to check it with: --keys FILE',
  'no-anchors-given': 'no authorities to check it with: --anchors FILE',
  'unknown-code': 'neither a SMART Health Card nor a VDS-NC',
};

const TITLES = {
  'health-card': 'SMART Health Card',
  'vds-nc': 'VDS-NC proof of vaccination',
  unknown: 'Code',
} as const;

/** Several lines, without control characters: what stands in a code must not steer the terminal. */
export function verdictText(verdict: CodeVerdict): string {
  const title = TITLES[verdict.kind];
  if (!verdict.valid) return `${title}: REFUSED (${verdict.reason}): ${REASONS[verdict.reason]}`;
  const lines = verdict.kind === 'health-card' ? cardLines(verdict.content) : proofLines(verdict.content);
  return [`${title}: VALID`, ...lines.map((line) => `  ${line.replaceAll(/\p{Cc}/gu, '\uFFFD')}`)].join('\n');
}

type CardContent = Extract<CodeVerdict, { kind: 'health-card'; valid: true }>['content'];
type ProofContent = Extract<CodeVerdict, { kind: 'vds-nc'; valid: true }>['content'];

function cardLines({ name, birthDate, issuedAt, doses }: CardContent): string[] {
  const rows = doses.map(({ day, cvx, lot }) => `${day}  CVX ${cvx} (${productNameOf(cvx)})  lot ${lot}`);
  return [`name    ${name}`, `born    ${birthDate}`, `issued  ${issuedAt}`, ...rows];
}

function proofLines(content: ProofContent): string[] {
  const { name, birthDate, passportNumber, sex, certificateId, state, doses } = content;
  return [
    `name         ${name}`,
    `born         ${birthDate}`,
    `passport     ${passportNumber}`,
    ...(sex === null ? [] : [`sex          ${sex}`]),
    `certificate  ${certificateId}, issued by ${state}`,
    ...doses.map(({ number, day, product, lot, country, administeredBy }) => {
      return `dose ${number}  ${day}  ${product}  lot ${lot}  ${country} (${administeredBy})`;
    }),
  ];
}

function productNameOf(cvx: string): string {
  const product = PRODUCTS.find(({ cvxFrom }) => cvxFrom.some((version) => version.cvx === cvx));
  return product?.product.en ?? 'not of our table';
}
