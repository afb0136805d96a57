import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SoftHsm, startSoftHsm, TOKEN_LABEL } from '../../hardware-keys/test-support/soft-hsm.ts';
import { MunicipalityCodeSchema } from '../../protocol/index.ts';
import { type FilledStore, filledStore } from '../filled-store.ts';
import { createOperationLog } from '../operation-log/index.ts';
import { openMasterKey } from '../start-files.ts';
import { AreaKeysUnavailable, fileMasterKey, type GivenMasterKey } from '../store/master-key.ts';
import { findPerson } from '../store/records.ts';
import { createVrsStore } from '../store/vrs-store.ts';
import { changeMasterKey, checkMasterKey, rotateArea } from './index.ts';
import { runKeysProgram } from './keys-program.ts';

const A = v.parse(MunicipalityCodeSchema, '900010');
const NUMBER = '135792468015';
let filled: FilledStore;
let hsm: SoftHsm;
let folder: string;

beforeAll(async () => {
  filled = await filledStore();
  hsm = startSoftHsm();
  folder = await mkdtemp(join(tmpdir(), 'kofu-master-'));
}, 120_000);
afterAll(async () => {
  hsm.end();
  await rm(folder, { recursive: true });
  await filled.close();
});

const storeWith = async (masterKey: GivenMasterKey) => createVrsStore({ ...(await filled.another()), masterKey });
const inToken = (keyLabel: string) => ({
  kind: 'pkcs11' as const,
  modulePath: hsm.modulePath,
  tokenLabel: TOKEN_LABEL,
  pinFile: hsm.pinFile,
  keyLabel,
});
const quiet = { out: () => undefined, errors: () => undefined };

describe('a master key', () => {
  it('that is another one is said at once, and is never "not found" (P10)', async () => {
    const stranger = await storeWith(Buffer.alloc(32, 7));
    expect((await checkMasterKey(stranger))._unsafeUnwrapErr()).toEqual({
      kind: 'area-keys-unavailable',
      reason: 'wrong-master-key',
    });
    await expect(stranger.inArea(A, (inside) => findPerson(inside, NUMBER))).rejects.toThrow(AreaKeysUnavailable);
    expect((await checkMasterKey(filled.store)).isOk()).toBe(true);
    expect(() => fileMasterKey(new Uint8Array(16))).toThrow('32 bytes');
  });

  it('moves into a token and to another key of it: nothing but the wrapping changes, and the one before is worthless', async () => {
    const record = await filled.store.inArea(A, (inside) => findPerson(inside, NUMBER));
    for (const label of ['areas 2026', 'areas 2027']) {
      const file = join(folder, `${label}.json`);
      await writeFile(file, JSON.stringify(inToken(label)));
      expect(await runKeysProgram(['make-master-key', '--to', file], quiet)).toBe(0);
    }
    const first = (await openMasterKey(inToken('areas 2026')))._unsafeUnwrap();
    const second = (await openMasterKey(inToken('areas 2027')))._unsafeUnwrap();
    const file = fileMasterKey(filled.masterKey);
    const areas = (await filled.store.areas()).length;
    expect((await changeMasterKey(filled.store, file, first.masterKey))._unsafeUnwrap()).toBe(areas);
    // Given twice, it has nothing left to do; from a wrong one, it changes nothing.
    expect((await changeMasterKey(filled.store, file, first.masterKey))._unsafeUnwrap()).toBe(0);
    const wrong = await changeMasterKey(filled.store, fileMasterKey(Buffer.alloc(32, 9)), second.masterKey);
    expect(wrong._unsafeUnwrapErr()).toEqual({ kind: 'wrong-master-key' });
    expect((await changeMasterKey(filled.store, first.masterKey, second.masterKey))._unsafeUnwrap()).toBe(areas);
    for (const old of [file, first.masterKey]) {
      expect((await checkMasterKey(await storeWith(old))).isErr()).toBe(true);
    }
    const store = await storeWith(second.masterKey);
    expect(await store.inArea(A, (inside) => findPerson(inside, NUMBER))).toEqual(record);
    const now = () => new Date('2026-03-01T00:00:00Z');
    const parts = { store, masterKey: second.masterKey, log: createOperationLog({ now }), now };
    expect((await rotateArea(parts, A)).isOk()).toBe(true);
    expect(await store.inArea(A, (inside) => findPerson(inside, NUMBER))).toEqual(record);
    // A node that was in service all the time has the keys of before open, and finds its way to none of the new.
    await expect(filled.store.inArea(A, () => Promise.resolve())).rejects.toThrow(AreaKeysUnavailable);
    await first.close();
    await second.close();
  }, 60_000);

  it('in a token that does not have it, or whose PIN is open to others, is refused', async () => {
    expect((await openMasterKey(inToken('nobody')))._unsafeUnwrapErr()).toMatchObject({
      kind: 'master-key-token',
      cause: { kind: 'key-missing' },
    });
    const open = join(folder, 'pin.txt');
    await writeFile(open, '24681357\n', { mode: 0o644 });
    expect((await openMasterKey({ ...inToken('areas 2026'), pinFile: open }))._unsafeUnwrapErr().kind).toBe(
      'open-to-others',
    );
  });

  it('is not changed by a command line that says something else', async () => {
    for (const given of [
      [],
      ['rotate'],
      ['rotate', '--area', 'x', '--config', 'y'],
      ['destroy'],
      ['rotate', '--all'],
    ]) {
      expect(await runKeysProgram(given, quiet)).toBe(64);
    }
    const none = ['rotate', '--area', '900010', '--config', join(folder, 'none.json')];
    expect(await runKeysProgram(none, quiet)).toBe(78);
  });
});
