/** A certificate that ends while its connection is open is good for no other certificate, before the connection is ended too. */
import { sign } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createEventLog, noSink } from '../../event-log/index.ts';
import { TerminalIdSchema } from '../../protocol/index.ts';
import { type Issuer, makeCertificateRequest, makeSoftwareKey } from '../../terminal-certificates/index.ts';
import { createDevelopmentTrust } from '../../trust/index.ts';
import { centerEvents } from '../event-catalogue.ts';
import { type OpenStore, registerPlaces } from '../store/index.ts';
import { freshStore } from '../test-support/fresh-store.ts';
import { keepCertificate, listCertificates, noteUse, revokeCertificate } from './certificate-register.ts';
import { createEnrolmentDesk } from './enrolment-desk.ts';

const terminal = v.parse(TerminalIdSchema, 'KOFU-0001');
const now = new Date();
const BY = { name: 'tool', reason: 'key-compromised', now } as const;
let store: OpenStore;
let directory: string;
let issuer: Issuer;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kofu-renewal-'));
  const trust = (await createDevelopmentTrust(directory, { terminals: [], now }))._unsafeUnwrap();
  const key = await readFile(join(directory, 'line-ca.key.pem'), 'utf8');
  issuer = {
    certificate: await readFile(trust.lineCaFile, 'utf8'),
    sign: (data) => Promise.resolve(sign('sha256', data, { key, dsaEncoding: 'ieee-p1363' })),
  };
  store = await freshStore();
  const place = { terminalId: terminal, chain: 'synthetic', prefecture: '13', storeId: 'S-1', storeName: '架空店' };
  await registerPlaces(store.database, [{ ...place, serial: 'SYN-0001' }], now);
});
afterAll(async () => {
  await store.close();
  await rm(directory, { recursive: true, force: true });
});
beforeEach(async () => {
  await store.database.deleteFrom('terminal_certificates').execute();
});

const give = (serial: string, expiresAt = new Date(now.getTime() + 86_400_000)) =>
  keepCertificate(store.database, terminal, makeSoftwareKey().publicKey, {
    certificate: 'synthetic',
    serial,
    issuedAt: now,
    expiresAt,
  });
/** @param meanwhile what happens while the issuing key signs */
const renewWith = async (serial: string, meanwhile: () => Promise<unknown> = () => Promise.resolve()) => {
  const desk = createEnrolmentDesk({
    database: store.database,
    issuer: {
      certificate: issuer.certificate,
      async sign(data) {
        await meanwhile();
        return await issuer.sign(data);
      },
    },
    lifeMs: 86_400_000,
    holdMs: 86_400_000,
    allowedBuildsOf: () => Promise.resolve([]),
    audit: { append: () => Promise.resolve(), settle: () => Promise.resolve() },
    log: createEventLog(centerEvents, { sink: noSink(), now: () => now }),
    now: () => now,
  });
  return await desk.renew(terminal, await makeCertificateRequest(terminal, makeSoftwareKey()), serial);
};
const valid = async () =>
  (await listCertificates(store.database, terminal, 10, now)).filter(({ state }) => state === 'valid').length;

test('while it is valid it is renewed; so is one of the authority that the register does not know', async () => {
  await give('AA01');
  expect((await renewWith('AA01')).isOk()).toBe(true);
  expect((await renewWith('FFFF')).isOk()).toBe(true);
  expect(await valid()).toBe(3);
});

test('revoked before it asks, or while the new one is signed, it gets none', async () => {
  await give('AA01');
  await revokeCertificate(store.database, 'AA01', BY);
  expect((await renewWith('AA01')).isErr()).toBe(true);
  await give('AA02');
  expect((await renewWith('AA02', () => revokeCertificate(store.database, 'AA02', BY))).isErr()).toBe(true);
  expect(await valid()).toBe(0);
});

test('superseded by another, or at the very instant of its end, it gets none', async () => {
  await give('AA01');
  await give('AA02');
  await noteUse(store.database, 'AA02', now);
  expect((await renewWith('AA01')).isErr()).toBe(true);
  await give('AA03', now);
  expect((await renewWith('AA03')).isErr()).toBe(true);
});
