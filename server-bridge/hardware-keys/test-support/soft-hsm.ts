/** A SoftHSM2 token of its own for tests: everything in one folder, nothing of the machine's is touched. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const TOKEN_LABEL = 'kofu synthetic';
export const PIN = '24681357';

/** Where Debian puts the module, for each processor. */
const MODULES = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/local/lib/softhsm/libsofthsm2.so'];

export type SoftHsm = {
  readonly modulePath: string;
  readonly pinFile: string;
  readonly folder: string;
  /** The token is gone, as if pulled out. */
  readonly removeToken: () => void;
  /** Runs another program of the trade on the token. */
  readonly run: (program: string, ...args: string[]) => string;
  readonly end: () => void;
};

/** Makes a token. SoftHSM reads where its tokens are once in a process, so one of them serves a whole test file. */
export function startSoftHsm(): SoftHsm {
  const modulePath = MODULES.find((path) => existsSync(path));
  if (modulePath === undefined) throw new Error('the Debian package softhsm2 is not installed');
  const folder = mkdtempSync(join(tmpdir(), 'kofu-token-'));
  const tokens = join(folder, 'tokens');
  mkdirSync(tokens);
  const configuration = join(folder, 'softhsm2.conf');
  writeFileSync(configuration, `directories.tokendir = ${tokens}\nobjectstore.backend = file\nlog.level = ERROR\n`);
  const pinFile = join(folder, 'pin.txt');
  writeFileSync(pinFile, `${PIN}\n`, { mode: 0o600 });
  const before = process.env['SOFTHSM2_CONF'];
  process.env['SOFTHSM2_CONF'] = configuration;
  const run = (program: string, ...args: string[]) => execFileSync(program, args, { encoding: 'utf8', stdio: 'pipe' });
  run('softhsm2-util', '--init-token', '--free', '--label', TOKEN_LABEL, '--so-pin', '97531864', '--pin', PIN);
  return {
    modulePath,
    pinFile,
    folder,
    removeToken: () => rmSync(tokens, { recursive: true }),
    run,
    end: () => {
      rmSync(folder, { recursive: true, force: true });
      if (before === undefined) delete process.env['SOFTHSM2_CONF'];
      else process.env['SOFTHSM2_CONF'] = before;
    },
  };
}
