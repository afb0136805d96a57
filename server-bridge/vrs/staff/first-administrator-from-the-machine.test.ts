import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { syntheticCardAnchors } from '../../../card-reader/virtual/index.ts';
import { secretBoxFrom } from '../../staff-access/index.ts';
import { createDevelopmentTrust } from '../../trust/index.ts';
import type { VrsConfiguration } from '../configuration.ts';
import { createDevelopmentFiles } from '../development-files.ts';
import { startVrs } from '../start-vrs.ts';
import { openDatabase } from '../store/open-store.ts';
import { runStaffProgram } from './staff-program.ts';

let folder: string;
let config: string;
let withoutStaff: string;
let configuration: VrsConfiguration;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kofu-vrs-program-'));
  const now = new Date();
  const trust = (await createDevelopmentTrust(join(folder, 'trust'), { terminals: [], now }))._unsafeUnwrap();
  const iss = 'https://vc.vrs.example/issuer';
  const made = await createDevelopmentFiles(folder, { iss, now, cardAnchors: syntheticCardAnchors() });
  const { staff, staffSecretKeyFile, rootPublicKey: _root, ...files } = made._unsafeUnwrap();
  const page = join(folder, 'page');
  await mkdir(page);
  await writeFile(join(page, 'index.html'), '<!doctype html><title>Kofu</title>');
  const server = { key: trust.vrsServer.keyFile, certificate: trust.vrsServer.certificateFile };
  const plain = {
    ...files,
    listen: { host: '127.0.0.1', port: 0 },
    tls: { ...server, clientCa: trust.lgwanCaFile },
    signing: { kind: 'files' },
    store: { kind: 'pglite', directory: join(folder, 'store') },
    allowedCenters: ['urn:kofu:center:development'],
    syntheticData: true,
    maxInFlight: 20,
    challengeLifeSeconds: 120,
  } as const;
  configuration = {
    ...plain,
    allowedCenters: [...plain.allowedCenters],
    staff: {
      listen: { host: '127.0.0.1', port: 0 },
      tls: { ...server, clientCa: staff.terminalCaFile },
      assetsDirectory: page,
      secretKeyFile: staffSecretKeyFile,
      spoolDirectory: join(folder, 'spool'),
      idleMinutes: 15,
      sessionHours: 10,
      passwordDays: 90,
      blankAfterSeconds: 120,
    },
  };
  config = join(folder, 'vrs.json');
  withoutStaff = join(folder, 'vrs-without-staff.json');
  await writeFile(config, JSON.stringify(configuration));
  await writeFile(withoutStaff, JSON.stringify(plain));
  // Makes the areas.
  await (await startVrs(configuration))._unsafeUnwrap().stop();
}, 240_000);
afterAll(() => rm(folder, { recursive: true }));

const run = async (...given: string[]) => {
  const written = { out: '', errors: '' };
  const code = await runStaffProgram(given, {
    out: (text) => {
      written.out += text;
    },
    errors: (text) => {
      written.errors += text;
    },
  });
  return { code, ...written };
};
const HERE = ['--area', '900010'];
const PERSON = ['--id', 'first.administrator', '--name', '見本 管理者'];

