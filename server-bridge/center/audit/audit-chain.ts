/**
 * A chain as its one writer holds it. Which process that is, the store says (a claim on the chain's name); that no other writes all
 * the same, each commit makes sure of, because it moves the chain's row on only if this writer still stands in it.
 */
import { randomBytes } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import * as v from 'valibot';
import type { CenterDatabase, Claim, OpenStore } from '../store/index.ts';
import { type CenterTables, whole } from '../store/tables.ts';
import { BEFORE_THE_FIRST, type ChainedEntry, entryBytes, entryHash, HashSchema } from './audit-entry.ts';
import { readEntries } from './audit-rows.ts';
import { leafHash, TreeFrontier } from './merkle-tree.ts';

export type AuditChain = {
  readonly node: string;
  readonly writer: string;
  readonly claim: Claim;
  /** Hash of the last entry. */
  head: string;
  readonly frontier: TreeFrontier;
};

/** The last entry a writer knows of a chain it has let go of. */
export type ChainEnd = { readonly size: number; readonly head: string };

/** More processes than this do not share a name. */
const MOST_CHAINS = 999;
const PAGE = 5_000;

const SubtreesSchema = v.array(HashSchema);

/**
 * Takes the first chain of that name which no living process writes (`NAME-1`, `NAME-2`, …), and goes on where it ended.
 *
 * @param onBroken a chain whose rows do not fit together is left as it is, for the verifier
 * @param left how far this process has written chains before: one that does not hold that entry any more is broken, too
 * @throws when the store does not answer, or all chains of the name are taken
 */
export async function openChain(
  store: OpenStore,
  name: string,
  onBroken: () => void,
  left: ReadonlyMap<string, ChainEnd> = new Map(),
): Promise<AuditChain> {
  for (let number = 1; number <= MOST_CHAINS; number += 1) {
    const node = `${name}-${number}`;
    const claim = await store.claim(`audit ${node}`);
    if (claim === null) continue;
    try {
      const chain = await takeUp(store.database, node, claim);
      if (chain !== null && (await holds(store.database, node, left.get(node)))) return chain;
      onBroken();
    } catch (cause) {
      await claim.release();
      throw cause;
    }
    await claim.release();
  }
  throw new Error('every audit chain of this name is taken');
}

async function holds(database: CenterDatabase, node: string, end: ChainEnd | undefined): Promise<boolean> {
  if (end === undefined || end.size === 0) return true;
  const [last] = await readEntries(database, { node, after: end.size - 1, upTo: end.size, limit: 1 });
  return last?.hash === end.head;
}

async function takeUp(database: CenterDatabase, node: string, claim: Claim): Promise<AuditChain | null> {
  const writer = randomBytes(16).toString('base64url');
  const { size, head } = await database
    .insertInto('audit_chains')
    .values({ node, writer, size: 0, head: BEFORE_THE_FIRST })
    .onConflict((conflict) => conflict.column('node').doUpdateSet({ writer }))
    .returning(['size', 'head'])
    .executeTakeFirstOrThrow();
  const checkpoint = await database
    .selectFrom('audit_checkpoints')
    .select(['size', 'frontier'])
    .where('node', '=', node)
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst();
  const chain: AuditChain = {
    node,
    writer,
    claim,
    head: BEFORE_THE_FIRST,
    frontier:
      checkpoint === undefined
        ? new TreeFrontier()
        : TreeFrontier.restore(whole(checkpoint.size), v.parse(SubtreesSchema, JSON.parse(checkpoint.frontier))),
  };
  const { frontier } = chain;
  if (frontier.size > 0) {
    const [last] = await readEntries(database, { node, after: frontier.size - 1, upTo: frontier.size, limit: 1 });
    if (last === undefined) return null;
    chain.head = last.hash;
  }
  for (;;) {
    const page = await readEntries(database, {
      node,
      after: frontier.size,
      upTo: Number.MAX_SAFE_INTEGER,
      limit: PAGE,
    });
    for (const { entry, hash } of page) {
      const bytes = entryBytes(entry);
      if (entry.seq !== frontier.size + 1 || entry.previous !== chain.head || entryHash(bytes) !== hash) return null;
      frontier.add(leafHash(bytes));
      chain.head = hash;
    }
    if (page.length < PAGE) break;
  }
  return whole(size) === frontier.size && head === chain.head ? chain : null;
}

/**
 * Commits entries that follow the chain's last, all or none, in one statement.
 *
 * @returns false when another has become the chain's writer
 * @throws when the store does not take them; whether they are there is then not known
 */
export async function commitEntries(
  database: CenterDatabase,
  chain: AuditChain,
  entries: readonly ChainedEntry[],
): Promise<boolean> {
  if (!(await insertEntries(database, chain, entries))) return false;
  advance(chain, entries);
  return true;
}

/** The same in a transaction of the caller's, who calls `advance` once that is committed. */
export async function insertEntries(
  session: CenterDatabase | Kysely<CenterTables>,
  { node, writer, frontier, head }: AuditChain,
  entries: readonly ChainedEntry[],
): Promise<boolean> {
  const last = entries.at(-1);
  if (last === undefined) return true;
  const rows = JSON.stringify(entries.map(({ entry, hash }) => ({ ...entry, hash })));
  const { rows: moved } = await sql`
    with moved as (
      update audit_chains set size = ${last.entry.seq}::bigint, head = ${last.hash}
      where node = ${node} and writer = ${writer} and size = ${frontier.size}::bigint and head = ${head}
      returning node
    ), added as (
      insert into audit_entries (node, seq, at, actor, action, target, result, previous, hash)
      select moved.node, e.seq, e.at, e.actor, e.action, e.target, e.result, e.previous, e.hash
      from moved, jsonb_to_recordset(${rows}::jsonb) as e(
        seq bigint, at timestamptz, actor text, action text, target text, result text, previous text, hash text
      )
      order by e.seq
    )
    select node from moved`.execute(session);
  return moved.length > 0;
}

/** The chain ends with these now. */
export function advance(chain: AuditChain, entries: readonly ChainedEntry[]): void {
  for (const { entry, hash } of entries) {
    chain.frontier.add(leafHash(entryBytes(entry)));
    chain.head = hash;
  }
}
