/** What everything about people with accounts is made of; each installation gives its own store, roles and trail. */
import type { Kysely } from 'kysely';
import type * as v from 'valibot';
import type { PasswordHashing } from './password-hashing.ts';
import type { SecretBox } from './secret-box.ts';
import type { StaffId } from './staff-id.ts';
import type { StaffTables } from './staff-tables.ts';

/** The tables of one place whose account names count together; of no other place is a row visible. */
export type StaffStore = {
  /** Single statements, in a transaction or not as the store has it. */
  use<T>(work: (tables: Kysely<StaffTables>) => Promise<T>): Promise<T>;
  /** All or nothing; work that throws is undone. */
  transact<T>(work: (tables: Kysely<StaffTables>) => Promise<T>): Promise<T>;
};

export type SessionLimits = {
  readonly idleMs: number;
  readonly sessionMs: number;
  /** A password older than this is good for nothing but setting a new one. */
  readonly passwordMs: number;
  /** The oldest beyond it ends when another begins. */
  readonly sessionsOfOnePerson: number;
};

/** A session that is valid now, with the person as the account stands now: a role taken away is away at once. */
export type LiveSession<Roles> = {
  /** The digest, which opens nothing. */
  readonly sessionId: string;
  readonly staffId: StaffId;
  readonly name: string;
  readonly roles: Roles;
  readonly csrf: string;
  readonly idleEndsAt: Date;
  readonly endsAt: Date;
  readonly mustChangePassword: boolean;
};

export type SignInRefusal =
  /** More than the machine, or the rates, allow; nothing was checked. */
  | { readonly reason: 'busy' | 'too-many' }
  /** `known`: whether there is such an account; null where nobody has looked, since the name was locked already. */
  | { readonly reason: 'locked'; readonly known: boolean | null }
  | { readonly reason: 'refused'; readonly known: boolean };

/** Is told what happens, and keeps it. Each is waited for before the answer goes out; what throws is not done, or not answered. */
export type StaffWitness<Roles> = {
  /** @param endedSessions how many others of the person this one has ended */
  signedIn(person: { readonly staffId: StaffId; readonly name: string }, endedSessions: number): Promise<void>;
  /** @param staffId null where it could not be read */
  signInRefused(staffId: StaffId | null, refusal: SignInRefusal): Promise<void>;
  /** Too many misses at an account there is. */
  locked(staffId: StaffId): Promise<void>;
  signedOut(session: LiveSession<Roles>): Promise<void>;
  passwordChanged(session: LiveSession<Roles>): Promise<void>;
  passwordRefused(session: LiveSession<Roles>): Promise<void>;
  /** A request without the session's token: another page made it. @param target the route as one word */
  csrfRefused(session: LiveSession<Roles>, target: string): Promise<void>;
  /** Nobody is signed in, or nothing but a new password may be set. */
  requestRefused(reason: 'signed-out' | 'password-due'): void;
};

export type AccessParts<Roles> = {
  readonly store: StaffStore;
  readonly hashing: PasswordHashing;
  readonly secrets: SecretBox;
  readonly witness: StaffWitness<Roles>;
  readonly limits: SessionLimits;
  readonly now: () => Date;
  /** Of `staff_accounts.roles`. */
  readonly rolesSchema: v.GenericSchema<string, Roles>;
  /** Where the account names count: rates and sealed secrets of one place are not those of another. Empty where there is one place. */
  readonly scope: string;
  /** What a session holds to besides its secret; with another one the same secret opens nothing. Empty: nothing. */
  readonly binding: string;
};

/** The name under which secrets of an account are sealed. */
export const ownerOf = ({ scope }: { readonly scope: string }, staffId: string): string =>
  scope === '' ? staffId : `${scope}:${staffId}`;
