/** `/operations/registry…`, `/operations/certificates…`, right `enrol` (reading: `watch`). */
import * as v from 'valibot';
import { TerminalIdSchema } from '../../protocol/index.ts';
import { TerminalPlaceSchema } from './places.ts';

const instant = v.pipe(v.string(), v.isoTimestamp());

/** `POST /operations/registry` → 204: whole or not at all. */
export const RegisterSchema = v.strictObject({
  places: v.pipe(v.array(TerminalPlaceSchema), v.minLength(1), v.maxLength(2_000)),
});
/** `POST /operations/registry/ID/code` → 201: the code is shown once, works once, and only for that serial. */
export const EnrolmentCodeSchema = v.strictObject({ code: v.string(), expiresAt: instant });
// `POST /operations/registry/ID/retire` → 204

/** One of `GET /operations/certificates?terminalId=` (`{certificates}`). */
export const CertificateRowSchema = v.strictObject({
  serial: v.string(),
  terminalId: TerminalIdSchema,
  issuedAt: instant,
  expiresAt: instant,
  state: v.picklist(['valid', 'superseded', 'revoked', 'expired']),
  revokedBy: v.nullable(v.string()),
});
export const CertificatesSchema = v.strictObject({ certificates: v.array(CertificateRowSchema) });
// `POST /operations/certificates/SERIAL/revoke` `{reason}` → 204; live connections end on every node
export const RevokeSchema = v.strictObject({
  reason: v.picklist(['key-compromised', 'terminal-gone', 'superseded', 'error']),
});
