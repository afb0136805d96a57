/**
 * Measures the audit trail on this machine, entries a second one after another and many at once, each
 * beside bare inserts of the same rows in commits of the same size, the tree, and the list at a million rows.
 */
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { createEventLog, noSink } from '../../event-log/index.ts';
import { canonicalText, generateSigningJwk, publicJwkOf, signerFromJwk } from '../../sealing/index.ts';
import { centerEvents } from '../event-catalogue.ts';
import type { OpenStore } from '../store/index.ts';
import { freshStore } from '../test-support/fresh-store.ts';
import { BEFORE_THE_FIRST, entryBytes, entryHash } from './audit-entry.ts';
import { auditRoutes } from './audit-routes.ts';
import { openAuditWriter } from './audit-writer.ts';
import { auditPublicKey, type CheckpointKey, signCheckpoint } from './checkpoint-note.ts';
import { leafHash, rootOf, TreeFrontier } from './merkle-tree.ts';
import { verifyExport } from './verify/verify-export.ts';

export type BenchFigure = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly floor?: number;
};

const RUN_MS = 1_500;
const LEAVES = 200_000;
const ROWS = 1_000_000;
const CHECKPOINT_EACH = 10_000;
const ROWS_AT_ONCE = 50_000;
const TOOL = { actor: { kind: 'tool' }, action: 'alarm-cleared', target: 'KOFU-0001', result: 'done' } as const;

/** Calls a second, over rounds that each do `size` of them. */
async function perSecond(size: number, round: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  let done = 0;
  while (performance.now() - startMs < RUN_MS) {
    await round();
    done += size;
  }
  return (done / (performance.now() - startMs)) * 1_000;
}

async function benchAppend(store: OpenStore): Promise<BenchFigure[]> {
  const now = () => new Date();
  const log = createEventLog(centerEvents, { sink: noSink(), now });
  const writer = await openAuditWriter({ store, name: 'bench', now, log });
  await sql`create table bare_entries (like audit_entries)`.execute(store.database);
  const figures: BenchFigure[] = [];
  for (const size of [1, 20, 200]) {
    const value = await perSecond(size, () => Promise.all(Array.from({ length: size }, () => writer.append(TOOL))));
    const hash = randomBytes(32).toString('hex');
    const floor = await perSecond(size, () =>
      sql`insert into bare_entries
        select n, 'bench-1', n, now(), 'tool', ${TOOL.action}, ${TOOL.target}, ${TOOL.result}, ${hash}, ${hash}
        from generate_series(1, ${size}::int) n`.execute(store.database),
    );
    figures.push({ name: `audit entries, ${size} at once (bare insert)`, value, unit: '/s', floor });
  }
  await writer.close();
  return figures;
}

function benchTree(): BenchFigure[] {
  const leaf = randomBytes(300);
  const startMs = performance.now();
  const leaves = Array.from({ length: LEAVES }, () => leafHash(leaf));
  const hashedMs = performance.now();
  rootOf(leaves);
  const rootMs = performance.now();
  const frontier = new TreeFrontier();
  for (const each of leaves) frontier.add(each);
  frontier.root();
  const grownMs = performance.now();
  return [
    { name: 'audit leaf hashes', value: (LEAVES / (hashedMs - startMs)) * 1_000, unit: '/s', floor: 278_000 },
    { name: 'audit tree over 200,000, leaves and root', value: (rootMs - startMs) / 1_000, unit: 's', floor: 0.7 },
    { name: 'audit tree over 200,000, grown leaf by leaf', value: (grownMs - rootMs) / 1_000, unit: 's' },
  ];
}

