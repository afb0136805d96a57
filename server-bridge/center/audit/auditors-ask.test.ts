import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEventLog, memorySink } from '../../event-log/index.ts';
import { type Es256Signer, generateSigningJwk, publicJwkOf, signerFromJwk } from '../../sealing/index.ts';
import { AuditPageSchema, AuditStateSchema } from '../console-api/audit.ts';
import { centerEvents } from '../event-catalogue.ts';
import { createOperationsServer } from '../operations-server.ts';
import { type Actor, mayDo, StaffIdSchema } from '../staff/rights.ts';
import type { OpenStore } from '../store/index.ts';
import { freshStore } from '../test-support/fresh-store.ts';
import { auditRoutes } from './audit-routes.ts';
import { auditPublicKey } from './checkpoint-note.ts';
import { openAuditTrail, type RunningAuditTrail } from './open-audit-trail.ts';

const auditor: Extract<Actor, { kind: 'person' }> = {
  kind: 'person',
  staffId: v.parse(StaffIdSchema, 'synthetic.auditor'),
  name: 'Synthetic Auditor',
  roles: ['auditor'],
  sessionId: 'synthetic',
};
const now = () => new Date('2026-01-15T10:20:30.456Z');
const sink = memorySink();
const log = createEventLog(centerEvents, { sink, now });
let directory: string;
let store: OpenStore;
let audit: RunningAuditTrail;
let publicKeyFile: string;
let signs = true;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kofu-auditors-'));
  store = await freshStore();
  const jwk = await generateSigningJwk();
  publicKeyFile = join(directory, 'public.jwk.json');
  await writeFile(publicKeyFile, JSON.stringify(publicJwkOf(jwk)));
  const real = signerFromJwk(jwk);
  const signer: Es256Signer = {
    kid: real.kid,
    sign: (data) => (signs ? real.sign(data) : Promise.reject(new Error('the token is gone'))),
  };
  const key = { signer, publicKey: auditPublicKey(jwk), close: () => Promise.resolve() };
  audit = await openAuditTrail({ store, key, checkpointEveryMs: 3_600_000, now, log });
  await Promise.all(
    Array.from({ length: 30 }, (_, index) =>
      audit.append({
        actor: index % 2 === 0 ? auditor : { kind: 'tool' },
        action: index % 3 === 0 ? 'alarm-cleared' : 'command-ordered',
        target: `KOFU-000${index % 5}`,
        result: 'done',
      }),
    ),
  );
}, 60_000);
afterAll(async () => {
  await audit.close();
  await store.close();
  await rm(directory, { recursive: true, force: true });
});

async function ask(path: string, query: Record<string, string> = {}) {
  const route = auditRoutes({ database: store.database, audit, now }).find((route) => route.path === path);
  if (route === undefined) throw new Error('no such route');
  expect(mayDo({ ...auditor, roles: ['operator', 'administrator', 'approver'] }, route.needs)).toBe(false);
  expect(mayDo(auditor, route.needs)).toBe(true);
  return await route.run(auditor, { parameters: {}, query, body: undefined });
}
const page = async (query: Record<string, string>) => {
  const answer = (await ask('/audit', query))._unsafeUnwrap();
  return v.parse(AuditPageSchema, 'value' in answer ? answer.value : null);
};
const exported = async (): Promise<string> => {
  const answer = (await ask('/audit/export'))._unsafeUnwrap();
  if (!('stream' in answer)) throw new Error('not a download');
  expect(answer.stream.name).toBe('kofu-audit-2026-01-15T102030.ndjson');
  let text = '';
  for await (const piece of answer.stream.pieces) text += piece;
  return text;
};

test('the list goes from the newest backwards, page by page, and by actor, action and target', async () => {
  const first = await page({ limit: '20' });
  expect(first.rows).toHaveLength(20);
  expect(first.rows[0]).toMatchObject({ node: 'center-1', seq: 31 });
  const rest = await page({ limit: '20', before: String(first.before) });
  expect(rest).toMatchObject({ before: null });
  expect([...first.rows, ...rest.rows].map(({ seq }) => seq)).toEqual(Array.from({ length: 31 }, (_, i) => 31 - i));
  expect(rest.rows.at(-1)).toMatchObject({ actor: 'center', action: 'center-started', at: '2026-01-15T10:20:00.000Z' });
  const some = await page({ actor: 'synthetic.auditor', action: 'alarm-cleared', target: 'KOFU-0000' });
  expect(some.rows.map(({ seq }) => seq)).toEqual([2]);
  expect((await page({ actor: 'nobody' })).rows).toEqual([]);
  for (const query of [{ limit: '201' }, { limit: '0' }, { before: '-1' }, { actor: 'x'.repeat(41) }, { node: 'x' }]) {
    expect((await ask('/audit', query))._unsafeUnwrapErr().kind).toBe('malformed');
  }
});

