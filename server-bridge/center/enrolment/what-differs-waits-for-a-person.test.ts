import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { TerminalIdSchema } from '../../protocol/index.ts';
import { keyComparison, makeCertificateRequest, makeSoftwareKey } from '../../terminal-certificates/index.ts';
import { HeldEnrolmentsSchema } from '../console-api/held-enrolments.ts';
import { type Actor, StaffIdSchema } from '../staff/rights.ts';
import { COMPARISONS_ALLOWED, MOST_HELD } from './held-enrolments.ts';
import { type EnrolmentWorld, placeOf, startEnrolmentWorld } from './test-support/enrolment-world.ts';

const PERSON: Actor = {
  kind: 'person',
  staffId: v.parse(StaffIdSchema, 'hanako.synthetic'),
  name: 'Synthetic Hanako',
  roles: ['administrator'],
  sessionId: 'synthetic',
};
const REFUSED = { status: 403, body: { error: 'refused' } };
const HOUR_MS = 3_600_000;

let skewMs = 0;
let world: EnrolmentWorld;
beforeAll(async () => {
  world = await startEnrolmentWorld({}, () => new Date(Date.now() + skewMs));
});
afterAll(() => world.close());

let number = 0;
let id: string;
let serial: string;
beforeEach(() => {
  number += 1;
  id = `HELD-${number}`;
  serial = `PLATE-${number}`;
});

const machine = async (more: object) => {
  const key = makeSoftwareKey();
  const request = await makeCertificateRequest(v.parse(TerminalIdSchema, id), key);
  const message = { v: 1, terminalId: id, serial, request, ...more };
  return { comparison: keyComparison(key.publicKey), ask: () => world.ask(message), message };
};
const run = async (path: string, raw: { parameters?: unknown; body?: object }) => {
  const route = world.center.routes.find((candidate) => candidate.path === path);
  if (route === undefined) throw new Error('no such route');
  const body = raw.body === undefined ? undefined : Buffer.from(JSON.stringify(raw.body));
  return await route.run(PERSON, { parameters: raw.parameters, query: {}, body });
};
const held = async () => {
  const { body } = await world.staff('GET', '/held-enrolments');
  return v.parse(HeldEnrolmentsSchema, body).requests.filter(({ terminalId }) => terminalId === id);
};
const approve = (request: string, comparison: string) =>
  run('/held-enrolments/:id/approve', { parameters: { id: request }, body: { comparison } });
const refuse = (request: string) => run('/held-enrolments/:id/refuse', { parameters: { id: request } });
const only = async () => {
  const [first, ...more] = await held();
  if (first === undefined || more.length > 0) throw new Error('not exactly one');
  return first;
};
const certificates = async (): Promise<number> => {
  const { body } = await world.staff('GET', `/certificates?terminalId=${id}`);
  return body.certificates.length;
};
const audited = async (action: string) =>
  await world.world.store.database
    .selectFrom('audit_entries')
    .select(['actor', 'target', 'result'])
    .where('action', '=', action)
    .where('target', '=', id)
    .execute();

