/** Appends entries to this node's chain: those of one moment in one commit, in the order in which they were given. */
import type { CenterLog } from '../event-catalogue.ts';
import type { OpenStore } from '../store/index.ts';
import { type AuditChain, advance, type ChainEnd, commitEntries, insertEntries, openChain } from './audit-chain.ts';
import { type AuditEntry, type ChainedEntry, entryBytes, entryHash } from './audit-entry.ts';
import { type EventWords, takeIntents, wordsOf } from './audit-intents.ts';
import type { AuditEvent } from './audit-trail.ts';

type Waiting = { readonly words: EventWords; readonly done: () => void; readonly failed: (cause: unknown) => void };

const MOST_IN_ONE_COMMIT = 500;
/** A node that loses its chain to another takes one anew; more often than this something is wrong. */
const MOST_CHAINS_LOST = 3;

/** Another has become the chain's writer. */
class ChainLost extends Error {}

export type AuditWriter = {
  append(event: AuditEvent): Promise<void>;
  /** Chains what acts have intended. Never fails: what does not go now stays for the next round. */
  settle(): Promise<void>;
  /** The chain that is written now; null while the store has to be asked again. */
  chain(): AuditChain | null;
  /** Asks the store again for the chain, if it was lost; without an answer it stays lost. */
  reopen(): Promise<void>;
  /** Waits for what was given, then lets go of the chain. */
  close(): Promise<void>;
};

/** @throws when the store does not answer */
export async function openAuditWriter(parts: {
  readonly store: OpenStore;
  readonly name: string;
  readonly now: () => Date;
  readonly log: CenterLog;
}): Promise<AuditWriter> {
  const { store, name, now, log } = parts;
  /** Where this process has left its chains: nobody may have cut one off meanwhile. */
  const left = new Map<string, ChainEnd>();
  const open = () => openChain(store, name, () => log.record('AUDIT_CHAIN_BROKEN', {}), left);
  let chain: AuditChain | null = await open();
  let waiting: Waiting[] = [];
  /** Who waits until the intents are chained. */
  let settling: (() => void)[] = [];
  let writing: Promise<void> | null = null;
  let closed = false;

  const letGo = async (): Promise<void> => {
    const held = chain;
    chain = null;
    if (held !== null) left.set(held.node, { size: held.frontier.size, head: held.head });
    await held?.claim.release();
  };

  const commit = async (batch: readonly Waiting[]): Promise<void> => {
    for (let lost = 0; lost < MOST_CHAINS_LOST; lost += 1) {
      if (chain !== null && !chain.claim.held()) await letGo();
      chain ??= await open();
      const words = batch.map((one) => one.words);
      if (await commitEntries(store.database, chain, chainUp(chain, words))) return;
      await letGo();
    }
    throw new Error('the audit chain is written by another');
  };

  /** Chains one batch of intents: their rows go and their entries come in one transaction. @returns how many */
  const chainIntents = async (): Promise<number> => {
    for (let lost = 0; lost < MOST_CHAINS_LOST; lost += 1) {
      if (chain !== null && !chain.claim.held()) await letGo();
      chain ??= await open();
      const held = chain;
      try {
        const entries = await store.database.transaction().execute(async (session) => {
          const chained = chainUp(held, await takeIntents(session, MOST_IN_ONE_COMMIT));
          if (!(await insertEntries(session, held, chained))) throw new ChainLost();
          return chained;
        });
        // Not before the commit: an end that is not there would look cut off.
        advance(held, entries);
        return entries.length;
      } catch (cause) {
        // Also where only the commit failed: how far the chain is, the store says.
        await letGo();
        if (!(cause instanceof ChainLost)) throw cause;
      }
    }
    throw new Error('the audit chain is written by another');
  };

  const settleIntents = async (): Promise<void> => {
    try {
      while ((await chainIntents()) === MOST_IN_ONE_COMMIT) {}
    } catch {
      // They are in the store, and stay there for a later round.
    }
  };

  const write = async (): Promise<void> => {
    // What is appended in the same turn of the loop is one batch.
    await Promise.resolve();
    try {
      if (waiting.length === 0) chain ??= await open();
    } catch {
      // Nobody waits for it; whoever appends next is told.
    }
    while (waiting.length > 0 || settling.length > 0) {
      if (settling.length > 0) {
        const asked = settling;
        settling = [];
        await settleIntents();
        for (const done of asked) done();
        continue;
      }
      const batch = waiting.slice(0, MOST_IN_ONE_COMMIT);
      waiting = waiting.slice(MOST_IN_ONE_COMMIT);
      try {
        await commit(batch);
        for (const { done } of batch) done();
      } catch (cause) {
        // Whether the commit was made is not known: the chain is read again before the next.
        await letGo();
        for (const { failed } of batch) failed(cause);
      }
    }
    // In the same turn as the look at what waits: nothing can be appended in between and be forgotten.
    writing = null;
  };

  return {
    async append(event) {
      if (closed) throw new Error('the audit trail is closed');
      const words = wordsOf(event, now());
      await new Promise<void>((done, failed) => {
        waiting.push({ words, done, failed });
        writing ??= write();
      });
    },
    async settle() {
      // Another node, or this one when it starts again, finds them.
      if (closed) return;
      await new Promise<void>((done) => {
        settling.push(done);
        writing ??= write();
      });
    },
    chain: () => chain,
    async reopen() {
      if (chain !== null || closed) return;
      writing ??= write();
      await writing;
    },
    async close() {
      closed = true;
      while (writing !== null) await writing;
      await letGo();
    },
  };
}

function chainUp({ node, head, frontier }: AuditChain, batch: readonly EventWords[]): ChainedEntry[] {
  let previous = head;
  return batch.map((words, index) => {
    const entry: AuditEntry = { node, seq: frontier.size + 1 + index, ...words, previous };
    previous = entryHash(entryBytes(entry));
    return { entry, hash: previous };
  });
}
