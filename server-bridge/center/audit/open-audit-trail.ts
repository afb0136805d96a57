/** The center's audit trail, open: entries are taken, checkpoints are made. */
import type { CenterLog } from '../event-catalogue.ts';
import type { OpenStore } from '../store/index.ts';
import type { AuditTrail } from './audit-trail.ts';
import { openAuditWriter } from './audit-writer.ts';

export type RunningAuditTrail = AuditTrail & {
  /** This node's chain, such as `center-1`; null while the store is away. */
  node(): string | null;
  /** Writes that the center stops, and lets go of the chain. */
  close(): Promise<void>;
};

/**
 * Opens the trail and writes its first entry, `center-started`: a center that cannot audit does not serve.
 *
 * @throws when the store does not take it
 */
export async function openAuditTrail(parts: {
  readonly store: OpenStore;
  /** What the center's chains are called; one without a living writer is gone on with. */
  readonly name: string;
  readonly now: () => Date;
  readonly log: CenterLog;
}): Promise<RunningAuditTrail> {
  const writer = await openAuditWriter(parts);
  const byCenter = { actor: { kind: 'center' }, target: 'center', result: 'done' } as const;
  try {
    await writer.append({ ...byCenter, action: 'center-started' });
  } catch (cause) {
    await writer.close();
    throw cause;
  }
  return {
    append: writer.append,
    node: () => writer.chain()?.node ?? null,
    async close() {
      // Nobody waits for this one: a store that is gone must not keep the process from ending.
      await writer.append({ ...byCenter, action: 'center-stopped' }).catch(() => undefined);
      await writer.close();
    },
  };
}
