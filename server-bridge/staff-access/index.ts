/**
 * People with accounts, and the listener they come through: passwords, one-time codes, sessions, lock-out, routes that name their right.
 * What an installation's roles, trail and store are, it says itself. Pages take `staff-id.ts` and `sign-in-messages.ts` alone.
 */
export {
  type AccessParts,
  type Act,
  type LiveSession,
  ownerOf,
  type SessionLimits,
  type StaffEvent,
  type StaffStore,
} from './access-parts.ts';
export {
  type Account,
  type AccountChange,
  type AccountError,
  type AccountEvent,
  type AccountParts,
  changeAccount,
  listAccounts,
  makeAccount,
  type NewAccount,
  renewAccount,
} from './accounts.ts';
export { changePassword } from './change-password.ts';
export type { Handed } from './credentials.ts';
export { routesFor, uploadsFor } from './define-route.ts';
export { readBody } from './json-body.ts';
export type { RawRequest } from './listener/body-arrival.ts';
export { addressKey } from './listener/client-address.ts';
export { LISTENER_RATES, type ListenerRates } from './listener/listener-rates.ts';
export { type PageAsset, readPageAssets } from './listener/page-assets.ts';
export { PAGE_HEADERS } from './listener/page-headers.ts';
export { createPersonOfRequest, routeWord } from './listener/person-of-request.ts';
export { sessionCookie } from './listener/session-cookie.ts';
export { addSignInRoutes } from './listener/sign-in-routes.ts';
export { createStaffListener } from './listener/staff-listener.ts';
export { createTokenBuckets } from './listener/token-buckets.ts';
export { UNREADABLE_REQUESTS } from './listener/unreadable-requests.ts';
export { mountStaffRoutes } from './mount-routes.ts';
export { codeAt } from './one-time-codes.ts';
export { createPasswordHashing, type PasswordHashing } from './password-hashing.ts';
export { resealSecret } from './reseal-secret.ts';
export { type SecretBox, secretBoxFrom } from './secret-box.ts';
export { readSession } from './sessions.ts';
export { createSignIn, type SignIn } from './sign-in.ts';
export type { AccessRoute, StaffAnswer, StaffProblem, Upload } from './staff-route.ts';
export type { StaffTables } from './staff-tables.ts';
export { isStorable } from './storable-text.ts';
