/** Signed checkpoints over this node's chain: each minute when there is something new, before an export, and at the end. */
import type { CenterLog } from '../event-catalogue.ts';
import type { CenterDatabase } from '../store/index.ts';
import type { AuditWriter } from './audit-writer.ts';
import { type CheckpointKey, signCheckpoint } from './checkpoint-note.ts';

export type Checkpoints = {
  /** Makes one now, if there is an entry that none covers yet. False when it could not be made; the log says why. */
  make(): Promise<boolean>;
  /**
   * When a checkpoint last covered every entry of this node; null before the first. Older than a few intervals means that checkpoints
   * cannot be made, not that nothing happens.
   */
  lastCheckpointAt(): Date | null;
  /** Makes no more by itself. */
  stop(): Promise<void>;
};

export function startCheckpoints(parts: {
  readonly database: CenterDatabase;
  readonly writer: Pick<AuditWriter, 'chain' | 'reopen'>;
  readonly key: CheckpointKey;
  readonly everyMs: number;
  readonly now: () => Date;
  readonly log: CenterLog;
}): Checkpoints {
  const { database, writer, key, everyMs, now, log } = parts;
  let covered: Date | null = null;
  let last = { node: '', size: 0 };

  const round = async (): Promise<boolean> => {
    await writer.reopen();
    const chain = writer.chain();
    if (chain === null) {
      log.record('AUDIT_CHECKPOINT_FAILED', { reason: 'store' });
      return false;
    }
    const { node, frontier } = chain;
    // All of it now: while the signature is made, the chain goes on.
    const { size } = frontier;
    const tree = { node, size, root: frontier.root() };
    const subtrees = JSON.stringify(frontier.subtrees);
    const at = now();
    if (last.node === node && last.size === size) {
      covered = at;
      return true;
    }
    let note: string;
    try {
      note = await signCheckpoint(tree, key);
    } catch {
      log.record('AUDIT_CHECKPOINT_FAILED', { reason: 'signature' });
      return false;
    }
    try {
      await database
        .insertInto('audit_checkpoints')
        .values({ node, size, at, note, frontier: subtrees })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    } catch {
      log.record('AUDIT_CHECKPOINT_FAILED', { reason: 'store' });
      return false;
    }
    last = { node, size };
    covered = at;
    return true;
  };

  let running: Promise<boolean> = Promise.resolve(true);
  const make = (): Promise<boolean> => {
    // One after another: each covers what was there when its turn came. A round never throws.
    running = running.then(round);
    return running;
  };
  const timer = setInterval(() => void make(), everyMs);

  return {
    make,
    lastCheckpointAt: () => covered,
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
