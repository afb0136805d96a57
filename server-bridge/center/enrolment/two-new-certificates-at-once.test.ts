/** A terminal that was given two new certificates keeps the one it uses, whichever is used first and however close together. */
import * as v from 'valibot';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TerminalIdSchema } from '../../protocol/index.ts';
import { makeSoftwareKey } from '../../terminal-certificates/index.ts';
import { type OpenStore, registerPlaces } from '../store/index.ts';
import { freshStore } from '../test-support/fresh-store.ts';
import { keepCertificate, listCertificates, noteUse, revokeCertificate } from './certificate-register.ts';

const terminal = v.parse(TerminalIdSchema, 'KOFU-0001');
const issuedAt = new Date('2026-01-15T03:00:00.000Z');
const later = (seconds: number): Date => new Date(issuedAt.getTime() + seconds * 1_000);
let store: OpenStore;
beforeAll(async () => {
  store = await freshStore();
  const place = { terminalId: terminal, chain: 'synthetic', prefecture: '13', storeId: 'S-1', storeName: '架空店' };
  await registerPlaces(store.database, [{ ...place, serial: 'SYN-0001' }], issuedAt);
});
afterAll(() => store.close());

const give = async (serial: string): Promise<void> => {
  const issued = { certificate: 'synthetic', serial, issuedAt, expiresAt: later(86_400) };
  expect(await keepCertificate(store.database, terminal, makeSoftwareKey().publicKey, issued)).toBe(true);
};
const states = async (...serials: readonly string[]) => {
  const known = await listCertificates(store.database, terminal, 10, later(10));
  return serials.map((serial) => known.find((row) => row.serial === serial)?.state);
};

test('the second of two that were let in at once does not end the first', async () => {
  await give('AA01');
  await give('AA02');
  // Both were found valid by their nodes before either was noted.
  expect(await noteUse(store.database, 'AA01', later(1))).toBe(true);
  expect(await noteUse(store.database, 'AA02', later(1))).toBe(false);
  expect(await states('AA01', 'AA02')).toEqual(['valid', 'superseded']);
});

test('one that was revoked while it was let in ends no other', async () => {
  await give('BB01');
  expect(await noteUse(store.database, 'BB01', later(2))).toBe(true);
  await give('BB02');
  await revokeCertificate(store.database, 'BB02', { name: 'tool', reason: 'error', now: later(3) });
  expect(await noteUse(store.database, 'BB02', later(3))).toBe(false);
  expect(await states('BB01', 'BB02')).toEqual(['valid', 'revoked']);
});
