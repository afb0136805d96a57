import type { KyselyPlugin, Transaction } from 'kysely';
import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createEventLog, memorySink } from '../../event-log/index.ts';
import { CommandSchema } from '../../protocol/index.ts';
import { generateSigningJwk, signerFromJwk } from '../../sealing/index.ts';
import { openInProcessBus } from '../bus/in-process-bus.ts';
import { createCommandDesk } from '../command-desk.ts';
import { enrolmentRoutes } from '../enrolment/index.ts';
import { centerEvents } from '../event-catalogue.ts';
import { insertCommand, type OpenStore } from '../store/index.ts';
import type { CenterTables } from '../store/tables.ts';
import { eventually } from '../test-support/eventually.ts';
import { freshStore, STORE_ENGINES } from '../test-support/fresh-store.ts';
import { intendAudit } from './audit-intents.ts';
import type { AuditEvent } from './audit-trail.ts';
import { type AuditWriter, openAuditWriter } from './audit-writer.ts';
import { openAuditTrail } from './open-audit-trail.ts';

const AT = new Date('2026-01-15T10:20:30.456Z');
const signer = signerFromJwk(await generateSigningJwk());
const act = (target: string): AuditEvent => ({
  actor: { kind: 'tool' },
  action: 'alarm-cleared',
  target,
  result: 'done',
});

