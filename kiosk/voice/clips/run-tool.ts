/** Runs one of the Debian tools that make or measure clips. */
import { spawn } from 'node:child_process';
import { err, ok, type Result } from 'neverthrow';

export type ToolName = 'open_jtalk' | 'espeak-ng' | 'ffmpeg' | 'opusenc';

export type ToolFailure =
  /** Not installed; `packages` are Debian's that have it. */
  | { kind: 'tool-missing'; tool: ToolName; packages: readonly string[]; cause: unknown }
  | { kind: 'tool-failed'; tool: ToolName; exitCode: number | null; said: string };

const DEBIAN_PACKAGES: Readonly<Record<ToolName, readonly string[]>> = {
  open_jtalk: ['open-jtalk', 'open-jtalk-mecab-naist-jdic'],
  'espeak-ng': ['espeak-ng'],
  ffmpeg: ['ffmpeg'],
  opusenc: ['opus-tools'],
};

export interface ToolAnswer {
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** One sentence takes about a second. */
const TOOL_LIMIT_MS = 60_000;

export function runTool(
  tool: ToolName,
  parameters: readonly string[],
  input = '',
): Promise<Result<ToolAnswer, ToolFailure>> {
  return new Promise((resolve) => {
    const child = spawn(tool, parameters, { stdio: ['pipe', 'pipe', 'pipe'], timeout: TOOL_LIMIT_MS });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => stdout.push(part));
    child.stderr.on('data', (part: Buffer) => stderr.push(part));
    child.on('error', (cause) => resolve(err({ kind: 'tool-missing', tool, packages: DEBIAN_PACKAGES[tool], cause })));
    child.on('close', (exitCode) => {
      const said = Buffer.concat(stderr).toString('utf8');
      resolve(
        exitCode === 0
          ? ok({ stdout: Buffer.concat(stdout), stderr: said })
          : err({ kind: 'tool-failed', tool, exitCode, said: said.slice(-400) }),
      );
    });
    // A tool that ends before it has read everything closes the pipe; its exit code tells.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}
