/** The console of the development country: its page, its key, and an account that is made anew at every start. Never for service. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type * as v from 'valibot';
import { buildConsole } from '../../server-bridge/center/console/index.ts';
import type { CenterConfigurationSchema } from '../../server-bridge/center/index.ts';
import { type PrivateFiles, writePrivate } from './private-files.ts';

const ACCOUNTS = fileURLToPath(new URL('../../server-bridge/center/staff/cli.ts', import.meta.url));
const STAFF_ID = 'developer';
const ROLES = ['operator', 'drafter', 'administrator', 'auditor'] as const;
const LIMIT_MS = 60_000;
const run = promisify(execFile);

export type DevelopmentAccount = {
  readonly staffId: string;
  readonly firstPassword: string;
  /** Where `development-code.ts` finds the second factor. */
  readonly authenticatorFile: string;
};

/** Builds the page and makes the key of second factors where it is missing. */
export async function prepareConsole(
  { directory, trust }: PrivateFiles,
  port: number,
): Promise<v.InferInput<typeof CenterConfigurationSchema>['console']> {
  const assetsDirectory = join(directory, 'console');
  const built = await buildConsole(assetsDirectory);
  if (built.isErr()) throw new Error("The console's page cannot be built.", { cause: built.error.cause });
  const secretKeyFile = join(directory, 'console-secret.key');
  await writeFile(secretKeyFile, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' }).catch(
    (cause: unknown) => {
      if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
    },
  );
  return { host: '127.0.0.1', port, tls: trust.centerServer, assetsDirectory, secretKeyFile };
}

/** An account with a new first password and second factor; the center must not run, its embedded store has one user at a time. */
export async function makeDevelopmentAccount(
  configurationFile: string,
  directory: string,
): Promise<DevelopmentAccount> {
  const named = ['--config', configurationFile, '--id', STAFF_ID];
  const roles = ROLES.flatMap((role) => ['--role', role]);
  const text = await accounts(['make', ...named, '--name', 'Developer (synthetic)', ...roles]).catch(() =>
    accounts(['renew', ...named]),
  );
  const firstPassword = /^first password\s+(\S+)$/m.exec(text)?.[1];
  const otpauthUri = /^authenticator\s+(\S+)$/m.exec(text)?.[1];
  if (firstPassword === undefined || otpauthUri === undefined) throw new Error('The console has no account.');
  const authenticatorFile = join(directory, 'console-authenticator.txt');
  await writePrivate(authenticatorFile, otpauthUri);
  return { staffId: STAFF_ID, firstPassword, authenticatorFile };
}

async function accounts(given: readonly string[]): Promise<string> {
  const { stdout } = await run(process.execPath, ['--no-warnings', ACCOUNTS, ...given], { timeout: LIMIT_MS });
  return stdout;
}
