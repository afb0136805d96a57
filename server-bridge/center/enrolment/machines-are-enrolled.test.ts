import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeCertificateRequest, makeSoftwareKey } from '../../terminal-certificates/index.ts';
import { judgeCode, keepCode, MISSES_ALLOWED, makeCode } from './enrolment-codes.ts';
import {
  type EnrolmentWorld,
  placeOf,
  SERIAL,
  startEnrolmentWorld,
  terminalId,
} from './test-support/enrolment-world.ts';

let world: EnrolmentWorld;
beforeAll(async () => {
  world = await startEnrolmentWorld();
});
afterAll(() => world.close());

const audited = async (): Promise<readonly string[]> => {
  const rows = await world.world.store.database.selectFrom('audit_entries').selectAll().orderBy('seq').execute();
  return rows.map((row) => JSON.stringify(row));
};
const messageOf = async (code: string, changes: object = {}) => ({
  v: 1,
  terminalId,
  serial: SERIAL,
  code,
  request: await makeCertificateRequest(terminalId, makeSoftwareKey()),
  ...changes,
});

describe('registering', () => {
  const statusOf = async (...places: object[]): Promise<number> =>
    (await world.staff('POST', '/registry', { places })).status;

  test('is whole or not at all', async () => {
    expect(await statusOf(placeOf('REG-0001', 'REG-S1'), placeOf('REG-0002', 'REG-S2'))).toBe(204);
    expect(await statusOf(placeOf('REG-0003', 'REG-S3'), placeOf('REG-0004', 'REG-S1'))).toBe(409);
    expect(await statusOf(placeOf('REG-0005', 'REG-S5'), placeOf('REG-0005', 'REG-S6'))).toBe(409);
    expect(await statusOf(placeOf('REG-0006', 'REG-S7'), placeOf('REG-0007', 'REG-S7'))).toBe(409);
    expect(await statusOf(placeOf('REG-0008', 'REG-S8', { prefecture: '48' }))).toBe(400);
    expect(await statusOf(placeOf('TERM-0123456789', 'REG-S9'))).toBe(400);
    const rows = await world.world.store.database
      .selectFrom('terminal_places')
      .select('terminal_id')
      .where('terminal_id', 'like', 'REG-%')
      .orderBy('terminal_id')
      .execute();
    expect(rows.map((row) => row.terminal_id)).toEqual(['REG-0001', 'REG-0002']);
  });

  test('moves a terminal to another place; a retired one does not come back', async () => {
    expect(await statusOf(placeOf('REG-0001', 'REG-S1', { prefecture: '14' }))).toBe(204);
    expect((await world.staff('POST', '/registry/REG-0002/retire')).status).toBe(204);
    expect((await world.staff('POST', '/registry/REG-0002/retire')).status).toBe(404);
    expect(await statusOf(placeOf('REG-0002', 'REG-S2'))).toBe(409);
    expect((await world.staff('POST', '/registry/REG-0002/code')).status).toBe(404);
    expect((await audited()).some((entry) => entry.includes('terminal-retired') && entry.includes('REG-0002'))).toBe(
      true,
    );
  });
});

describe('a one-time code', () => {
  test('gives a certificate of thirty days once, to that machine; every decision is in the trail, the code is not', async () => {
    const code = await world.code(terminalId, SERIAL);
    const key = makeSoftwareKey();
    const request = await makeCertificateRequest(terminalId, key);
    const enrolled = await world.ask(await messageOf(code, { request }));
    expect(enrolled.status).toBe(201);
    const certificate = new X509Certificate(enrolled.body.certificate);
    expect(certificate.subjectAltName).toBe(`URI:urn:kofu:terminal:${terminalId}`);
    expect(certificate.publicKey.equals(key.publicKey)).toBe(true);
    const lifeMs = certificate.validToDate.getTime() - Date.now();
    expect(lifeMs).toBeGreaterThan(29.9 * 86_400_000);
    expect(lifeMs).toBeLessThanOrEqual(30 * 86_400_000);

    expect(await world.ask(await messageOf(code))).toEqual({ status: 403, body: { error: 'refused' } });

    const { body } = await world.staff('GET', `/certificates?terminalId=${terminalId}`);
    expect(body.certificates).toMatchObject([{ serial: certificate.serialNumber, terminalId, state: 'valid' }]);
    const trail = (await audited()).join('\n');
    for (const action of ['terminal-registered', 'code-given-out', 'certificate-issued', 'enrolment-held']) {
      expect(trail).toContain(action);
    }
    const kept = JSON.stringify(await world.world.store.database.selectFrom('enrolment_codes').selectAll().execute());
    for (const text of [trail, kept, world.world.logLines.join('\n')]) expect(text).not.toContain(code);
  });

  test('whatever is wrong, the answer is the same', async () => {
    const now = new Date(Date.now() - 25 * 3_600_000);
    const { database } = world.world.store;
    const cases = [
      async () => messageOf('0000-0000-0000-0000'),
      async () => messageOf(await world.code(terminalId, SERIAL), { serial: 'SYN-9999' }),
      async () => messageOf(await world.code(terminalId, SERIAL), { terminalId: 'REG-0001' }),
      async () => messageOf(await world.code(terminalId, SERIAL), { terminalId: 'NOBODY-1' }),
      async () => {
        const code = await world.code(terminalId, SERIAL);
        await database.updateTable('enrolment_codes').set({ expires_at: now }).execute();
        return messageOf(code);
      },
      async () => {
        const foreign = { publicKey: makeSoftwareKey().publicKey, sign: makeSoftwareKey().sign };
        const request = await makeCertificateRequest(terminalId, foreign);
        return messageOf(await world.code(terminalId, SERIAL), { request });
      },
    ];
    for (const make of cases) {
      expect(await world.ask(await make())).toEqual({ status: 403, body: { error: 'refused' } });
    }
    expect(await world.ask('{')).toEqual({ status: 400, body: { error: 'malformed' } });
  });

  test('a code that was missed five times counts no more', async () => {
    const { database } = world.world.store;
    const now = new Date();
    const code = makeCode();
    const kept = { terminalId, serial: SERIAL, code, now, expiresAt: new Date(now.getTime() + 1_000) };
    await keepCode(database, kept);
    const attempt = { terminalId, serial: SERIAL, now, allElseFits: true };
    for (let miss = 0; miss < MISSES_ALLOWED; miss += 1) {
      expect(await judgeCode(database, { ...attempt, code: makeCode() })).toBe('code-wrong');
    }
    expect(await judgeCode(database, { ...attempt, code })).toBe('code-missed-too-often');
    await keepCode(database, kept);
    expect(await judgeCode(database, { ...attempt, code, now: kept.expiresAt })).toBe('code-expired');
    const use = () => database.transaction().execute((transaction) => judgeCode(transaction, { ...attempt, code }));
    expect((await Promise.all([use(), use()])).toSorted()).toEqual(['code-used', 'right']);
  });
});
