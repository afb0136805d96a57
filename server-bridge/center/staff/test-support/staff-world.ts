/** People on a fresh store with a clock that tests turn: no listener, no center. Everything in it is synthetic. */
import { Secret } from 'otpauth';
import * as v from 'valibot';
import { createEventLog, memorySink } from '../../../event-log/index.ts';
import {
  type AccessParts,
  codeAt,
  createPasswordHashing,
  createSignIn,
  type LiveSession,
  readSession,
  type SignIn,
  secretBoxFrom,
} from '../../../staff-access/index.ts';
import type { AuditEvent } from '../../audit/index.ts';
import { centerEvents } from '../../event-catalogue.ts';
import type { OpenStore } from '../../store/index.ts';
import { freshStore } from '../../test-support/fresh-store.ts';
import { makeAccount } from '../accounts.ts';
import { actorName, type Role, type StaffId, StaffIdSchema } from '../rights.ts';
import { accessPartsOf, type Roles, type StaffParts } from '../staff-parts.ts';

export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

export type StaffPerson = { readonly staffId: StaffId; readonly password: string; code(): string };

export type StaffWorld = {
  readonly parts: StaffParts;
  readonly store: OpenStore;
  readonly access: AccessParts<Roles>;
  signIn(attempt: Parameters<SignIn>[1]): ReturnType<SignIn>;
  /** `actor action target result` of everything appended. */
  readonly trail: string[];
  readonly logLines: readonly string[];
  pass(ms: number): void;
  person(staffId: string, ...roles: Role[]): Promise<StaffPerson>;
  /** Signs the person in, half a minute after whatever came before: a code counts once. */
  enter(person: StaffPerson, password?: string): Promise<string>;
  session(secret: string, renew?: boolean): Promise<LiveSession<Roles> | null>;
  close(): Promise<void>;
};

export const idOf = (staffId: string): StaffId => v.parse(StaffIdSchema, staffId);

export async function startStaffWorld(): Promise<StaffWorld> {
  const store = await freshStore();
  const sink = memorySink();
  let atMs = Date.parse('2026-04-01T00:00:00Z');
  const now = (): Date => new Date(atMs);
  const secrets = secretBoxFrom('5a'.repeat(32));
  if (secrets === null) throw new Error('no key');
  const trail: string[] = [];
  const append = ({ actor, action, target, result }: AuditEvent): Promise<void> => {
    trail.push(`${actorName(actor)} ${action} ${target} ${result}`);
    return Promise.resolve();
  };
  const parts: StaffParts = {
    database: store.database,
    hashing: createPasswordHashing(),
    secrets,
    audit: { append },
    log: createEventLog(centerEvents, { sink, now }),
    limits: { idleMs: 15 * MINUTE_MS, sessionMs: 8 * 60 * MINUTE_MS, passwordMs: 180 * DAY_MS },
    now,
  };
  const access = accessPartsOf(parts);
  const anybody = (await createSignIn(parts.hashing))._unsafeUnwrap();
  const signIn: StaffWorld['signIn'] = (attempt) => anybody(access, attempt);
  const pass = (ms: number): void => {
    atMs += ms;
  };
  return {
    parts,
    access,
    store,
    signIn,
    trail,
    logLines: sink.lines,
    pass,
    async person(staffId, ...roles) {
      const account = { staffId: idOf(staffId), name: 'Synthetic Person', roles };
      const { firstPassword, otpauthUri } = (await makeAccount(parts, { kind: 'center' }, account))._unsafeUnwrap();
      const secret = Secret.fromBase32(new URL(otpauthUri).searchParams.get('secret') ?? '').bytes;
      return { staffId: account.staffId, password: firstPassword, code: () => codeAt(secret, now()) };
    },
    async enter(person, password = person.password) {
      pass(30_000);
      const attempt = { staffId: person.staffId, password, code: person.code(), previousSecret: null };
      return (await signIn(attempt))._unsafeUnwrap().secret;
    },
    session: (secret, renew = true) => readSession<Roles>(store.database, secret, access, renew),
    close: () => store.close(),
  };
}
