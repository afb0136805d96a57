import { cp, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SoftHsm, startSoftHsm, TOKEN_LABEL } from '../../hardware-keys/test-support/soft-hsm.ts';
import { runBackupProgram } from '../area-backup/backup-program.ts';
import { runKeysProgram } from '../area-keys/keys-program.ts';
import { runStaffProgram } from '../staff/staff-program.ts';
import { openDatabase } from '../store/open-store.ts';
import { runAreasProgram } from './areas-program.ts';
import {
  argumentsOf,
  type InstalledVrs,
  installVrs,
  inventedArea,
  said,
  withCheckDigit,
} from './testing/installed-vrs.ts';

const CODE = withCheckDigit('13998');
const facts = argumentsOf(inventedArea(CODE));
const emptyStore = async (name: string) => {
  const directory = vrs.at(name);
  await cp(vrs.at('store'), directory, { recursive: true });
  return { kind: 'pglite', directory } as const;
};
let hsm: SoftHsm;
let vrs: InstalledVrs;
beforeAll(async () => {
  hsm = startSoftHsm();
  vrs = await installVrs();
  // Made once and copied: making a store takes longer than all the rest.
  const made = (await openDatabase(vrs.store))._unsafeUnwrap();
  await made.close();
}, 120_000);
afterAll(async () => {
  hsm.end();
  await vrs.remove();
});

describe('an area', () => {
  it('is opened under a master key that never leaves its token', async () => {
    const inToken = (keyLabel: string) => ({
      kind: 'pkcs11' as const,
      modulePath: hsm.modulePath,
      tokenLabel: TOKEN_LABEL,
      pinFile: hsm.pinFile,
      keyLabel,
    });
    for (const label of ['areas', 'others']) {
      await writeFile(vrs.at(`${label}.key.json`), JSON.stringify(inToken(label)));
      expect(await said(runKeysProgram, 'make-master-key', '--to', vrs.at(`${label}.key.json`))).toMatch(/^0 /);
    }
    const store = await emptyStore('token-store');
    const config = await vrs.configure('token.json', { store, masterKey: inToken('areas') });
    const others = await vrs.configure('others.json', { store, masterKey: inToken('others') });
    expect(await said(runAreasProgram, 'register', '--config', config, ...facts)).toBe(`0 ${CODE} is open`);
    const terminal = ['register-terminal', '--area', CODE, '--terminal', 'desk-1', '--config'];
    expect(await said(runStaffProgram, ...terminal, config)).toBe('0 done');
    expect(await said(runAreasProgram, 'register', '--config', others, ...facts)).toMatch(/^78 .*wrong-master-key$/);
  }, 180_000);

  it('that is opened for a backup has the log of the backup; one with a log of its own refuses it', async () => {
    const keys = ['--private', vrs.at('private.json'), '--public', vrs.at('public.json')];
    expect(await said(runBackupProgram, 'make-key', ...keys)).toBe('0 made');
    const source = await vrs.configure('source.json', { store: await emptyStore('source') });
    const place = (config: string) => ['--area', CODE, '--config', config, '--file', vrs.at('area.backup')];
    expect(await said(runAreasProgram, 'register', '--config', source, ...facts)).toBe(`0 ${CODE} is open`);
    const save = ['save', ...place(source), '--public', vrs.at('public.json')];
    expect(await said(runBackupProgram, ...save)).toMatch(/^0 /);
    for (const [name, more, answer] of [
      ['plainly', [], /^65 other-chain$/],
      ['for-it', ['--for-restore'], /^0 .* rows are back$/],
    ] as const) {
      const store = await emptyStore(name);
      const config = await vrs.configure(`${name}.json`, { store });
      expect(await said(runAreasProgram, 'register', '--config', config, ...facts, ...more)).toBe(`0 ${CODE} is open`);
      const restore = ['restore', ...place(config), '--private', vrs.at('private.json')];
      expect(await said(runBackupProgram, ...restore)).toMatch(answer);
    }
  }, 180_000);
});
