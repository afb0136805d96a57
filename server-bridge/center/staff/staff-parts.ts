/** What everything about people is made of. */
import type { AuditTrail } from '../audit/audit-trail.ts';
import type { CenterLog } from '../event-catalogue.ts';
import type { CenterDatabase } from '../store/open-store.ts';
import type { PasswordHashing } from './password-hashing.ts';
import type { SecretBox } from './secret-box.ts';
import type { SessionLimits } from './sessions.ts';

export type StaffParts = {
  readonly database: CenterDatabase;
  readonly hashing: PasswordHashing;
  readonly secrets: SecretBox;
  readonly audit: AuditTrail;
  readonly log: CenterLog;
  readonly limits: SessionLimits;
  readonly now: () => Date;
};
