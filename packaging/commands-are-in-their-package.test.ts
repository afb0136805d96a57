/** Every command starts a program that is traced into its package, and whoever installs the servers is told of it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { PACKAGES } from './package-contents.ts';
import { traceImports } from './trace-imports.ts';

const ROOT = join(import.meta.dirname, '..');

it.each(PACKAGES.map((contents) => [contents.name, contents] as const))('%s', (_name, { entries, commands }) => {
  expect(new Set(entries).size).toBe(entries.length);
  expect(new Set(commands.map(({ command }) => command)).size).toBe(commands.length);
  for (const entry of entries) expect(existsSync(join(ROOT, entry)), entry).toBe(true);
  for (const { entry } of commands) expect(entries).toContain(entry);
});

it('names every command of the servers where installing is described', () => {
  const text = readFileSync(join(ROOT, 'docs/installing.md'), 'utf8');
  const servers = PACKAGES.find(({ name }) => name === 'kofu-servers');
  expect(servers?.commands.length).toBeGreaterThan(0);
  for (const { command } of servers?.commands ?? []) expect(text).toContain(`\`${command}\``);
});

it('brings nobody invented with the commands that look after areas', async () => {
  const programs = ['areas', 'area-keys', 'area-backup'].map((folder) => `server-bridge/vrs/${folder}/cli.ts`);
  const { ours } = await traceImports(ROOT, programs);
  expect(ours).toEqual(expect.arrayContaining(programs));
  expect(ours.filter((file) => /synthetic-data|sample-data|\.test\./.test(file))).toEqual([]);
});
