/** The units: that systemd takes them, and how much of the machine each service can still reach. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

/** Highest exposure by systemd's own measure (0 shut, 10 open). The browser needs namespaces for its sandbox. */
const UNITS = [
  { unit: 'kofu-terminal.service', folder: 'terminal', exposure: 1.5 },
  { unit: 'kofu-shell.service', folder: 'terminal', exposure: 2.9 },
  { unit: 'kofu-center.service', folder: 'servers', exposure: 1.3 },
  { unit: 'kofu-vrs.service', folder: 'servers', exposure: 1.3 },
] as const;

const directory = mkdtempSync(join(tmpdir(), 'kofu-units-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** The programs are not installed here: their places are taken by one that is. */
function unitHere(folder: string, unit: string): string {
  const text = readFileSync(join(import.meta.dirname, folder, unit), 'utf8');
  const path = join(directory, unit);
  writeFileSync(path, text.replace(/^ExecStart=\S+/m, 'ExecStart=/usr/bin/env').replace(/^Documentation=.*\n/m, ''));
  return path;
}

describe.each(UNITS)('$unit', ({ unit, folder, exposure }) => {
  const text = readFileSync(join(import.meta.dirname, folder, unit), 'utf8');
  const settings = (name: string): string[] =>
    [...text.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map(([, value = '']) => value);

  it('is understood by systemd without a word', () => {
    const verified = spawnSync('systemd-analyze', ['verify', '--man=no', unitHere(folder, unit)], { encoding: 'utf8' });
    const about = `${verified.stdout}${verified.stderr}`.split('\n').filter((line) => line.includes(unit));
    expect(about).toEqual([]);
  });

  it('is exposed no more than its bound', () => {
    const threshold = ['security', '--offline=true', `--threshold=${Math.round(exposure * 10)}`, '--no-pager'];
    const judged = spawnSync('systemd-analyze', [...threshold, unitHere(folder, unit)], { encoding: 'utf8' });
    expect(judged.status, judged.stdout.split('\n').slice(-3).join('\n')).toBe(0);
  });

  it('reaches no network but what is allowed one by one', () => {
    expect(settings('IPAddressDeny')).toEqual(['any']);
    expect(settings('IPAddressAllow')).toEqual([folder === 'terminal' ? '127.0.0.1' : 'localhost']);
    expect(settings('InaccessiblePaths').join(' ')).toContain(
      folder === 'terminal' ? '-/run/systemd/resolve' : '-/run/dbus',
    );
  });

  it('leaves no memory on a disk and writes to its own places only', () => {
    expect(settings('LimitCORE')).toEqual(['0']);
    expect(settings('MemorySwapMax')).toEqual(['0']);
    expect(settings('ProtectSystem')).toEqual(['strict']);
    expect(settings('PrivateTmp')).toEqual(['yes']);
    expect(settings('ReadWritePaths')).toEqual(unit === 'kofu-terminal.service' ? ['/run/kofu-launch'] : []);
  });

  it('is started again whatever ended it, without limit, unless somebody has to mend its configuration', () => {
    expect(settings('Restart')).toEqual(['always']);
    expect(settings('StartLimitIntervalSec')).toEqual(['0']);
    if (unit !== 'kofu-shell.service') {
      expect(settings('Type')).toEqual(['notify']);
      expect(settings('WatchdogSec')).toEqual(['30s']);
      expect(settings('RestartPreventExitStatus')).toEqual(['78']);
    }
    if (unit === 'kofu-terminal.service') {
      expect(settings('RestartForceExitStatus')).toEqual(['75']);
      expect(settings('SuccessExitStatus')).toEqual(['75']);
    }
  });
});

it('lets the shell talk to this machine over IPv4 and to its compositor, and to nothing else (K7)', () => {
  const text = readFileSync(join(import.meta.dirname, 'terminal/kofu-shell.service'), 'utf8');
  expect(text).toMatch(/^IPAddressDeny=any\nIPAddressAllow=127\.0\.0\.1$/m);
  expect(text).toMatch(/^RestrictAddressFamilies=AF_UNIX AF_INET AF_NETLINK$/m);
  // Electron gets a network with nothing in it (`WITHOUT_NETWORK`); for that, and for its sandbox, namespaces may be made.
  expect(text).not.toMatch(/^RestrictNamespaces=/m);
  expect(text).toMatch(/^SystemCallFilter=.*\bunshare\b/m);
});

it('makes every user and group that a unit names', () => {
  for (const folder of ['terminal', 'servers']) {
    const sysusers = readFileSync(join(import.meta.dirname, folder, 'sysusers.conf'), 'utf8');
    const made = new Set([...sysusers.matchAll(/^[ug] (\S+)/gm)].map(([, name = '']) => name));
    const named = UNITS.filter((one) => one.folder === folder).flatMap(({ unit }) =>
      [...readFileSync(join(import.meta.dirname, folder, unit), 'utf8').matchAll(/^(?:User|Group)=(\S+)/gm)].map(
        ([, name = '']) => name,
      ),
    );
    for (const name of named) expect(made).toContain(name);
    const tried = spawnSync('systemd-sysusers', ['--dry-run', join(import.meta.dirname, folder, 'sysusers.conf')], {
      encoding: 'utf8',
    });
    expect(tried.status).toBe(0);
    expect(`${tried.stdout}${tried.stderr}`).not.toMatch(/failed|ignor/i);
  }
});
