/** What everything about the center's people is made of, and how that looks to the shared part about people. */
import type { Kysely } from 'kysely';
import * as v from 'valibot';
import type {
  AccessParts,
  PasswordHashing,
  SecretBox,
  SessionLimits,
  StaffStore,
  StaffTables,
} from '../../staff-access/index.ts';
import type { AuditTrail } from '../audit/audit-trail.ts';
import type { CenterLog } from '../event-catalogue.ts';
import type { CenterDatabase } from '../store/open-store.ts';
import { type Role, RoleSchema } from './rights.ts';
import { witnessStaff } from './staff-witness.ts';

export type StaffParts = {
  readonly database: CenterDatabase;
  readonly hashing: PasswordHashing;
  readonly secrets: SecretBox;
  readonly audit: AuditTrail;
  readonly log: CenterLog;
  readonly limits: Omit<SessionLimits, 'sessionsOfOnePerson'>;
  readonly now: () => Date;
};

export type Roles = readonly Role[];
/** Of the text the store keeps. */
export const RolesSchema = v.pipe(v.string(), v.parseJson(), v.array(RoleSchema));

const SESSIONS_OF_ONE_PERSON = 5;

/** The audit trail is kept right after the act: it has a chain, and a connection, of its own. */
export const staffStore = <Event>(
  database: Kysely<StaffTables>,
  witness: (event: Event) => Promise<void>,
): StaffStore<Event> => ({
  use: (work) => work(database),
  async act(work) {
    const { value, events } = await database.transaction().execute(work);
    // Together: entries of one moment share a commit, so that an act with more of them is not seen to take longer.
    await Promise.all(events.map(witness));
    return value;
  },
  tell: witness,
});

export function accessPartsOf(parts: StaffParts): AccessParts<Roles> {
  const { database, hashing, secrets, limits, now } = parts;
  return {
    store: staffStore(database, witnessStaff(parts)),
    hashing,
    secrets,
    limits: { ...limits, sessionsOfOnePerson: SESSIONS_OF_ONE_PERSON },
    now,
    rolesSchema: RolesSchema,
    scope: '',
    binding: '',
  };
}
