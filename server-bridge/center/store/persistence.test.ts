import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TerminalIdSchema } from '../../protocol/index.ts';
import {
  insertDirective,
  listAlarms,
  newestDirective,
  openStore,
  raiseAlarm,
  registerTerminal,
  renewDirective,
  standingOf,
  suspendTerminal,
} from './index.ts';

const terminalId = v.parse(TerminalIdSchema, 'KOFU-0001');
const at = (text: string) => new Date(`2026-01-15T${text}.000Z`);
let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'kofu-store-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const record = (version: number, issuedAt: Date) => ({
  version,
  content: '{}',
  overrides: '[]',
  suspensions: '[]',
  placesRevision: 0,
  vrsKeySet: 'opaque',
  issuedAt,
  expiresAt: at('23:00:00'),
  signed: `signed-${version}`,
});

test('what was written is there after the process has opened its folder again; nobody else may open it meanwhile', async () => {
  const directory = join(root, 'center');
  const first = (await openStore({ kind: 'pglite', directory }))._unsafeUnwrap();
  expect((await openStore({ kind: 'pglite', directory }))._unsafeUnwrapErr().kind).toBe('store-in-use');
  await registerTerminal(first.database, terminalId, at('00:00:00'));
  await registerTerminal(first.database, terminalId, at('01:00:00'));
  await raiseAlarm(first.database, terminalId, 'RIGHT_PERSON_FAILED', at('02:00:00'));
  await suspendTerminal(first.database, terminalId, 'RIGHT_PERSON_FAILED');
  expect(await newestDirective(first.database)).toBeNull();
  expect(await insertDirective(first.database, record(1, at('00:00:00')))).toBe(true);
  expect(await insertDirective(first.database, { ...record(1, at('00:00:01')), signed: 'other' })).toBe(false);
  const renewed = { ...record(1, at('12:00:00')), signed: 'renewed' };
  expect(await renewDirective(first.database, renewed, at('00:00:00'))).toBe(true);
  expect(await renewDirective(first.database, { ...renewed, signed: 'late' }, at('00:00:00'))).toBe(false);
  await first.close();

  const second = (await openStore({ kind: 'pglite', directory }))._unsafeUnwrap();
  expect(await standingOf(second.database, terminalId)).toEqual({ suspendedFor: 'RIGHT_PERSON_FAILED', build: null });
  expect(await listAlarms(second.database)).toMatchObject([{ code: 'RIGHT_PERSON_FAILED', times: 1 }]);
  expect(await newestDirective(second.database)).toEqual({ ...renewed, version: 1 });
  await second.close();
}, 90_000);

test('a store that is not there is a value', async () => {
  const nowhere = await openStore({ kind: 'postgres', url: 'postgres://nobody@127.0.0.1:1/none' });
  expect(nowhere._unsafeUnwrapErr().kind).toBe('store-unavailable');
  const noFolder = await openStore({ kind: 'pglite', directory: '/dev/null/center' });
  expect(noFolder._unsafeUnwrapErr().kind).toBe('store-unavailable');
});
