/** What is sent for signing in and for an own password, wherever staff sign in. Apart from everything else, so that pages can have it. */
import * as v from 'valibot';
import { StaffIdSchema } from './staff-id.ts';

/** Twelve characters at least; long ones cost the hash nothing it cannot bear. */
export const PasswordSchema = v.pipe(v.string(), v.minLength(12), v.maxLength(128));
export const OneTimeCodeSchema = v.pipe(v.string(), v.regex(/^[0-9]{6}$/));

/** `POST …/sign-in` → the session and its cookie; 401 `{error: 'refused'}` for whatever was wrong, 429 `locked` or `too-many` with
 * Retry-After, 503 `busy`. */
export const SignInSchema = v.strictObject({
  staffId: StaffIdSchema,
  password: v.pipe(v.string(), v.maxLength(128)),
  code: OneTimeCodeSchema,
});

/**
 * `POST …/password` → 204; all other sessions of the person end. 403 `refused` (the present one is wrong), 409 `unfit` (easily
 * guessed) or `used-before` (among the last five), 429 `locked`: the session is over as well.
 */
export const ChangePasswordSchema = v.strictObject({
  present: v.pipe(v.string(), v.maxLength(128)),
  next: PasswordSchema,
});

/** What a person is handed for an account, shown once. */
export const HandedSchema = v.strictObject({ firstPassword: v.string(), otpauthUri: v.string() });
