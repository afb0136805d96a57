import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { createEventLog, memorySink } from '../../event-log/index.ts';
import { generateSigningJwk, signerFromJwk } from '../../sealing/index.ts';
import { centerEvents } from '../event-catalogue.ts';
import { freshStore } from '../test-support/fresh-store.ts';
import { readEntries } from './audit-rows.ts';
import type { AuditEvent } from './audit-trail.ts';
import { auditPublicKey } from './checkpoint-note.ts';
import { openAuditTrail } from './open-audit-trail.ts';

const act = (target: string): AuditEvent => ({
  actor: { kind: 'tool' },
  action: 'alarm-cleared',
  target,
  result: 'done',
});

test('what the store does not take is refused to the caller; when it is back the chain goes on without a gap', async () => {
  const store = await freshStore();
  const sink = memorySink();
  const now = () => new Date();
  const log = createEventLog(centerEvents, { sink, now });
  const jwk = await generateSigningJwk();
  const key = { signer: signerFromJwk(jwk), publicKey: auditPublicKey(jwk), close: () => Promise.resolve() };
  const audit = await openAuditTrail({ store, key, checkpointEveryMs: 3_600_000, now, log });
  try {
    await audit.append(act('before'));
    await sql`alter table audit_chains rename to audit_chains_away`.execute(store.database);
    const refused = await Promise.allSettled([audit.append(act('one')), audit.append(act('two'))]);
    expect(refused.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(audit.node()).toBeNull();
    expect(await audit.checkpoint()).toBe(false);
    expect(sink.lines.at(-1)).toContain('AUDIT_CHECKPOINT_FAILED');
    await sql`alter table audit_chains_away rename to audit_chains`.execute(store.database);
    // Nobody has to act for checkpoints to go on.
    expect(await audit.checkpoint()).toBe(true);
    expect(audit.node()).toBe('center-1');
    await audit.append(act('after'));
    const range = { node: 'center-1', after: 0, upTo: 100, limit: 100 };
    const kept = await readEntries(store.database, range);
    expect(kept.map(({ entry }) => [entry.seq, entry.target])).toEqual([
      [1, 'center'],
      [2, 'before'],
      [3, 'after'],
    ]);
  } finally {
    await audit.close();
    await store.close();
  }
}, 60_000);

test('appending from what an append has woken never gets stuck', async () => {
  const store = await freshStore();
  const log = createEventLog(centerEvents, { sink: memorySink(), now: () => new Date() });
  const audit = await openAuditTrail({ store, key: null, now: () => new Date(), log });
  try {
    const inARow = async (name: string): Promise<void> => {
      for (let number = 0; number < 30; number += 1) {
        await audit.append(act(`${name}${number}`));
        for (let turn = 0; turn < number % 6; turn += 1) await Promise.resolve();
      }
    };
    await Promise.all(['a', 'b', 'c', 'd'].map(inARow));
    const kept = await readEntries(store.database, { node: 'center-1', after: 0, upTo: 1_000, limit: 1_000 });
    expect(kept).toHaveLength(1 + 4 * 30);
  } finally {
    await audit.close();
    await store.close();
  }
}, 60_000);
