/**
 * `kofu-terminal-electron check|install [--runtime PROGRAM] [--archive FILE]`: `install` puts the shell's archive beside a runtime
 * whose fuses are right, `check` says whether the session will use it. Exit codes: 0 done or fit · 64 wrong arguments · 73 cannot be
 * written · 78 not fit.
 */
import { copyFile, mkdir, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { archivePlace, describeRuntimeFault, fitRuntime } from './electron-runtime.ts';
import { ELECTRON_PROGRAM, SHIPPED_ARCHIVE } from './places.ts';

const EXIT_USAGE = 64;
const EXIT_CANNOT_WRITE = 73;
const EXIT_NOT_FIT = 78;
const ArgumentsSchema = v.object({
  command: v.picklist(['check', 'install']),
  runtime: v.optional(v.string(), ELECTRON_PROGRAM),
  archive: v.optional(v.string(), SHIPPED_ARCHIVE),
});

function readArguments(): v.InferOutput<typeof ArgumentsSchema> | null {
  try {
    const text = { type: 'string' } as const;
    const { values, positionals } = parseArgs({ allowPositionals: true, options: { runtime: text, archive: text } });
    const parsed = v.safeParse(ArgumentsSchema, { ...values, command: positionals[0] });
    return parsed.success && positionals.length === 1 ? parsed.output : null;
  } catch {
    return null;
  }
}

function leave(code: number, line: string): never {
  process.stderr.write(`kofu-terminal-electron: ${line}\n`);
  process.exit(code);
}

const told = readArguments();
if (told === null) leave(EXIT_USAGE, 'usage: check|install [--runtime PROGRAM] [--archive FILE]');
const { command, runtime, archive } = told;
const before = await fitRuntime({ program: runtime, shipped: archive });
if (before.isErr() && (command === 'check' || before.error.kind !== 'archive-differs'))
  leave(EXIT_NOT_FIT, describeRuntimeFault(before.error));
if (before.isErr()) {
  const place = archivePlace(runtime);
  try {
    await mkdir(dirname(place), { recursive: true, mode: 0o755 });
    // A session that starts meanwhile never finds half of it.
    await copyFile(archive, `${place}.new`);
    await rename(`${place}.new`, place);
  } catch {
    leave(EXIT_CANNOT_WRITE, `${place} cannot be written`);
  }
}
process.stdout.write(`${runtime} shows the screens from the next start of kofu-shell on\n`);
