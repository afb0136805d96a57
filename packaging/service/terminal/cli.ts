/**
 * `kofu-terminal-network print|write|check [--config FILE] [--network FILE] [--hosts FILE]`: the addresses this terminal may reach.
 * `print` shows the drop-in, `write` writes it (then `systemctl daemon-reload`), `check` compares. Exit codes: 0 done or equal · 64
 * wrong arguments · 73 cannot be written · 78 the configuration is not fit for service, or the drop-in differs.
 */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { describeNetworkFileError, networkFileText } from './network-file.ts';
import { CONFIGURATION_FILE, HOSTS_FILE, NETWORK_FILE } from './places.ts';

const EXIT_USAGE = 64;
const EXIT_CANNOT_WRITE = 73;
const EXIT_CONFIGURATION = 78;

const ArgumentsSchema = v.object({
  command: v.picklist(['print', 'write', 'check']),
  config: v.optional(v.string(), CONFIGURATION_FILE),
  network: v.optional(v.string(), NETWORK_FILE),
  hosts: v.optional(v.string(), HOSTS_FILE),
});

function readArguments(): v.InferOutput<typeof ArgumentsSchema> | null {
  try {
    const text = { type: 'string' } as const;
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { config: text, network: text, hosts: text },
    });
    const parsed = v.safeParse(ArgumentsSchema, { ...values, command: positionals[0] });
    return parsed.success && positionals.length === 1 ? parsed.output : null;
  } catch {
    return null;
  }
}

function leave(code: number, lines: readonly string[]): never {
  for (const line of lines) process.stderr.write(`kofu-terminal-network: ${line}\n`);
  process.exit(code);
}

/** A reader never sees half of it. */
async function replace(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o755 });
  await writeFile(`${path}.new`, text, { mode: 0o644 });
  await rename(`${path}.new`, path);
}

const told = readArguments();
if (told === null) leave(EXIT_USAGE, ['usage: print|write|check [--config FILE] [--network FILE] [--hosts FILE]']);
const text = await networkFileText({ configurationFile: told.config, hostsFile: told.hosts });
if (text.isErr()) leave(EXIT_CONFIGURATION, describeNetworkFileError(text.error));
switch (told.command) {
  case 'print':
    process.stdout.write(text.value);
    break;
  case 'write':
    try {
      await replace(told.network, text.value);
    } catch {
      leave(EXIT_CANNOT_WRITE, [`${told.network} cannot be written`]);
    }
    process.stdout.write(`${told.network} is written. Next: systemctl daemon-reload\n`);
    break;
  case 'check': {
    const present = await readFile(told.network, 'utf8').catch(() => null);
    if (present !== text.value) leave(EXIT_CONFIGURATION, [`${told.network} is not that of this configuration`]);
    break;
  }
  default: {
    const never: never = told.command;
    throw new Error(`unknown command ${String(never)}`);
  }
}
