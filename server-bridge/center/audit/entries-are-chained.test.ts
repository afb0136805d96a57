import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createEventLog, memorySink } from '../../event-log/index.ts';
import { centerEvents } from '../event-catalogue.ts';
import type { OpenStore } from '../store/index.ts';
import { freshStore, STORE_ENGINES } from '../test-support/fresh-store.ts';
import { BEFORE_THE_FIRST, entryBytes, entryHash } from './audit-entry.ts';
import { readEntries } from './audit-rows.ts';
import type { AuditEvent } from './audit-trail.ts';
import { type AuditWriter, openAuditWriter } from './audit-writer.ts';

const acknowledged = (target: string): AuditEvent => ({
  actor: { kind: 'tool' },
  action: 'alarm-acknowledged',
  target,
  result: 'done',
});

describe.each(STORE_ENGINES)('on %s', (engine) => {
  let store: OpenStore;
  const sink = memorySink();
  const log = createEventLog(centerEvents, { sink, now: () => new Date() });
  const writers: AuditWriter[] = [];
  const openWriter = async (name: string): Promise<AuditWriter> => {
    const writer = await openAuditWriter({ store, name, now: () => new Date('2026-01-15T10:20:30.456Z'), log });
    writers.push(writer);
    return writer;
  };
  const all = (node: string) =>
    readEntries(store.database, { node, after: 0, upTo: Number.MAX_SAFE_INTEGER, limit: 10_000 });

  beforeAll(async () => {
    store = await freshStore(engine);
  }, 60_000);
  afterEach(async () => {
    for (const writer of writers.splice(0)) await writer.close();
  });
  afterAll(() => store.close());

  test('five hundred appended at once stand in the order they were given, each on the hash of the one before', async () => {
    const writer = await openWriter('order');
    await Promise.all(Array.from({ length: 500 }, (_, index) => writer.append(acknowledged(String(index)))));
    await writer.append({ ...acknowledged('last'), actor: { kind: 'center' } });
    const entries = await all('order-1');
    expect(entries.map(({ entry }) => entry.target)).toEqual([
      ...Array.from({ length: 500 }, (_, index) => String(index)),
      'last',
    ]);
    let previous = BEFORE_THE_FIRST;
    for (const [index, { entry, hash }] of entries.entries()) {
      expect(entry).toMatchObject({ seq: index + 1, previous });
      expect(hash).toBe(entryHash(entryBytes(entry)));
      previous = hash;
    }
    expect(entries[0]?.entry.at).toBe('2026-01-15T10:20:30Z');
    expect(entries.at(-1)?.entry.at).toBe('2026-01-15T10:20:00Z');
  });

  test('a chain goes on where it ended; a second process meanwhile writes one of its own', async () => {
    const first = await openWriter('again');
    await first.append(acknowledged('one'));
    const second = await openWriter('again');
    await Promise.all([first.append(acknowledged('two')), second.append(acknowledged('other'))]);
    expect([first.chain()?.node, second.chain()?.node]).toEqual(['again-1', 'again-2']);
    await first.close();
    const third = await openWriter('again');
    await third.append(acknowledged('three'));
    expect((await all('again-1')).map(({ entry }) => [entry.seq, entry.target])).toEqual([
      [1, 'one'],
      [2, 'two'],
      [3, 'three'],
    ]);
    expect((await all('again-2')).map(({ entry }) => entry.target)).toEqual(['other']);
  });

  test('a writer whose chain was taken over without its knowledge writes nothing more into it', async () => {
    const writer = await openWriter('taken');
    await writer.append(acknowledged('one'));
    await store.database.updateTable('audit_chains').set({ writer: 'another' }).where('node', '=', 'taken-1').execute();
    await writer.append(acknowledged('two'));
    // It lets go and claims anew; here nobody else is alive, so it gets its chain back and goes on behind the one before.
    expect((await all('taken-1')).map(({ entry }) => [entry.seq, entry.target])).toEqual([
      [1, 'one'],
      [2, 'two'],
    ]);
  });

  test('the database refuses to change, remove or empty what was written', async () => {
    const writer = await openWriter('kept');
    await writer.append(acknowledged('one'));
    const { database } = store;
    const only = /only grows/;
    await expect(database.updateTable('audit_entries').set({ actor: 'nobody' }).execute()).rejects.toThrow(only);
    await expect(database.deleteFrom('audit_entries').execute()).rejects.toThrow(only);
    await expect(database.deleteFrom('audit_checkpoints').execute()).rejects.toThrow(only);
  });

  test('a word that could hold an individual number is refused before anything is written', async () => {
    const writer = await openWriter('words');
    for (const target of ['1234-5678-9012', '123456789012', 'a b', '', 'x'.repeat(81), '山田']) {
      await expect(writer.append(acknowledged(target))).rejects.toThrow();
    }
    await writer.append(acknowledged('Ab0_-9x8y7z6w5v4u3t2s1'));
    expect(await all('words-1')).toHaveLength(1);
  });

  test('a chain whose last row is gone is not written on: another is begun, and the log says so', async () => {
    const writer = await openWriter('broken');
    await writer.append(acknowledged('one'));
    await writer.close();
    await store.database.updateTable('audit_chains').set({ size: 2 }).where('node', '=', 'broken-1').execute();
    const next = await openWriter('broken');
    expect(next.chain()?.node).toBe('broken-2');
    expect(sink.lines.join('\n')).toContain('AUDIT_CHAIN_BROKEN');
  });
});
