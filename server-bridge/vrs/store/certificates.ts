/** Certificate ids (P3, V7). */
import { randomInt } from 'node:crypto';
import * as v from 'valibot';
import {
  type CertificateId,
  CertificateIdSchema,
  type CertificateKind,
  type PassportItems,
} from '../../protocol/index.ts';
import type { AreaTransaction } from './vrs-store.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const LENGTH = 12;

/** A random id. The format has room for 12 characters (62 bits), so the database decides whether it is unique. */
export function randomCertificateId(): CertificateId {
  const characters = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]);
  return v.parse(CertificateIdSchema, characters.join(''));
}

/** Records an issued certificate; false where another certificate, of whatever area, has the id already. */
export async function recordCertificate(
  { database, keys }: AreaTransaction,
  certificate: {
    readonly certificateId: CertificateId;
    readonly personId: string;
    readonly kind: CertificateKind;
    readonly issuedOn: string;
    readonly issuedAt: Date;
    /** Only with an overseas certificate (V7). */
    readonly passport: PassportItems | null;
    readonly through: 'kiosk' | 'app';
  },
): Promise<boolean> {
  const inserted = await database
    .insertInto('certificates')
    .values({
      certificate_id: certificate.certificateId,
      area: keys.area,
      person_id: certificate.personId,
      kind: certificate.kind,
      issued_on: certificate.issuedOn,
      issued_at: certificate.issuedAt,
      through: certificate.through,
      passport_items:
        certificate.passport === null
          ? null
          : keys.encrypt(
              'certificates.passport_items',
              certificate.certificateId,
              JSON.stringify(certificate.passport),
            ),
    })
    .onConflict((conflict) => conflict.column('certificate_id').doNothing())
    .returning('certificate_id')
    .executeTakeFirst();
  return inserted !== undefined;
}
