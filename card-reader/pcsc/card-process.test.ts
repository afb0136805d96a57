import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildSyntheticCard, type PcscdRig, startPcscdRig, type VirtualCard } from '../virtual/index.ts';
import { anybody } from '../virtual/laid-card.ts';

/** The flags the visit process runs with: no file is written, no child started. */
const PERMISSIONS = ['--permission', '--allow-addons', '--allow-fs-read=*'];
const CARD_PROCESS = join(import.meta.dirname, 'card-process.ts');

let directory: string;
let rig: PcscdRig;
let card: VirtualCard;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'card-'));
  rig = (await startPcscdRig({ directory }))._unsafeUnwrap();
  card = buildSyntheticCard(anybody());
  rig.reader.insert(card);
});
afterAll(async () => {
  await rig?.stop();
  await rm(directory, { recursive: true, force: true });
});

/** Runs a program until it ends by itself, and gives what it said. Nothing here takes the card away. */
function run(program: string, args: readonly string[]): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, PCSCLITE_CSOCK_NAME: rig.socketPath };
    const child = spawn(program, [...args], { stdio: ['ignore', 'pipe', 'pipe'], env, timeout: 15_000 });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, said: said.trim() }));
  });
}

/** pcscd notices a card within half a second; until then a process finds none. */
async function runUntilCardIsSeen(task: 'read' | 'silent'): Promise<{ code: number | null; said: string }> {
  for (let attempt = 0; ; attempt++) {
    const end = await run(process.execPath, [...PERMISSIONS, CARD_PROCESS, rig.socketPath, task]);
    if (end.said !== 'no-card' || attempt > 10) return end;
  }
}

describe('a process of its own at the card', () => {
  it('reads a whole card under the permission model', async () => {
    expect(await runUntilCardIsSeen('read')).toEqual({ code: 0, said: '13 commands' });
  });

  it('is seen by tools of the trade as what it is', async () => {
    const { said } = await run('opensc-tool', ['--reader', '0', '--name']);
    expect(said).toMatch(/JPKI/i);
  });

  // Last: afterwards the service holds the card until it is pulled.
  it('ends at once although a silent card lies on the reader', async () => {
    card.addFault({ kind: 'silent' }, card.commandCount + 2);
    expect(await runUntilCardIsSeen('silent')).toEqual({ code: 0, said: 'card-silent' });
    expect(rig.reader.card).toBe(card);
  });
});
