/** The audit of one center process, from its configuration. */
import { err, ok, type Result } from 'neverthrow';
import type { CenterConfiguration, ConfigurationError } from '../configuration.ts';
import type { CenterLog } from '../event-catalogue.ts';
import type { OpenStore, StoreError } from '../store/index.ts';
import { openAuditKey } from './audit-key.ts';
import { openAuditTrail, type RunningAuditTrail } from './open-audit-trail.ts';

/** Opens key and trail. When it answers well, `center-started` is on disk. */
export async function startAudit(parts: {
  readonly configuration: Pick<CenterConfiguration, 'audit' | 'store'>;
  readonly store: OpenStore;
  readonly now: () => Date;
  readonly log: CenterLog;
}): Promise<Result<RunningAuditTrail, ConfigurationError | StoreError>> {
  const { configuration, store, now, log } = parts;
  const { audit } = configuration;
  const key = await openAuditKey(audit?.key, configuration.store);
  if (key.isErr()) return err(key.error);
  const named = audit === undefined ? {} : { name: audit.name, checkpointEveryMs: audit.checkpointEveryMs };
  try {
    return ok(await openAuditTrail({ store, key: key.value, ...named, now, log }));
  } catch (cause) {
    return err({ kind: 'store-unavailable', cause });
  }
}
