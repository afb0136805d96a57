/**
 * The same shell on a real Electron, where `KOFU_ELECTRON` names one (and Xvfb is there): paints, refuses, recovers, leaves nothing.
 * Without one there is nothing to try, and the scripted tests beside this file stand alone.
 */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gallery } from '../../screens/gallery.ts';
import { engineProcesses, type RealShell, realShell, renderers, runtimeHere } from './testing/real-runtime.ts';

const runtime = runtimeHere();
const sample = (id: string): object => {
  const found = gallery.find((entry) => entry.id === id);
  if (found === undefined) throw new Error(`The gallery has no ${id}.`);
  return found.snapshot;
};

if (runtime === null)
  it('there is nothing to try here: KOFU_ELECTRON names no runtime, or there is no Xvfb', () =>
    expect(runtimeHere()).toBeNull());
else describe('on a real runtime', () => tryOn(runtime));

function tryOn(executable: string): void {
  let shell: RealShell;
  beforeAll(async () => {
    shell = await realShell(executable);
  }, 120_000);
  afterAll(() => shell?.close());

  it('paints the screens of a visit', async () => {
    let screenSeq = 20;
    for (const id of ['attract', 'pin', 'confirm', 'goodbye']) {
      screenSeq += 1;
      shell.show(sample(id), screenSeq);
      await shell.painted(screenSeq, 0);
    }
    expect(shell.reports).toEqual([]);
  }, 90_000);

  it('refuses the page what it must not do', async () => {
    shell.show(sample('attract'), 13);
    const tried = await shell.event(
      v.object({
        noNode: v.boolean(),
        noWindow: v.boolean(),
        noFetch: v.boolean(),
        noMarkup: v.boolean(),
        noEval: v.boolean(),
        stays: v.boolean(),
        storesNothing: v.boolean(),
        names: v.string(),
      }),
    );
    expect(tried).toEqual({
      noNode: true,
      noWindow: true,
      noFetch: true,
      noMarkup: true,
      noEval: true,
      stays: true,
      storesNothing: true,
      names: 'send,subscribe',
    });
    expect(shell.link.connected).toBe(true);
  }, 90_000);

  it('has no network, not even the one within this machine (K7)', async () => {
    const ours = readlinkSync('/proc/self/ns/net');
    // The engine's own part for the network stands where its main process does; pages are in a sandbox of their own.
    const parts = [...(await engineProcesses('--type=utility')), ...(await renderers())];
    expect(parts.length).toBeGreaterThan(1);
    for (const pid of parts) expect(readlinkSync(`/proc/${pid}/ns/net`)).not.toBe(ours);
    const devices = readFileSync(`/proc/${parts[0]}/net/dev`, 'utf8').split('\n').slice(2).filter(Boolean);
    expect(devices.map((line) => line.split(':')[0]?.trim())).toEqual(['lo']);
  });

  it('paints the last frame again in a new window when the renderer is killed', async () => {
    shell.show(sample('confirm'), 31);
    await shell.painted(31, 0);
    const killedMs = performance.now();
    for (const pid of await renderers()) process.kill(pid, 'SIGKILL');
    await shell.painted(31, killedMs);
    expect(shell.reports).toContain('page-crashed');
  }, 90_000);

  it('and when the page hangs', async () => {
    shell.show(sample('confirm'), 666);
    await expect.poll(() => shell.reports, { timeout: 30_000 }).toContain('heartbeat-missed');
    shell.show(sample('attract'), 32);
    await shell.painted(32, 0);
  }, 90_000);

  it('has a new page after a visit, and nothing of the person on the disk', async () => {
    const person = sample('preview');
    expect(secretsOf(person).length).toBeGreaterThan(0);
    shell.show(person, 41);
    await shell.painted(41, 0);
    const freshMs = performance.now();
    shell.link.freshPage();
    shell.show(sample('goodbye'), 42);
    await shell.painted(42, freshMs);
    const written = readdirSync(shell.profiles, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    expect(written.length).toBeGreaterThan(0);
    for (const entry of written) {
      const bytes = readFileSync(join(entry.parentPath, entry.name));
      for (const secret of secretsOf(person))
        for (const encoding of ['utf8', 'utf16le'] as const)
          expect(bytes.includes(Buffer.from(secret, encoding)), entry.name).toBe(false);
    }
  }, 90_000);
}

/** What is personal on a preview: the longer texts of the holder. */
function secretsOf(snapshot: object): string[] {
  const PreviewSchema = v.object({
    screen: v.object({ facts: v.object({ holder: v.object({ name: v.string(), birthDate: v.string() }) }) }),
  });
  const { name, birthDate } = v.parse(PreviewSchema, snapshot).screen.facts.holder;
  return [name, ...name.split('　'), birthDate].filter((text) => text.length > 1);
}
