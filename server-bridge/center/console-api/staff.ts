/**
 * `/console/…`: signing in, and the accounts of the center's people.
 *
 * Every POST and DELETE carries `x-kofu-csrf` (not so signing in) and the browser's own `Origin`. What can be answered to any request:
 * 401 `signed-out`; 403 `csrf`, `cross-site`, `forbidden` or `password-due` (nothing but session, sign-out and password until an own
 * password is set); 429 `too-many` with Retry-After. A GET that the page sends by itself, without the person having done anything,
 * carries `x-kofu-background: 1`: it does not put off the session's idle end.
 */
import * as v from 'valibot';
import { InstantSchema } from '../../protocol/index.ts';
import { HandedSchema } from '../../staff-access/sign-in-messages.ts';
import { RIGHTS, RoleSchema, StaffIdSchema } from '../staff/rights.ts';

/** `POST /console/sign-in` and `POST /console/password`, as wherever staff sign in. */
export {
  ChangePasswordSchema,
  OneTimeCodeSchema,
  PasswordSchema,
  SignInSchema,
} from '../../staff-access/sign-in-messages.ts';

const instant = InstantSchema;
/** `GET /console/session`; 401 where there is none. Every POST and DELETE carries `csrf` as the header `x-kofu-csrf`. */
export const SessionSchema = v.strictObject({
  staffId: StaffIdSchema,
  name: v.string(),
  roles: v.array(RoleSchema),
  rights: v.array(v.picklist(RIGHTS)),
  csrf: v.string(),
  /** When it ends without a request, and when it ends in any case. */
  idleEndsAt: instant,
  endsAt: instant,
  mustChangePassword: v.boolean(),
});
export type Session = v.InferOutput<typeof SessionSchema>;
/** `POST /console/sign-out` → 204. */

/** `GET /operations/accounts`, right `accounts`. */
export const AccountSchema = v.strictObject({
  staffId: StaffIdSchema,
  name: v.string(),
  roles: v.array(RoleSchema),
  state: v.picklist(['active', 'locked', 'disabled']),
  madeAt: instant,
  lastSignInAt: v.nullable(instant),
});
export const AccountsSchema = v.strictObject({ accounts: v.array(AccountSchema) });
/**
 * `POST /operations/accounts` → 201 with what the person is given, shown once; 409 `taken`.
 * `POST /operations/accounts/ID/renew`, without a body → 200 with the same: new first password and second factor. 403 `own-account`.
 */
export const NewAccountSchema = v.strictObject({
  staffId: StaffIdSchema,
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60)),
  roles: v.pipe(v.array(RoleSchema), v.minLength(1)),
});
export const NewAccountAnswerSchema = HandedSchema;
/** `POST /operations/accounts/ID` → 204: roles, or its state (`active` unlocks). Nobody changes the own account:
 * 403 `own-account`; 404 `unknown-account`; 409 `last-administrator`. All sessions of the person end. */
export const AccountChangeSchema = v.strictObject({
  roles: v.optional(v.pipe(v.array(RoleSchema), v.minLength(1))),
  state: v.optional(v.picklist(['active', 'disabled'])),
});
