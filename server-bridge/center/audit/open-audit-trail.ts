/** The center's audit trail, open: entries are taken, checkpoints are made. */
import type { CenterLog } from '../event-catalogue.ts';
import type { OpenStore } from '../store/index.ts';
import type { OpenAuditKey } from './audit-key.ts';
import type { AuditOutbox, AuditTrail } from './audit-trail.ts';
import { openAuditWriter } from './audit-writer.ts';
import { startCheckpoints } from './checkpoints.ts';

export type RunningAuditTrail = AuditTrail &
  AuditOutbox & {
    /** This node's chain, such as `center-1`; null while the store is away. */
    node(): string | null;
    /** Makes a checkpoint over all there is now. False when it could not be made, or there is no key for it. */
    checkpoint(): Promise<boolean>;
    /**
     * When a checkpoint last covered every entry of this node; null before the first, and always without a key. More than a few minutes
     * ago means that checkpoints cannot be made.
     */
    lastCheckpointAt(): Date | null;
    /** Writes that the center stops, makes the last checkpoint, and lets go of chain and key. */
    close(): Promise<void>;
  };

const CHECKPOINT_EVERY_MS = 60_000;
/** What an act intended and a node that ended could not chain waits no longer than this. */
const SETTLE_EVERY_MS = 10_000;

/**
 * Opens the trail and writes its first entry, `center-started`: a center that cannot audit does not serve. The key is closed with it.
 *
 * @throws when the store does not take it
 */
export async function openAuditTrail(parts: {
  readonly store: OpenStore;
  /** What the center's chains are called; one without a living writer is gone on with. */
  readonly name?: string;
  readonly key: OpenAuditKey | null;
  readonly checkpointEveryMs?: number;
  readonly now: () => Date;
  readonly log: CenterLog;
}): Promise<RunningAuditTrail> {
  const { store, name = 'center', key, checkpointEveryMs: everyMs = CHECKPOINT_EVERY_MS, now, log } = parts;
  const byCenter = { actor: { kind: 'center' }, target: 'center', result: 'done' } as const;
  let writer: Awaited<ReturnType<typeof openAuditWriter>> | null = null;
  try {
    writer = await openAuditWriter({ store, name, now, log });
    await writer.append({ ...byCenter, action: 'center-started' });
  } catch (cause) {
    await writer?.close();
    await key?.close();
    throw cause;
  }
  const opened = writer;
  await opened.settle();
  const settling = setInterval(() => void opened.settle(), SETTLE_EVERY_MS);
  if (key === null) log.record('AUDIT_UNSIGNED', {});
  const checkpoints =
    key === null ? null : startCheckpoints({ database: store.database, writer: opened, key, everyMs, now, log });
  return {
    append: opened.append,
    settle: opened.settle,
    node: () => opened.chain()?.node ?? null,
    checkpoint: async () => (await checkpoints?.make()) ?? false,
    lastCheckpointAt: () => checkpoints?.lastCheckpointAt() ?? null,
    async close() {
      clearInterval(settling);
      await opened.settle();
      // Nobody waits for this one: a store that is gone must not keep the process from ending.
      await opened.append({ ...byCenter, action: 'center-stopped' }).catch(() => undefined);
      await checkpoints?.make();
      await checkpoints?.stop();
      await opened.close();
      await key?.close();
    },
  };
}
