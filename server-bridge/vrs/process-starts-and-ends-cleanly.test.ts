import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { syntheticCardAnchors, syntheticPeople } from '../../card-reader/virtual/index.ts';
import { createDevelopmentTrust } from '../trust/index.ts';
import { type VrsConfiguration, VrsConfigurationSchema } from './configuration.ts';
import { createDevelopmentFiles } from './development-files.ts';
import { startVrs, type VrsStartError } from './start-vrs.ts';

const MAIN = join(import.meta.dirname, 'main.ts');
let folder: string;
let configuration: VrsConfiguration;
const children: ChildProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kofu-vrs-main-'));
  const now = new Date();
  const trust = (await createDevelopmentTrust(join(folder, 'trust'), { terminals: [], now }))._unsafeUnwrap();
  const iss = 'https://vc.vrs.example/issuer';
  const made = await createDevelopmentFiles(folder, { iss, now, cardAnchors: syntheticCardAnchors() });
  const { keysFile, masterKeyFile, cardAnchorsFile } = made._unsafeUnwrap();
  configuration = {
    listen: { host: '127.0.0.1', port: 0 },
    tls: { key: trust.vrsServer.keyFile, certificate: trust.vrsServer.certificateFile, clientCa: trust.lgwanCaFile },
    signing: { kind: 'files' },
    store: { kind: 'pglite', directory: join(folder, 'store') },
    keysFile,
    masterKeyFile,
    cardAnchorsFile,
    allowedCenters: ['urn:kofu:center:development'],
    syntheticData: true,
    maxInFlight: 20,
    challengeLifeSeconds: 120,
  };
}, 60_000);
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(() => rm(folder, { recursive: true }));

async function launch(content: unknown) {
  const file = join(folder, `configuration-${children.length}-${Math.random()}.json`);
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return run('--config', file);
}

function run(...args: string[]) {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString('utf8');
  });
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => lines.push(line));
  const ended = once(child, 'close').then(([code]) => ({ code: Number(code), errors, lines }));
  const listening = new Promise<string>((resolve, reject) => {
    reader.once('line', resolve);
    void ended.then(() => reject(new Error(errors)));
  });
  // Whoever only waits for the end does not care whether it listened.
  listening.catch(() => undefined);
  return { child, ended, listening };
}

describe('the process of VRS', () => {
  it('says where it listens, keeps its store to itself, and ends on SIGTERM', async () => {
    const first = await launch(configuration);
    expect(JSON.parse(await first.listening)).toEqual({ event: 'VRS_LISTENING', port: expect.any(Number) });
    const second = await (await launch(configuration)).ended;
    expect(second).toMatchObject({ code: 69, errors: 'vrs: the store is in use by another process\n', lines: [] });
    first.child.kill('SIGTERM');
    const { code, errors, lines } = await first.ended;
    expect(code).toBe(0);
    expect(errors).toBe('');
    for (const { name, individualNumber } of syntheticPeople()) {
      expect(lines.join()).not.toContain(name);
      expect(lines.join()).not.toContain(individualNumber);
    }
  }, 120_000);

  it('exits with 78 and one line that quotes nothing when its configuration is wrong', async () => {
    const open = { ...configuration, masterKeyFile: join(folder, 'open-to-others.txt') };
    await writeFile(open.masterKeyFile, await readFile(configuration.masterKeyFile ?? ''), { mode: 0o644 });
    const starts = [run(), await launch('{"keys":"secret'), await launch(open)];
    const [usage, broken, readable] = await Promise.all(starts.map(({ ended }) => ended));
    expect(usage).toMatchObject({ code: 78, errors: 'vrs: usage: main.ts --config FILE.json\n', lines: [] });
    expect(broken).toMatchObject({ code: 78, lines: [] });
    expect(broken?.errors).toMatch(/^vrs: .*\.json does not hold what it should\n$/);
    expect(readable).toMatchObject({ code: 78, lines: [] });
    expect(readable?.errors).toMatch(/open-to-others\.txt holds secrets but is open to others/);
  }, 60_000);
});

describe('a node', () => {
  it('does not start on files that are missing, of another content, or that must not meet', async () => {
    const short = join(folder, 'short-key.txt');
    await writeFile(short, 'AAAA', { mode: 0o600 });
    const production = join(folder, 'production-anchors.json');
    const [anchor] = syntheticCardAnchors();
    const keyId = `35${anchor?.keyId.slice(2)}`;
    await writeFile(production, JSON.stringify([{ ...anchor, keyId, environment: 'production' }]));
    const { tls, cardAnchorsFile } = configuration;
    const wrong: [Partial<VrsConfiguration>, VrsStartError['kind']][] = [
      [{ keysFile: join(folder, 'none.json') }, 'unreadable-file'],
      [{ keysFile: cardAnchorsFile }, 'invalid-content'],
      [{ masterKeyFile: short }, 'invalid-content'],
      [{ cardAnchorsFile: short }, 'invalid-content'],
      [{ passportAnchorsFile: join(folder, 'none.json') }, 'unreadable-file'],
      [{ passportAnchorsFile: cardAnchorsFile }, 'invalid-content'],
      [{ cardAnchorsFile: production }, 'synthetic-data-beside-production-cards'],
      [{ tls: { ...tls, certificate: short } }, 'invalid-tls'],
      [{ tls: { ...tls, clientCa: join(folder, 'none.pem') } }, 'unreadable-file'],
      [{ store: { kind: 'postgres', url: 'postgres://127.0.0.1:1/none' } }, 'store-unavailable'],
    ];
    for (const [change, kind] of wrong) {
      const started = await startVrs({ ...configuration, ...change });
      expect(started._unsafeUnwrapErr().kind).toBe(kind);
    }
  });

  it('has a configuration without anything unknown or out of bounds in it', () => {
    expect(v.is(VrsConfigurationSchema, configuration)).toBe(true);
    for (const change of [
      { extra: 1 },
      { maxInFlight: 0 },
      { allowedCenters: [] },
      { allowedCenters: ['urn:kofu:terminal:X'] },
      { challengeLifeSeconds: 601 },
      { store: { kind: 'sqlite', directory: null } },
    ]) {
      expect(v.is(VrsConfigurationSchema, { ...configuration, ...change })).toBe(false);
    }
  });
});
