/** The configuration of a VRS as the package installs it: nobody invented in it, and no area. For tests. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Writers } from '../../area-keys/open-area-store.ts';
import type { MasterKeyConfiguration, StoreConfiguration } from '../../configuration.ts';
import { municipalityCheckDigit } from '../../municipal-files/index.ts';

export type InstalledVrs = {
  readonly store: StoreConfiguration;
  /** The configuration file. */
  readonly config: string;
  /** A file of this name in its folder. */
  readonly at: (name: string) => string;
  /** Another configuration file of the same installation, with another master key or store. */
  readonly configure: (
    name: string,
    change: { readonly masterKey?: MasterKeyConfiguration; readonly store?: StoreConfiguration },
  ) => Promise<string>;
  readonly remove: () => Promise<void>;
};

export async function installVrs(): Promise<InstalledVrs> {
  const folder = await mkdtemp(join(tmpdir(), 'kofu-areas-'));
  const at = (name: string): string => join(folder, name);
  await writeFile(at('master.txt'), `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 });
  await writeFile(at('staff.key'), `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 });
  const store = { kind: 'pglite', directory: at('store') } as const;
  const listen = { host: '127.0.0.1', port: 0 };
  const tls = { key: at('none'), certificate: at('none'), clientCa: at('none') };
  const usual = {
    listen,
    tls,
    store,
    keysFile: at('none'),
    cardAnchorsFile: at('none'),
    masterKey: { kind: 'file', file: at('master.txt') },
    allowedCenters: ['urn:kofu:center:first'],
    syntheticData: false,
    maxInFlight: 20,
    challengeLifeSeconds: 120,
    staff: {
      listen,
      tls,
      assetsDirectory: at('none'),
      secretKeyFile: at('staff.key'),
      spoolDirectory: at('spool'),
      idleMinutes: 15,
      sessionHours: 10,
      passwordDays: 90,
      blankAfterSeconds: 120,
    },
  };
  const configure: InstalledVrs['configure'] = async (name, change) => {
    await writeFile(at(name), JSON.stringify({ ...usual, ...change }));
    return at(name);
  };
  const remove = () => rm(folder, { recursive: true });
  return { store, config: await configure('vrs.json', {}), at, configure, remove };
}

/** Five digits with their check digit. No municipality has any of the codes that the tests make by it. */
export const withCheckDigit = (fiveDigits: string): string => `${fiveDigits}${municipalityCheckDigit(fiveDigits)}`;

/** Facts of an invented municipality. */
export const inventedArea = (code: string, name = '見本市') => ({
  code,
  prefecture: { ja: '見本県', en: 'Mihon Prefecture' },
  name: { ja: name, en: 'Mihon City' },
  kana: 'みほんし',
  takingPart: true,
});

/** The same as arguments of `register`. */
export function argumentsOf({ code, prefecture, name, kana, takingPart }: ReturnType<typeof inventedArea>): string[] {
  return [
    ...['--area', code, '--prefecture', prefecture.ja, '--prefecture-en', prefecture.en],
    ...['--name', name.ja, '--name-en', name.en, '--kana', kana, '--taking-part', takingPart ? 'yes' : 'no'],
  ];
}

/** `CODE OUTPUT` of a program of operators. */
export async function said(
  run: (given: readonly string[], writers: Writers) => Promise<number>,
  ...given: string[]
): Promise<string> {
  let written = '';
  const write = (line: string): void => {
    written += line;
  };
  const code = await run(given, { out: write, errors: write });
  return `${code} ${written.trim()}`;
}