test('the first administrator and the first terminal of a municipality are made on the machine, and logged', async () => {
  const made = await run('make-administrator', '--config', config, ...HERE, ...PERSON);
  expect(made).toMatchObject({ code: 0, errors: '' });
  expect(made.out).toMatch(/first password {2}([a-z0-9]{4}-){4}[a-z0-9]{4}\n/);
  expect(made.out).toMatch(/otpauth:\/\/totp\//);
  expect(await run('register-terminal', '--config', config, ...HERE, '--terminal', 'desk-1')).toMatchObject({
    code: 0,
  });
  expect(await run('make-administrator', '--config', config, ...HERE, ...PERSON)).toMatchObject({
    code: 65,
    out: '',
    errors: 'taken\n',
  });
  const renewed = await run('renew', '--config', config, ...HERE, '--id', 'first.administrator');
  expect(renewed.code).toBe(0);
  expect(renewed.out).not.toBe(made.out);
  expect(await run('withdraw-terminal', '--config', config, ...HERE, '--terminal', 'desk-1')).toMatchObject({
    code: 0,
  });
  const open = (await openDatabase(configuration.store))._unsafeUnwrap();
  try {
    const accounts = await open.database.selectFrom('staff_accounts').select(['area', 'staff_id', 'roles']).execute();
    expect(accounts).toEqual([{ area: '900010', staff_id: 'first.administrator', roles: expect.any(String) }]);
    // Looks after accounts, and reads nobody's records.
    expect(JSON.parse(accounts[0]?.roles ?? '')).toMatchObject({
      accounts: 'write',
      'operation-log': 'write',
      people: 'none',
      records: 'none',
      numbers: 'none',
    });
    const log = await open.database.selectFrom('operation_log').selectAll().where('area', '=', '900010').execute();
    expect(log.map((row) => `${row.staff_id} ${row.operation} ${row.target} ${row.result}`)).toEqual([
      'system terminal-registered synthetic-1 done',
      'system account-made first.administrator done',
      'system account-changed first.administrator operation-log:write',
      'system account-changed first.administrator accounts:write',
      'system terminal-registered desk-1 done',
      'system account-changed first.administrator renewed',
      'system terminal-withdrawn desk-1 done',
    ]);
  } finally {
    await open.close();
  }
}, 240_000);

test('second factors are sealed anew under a new key, and who had one of no key is named', async () => {
  const keyFile = configuration.staff?.secretKeyFile ?? '';
  const old = await readFile(keyFile, 'utf8');
  const newKey = `${randomBytes(32).toString('hex')}\n`;
  const secretOf = async () => {
    const open = (await openDatabase(configuration.store))._unsafeUnwrap();
    try {
      const { one_time_secret: sealed } = await open.database
        .selectFrom('staff_accounts')
        .select('one_time_secret')
        .where('staff_id', '=', 'first.administrator')
        .executeTakeFirstOrThrow();
      return sealed;
    } finally {
      await open.close();
    }
  };
  const before = secretBoxFrom(old)?.open('900010:first.administrator', await secretOf());
  expect(before).toBeInstanceOf(Uint8Array);
  await writeFile(keyFile, newKey + old, { mode: 0o600 });
  expect(await run('reseal', '--config', config)).toEqual({
    code: 0,
    out: '1 sealed anew, 0 were already\n',
    errors: '',
  });
  expect(await run('reseal', '--config', config)).toMatchObject({ code: 0, out: '0 sealed anew, 1 were already\n' });
  // The new key alone opens the same secret.
  expect(secretBoxFrom(newKey)?.open('900010:first.administrator', await secretOf())).toEqual(before);
  await writeFile(keyFile, old, { mode: 0o600 });
  expect(await run('reseal', '--config', config)).toMatchObject({
    code: 65,
    errors: '0 sealed anew, 0 were already\nnone of the keys opens: 900010:first.administrator\n',
  });
  await writeFile(keyFile, newKey, { mode: 0o600 });
}, 240_000);

test.each([
  ['nothing', []],
  ['no area', ['make-administrator', ...PERSON]],
  ['an id that is none', ['make-administrator', ...HERE, '--id', 'A B', '--name', '見本']],
  ['a terminal for an account', ['make-administrator', ...HERE, ...PERSON, '--terminal', 'desk-1']],
  ['an area for all', ['reseal', ...HERE]],
  ['an unknown order', ['destroy', ...HERE, ...PERSON]],
])('usage: %s', async (_what, given) => {
  const { code, out, errors } = await run(...given, '--config', config);
  expect([code, out, errors.startsWith('usage: ')]).toEqual([64, '', true]);
});

test('an area there is not, and a configuration without staff', async () => {
  const strange = await run('register-terminal', '--config', config, '--area', '131016', '--terminal', 'desk-1');
  expect(strange).toMatchObject({ code: 65, errors: 'there is no such area\n' });
  const without = await run('renew', '--config', withoutStaff, ...HERE, '--id', 'first.administrator');
  expect(without).toMatchObject({ code: 65, errors: 'the configuration has no staff\n' });
}, 120_000);

test('a store that VRS has open is left alone', async () => {
  const open = (await openDatabase(configuration.store))._unsafeUnwrap();
  try {
    const refused = await run('register-terminal', '--config', config, ...HERE, '--terminal', 'desk-2');
    expect(refused).toMatchObject({ code: 69, errors: 'the store is in this folder and in use: stop VRS first\n' });
  } finally {
    await open.close();
  }
}, 120_000);
