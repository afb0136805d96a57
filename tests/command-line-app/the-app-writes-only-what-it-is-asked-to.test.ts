import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findSyntheticPerson, syntheticFilesOf } from '../../card-reader/virtual/index.ts';
import { shcQrText, VrsKeysSchema, verifyHealthCard, vrsPublicKeySet } from '../../server-bridge/index.ts';
import { searchForPerson, type Traces } from '../end-to-end/search-for-person.ts';
import { type AppWorld, buildAppWorld } from './app-world.ts';

const CLI = fileURLToPath(new URL('cli.ts', import.meta.url));
const END_LIMIT_MS = 25_000;
let world: AppWorld;
let home: string;
let configurationFile: string;

beforeAll(async () => {
  world = await buildAppWorld();
  home = join(world.directory, 'home');
  await mkdir(join(home, 'tmp'), { recursive: true });
  const rootKeyFile = join(world.directory, 'root-key.json');
  await writeFile(rootKeyFile, JSON.stringify(world.files.vrs.rootPublicKey));
  configurationFile = join(world.directory, 'app.json');
  const { publicCaFile, attestationKeyFile, app, build } = world.development;
  await writeFile(
    configurationFile,
    JSON.stringify({
      gateway: { host: '127.0.0.1', port: world.gateway.port, caFile: publicCaFile },
      rootKeyFile,
      attestation: { keyFile: attestationKeyFile, app, build },
    }),
  );
}, 120_000);
afterAll(() => world?.stop(), 60_000);

type Ended = { code: number | null; output: string; complaint: string };

/** In a home of its own, under Node's permission model: what it may write is nothing, or the one folder. */
async function run(args: readonly string[], pin: string, mayWrite: string | null = null): Promise<Ended> {
  const permissions = [
    '--permission',
    '--allow-fs-read=*',
    ...(mayWrite === null ? [] : [`--allow-fs-write=${mayWrite}`]),
  ];
  const child: ChildProcess = spawn(process.execPath, ['--no-warnings', ...permissions, CLI, ...args], {
    cwd: home,
    env: { PATH: process.env['PATH'], HOME: home, TMPDIR: join(home, 'tmp'), XDG_CACHE_HOME: join(home, 'cache') },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const limit = setTimeout(() => child.kill('SIGKILL'), END_LIMIT_MS);
  let output = '';
  let complaint = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(`${pin}\n`);
  try {
    await once(child, 'close');
    return { code: child.exitCode, output, complaint };
  } finally {
    clearTimeout(limit);
  }
}

const applying = (...more: string[]) => [
  ...['--config', configurationFile, '--municipality', '900010', '--person', 'ichiyo', '--agree'],
  ...more,
];

function tracesOf(id: string): Traces {
  const person = findSyntheticPerson(id);
  if (person === undefined) throw new Error('a synthetic person is needed');
  const { name, individualNumber, address } = person;
  const files = syntheticFilesOf(person);
  const file = (number: number): Uint8Array => files.get(number) ?? new Uint8Array();
  return { name, individualNumber, address, 'number file': file(1), 'attributes file': file(2) };
}

describe('the app at the command line', () => {
  it('shows the certificate, may write no file at all, and leaves nothing', async () => {
    const { code, output, complaint } = await run(applying(), '1234');
    expect({ code, complaint }).toMatchObject({ code: 0 });
    expect(output).toContain('見本\u3000一葉');
    expect(output).not.toContain(findSyntheticPerson('ichiyo')?.individualNumber);
    expect(complaint).not.toMatch(/一葉|1234|[0-9]{12}/);
    expect(await everythingBelow(home)).toEqual(['tmp']);
    const { findings, files } = await searchForPerson([world.directory], tracesOf('ichiyo'));
    expect(findings).toEqual([]);
    expect(files).toBeGreaterThan(5);
  });

  it('writes the certificate where it is asked to, for its owner alone, and nothing else anywhere', async () => {
    const out = join(home, 'mine');
    await mkdir(out, { mode: 0o700 });
    const { code, complaint } = await run(applying('--out', out), '1234', out);
    expect({ code, complaint }).toMatchObject({ code: 0 });
    expect((await everythingBelow(home)).sort()).toEqual(['mine', 'mine/certificate.smart-health-card', 'tmp']);
    const file = join(out, 'certificate.smart-health-card');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const kept = v.parse(
      v.strictObject({ verifiableCredential: v.tuple([v.string()]) }),
      JSON.parse(await readFile(file, 'utf8')),
    );
    const [jws] = kept.verifiableCredential;
    expect(shcQrText(jws)).toBeDefined();
    const keys = v.parse(VrsKeysSchema, JSON.parse(await readFile(world.files.vrs.keysFile, 'utf8')));
    const now = new Date();
    expect((await verifyHealthCard({ jws, ...vrsPublicKeySet(keys, now).healthCard, now })).isOk()).toBe(true);
    // The search finds what it looks for: the name is in the file that was asked for once it is unpacked, the number never.
    const { findings } = await searchForPerson([home], tracesOf('ichiyo'));
    expect(findings).toEqual([]);
  });

  it('a search that finds nothing would find a number that had been written', async () => {
    const leak = join(world.directory, 'leak');
    await writeFile(leak, `x${findSyntheticPerson('ichiyo')?.individualNumber}x`);
    const { findings } = await searchForPerson([leak], tracesOf('ichiyo'));
    expect(findings.map(({ what }) => what)).toEqual(['individualNumber']);
  });

  it('takes no PIN from the command line, and says what was wrong with one', async () => {
    expect((await run(applying('--pin', '1234'), '')).code).toBe(64);
    const wrong = await run(applying(), '9998');
    expect(wrong).toMatchObject({ code: 1, output: '' });
    expect(wrong.complaint).toContain('wrong PIN, tries left: 2');
  });

  it('reads nothing before the terms are agreed to (K1)', async () => {
    const { code, output } = await run(
      applying().filter((word) => word !== '--agree'),
      '1234',
    );
    expect({ code, output }).toEqual({ code: 64, output: '' });
  });
});

async function everythingBelow(directory: string): Promise<string[]> {
  return await readdir(directory, { recursive: true });
}
