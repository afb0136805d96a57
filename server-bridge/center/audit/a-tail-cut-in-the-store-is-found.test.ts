/** Somebody with the whole database cuts the end of a chain off and mends the chain's row: the signed checkpoints and the living node know better. */
import { sql } from 'kysely';
import { afterEach, expect, test } from 'vitest';
import { createEventLog, memorySink } from '../../event-log/index.ts';
import { generateSigningJwk, signerFromJwk } from '../../sealing/index.ts';
import { centerEvents } from '../event-catalogue.ts';
import type { OpenStore } from '../store/index.ts';
import { freshStore } from '../test-support/fresh-store.ts';
import { exportAudit } from './audit-export.ts';
import { type AuditPublicKey, auditPublicKey } from './checkpoint-note.ts';
import { openAuditTrail, type RunningAuditTrail } from './open-audit-trail.ts';
import { verifyExport } from './verify/verify-export.ts';

const NODE = 'center-1';
const now = () => new Date('2026-01-15T10:20:30.456Z');
let store: OpenStore | null = null;
let audit: RunningAuditTrail | null = null;
afterEach(async () => {
  await audit?.close();
  await store?.close();
});

async function begin(): Promise<{
  store: OpenStore;
  audit: RunningAuditTrail;
  key: AuditPublicKey;
  lines: readonly string[];
}> {
  const jwk = await generateSigningJwk();
  const key = auditPublicKey(jwk);
  const sink = memorySink();
  const opened = await freshStore();
  store = opened;
  const trail = await openAuditTrail({
    store: opened,
    key: { signer: signerFromJwk(jwk), publicKey: key, close: () => Promise.resolve() },
    checkpointEveryMs: 3_600_000,
    now,
    log: createEventLog(centerEvents, { sink, now }),
  });
  audit = trail;
  return { store: opened, audit: trail, key, lines: sink.lines };
}

const append = (trail: RunningAuditTrail, target: string) =>
  trail.append({ actor: { kind: 'tool' }, action: 'alarm-cleared', target, result: 'done' });

/** Leaves the first entries of the chain, with its row as if there had never been more. */
async function cut({ database }: OpenStore, size: number): Promise<void> {
  await sql`alter table audit_entries disable trigger all`.execute(database);
  await sql`delete from audit_entries where seq > ${size}`.execute(database);
  await sql`alter table audit_entries enable trigger all`.execute(database);
  await sql`update audit_chains set size = ${size},
    head = (select hash from audit_entries where seq = ${size})`.execute(database);
}

async function exported({ database }: OpenStore): Promise<string[]> {
  let text = '';
  for await (const piece of exportAudit(database, now())) text += piece;
  return text.trimEnd().split('\n');
}

test('an export shows entries that a signed checkpoint covers and the store has no more', async () => {
  const { store, audit, key } = await begin();
  for (const target of ['A', 'B', 'C']) await append(audit, target);
  expect(await audit.checkpoint()).toBe(true);
  await cut(store, 3);
  const { findings } = await verifyExport(await exported(store), [key]);
  expect(findings).toEqual([{ kind: 'entries-missing', node: NODE, from: 4, to: 4 }]);
});

test('a node that finds its chain shorter than it left it does not go on with it', async () => {
  const { store, audit, key, lines } = await begin();
  for (const target of ['A', 'B', 'C']) await append(audit, target);
  await cut(store, 3);
  await append(audit, 'D');
  expect(lines.some((line) => line.includes('AUDIT_CHAIN_BROKEN'))).toBe(true);
  expect(audit.node()).toBe('center-2');
  // The next checkpoint of the node is not over the chain that was cut.
  expect(await audit.checkpoint()).toBe(true);
  const { chains } = await verifyExport(await exported(store), [key]);
  expect(chains.map(({ node, entries, signed }) => [node, entries, signed])).toEqual([
    [NODE, 3, 0],
    ['center-2', 1, 1],
  ]);
});