describe.each(STORE_ENGINES)('on %s', (engine) => {
  let store: OpenStore;
  const sink = memorySink();
  const log = createEventLog(centerEvents, { sink, now: () => AT });
  const writers: AuditWriter[] = [];
  const openWriter = async (name: string): Promise<AuditWriter> => {
    const writer = await openAuditWriter({ store, name, now: () => new Date('2026-02-01T00:00:00Z'), log });
    writers.push(writer);
    return writer;
  };
  const chained = async (like: string) =>
    await store.database
      .selectFrom('audit_entries')
      .select(['node', 'seq', 'at', 'actor', 'action', 'target', 'result'])
      .where('target', 'like', like)
      .orderBy('place')
      .execute();
  const waiting = async (): Promise<number> =>
    (await store.database.selectFrom('audit_intents').select('id').execute()).length;
  const intend = (...targets: string[]): Promise<void> =>
    store.database.transaction().execute((session) => intendAudit(session, targets.map(act), AT));

  beforeAll(async () => {
    store = await freshStore(engine);
  }, 60_000);
  afterEach(async () => {
    for (const writer of writers.splice(0)) await writer.close();
    await store.database.deleteFrom('audit_intents').execute();
  });
  afterAll(() => store.close());

  test('an act that is taken back leaves no entry; an entry that cannot be takes the act back', async () => {
    const writer = await openWriter('back');
    const taken = store.database.transaction().execute(async (session) => {
      await intendAudit(session, [act('back-1')], AT);
      throw new Error('the act failed');
    });
    await expect(taken).rejects.toThrow('the act failed');
    const wordless = store.database.transaction().execute((session) => intendAudit(session, [act('back 2 ')], AT));
    await expect(wordless).rejects.toThrow();
    await writer.settle();
    expect(await chained('back%')).toEqual([]);
  });

  test('a node that ended between the act and its entry: the next one chains it, with the time of the act', async () => {
    await intend('late-1', 'late-2');
    const trail = await openAuditTrail({ store, name: 'late', key: null, now: () => new Date(), log });
    try {
      expect(await chained('late-%')).toMatchObject([
        { node: 'late-1', target: 'late-1', actor: 'tool', at: new Date('2026-01-15T10:20:30Z') },
        { node: 'late-1', target: 'late-2' },
      ]);
      expect(await waiting()).toBe(0);
    } finally {
      await trail.close();
    }
  });

  test('two nodes at once chain each act exactly once, in the order of each batch', async () => {
    const [one, two] = [await openWriter('both'), await openWriter('both')];
    const targets = Array.from({ length: 1_200 }, (_, index) => `both-${String(index).padStart(4, '0')}`);
    await intend(...targets);
    await Promise.all([one.settle(), two.settle(), one.append(act('appended'))]);
    await eventually(async () => expect(await waiting()).toBe(0));
    const entries = await chained('both-%');
    expect(entries.map(({ target }) => target).toSorted()).toEqual(targets);
    for (const node of ['both-1', 'both-2']) {
      const ofNode = entries.filter((entry) => entry.node === node).map(({ target }) => target);
      expect(ofNode).toEqual(ofNode.toSorted());
    }
  });

  test('a commit that fails moves nothing, and the next round does', async () => {
    const writer = await openWriter('fails');
    await intend('fails-1');
    const { seq } = await store.database
      .insertInto('audit_chains')
      .values({ node: 'fails-1', writer: 'x', size: 0, head: '0' })
      .onConflict((conflict) => conflict.column('node').doUpdateSet({ writer: 'another' }))
      .returning('size as seq')
      .executeTakeFirstOrThrow();
    expect(Number(seq)).toBe(0);
    // Written by another without its knowledge: the batch goes back, the chain is taken anew, and each entry stands once.
    await writer.settle();
    expect((await chained('fails-%')).map(({ target }) => target)).toEqual(['fails-1']);
    await writer.settle();
    await writer.append(act('fails-2'));
    expect((await chained('fails-%')).map(({ seq: number }) => Number(number))).toEqual([1, 2]);
  });

  test('a store that is away: the act stands with its intent, settling fails nobody', async () => {
    const away = { ...store, database: store.database };
    const writer = await openAuditWriter({ store: away, name: 'away', now: () => AT, log });
    writers.push(writer);
    await intend('away-1');
    Object.assign(away, { database: { transaction: () => ({ execute: () => Promise.reject(new Error('away')) }) } });
    await writer.settle();
    expect(await waiting()).toBe(1);
    Object.assign(away, { database: store.database });
    await writer.reopen();
    // All is done but the commit: the chain is where it was, and nobody takes its end for one that was cut off.
    const lost = (work: (session: Transaction<CenterTables>) => Promise<unknown>) =>
      store.database.transaction().execute(async (session) => {
        await work(session);
        throw new Error('lost');
      });
    Object.assign(away, { database: { transaction: () => ({ execute: lost }), selectFrom: undefined } });
    await writer.settle();
    expect(await waiting()).toBe(1);
    Object.assign(away, { database: store.database });
    await writer.settle();
    expect(await waiting()).toBe(0);
    expect(await chained('away-%')).toMatchObject([{ node: 'away-1', seq: expect.anything() }]);
    expect(sink.lines.join('')).not.toContain('AUDIT_CHAIN_BROKEN');
  });

  test('a certificate revoked by a node that ends at once is in the trail of the next', async () => {
    const place = { chain: 'synthetic', prefecture: '13', storeId: 'S-1', storeName: '架空店' };
    const [terminalId, serial] = ['KOFU-7001', `SYN-7001-${engine}`];
    const routes = enrolmentRoutes({
      database: store.database,
      audit: { settle: () => Promise.resolve() },
      bus: openInProcessBus(),
      codeHours: 24,
      now: () => AT,
    });
    const run = async (path: string, raw: { parameters?: object; body?: object }): Promise<boolean> => {
      const route = routes.find((candidate) => candidate.path === path && candidate.method === 'POST');
      const body = raw.body === undefined ? undefined : Buffer.from(JSON.stringify(raw.body));
      const done = await route?.run({ kind: 'tool' }, { parameters: raw.parameters, query: {}, body });
      return done?.isOk() ?? false;
    };
    expect(await run('/registry', { body: { places: [{ ...place, terminalId, serial }] } })).toBe(true);
    expect(await run('/registry/:terminalId/code', { parameters: { terminalId } })).toBe(true);
    const certificate = { serial: 'AB01', terminal_id: terminalId, key_digest: 'x', issued_at: AT, expires_at: AT };
    await store.database
      .insertInto('terminal_certificates')
      .values({ ...certificate, revoked_by: null, revoked_for: null })
      .execute();
    const revoked = { parameters: { serial: 'AB01' }, body: { reason: 'key-compromised' } };
    expect(await run('/certificates/:serial/revoke', revoked)).toBe(true);
    expect(await run('/certificates/:serial/revoke', revoked)).toBe(false);
    expect(await run('/registry/:terminalId/retire', { parameters: { terminalId } })).toBe(true);
    expect(await chained(terminalId)).toEqual([]);
    await (await openWriter('next')).settle();
    expect((await chained(terminalId)).map(({ action, result }) => [action, result])).toEqual([
      ['terminal-registered', 'done'],
      ['code-given-out', 'done'],
      ['certificate-revoked', 'AB01:key-compromised'],
      ['terminal-retired', 'done'],
    ]);
  });

  test('an order that a node ends, which ends itself at once, is in the trail of the next; where it cannot be, it is not ended', async () => {
    const commandId = `${engine}-${'C'.repeat(22)}`.slice(0, 22);
    const command = v.parse(CommandSchema, {
      v: 1,
      commandId,
      terminalId: 'KOFU-7002',
      processId: 'P'.repeat(22),
      expiresAt: AT.toISOString(),
      order: { kind: 'identify' },
    });
    await insertCommand(store.database, command, 'synthetic', new Date(AT.getTime() - 60_000));
    const deskWith = (database: OpenStore['database']) =>
      createCommandDesk({
        database,
        streams: {
          open: () => '',
          push: () => false,
          broadcast: () => undefined,
          connected: () => new Map(),
          isAlive: () => Promise.resolve(false),
          supersede: () => undefined,
          closeAll: () => undefined,
        },
        alarms: { hindranceOfRelease: () => Promise.resolve(null), releaseRightPerson: () => Promise.resolve() },
        signer,
        bus: { publish: () => Promise.resolve() },
        audit: { append: () => Promise.reject(new Error('the trail is away')), settle: () => Promise.resolve() },
        commandLifeMs: 600_000,
        now: () => AT,
        log,
      });
    const stateOf = async () =>
      (
        await store.database
          .selectFrom('commands')
          .select('state')
          .where('command_id', '=', commandId)
          .executeTakeFirstOrThrow()
      ).state;
    const away: KyselyPlugin = {
      transformQuery: ({ node }) => {
        if (JSON.stringify(node).includes('"audit_intents"')) throw new Error('the store has gone away');
        return node;
      },
      transformResult: ({ result }) => Promise.resolve(result),
    };
    await deskWith(store.database.withPlugin(away))
      .expire()
      .catch(() => undefined);
    expect(await stateOf()).toBe('queued');
    await deskWith(store.database)
      .expire()
      .catch(() => undefined);
    expect(await stateOf()).toBe('expired');
    await (await openWriter('after')).settle();
    expect(await chained('KOFU-7002')).toMatchObject([
      { actor: 'center', action: 'command-settled', result: `${commandId}.expired` },
    ]);
  });
});
