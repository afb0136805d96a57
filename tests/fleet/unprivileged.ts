/** Servers that refuse to run as root run as a user without rights; everything they are given is theirs. */
import { spawnSync } from 'node:child_process';
import { chownSync, existsSync } from 'node:fs';
import * as v from 'valibot';

const SETPRIV = '/usr/bin/setpriv';
const USERS = ['postgres', 'nobody'];

const IdSchema = v.pipe(v.string(), v.trim(), v.regex(/^\d+$/), v.transform(Number));

const idOf = (flag: '-u' | '-g', user: string): number | null => {
  const asked = v.safeParse(IdSchema, spawnSync('id', [flag, user], { encoding: 'utf8' }).stdout);
  return asked.success ? asked.output : null;
};

type User = { readonly name: string; readonly uid: number; readonly gid: number };

/** Whom to become; null where this process is nobody special itself. */
function findUser(): User | null {
  if (process.getuid?.() !== 0) return null;
  for (const name of USERS) {
    const uid = idOf('-u', name);
    const gid = idOf('-g', name);
    if (uid !== null && gid !== null) return { name, uid, gid };
  }
  throw new Error('There is neither a user postgres nor a user nobody on this machine.');
}

const user = findUser();

/** Hands a folder or file to the user the servers run as. */
export function handOver(path: string): void {
  if (user !== null) chownSync(path, user.uid, user.gid);
}

/** The command that runs `command` without rights, and takes it along when this process dies without a word. */
export function withoutRights(
  command: readonly string[],
  onDeath: 'INT' | 'TERM' = 'TERM',
): { readonly program: string; readonly args: readonly string[] } {
  const become = user === null ? [] : ['--reuid', user.name, '--regid', String(user.gid), '--clear-groups'];
  const full = existsSync(SETPRIV) ? [SETPRIV, ...become, '--pdeathsig', onDeath, ...command] : command;
  if (user !== null && !existsSync(SETPRIV)) throw new Error('setpriv is missing: Debian package util-linux.');
  const [program = '', ...args] = full;
  return { program, args };
}
