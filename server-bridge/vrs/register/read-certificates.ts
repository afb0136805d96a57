/** Certificates that were issued to a person (V7). */
import * as v from 'valibot';
import { CertificateKindSchema } from '../../protocol/index.ts';
import type { IssuedCertificateSchema } from '../console-api/people.ts';
import type { AreaTransaction } from '../store/vrs-store.ts';

type Issued = v.InferInput<typeof IssuedCertificateSchema>;

/** Newest first. */
export async function readCertificates({ database, keys }: AreaTransaction, personId: string): Promise<Issued[]> {
  const rows = await database
    .selectFrom('certificates')
    .select(['certificate_id', 'kind', 'issued_on', 'issued_at', 'through'])
    .where('area', '=', keys.area)
    .where('person_id', '=', personId)
    .orderBy('issued_at', 'desc')
    .execute();
  return rows.map((row) => ({
    certificateId: row.certificate_id,
    kind: v.parse(CertificateKindSchema, row.kind),
    issuedOn: row.issued_on,
    issuedAt: row.issued_at.toISOString(),
    through: row.through,
  }));
}
