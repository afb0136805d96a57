import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEventLog, noSink } from '../../event-log/index.ts';
import type { StoreConfiguration } from '../configuration.ts';
import { centerEvents } from '../event-catalogue.ts';
import { openStore } from '../store/index.ts';
import { eventually } from '../test-support/eventually.ts';
import { STORE_ENGINES, type StoreEngine } from '../test-support/fresh-store.ts';
import { readEntries } from './audit-rows.ts';
import { openAuditWriter } from './audit-writer.ts';

const ENOUGH = 200;
const serverUrl = process.env['KOFU_TEST_POSTGRES_URL'];
const DATABASE = `kofu_center_test_${randomBytes(8).toString('hex')}`;
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kofu-audit-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function onServer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A store that a process can open by itself, and how to be rid of it. */
async function place(engine: StoreEngine): Promise<{ configuration: StoreConfiguration; remove: () => Promise<void> }> {
  if (engine === 'pglite' || serverUrl === undefined) {
    const configuration = { kind: 'pglite', directory: join(directory, 'store') } as const;
    return { configuration, remove: () => Promise.resolve() };
  }
  await onServer(serverUrl, `create database ${DATABASE}`);
  const url = new URL(serverUrl);
  url.pathname = `/${DATABASE}`;
  return {
    configuration: { kind: 'postgres', url: url.href },
    remove: () => onServer(serverUrl, `drop database ${DATABASE}`),
  };
}

/** Lets a process append until it has told of enough entries, and kills it in the middle of its work. */
async function appendAndKill(configuration: StoreConfiguration): Promise<number[]> {
  const script = join(import.meta.dirname, 'test-support', 'append-until-killed', 'main.ts');
  const child = spawn(process.execPath, [script, JSON.stringify(configuration)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const told: number[] = [];
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      told.push(Number(line));
      if (told.length === ENOUGH) child.kill('SIGKILL');
    }
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
  return told;
}

test.each(STORE_ENGINES)(
  'on %s a killed process has lost nothing it told of, and its chain is gone on with',
  async (engine) => {
    const { configuration, remove } = await place(engine);
    const told = await appendAndKill(configuration);
    expect(told.length).toBeGreaterThanOrEqual(ENOUGH);
    const store = (await openStore(configuration))._unsafeUnwrap();
    try {
      // A server may take a moment to see that the connection is gone.
      await eventually(async () => {
        const claim = await store.claim('audit killed-1');
        expect(claim).not.toBeNull();
        await claim?.release();
      });
      const now = () => new Date();
      const log = createEventLog(centerEvents, { sink: noSink(), now });
      const writer = await openAuditWriter({ store, name: 'killed', now, log });
      expect(writer.chain()?.node).toBe('killed-1');
      await writer.append({ actor: { kind: 'tool' }, action: 'alarm-cleared', target: 'after', result: 'done' });
      await writer.close();
      const range = { node: 'killed-1', after: 0, upTo: Number.MAX_SAFE_INTEGER, limit: 100_000 };
      const kept = await readEntries(store.database, range);
      const targets = kept.map(({ entry }) => entry.target);
      expect(targets.slice(0, told.length)).toEqual(told.map(String));
      expect(targets.at(-1)).toBe('after');
      for (const [index, { entry }] of kept.entries()) {
        expect(entry.seq).toBe(index + 1);
        if (index > 0) expect(entry.previous).toBe(kept[index - 1]?.hash);
      }
    } finally {
      await store.close();
      await remove();
    }
  },
  120_000,
);
