import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EnrolmentWorld, placeOf, startEnrolmentWorld } from '../center/enrolment/test-support/enrolment-world.ts';
import { StaffIdSchema } from '../center/staff/rights.ts';
import { TerminalIdSchema } from '../protocol/index.ts';
import { enrolTerminal } from './enrol.ts';

let world: EnrolmentWorld;
let folder: string;
beforeAll(async () => {
  world = await startEnrolmentWorld();
  folder = await mkdtemp(join(tmpdir(), 'kofu-held-'));
});
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

const orderOf = (id: string, out: string) => ({
  host: '127.0.0.1',
  port: world.center.enrolmentPort ?? 0,
  caFile: world.world.trust.lineCaFile,
  terminalId: v.parse(TerminalIdSchema, id),
  serial: 'PLATE-1',
  code: '0000-0000-0000-0000',
  folder: join(folder, out),
});
const decide = async (path: string, body?: object): Promise<void> => {
  const { body: listed } = await world.staff('GET', '/held-enrolments');
  const route = world.center.routes.find((candidate) => candidate.path === `/held-enrolments/:id/${path}`);
  if (route === undefined) throw new Error('no such route');
  const staffId = v.parse(StaffIdSchema, 'hanako.synthetic');
  const person = { kind: 'person', staffId, name: 'Synthetic', roles: ['administrator'], sessionId: 's' } as const;
  const raw = { parameters: { id: listed.requests[0].id }, query: {} };
  const done = await route.run(person, {
    ...raw,
    body: body === undefined ? undefined : Buffer.from(JSON.stringify(body)),
  });
  expect(done._unsafeUnwrap()).toEqual({ status: 204 });
};

test('a refused machine says what to compare, asks again with the same key, and has its certificate once a person approved', async () => {
  await world.staff('POST', '/registry', { places: [placeOf('WAIT-1', 'PLATE-1')] });
  const decided: Promise<void>[] = [];
  const onRefused = (comparison: string) => decided.push(decide('approve', { comparison }));
  const done = await enrolTerminal({
    ...orderOf('WAIT-1', 'approved'),
    wait: { forMs: 30_000, everyMs: 50, onRefused },
  });
  await Promise.all(decided);
  expect(decided).toHaveLength(1);
  expect(done.isOk()).toBe(true);
  expect(await readdir(join(folder, 'approved'))).toEqual(['certificate.pem', 'key.pem']);
});

test('without an approval it ends refused, and leaves no file', async () => {
  await world.staff('POST', '/registry', { places: [placeOf('WAIT-1', 'PLATE-2'), placeOf('WAIT-2', 'PLATE-1')] });
  const wait = { forMs: 200, everyMs: 50, onRefused: () => undefined };
  const done = await enrolTerminal({ ...orderOf('WAIT-2', 'refused'), wait });
  expect(done._unsafeUnwrapErr()).toEqual({ kind: 'refused' });
  await expect(readdir(join(folder, 'refused'))).rejects.toThrow();
});
