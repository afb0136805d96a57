/** Many terminals at once: what registering would do, codes and an end for several, whole or not at all, each in the trail. */
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AlarmRuleChangesSchema, AlarmRulesSchema } from '../console-api/alarms.ts';
import { EnrolmentCodesSchema, RegistryCheckSchema, RegistryLookUpSchema } from '../console-api/enrolment.ts';
import { type EnrolmentWorld, placeOf, startEnrolmentWorld } from './test-support/enrolment-world.ts';

let world: EnrolmentWorld;
beforeAll(async () => {
  world = await startEnrolmentWorld();
  const places = [1, 2, 3, 4].map((number) => placeOf(`MANY-000${number}`, `MANY-S${number}`));
  expect((await world.staff('POST', '/registry', { places })).status).toBe(204);
  expect((await world.staff('POST', '/registry/MANY-0004/retire')).status).toBe(204);
});
afterAll(() => world.close());

const named = (...terminalIds: string[]) => ({ terminalIds });
const trail = async (action: string): Promise<readonly string[]> => {
  const entries = world.world.store.database.selectFrom('audit_entries');
  const rows = await entries.select('target').where('action', '=', action).orderBy('place').execute();
  return rows.map(({ target }) => target);
};

describe('a check', () => {
  test('says line by line what registering would do, and does nothing', async () => {
    const places = [
      placeOf('MANY-0001', 'MANY-S1'),
      placeOf('MANY-0002', 'MANY-S2', { prefecture: '14' }),
      placeOf('MANY-0009', 'MANY-S9'),
      placeOf('MANY-0008', 'MANY-S3'),
      placeOf('MANY-0004', 'MANY-S4'),
      placeOf('MANY-0007', 'MANY-S7'),
      placeOf('MANY-0007', 'MANY-S6'),
    ];
    const { status, body } = await world.staff('POST', '/registry/check', { places });
    expect(status).toBe(200);
    expect(v.parse(RegistryCheckSchema, body)).toEqual(body);
    expect(body.rows.map(({ terminalId, what }: { terminalId: string; what: string }) => [terminalId, what])).toEqual([
      ['MANY-0001', 'same'],
      ['MANY-0002', 'changes'],
      ['MANY-0009', 'new'],
      ['MANY-0008', 'serial-taken'],
      ['MANY-0004', 'retired'],
      ['MANY-0007', 'named-twice'],
      ['MANY-0007', 'named-twice'],
    ]);
    expect(body.rows[1].now).toEqual(placeOf('MANY-0002', 'MANY-S2'));
    expect(body.rows[2].now).toBeNull();
    expect((await world.staff('POST', '/registry/look-up', named('MANY-0009'))).body.missing).toEqual(['MANY-0009']);
  });

  test('agrees with registering about what can be', async () => {
    for (const [place, word] of [
      [placeOf('MANY-0008', 'MANY-S3'), 'serial-taken'],
      [placeOf('MANY-0004', 'MANY-S4'), 'retired'],
    ] as const) {
      expect((await world.staff('POST', '/registry/check', { places: [place] })).body.rows[0].what).toBe(word);
      expect(await world.staff('POST', '/registry', { places: [place] })).toEqual({
        status: 409,
        body: { error: word },
      });
    }
  });
});

describe('several', () => {
  test('are looked up in the order asked; retired and unknown ones are missing', async () => {
    const { body } = await world.staff('POST', '/registry/look-up', named('MANY-0002', 'MANY-0004', 'MANY-0001'));
    expect(v.parse(RegistryLookUpSchema, body)).toEqual(body);
    expect(body).toEqual({
      places: [placeOf('MANY-0002', 'MANY-S2'), placeOf('MANY-0001', 'MANY-S1')],
      missing: ['MANY-0004'],
    });
  });

  test('get codes that work, whole or not at all', async () => {
    const before = (await trail('code-given-out')).length;
    expect(await world.staff('POST', '/registry/codes', named('MANY-0001', 'MANY-0004'))).toEqual({
      status: 404,
      body: { error: 'not-registered' },
    });
    expect((await world.staff('POST', '/registry/codes', named('MANY-0001', 'MANY-0001'))).status).toBe(409);
    expect(await trail('code-given-out')).toHaveLength(before);
    const { status, body } = await world.staff('POST', '/registry/codes', named('MANY-0002', 'MANY-0001'));
    expect(status).toBe(201);
    expect(v.parse(EnrolmentCodesSchema, body)).toEqual(body);
    expect(body.codes).toMatchObject([
      { terminalId: 'MANY-0002', serial: 'MANY-S2' },
      { terminalId: 'MANY-0001', serial: 'MANY-S1' },
    ]);
    expect(new Set(body.codes.map(({ code }: { code: string }) => code)).size).toBe(2);
    expect((await trail('code-given-out')).slice(before).toSorted()).toEqual(['MANY-0001', 'MANY-0002']);
    const kept = await world.world.store.database.selectFrom('enrolment_codes').select('terminal_id').execute();
    expect(kept.map((row) => row.terminal_id)).toEqual(expect.arrayContaining(['MANY-0001', 'MANY-0002']));
  });

  test('are retired with their certificates, whole or not at all', async () => {
    await world.enrol('MANY-0003', 'MANY-S3');
    expect((await world.staff('POST', '/registry/retire', named('MANY-0003', 'NOBODY-1'))).status).toBe(404);
    expect((await world.staff('POST', '/registry/look-up', named('MANY-0003'))).body.missing).toEqual([]);
    expect((await world.staff('POST', '/registry/retire', named('MANY-0003', 'MANY-0002'))).status).toBe(204);
    expect((await world.staff('POST', '/registry/look-up', named('MANY-0003', 'MANY-0002'))).body.places).toEqual([]);
    const { body } = await world.staff('GET', '/certificates?terminalId=MANY-0003');
    expect(body.certificates).toMatchObject([{ state: 'revoked' }]);
    expect((await trail('terminal-retired')).slice(-2).toSorted()).toEqual(['MANY-0002', 'MANY-0003']);
  });

  test('are at least one and at most two thousand', async () => {
    const many = Array.from({ length: 2_001 }, (_, number) => `MANY-${number}`);
    for (const body of [named(), named(...many), named('no name'), {}]) {
      expect((await world.staff('POST', '/registry/retire', body)).status).toBe(400);
    }
  });
});

test('who set which rule of alarms is read from the trail', async () => {
  const rule = { severity: 'minor', afterSeconds: 60, repeatMinutes: 0, notify: false, enabled: false };
  expect((await world.staff('POST', '/alarm-rules/SUPPLIES_LOW', rule)).status).toBe(204);
  expect((await world.staff('POST', '/alarm-rules/REFUND_OWED', rule)).body).toEqual({ error: 'never-off' });
  const { body } = await world.staff('GET', '/alarm-rules/changes');
  expect(v.parse(AlarmRuleChangesSchema, body)).toEqual(body);
  expect(body).toMatchObject({ changes: [{ by: 'tool', code: 'SUPPLIES_LOW', rule }], before: null });
  expect((await world.staff('GET', `/alarm-rules/changes?before=${body.changes[0].place}`)).body.changes).toEqual([]);
  const { rules } = v.parse(AlarmRulesSchema, (await world.staff('GET', '/alarm-rules')).body);
  expect(rules.find((one) => one.code === 'SUPPLIES_LOW')).toMatchObject({ ...rule, fixed: false });
});