/** An export of a million entries with a checkpoint each ten thousand, made as it is read. */
async function* exportOf(entries: number, key: CheckpointKey): AsyncGenerator<string> {
  const node = 'bench-1';
  const at = '2026-01-15T10:20:30Z';
  yield canonicalText({ kind: 'audit-export', v: 1, at, chains: [{ node, size: entries }] });
  const frontier = new TreeFrontier();
  let previous = BEFORE_THE_FIRST;
  let checkpoints = 0;
  for (let seq = 1; seq <= entries; seq += 1) {
    const words = { actor: 'tool', action: TOOL.action, target: TOOL.target, result: TOOL.result };
    const entry = { node, seq, at, ...words, previous };
    const bytes = entryBytes(entry);
    previous = entryHash(bytes);
    frontier.add(leafHash(bytes));
    yield canonicalText({ kind: 'entry', ...entry, hash: previous });
    if (seq % CHECKPOINT_EACH !== 0) continue;
    checkpoints += 1;
    yield canonicalText({
      kind: 'checkpoint',
      note: await signCheckpoint({ node, size: seq, root: frontier.root() }, key),
    });
  }
  yield canonicalText({ kind: 'end', entries, checkpoints });
}

/** Verifying a million entries, beside only making and reading through the same lines. */
async function benchVerify(): Promise<BenchFigure[]> {
  const jwk = await generateSigningJwk();
  const key = { signer: signerFromJwk(jwk), publicKey: auditPublicKey(publicJwkOf(jwk)) };
  const startMs = performance.now();
  let characters = 0;
  for await (const line of exportOf(ROWS, key)) characters += line.length;
  const readMs = performance.now() - startMs;
  if (characters === 0) throw new Error('nothing was made');
  const before = process.memoryUsage().rss;
  const verdict = await verifyExport(exportOf(ROWS, key), [key.publicKey]);
  const verifyMs = Math.max(1, performance.now() - startMs - 2 * readMs);
  if (!verdict.sound) throw new Error('a sound export was refused');
  const megabytes = (process.memoryUsage().rss - before) / 1_048_576;
  return [
    {
      name: 'audit verifier, 1,000,000 entries',
      value: (ROWS / verifyMs) * 1_000,
      unit: '/s',
      floor: (ROWS / readMs) * 1_000,
    },
    { name: 'audit verifier, memory more for 1,000,000 entries', value: megabytes, unit: 'MB' },
  ];
}

async function benchList(store: OpenStore): Promise<BenchFigure[]> {
  const { database } = store;
  await sql`insert into audit_chains values ('rows-1', 'nobody', 0, '')`.execute(database);
  for (let first = 1; first <= ROWS; first += ROWS_AT_ONCE) {
    await sql`
      insert into audit_entries (node, seq, at, actor, action, target, result, previous, hash)
      select 'rows-1', n, now(), 'staff-' || n % 50,
        case when n % 1000 = 0 then 'alarm-raised' else 'command-ordered' end, 'KOFU-' || n % 56000, 'done', '', ''
      from generate_series(${first}::int, ${first + ROWS_AT_ONCE - 1}::int) n`.execute(database);
  }
  await sql`analyze audit_entries`.execute(database);
  const audit = { append: () => Promise.resolve(), checkpoint: () => Promise.resolve(true) };
  const list = auditRoutes({ database, audit, now: () => new Date() }).find(({ path }) => path === '/audit');
  const figures: BenchFigure[] = [];
  for (const [what, query] of [
    ['newest', {}],
    ['one actor', { actor: 'staff-7' }],
    ['one action of one actor', { actor: 'staff-0', action: 'alarm-raised' }],
    ['one target', { target: 'KOFU-55999' }],
    ['an actor that is not there', { actor: 'nobody' }],
  ] as const) {
    const ask = () => list?.run({ kind: 'tool' }, { parameters: {}, query, body: undefined });
    await ask();
    const startMs = performance.now();
    for (let round = 0; round < 20; round += 1) await ask();
    figures.push({
      name: `audit list at 1,000,000 rows: ${what}`,
      value: (performance.now() - startMs) / 20,
      unit: 'ms',
    });
  }
  return figures;
}

/** On the engine that `freshStore` takes. Takes about a minute, most of it to make a million rows. */
export async function benchAudit(): Promise<BenchFigure[]> {
  const store = await freshStore();
  try {
    return [...(await benchAppend(store)), ...benchTree(), ...(await benchVerify()), ...(await benchList(store))];
  } finally {
    await store.close();
  }
}