test('an export is itself audited and signed to its last line, and the verifier finds it sound', async () => {
  const text = await exported();
  expect((await page({ limit: '1' })).rows[0]).toMatchObject({ action: 'audit-exported', actor: 'synthetic.auditor' });
  expect(audit.lastCheckpointAt()).toEqual(now());
  const state = (await ask('/audit/state'))._unsafeUnwrap();
  expect(v.parse(AuditStateSchema, 'value' in state ? state.value : null).nodes).toEqual([
    { node: 'center-1', entries: 32, checkpointAt: now().toISOString(), checkpointSize: 32 },
  ]);
  const file = join(directory, 'export.ndjson');
  const tampered = join(directory, 'tampered.ndjson');
  await writeFile(file, text);
  await writeFile(tampered, text.replace('"seq":7,"target":"KOFU-0000"', '"seq":7,"target":"KOFU-0001"'));
  const verify = (...words: string[]): Promise<{ code: unknown; said: string }> =>
    new Promise((resolve) => {
      const cli = join(import.meta.dirname, 'cli.ts');
      execFile(process.execPath, [cli, 'verify', ...words, '--key', publicKeyFile], (error, stdout) =>
        resolve({ code: error === null ? 0 : error.code, said: stdout }),
      );
    });
  expect(await verify(file, '--earlier', file)).toEqual({
    code: 0,
    said: 'SOUND      center-1: 32 entries, all signed\n',
  });
  const found = await verify(tampered);
  expect(found.code).toBe(1);
  expect(found.said).toContain('NOT SOUND  center-1: entry 7 was changed');
});

test('over HTTP the export comes as a file, line by line', async () => {
  const token = 'synthetic-token-of-an-auditing-tool';
  const routes = auditRoutes({ database: store.database, audit, now });
  const server = createOperationsServer({ routes, token, log });
  try {
    const answer = await server.inject({
      url: '/operations/audit/export',
      headers: { authorization: `Bearer ${token}` },
    });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/x-ndjson; charset=utf-8',
      'content-disposition': 'attachment; filename="kofu-audit-2026-01-15T102030.ndjson"',
    });
    const lines = answer.body.trimEnd().split('\n');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ kind: 'audit-export' });
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ kind: 'end' });
  } finally {
    await server.close();
  }
});

test('no entry has room for a person who was served', async () => {
  const { rows } = await sql<{ column_name: string }>`
    select column_name from information_schema.columns where table_name = 'audit_entries' order by ordinal_position
    `.execute(store.database);
  expect(rows.map(({ column_name }) => column_name)).toEqual([
    ...['place', 'node', 'seq', 'at', 'actor', 'action', 'target', 'result', 'previous', 'hash'],
  ]);
  await exported();
  expect(JSON.stringify(await page({}))).not.toContain(auditor.name);
});

test('a checkpoint that cannot be signed is logged, its age shows, and the trail goes on', async () => {
  const before = audit.lastCheckpointAt();
  signs = false;
  await audit.append({ actor: { kind: 'tool' }, action: 'alarm-cleared', target: '1', result: 'done' });
  expect(await audit.checkpoint()).toBe(false);
  expect(audit.lastCheckpointAt()).toEqual(before);
  expect(sink.lines.at(-1)).toContain('AUDIT_CHECKPOINT_FAILED');
  signs = true;
  expect(await audit.checkpoint()).toBe(true);
});

test('a trail without a key says so and makes no checkpoint', async () => {
  const unsigned = await openAuditTrail({ store, name: 'unsigned', key: null, now, log });
  expect(sink.lines.at(-1)).toContain('AUDIT_UNSIGNED');
  expect(await unsigned.checkpoint()).toBe(false);
  expect(unsigned.lastCheckpointAt()).toBeNull();
  await unsigned.close();
  await expect(
    unsigned.append({ actor: { kind: 'tool' }, action: 'alarm-cleared', target: '1', result: 'done' }),
  ).rejects.toThrow();
});
