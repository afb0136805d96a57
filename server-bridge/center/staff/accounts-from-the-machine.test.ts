import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { secretBoxFrom } from '../../staff-access/index.ts';
import { openStore } from '../store/index.ts';
import { buildFoundation, type Foundation } from '../test-support/bridge-world.ts';
import { runAccountProgram } from './account-program.ts';

const SYNTHETIC_KEY = '5a'.repeat(32);
const NEXT_KEY = '3c'.repeat(32);

let foundation: Foundation;
let config: string;
let withoutConsole: string;
let directory: string;
let secretKeyFile: string;
beforeAll(async () => {
  foundation = await buildFoundation();
  directory = join(foundation.directory, 'store');
  secretKeyFile = join(foundation.directory, 'console-secret.key');
  await writeFile(secretKeyFile, SYNTHETIC_KEY, { mode: 0o600 });
  const store = { kind: 'pglite', directory } as const;
  const console = {
    host: '127.0.0.1',
    port: 0,
    tls: foundation.trust.centerServer,
    assetsDirectory: foundation.directory,
    secretKeyFile,
  };
  config = join(foundation.directory, 'center.json');
  withoutConsole = join(foundation.directory, 'center-without-console.json');
  const configuration = foundation.configuration({ store });
  await writeFile(config, JSON.stringify({ ...configuration, console }));
  await writeFile(withoutConsole, JSON.stringify(configuration));
}, 120_000);
afterAll(() => foundation.close());

type Ended = { readonly code: number; readonly out: string; readonly errors: string };
const run = async (...given: string[]): Promise<Ended> => {
  const written = { out: '', errors: '' };
  const code = await runAccountProgram(given, {
    out: (text) => {
      written.out += text;
    },
    errors: (text) => {
      written.errors += text;
    },
  });
  return { code, ...written };
};

test('the first administrator is made on the machine, told the password once, and audited', async () => {
  const given = ['--config', config, '--id', 'first.administrator'];
  const made = await run(
    'make',
    ...given,
    '--name',
    'Synthetic Person',
    '--role',
    'administrator',
    '--role',
    'watcher',
  );
  expect([made.code, made.errors]).toEqual([0, '']);
  const password = /first password {2}(\S+)/.exec(made.out)?.[1] ?? '';
  const uri = /otpauth:\/\/totp\/Kofu:first\.administrator\?\S+/.exec(made.out)?.[0] ?? '';
  expect(password).toMatch(/^([a-z2-9]{4}-){4}[a-z2-9]{4}$/);
  expect(made.out).toMatch(/[▀▄█]{10}/);

  const store = (await openStore({ kind: 'pglite', directory }))._unsafeUnwrap();
  try {
    const [account] = await store.database.selectFrom('staff_accounts').selectAll().execute();
    expect(account).toMatchObject({ staff_id: 'first.administrator', must_change: true, made_by: 'center' });
    expect(JSON.parse(account?.roles ?? '')).toEqual(['administrator', 'watcher']);
    const kept = `${account?.password_hash} ${account?.one_time_secret}`;
    expect(kept).not.toContain(password);
    expect(kept).not.toContain(new URL(uri).searchParams.get('secret'));
    const entries = await store.database.selectFrom('audit_entries').select(['action', 'target', 'result']).execute();
    expect(entries).toEqual([
      { action: 'account-made', target: 'first.administrator', result: 'administrator+watcher' },
    ]);
    // While somebody else has the store, nothing is made.
    expect((await run('renew', ...given)).code).toBe(69);
  } finally {
    await store.close();
  }
  expect((await run('make', ...given, '--name', 'x', '--role', 'auditor')).code).toBe(65);
}, 240_000);

test('the key of second factors is renewed: sealed anew under the first key of the file, and nobody loses one', async () => {
  expect(
    (await run('make', '--config', config, '--id', 'second.person', '--name', 'x', '--role', 'auditor')).code,
  ).toBe(0);
  const [old, renewed] = [secretBoxFrom(SYNTHETIC_KEY), secretBoxFrom(NEXT_KEY)];
  const kept = async () => {
    const store = (await openStore({ kind: 'pglite', directory }))._unsafeUnwrap();
    const accounts = await store.database.selectFrom('staff_accounts').selectAll().orderBy('staff_id').execute();
    const entries = await store.database.selectFrom('audit_entries').select(['target', 'result']).execute();
    await store.close();
    return { accounts, resealed: entries.filter(({ result }) => result === 'second-factor-resealed') };
  };
  const before = (await kept()).accounts.map((row) => old?.open(row.staff_id, row.one_time_secret));
  await writeFile(secretKeyFile, `${NEXT_KEY}\n${SYNTHETIC_KEY}\n`);
  expect(await run('reseal', '--config', config)).toEqual({
    code: 0,
    out: '2 sealed anew, 0 were already\n',
    errors: '',
  });
  expect(await run('reseal', '--config', config)).toMatchObject({ code: 0, out: '0 sealed anew, 2 were already\n' });
  const { accounts, resealed } = await kept();
  expect(accounts.map((row) => renewed?.open(row.staff_id, row.one_time_secret))).toEqual(before);
  expect(resealed.map(({ target }) => target)).toEqual(['first.administrator', 'second.person']);
  // A key that none of them was sealed under: said, and nothing is touched.
  await writeFile(secretKeyFile, '77'.repeat(32));
  const lost = await run('reseal', '--config', config);
  expect(lost).toMatchObject({ code: 65, errors: 'none of the keys opens: first.administrator second.person\n' });
  expect((await kept()).accounts).toEqual(accounts);
  await writeFile(secretKeyFile, SYNTHETIC_KEY);
}, 240_000);

test.each<[string, readonly string[]]>([
  ['nothing', []],
  ['no such order', ['remove', '--config', 'x', '--id', 'somebody']],
  ['a role there is not', ['make', '--config', 'x', '--id', 'somebody', '--name', 'x', '--role', 'root']],
  ['no role', ['make', '--config', 'x', '--id', 'somebody', '--name', 'x']],
  ['an account name with a number in it that could be a person’s', ['renew', '--config', 'x', '--id', 'a123456789012']],
  ['an option there is not', ['renew', '--config', 'x', '--id', 'somebody', '--password', 'x']],
])('%s is answered with how to call it', async (_what, given) => {
  const { code, out, errors } = await run(...given);
  expect([code, out, errors.startsWith('usage:')]).toEqual([64, '', true]);
});

test('a configuration without a console has no accounts', async () => {
  const { code, errors } = await run('renew', '--config', withoutConsole, '--id', 'somebody');
  expect([code, errors]).toEqual([78, 'the configuration has no console\n']);
  expect(await readFile(withoutConsole, 'utf8')).not.toContain('"console"');
});
