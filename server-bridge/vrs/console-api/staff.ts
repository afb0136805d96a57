/**
 * `/console/…` and `/operations/accounts…`: signing in at a registered staff terminal, accounts of the municipality (V10). As at the
 * center (center/console-api/staff.ts): headers, refusals, cookie and session rules are the same.
 */
import * as v from 'valibot';
import { LocalizedTextSchema, MunicipalityCodeSchema } from '../../protocol/index.ts';
import { HandedSchema } from '../../staff-access/sign-in-messages.ts';
import { RIGHTS, RightsSchema, StaffIdSchema, StaffTerminalNameSchema } from '../staff/rights.ts';

/** `POST /console/sign-in` → `VrsSessionSchema` and the cookie; `POST /console/password` → 204. As wherever staff sign in. */
export { ChangePasswordSchema, PasswordSchema, SignInSchema } from '../../staff-access/sign-in-messages.ts';

const instant = v.pipe(v.string(), v.isoTimestamp());
/** `GET /console/session`. The area is the terminal's. */
export const VrsSessionSchema = v.strictObject({
  area: MunicipalityCodeSchema,
  municipality: LocalizedTextSchema,
  terminal: StaffTerminalNameSchema,
  staffId: StaffIdSchema,
  name: v.string(),
  rights: v.array(v.picklist(RIGHTS)),
  csrf: v.string(),
  idleEndsAt: instant,
  endsAt: instant,
  /** After so long without an act of the person the screen is blanked. */
  blankAfterMs: v.pipe(v.number(), v.safeInteger(), v.minValue(10_000)),
  mustChangePassword: v.boolean(),
});
export type VrsSession = v.InferOutput<typeof VrsSessionSchema>;
/** `GET /operations/accounts`, right `accounts:read`. */
export const AccountSchema = v.strictObject({
  staffId: StaffIdSchema,
  name: v.string(),
  rights: RightsSchema,
  state: v.picklist(['active', 'locked', 'disabled']),
  madeAt: instant,
  madeBy: v.string(),
  passwordEndsAt: instant,
  lastSignInAt: v.nullable(instant),
});
export const AccountsSchema = v.strictObject({ accounts: v.array(AccountSchema) });
/** `POST /operations/accounts`, `POST /operations/accounts/:staffId/renew`; right `accounts:write` → 201, 200; shown once. */
export const NewAccountSchema = v.strictObject({
  staffId: StaffIdSchema,
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60)),
  rights: RightsSchema,
});
export const NewAccountAnswerSchema = HandedSchema;
/** `POST /operations/accounts/:staffId` → 204. */
export const AccountChangeSchema = v.strictObject({
  rights: v.optional(RightsSchema),
  state: v.optional(v.picklist(['active', 'disabled'])),
});

/** `GET /operations/staff-terminals`, right `accounts:read`; `POST /operations/staff-terminals` `accounts:write` → 201; `POST …/:terminal/withdraw` → 204. */
export const StaffTerminalSchema = v.strictObject({
  terminal: StaffTerminalNameSchema,
  registeredAt: instant,
  registeredBy: v.string(),
  withdrawnAt: v.nullable(instant),
  lastSeenAt: v.nullable(instant),
});
export const StaffTerminalsSchema = v.strictObject({ terminals: v.array(StaffTerminalSchema) });
export const NewStaffTerminalSchema = v.strictObject({ terminal: StaffTerminalNameSchema });

/** `GET /operations/site-tablets`, right `accounts:read`; `POST /operations/site-tablets` `accounts:write` → 201, 409 `taken`; `POST …/:tablet/withdraw` → 204. */
export const SiteTabletsSchema = v.strictObject({
  tablets: v.array(
    v.strictObject({
      tablet: StaffTerminalNameSchema,
      registeredAt: instant,
      registeredBy: v.string(),
      withdrawnAt: v.nullable(instant),
    }),
  ),
});
export const NewSiteTabletSchema = v.strictObject({ tablet: StaffTerminalNameSchema });
