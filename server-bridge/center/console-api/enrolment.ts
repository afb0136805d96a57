/** `/operations/registry…`, `/operations/certificates…`, right `enrol` (reading: `watch`). */
import * as v from 'valibot';
import { InstantSchema, TerminalIdSchema } from '../../protocol/index.ts';
import { TerminalPlaceSchema } from './places.ts';

const instant = InstantSchema;

/** `POST /operations/registry` → 204: whole or not at all. */
export const RegisterSchema = v.strictObject({
  places: v.pipe(v.array(TerminalPlaceSchema), v.minLength(1), v.maxLength(2_000)),
});
/** `POST /operations/registry/ID/code` → 201: the code is shown once, works once, and only for that serial. */
export const EnrolmentCodeSchema = v.strictObject({ code: v.string(), expiresAt: instant });
// `POST /operations/registry/ID/retire` → 204

const terminalIds = v.pipe(v.array(TerminalIdSchema), v.minLength(1), v.maxLength(2_000));

/** `POST /operations/registry/check`: what registering these would do, line by line; nothing is changed. The body is `RegisterSchema`. */
export const RegistryCheckSchema = v.strictObject({
  /** In the order asked. */
  rows: v.array(
    v.strictObject({
      terminalId: TerminalIdSchema,
      what: v.picklist(['new', 'changes', 'same', 'named-twice', 'serial-taken', 'retired']),
      /** Where it stands now; null for one that is new or retired. */
      now: v.nullable(TerminalPlaceSchema),
    }),
  ),
});
export type RegistryCheck = v.InferOutput<typeof RegistryCheckSchema>;

/** Body of the three below. */
export const TerminalIdsSchema = v.strictObject({ terminalIds });
/** `POST /operations/registry/look-up` → 200: places as they are registered, and names that are not. */
export const RegistryLookUpSchema = v.strictObject({
  places: v.array(TerminalPlaceSchema),
  missing: v.array(TerminalIdSchema),
});
/** `POST /operations/registry/codes` → 201: a one-time code for each, whole or not at all (404 not-registered); shown once. */
export const EnrolmentCodesSchema = v.strictObject({
  codes: v.array(
    v.strictObject({ terminalId: TerminalIdSchema, serial: v.string(), code: v.string(), expiresAt: instant }),
  ),
});
export type EnrolmentCodes = v.InferOutput<typeof EnrolmentCodesSchema>['codes'];
// `POST /operations/registry/retire` → 204: whole or not at all (404 not-registered, 409 named-twice)

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
export type RevokeReason = v.InferOutput<typeof RevokeSchema>['reason'];

/** With these reasons everything that the terminal was given since is revoked as well: it may have been renewed by whoever has the key. */
export const revokesLater = (reason: RevokeReason): boolean =>
  reason === 'key-compromised' || reason === 'terminal-gone';
