import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { until } from '../contract/contract-steps.ts';
import { openReader } from '../index.ts';
import { readWhole } from '../virtual/laid-card.ts';

const CLI = join(import.meta.dirname, '..', 'cli.ts');
const run = promisify(execFile);

type Hand = { child: ChildProcessByStdio<Writable, Readable, null>; line(pattern: RegExp): Promise<RegExpExecArray> };
const started: Hand['child'][] = [];

/** The hand tool as a process, and what it says line by line. */
function hand(...args: string[]): Hand {
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  started.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async (pattern: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const next = await lines.next();
      if (next.done === true) throw new Error(`the tool ended without saying ${pattern}`);
      const found = pattern.exec(next.value);
      if (found !== null) return found;
    }
  };
  return { child, line };
}

/** What a program prints; its exit code is its own affair (pcsc_scan ends by a time limit). */
async function outputOf(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(program, [...args], { env, stdio: ['ignore', 'pipe', 'ignore'], timeout: 15_000 });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  await once(child, 'close');
  return said;
}

async function end({ child }: Hand): Promise<number | null> {
  const exited = once(child, 'exit');
  child.kill('SIGINT');
  await exited;
  return child.exitCode;
}

afterEach(() => {
  for (const child of started.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
});

describe('a card laid down by the hand tool', () => {
  it('is named by tools of the trade, until Ctrl-C ends everything that was started', async () => {
    const tool = hand('insert', 'ichiyo');
    const [, socketPath = ''] = await tool.line(/PC\/SC service at (\/.+)$/);
    await tool.line(/laid down/);
    const env = { ...process.env, PCSCLITE_CSOCK_NAME: socketPath };
    const said = await outputOf('pcsc_scan', ['-q', '-t', '2'], env);
    expect(said).toContain('Synthetic Reader 00 00');
    expect(said).toMatch(/ATR: 3B 88 80 01 00 00 05 E0 B3 81 A1 00 7F/);
    expect(said).toMatch(/correct checksum/);
    expect((await run('opensc-tool', ['--reader', '0', '--name'], { env })).stdout).toMatch(/jpki/i);
    // SELECT and the tries query, sent by another program than ours.
    const apdu = ['--reader', '0', '-s', '00A4040C0AD3921000310001010408', '-s', '00200091'];
    const answers = (await run('opensc-tool', apdu, { env })).stdout;
    expect(answers.match(/SW1=0x90, SW2=0x00/)).not.toBeNull();
    expect(answers).toMatch(/SW1=0x63, SW2=0xC3/);
    expect(await end(tool)).toBe(0);
    expect(existsSync(socketPath)).toBe(false);
  });

  it('can be taken away and laid down again, with its faults, over the served reader', async () => {
    const tool = hand('insert', 'teppei', '--reader', 'virtual', '--faults', '5:removed-during');
    const [, port] = await tool.line(/served at 127\.0\.0\.1:(\d+)/);
    const reader = await openReader({ kind: 'virtual', host: '127.0.0.1', port: Number(port) });
    try {
      await until(reader, 'card-present');
      const first = await readWhole((await reader.connect({}))._unsafeUnwrap());
      expect(first).toMatchObject({ kind: 'failed', at: 'read', error: { kind: 'card-removed' } });
      await until(reader, 'empty');
      tool.child.stdin.write('\n');
      await until(reader, 'card-present');
      const again = (await reader.connect({}))._unsafeUnwrap();
      expect((await readWhole(again)).kind).toBe('read');
      await again.disconnect();
      tool.child.stdin.write('\n');
      expect(await until(reader, 'empty')).toEqual({ kind: 'empty', removed: again.insertion });
    } finally {
      await reader.close();
    }
    expect(await end(tool)).toBe(0);
  });

  it('a card nobody has is refused', async () => {
    const { child } = hand('insert', 'nobody', '--reader', 'virtual');
    child.stdin.end();
    await once(child, 'exit');
    expect(child.exitCode).toBe(69);
  });
});
