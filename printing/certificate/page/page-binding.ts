/**
 * What binds the pages of one certificate (P4): every page bears a number made of the signed codes themselves, so that a
 * second page can be held against the codes of the first by anybody, offline, and a page of another certificate cannot pass.
 */
import { createHash } from 'node:crypto';
import type { CertificatePage } from '../certificate-page.ts';

const DIGITS = 16;
const GROUP = 4;

/** The first 64 bits of the SHA-256 over the signed codes, a line feed after each, in groups of four hexadecimal digits. */
export function bindingOf({ healthCard, vdsNc }: Pick<CertificatePage, 'healthCard' | 'vdsNc'>): string {
  const codes = vdsNc === null ? [healthCard] : [healthCard, vdsNc];
  const hash = createHash('sha256');
  for (const code of codes) hash.update(`${code}\n`, 'utf8');
  const digits = hash.digest('hex').slice(0, DIGITS).toUpperCase();
  return (digits.match(new RegExp(`.{${GROUP}}`, 'g')) ?? []).join('-');
}
