/** What everything about people with accounts is made of; each installation gives its own store, roles and trail. */
import type { Kysely } from 'kysely';
import type * as v from 'valibot';
import type { PasswordHashing } from './password-hashing.ts';
import type { SecretBox } from './secret-box.ts';
import type { StaffId } from './staff-id.ts';
import type { StaffTables } from './staff-tables.ts';

/** What an act brings about: its value, and what has happened, for the trail. */
export type Act<T, Event> = { readonly value: T; readonly events: readonly Event[] };

/** The tables of one place whose account names count together; of no other place is a row visible. */
export type StaffStore<Event> = {
  /** Single statements, in a transaction or not as the store has it. */
  use<T>(work: (tables: Kysely<StaffTables>) => Promise<T>): Promise<T>;
  /**
   * All or nothing, and work that throws is undone. Where the trail is in the same store, its entries are part of that; elsewhere they
   * are kept right afterwards.
   *
   * @throws also where the trail cannot be kept
   */
  act<T>(work: (tables: Kysely<StaffTables>) => Promise<Act<T, Event>>): Promise<T>;
  /** Keeps what has happened without an act. */
  tell(event: Event): Promise<void>;
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

/** What the trail learns of people's coming and going. */
export type StaffEvent<Roles> =
  /** `endedSessions`: how many others of the person this one has ended. */
  | { readonly kind: 'signed-in'; readonly staffId: StaffId; readonly name: string; readonly endedSessions: number }
  | ({ readonly kind: 'sign-in-refused' } & SignInRefusal)
  /** Too many misses at an account there is. */
  | { readonly kind: 'locked'; readonly staffId: StaffId }
  | { readonly kind: 'signed-out'; readonly session: LiveSession<Roles> }
  | { readonly kind: 'password-changed'; readonly session: LiveSession<Roles> }
  /** The present one was another. */
  | { readonly kind: 'password-refused'; readonly session: LiveSession<Roles> }
  /** A request without the session's token: another page made it. `target`: the route as one word. */
  | { readonly kind: 'csrf-refused'; readonly session: LiveSession<Roles>; readonly target: string };

export type SignInRefusal =
  /** More than the machine, or the rates, allow; nothing was checked. `staffId` is null where it was not even read. */
  | { readonly reason: 'busy' | 'too-many'; readonly staffId: StaffId | null }
  /** `known`: whether there is such an account; `checked`: whether anything else was looked at, the name not having been locked yet. */
  | { readonly reason: 'locked'; readonly staffId: StaffId; readonly known: boolean; readonly checked: boolean }
  | { readonly reason: 'refused'; readonly staffId: StaffId; readonly known: boolean };

export type AccessParts<Roles> = {
  readonly store: StaffStore<StaffEvent<Roles>>;
  readonly hashing: PasswordHashing;
  readonly secrets: SecretBox;
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