describe('a request that differs from what was registered', () => {
  test('another plate: held, shown with both, approved by a person who has compared, and only then issued', async () => {
    const asking = await machine({ code: await world.code(id, serial), serial: `OTHER-${number}` });
    expect(await asking.ask()).toEqual(REFUSED);
    const request = await only();
    expect(request).toMatchObject({
      registeredSerial: serial,
      serial: `OTHER-${number}`,
      differs: ['serial'],
      state: 'held',
      decidedBy: null,
    });
    // What is to be compared is at the machine, and nowhere else.
    expect(JSON.stringify((await world.staff('GET', '/held-enrolments')).body)).not.toContain(asking.comparison);
    expect(await asking.ask()).toEqual(REFUSED);
    expect(await certificates()).toBe(0);

    expect((await approve(request.id, asking.comparison))._unsafeUnwrap()).toEqual({ status: 204 });
    expect(await certificates()).toBe(0);
    expect((await asking.ask()).status).toBe(201);
    expect(await certificates()).toBe(1);
    expect(await only()).toMatchObject({
      state: 'issued',
      decidedBy: 'hanako.synthetic',
      registeredSerial: `OTHER-${number}`,
    });
    expect(await asking.ask()).toEqual(REFUSED);
    expect(await certificates()).toBe(1);
    expect(await audited('enrolment-held')).toEqual([{ actor: 'center', target: id, result: 'serial' }]);
    expect(await audited('enrolment-approved')).toMatchObject([{ actor: 'hanako.synthetic' }]);
  });

  test.each<[string, string, () => Promise<object>]>([
    [
      'a code that was never given',
      'code-wrong',
      async () => {
        await world.code(id, serial);
        return { code: '0000-0000-0000-0000' };
      },
    ],
    [
      'no code at all',
      'no-code',
      async () => {
        await world.staff('POST', '/registry', { places: [placeOf(id, serial)] });
        return { code: '0000-0000-0000-0000' };
      },
    ],
    [
      'a second try with a used code',
      'code-used',
      async () => {
        const code = await world.code(id, serial);
        expect((await (await machine({ code })).ask()).status).toBe(201);
        return { code };
      },
    ],
    [
      'an expired code',
      'code-expired',
      async () => {
        const code = await world.code(id, serial);
        const over = new Date(Date.now() - HOUR_MS);
        await world.world.store.database.updateTable('enrolment_codes').set({ expires_at: over }).execute();
        return { code };
      },
    ],
    [
      'a build that may not serve',
      'build',
      async () => {
        const allowed = await world.staff('POST', '/directive', { allowedBuilds: ['0.1.0+synthetic'] });
        expect(allowed.status).toBe(200);
        return { code: await world.code(id, serial), build: '0.1.0+another' };
      },
    ],
  ])('%s is named %s', async (_what, differs, make) => {
    const asking = await machine(await make());
    const before = await certificates();
    expect(await asking.ask()).toEqual(REFUSED);
    expect(await only()).toMatchObject({ differs: [differs], state: 'held' });
    expect(await certificates()).toBe(before);
    expect((await approve((await only()).id, asking.comparison)).isOk()).toBe(true);
    expect((await asking.ask()).status).toBe(201);
  });

  test('a build that may serve, and none that is said, are not held', async () => {
    await world.staff('POST', '/directive', { allowedBuilds: ['0.1.0+synthetic'] });
    const asking = await machine({ code: await world.code(id, serial), build: '0.1.0+synthetic' });
    expect((await asking.ask()).status).toBe(201);
    expect(await held()).toEqual([]);
  });

  test('refused by a person, its key gets nothing, even with the right code', async () => {
    const asking = await machine({ code: '0000-0000-0000-0000' });
    const code = await world.code(id, serial);
    expect(await asking.ask()).toEqual(REFUSED);
    const { id: request } = await only();
    expect((await refuse(request))._unsafeUnwrap()).toEqual({ status: 204 });
    expect((await approve(request, asking.comparison))._unsafeUnwrapErr()).toMatchObject({ error: 'decided' });
    expect(await world.ask({ ...asking.message, code })).toEqual(REFUSED);
    expect(await certificates()).toBe(0);
    expect(await audited('enrolment-turned-down')).toMatchObject([{ actor: 'hanako.synthetic' }]);
  });

  test('a comparison of another key approves nothing, and after five of them the request is refused', async () => {
    await world.code(id, serial);
    const [asking, other] = [await machine({ code: '0000-0000-0000-0000' }), await machine({})];
    await asking.ask();
    const { id: request } = await only();
    for (let miss = 0; miss < COMPARISONS_ALLOWED; miss += 1) {
      expect((await approve(request, other.comparison))._unsafeUnwrapErr()).toMatchObject({ error: 'other-key' });
    }
    expect((await approve(request, asking.comparison))._unsafeUnwrapErr()).toMatchObject({ error: 'decided' });
    expect(await asking.ask()).toEqual(REFUSED);
  });

  test('an approval is for the machine that was seen: the same key with another plate gets nothing', async () => {
    await world.code(id, serial);
    const asking = await machine({ code: '0000-0000-0000-0000' });
    await asking.ask();
    await approve((await only()).id, asking.comparison);
    expect(await world.ask({ ...asking.message, serial: `THIRD-${number}` })).toEqual(REFUSED);
    await world.staff('POST', '/registry', { places: [placeOf(id, `MOVED-${number}`)] });
    expect(await asking.ask()).toEqual(REFUSED);
    expect(await certificates()).toBe(0);
  });

  test('ends by itself, and the trail says that nobody decided', async () => {
    await world.code(id, serial);
    const asking = await machine({ code: '0000-0000-0000-0000' });
    await asking.ask();
    const { id: request } = await only();
    skewMs = 24 * HOUR_MS + 1;
    try {
      expect((await approve(request, asking.comparison))._unsafeUnwrapErr()).toMatchObject({
        error: 'no-such-request',
      });
      expect(await held()).toEqual([]);
      expect(await audited('enrolment-turned-down')).toEqual([{ actor: 'center', target: id, result: 'expired' }]);
    } finally {
      skewMs = 0;
    }
  });

  test('an approval that was not used in time is over as well', async () => {
    await world.code(id, serial);
    const asking = await machine({ code: '0000-0000-0000-0000' });
    await asking.ask();
    await approve((await only()).id, asking.comparison);
    skewMs = 24 * HOUR_MS + 1;
    try {
      expect(await asking.ask()).toEqual(REFUSED);
      expect(await certificates()).toBe(0);
    } finally {
      skewMs = 0;
    }
  });

  test('a terminal nobody registered is never held, and few keys wait for one', async () => {
    const stranger = await machine({ code: '0000-0000-0000-0000' });
    expect(await stranger.ask()).toEqual(REFUSED);
    expect(await held()).toEqual([]);
    await world.code(id, serial);
    for (let key = 0; key <= MOST_HELD; key += 1) {
      expect(await (await machine({ code: '0000-0000-0000-0000' })).ask()).toEqual(REFUSED);
    }
    expect(await held()).toHaveLength(MOST_HELD);
  });

  test('a plate that is another terminal’s is not approved', async () => {
    const taken = `TAKEN-${number}`;
    await world.staff('POST', '/registry', { places: [placeOf(`${id}-B`, taken)] });
    const asking = await machine({ code: await world.code(id, serial), serial: taken });
    await asking.ask();
    expect((await approve((await only()).id, asking.comparison))._unsafeUnwrapErr()).toMatchObject({
      error: 'serial-taken',
    });
    expect(await asking.ask()).toEqual(REFUSED);
  });

  test('a tool decides nothing', async () => {
    await world.code(id, serial);
    const asking = await machine({ code: '0000-0000-0000-0000' });
    await asking.ask();
    const request = (await only()).id;
    const answer = await world.staff('POST', `/held-enrolments/${request}/approve`, { comparison: asking.comparison });
    expect(answer).toEqual({ status: 403, body: { error: 'person-only' } });
    expect((await world.staff('POST', `/held-enrolments/${request}/refuse`)).status).toBe(403);
    expect(await only()).toMatchObject({ state: 'held' });
  });
});
