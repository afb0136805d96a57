/**
 * What kofu-terminal.service runs: refuses a configuration that is not fit for a store or whose addresses are not those systemd
 * lets through, then runs the host, and opens the door where the browser's session asks for its launch address.
 *
 * `main.ts [--config FILE] [--network FILE] [--hosts FILE] [--door PATH]`. Ends with the host's own exit code (0 · 69 · 75 · 78), 64 for
 * wrong arguments, 69 when the door cannot be opened.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openLaunchDoor } from '../launch-door.ts';
import { runProgram } from '../run-program.ts';
import { openServiceManager } from '../service-manager.ts';
import { describeNetworkFileError, networkFileText } from './network-file.ts';
import { CONFIGURATION_FILE, HOSTS_FILE, LAUNCH_DOOR, NETWORK_FILE } from './places.ts';

const EXIT_USAGE = 64;
const EXIT_UNAVAILABLE = 69;
const EXIT_CONFIGURATION = 78;
const HOST = fileURLToPath(new URL('../../../kiosk/host/main.ts', import.meta.url));

function leave(code: number, lines: readonly string[]): never {
  for (const line of lines) process.stderr.write(`kofu-terminal: ${line}\n`);
  process.exit(code);
}

function readArguments() {
  const text = (fallback: string) => ({ type: 'string', default: fallback }) as const;
  try {
    return parseArgs({
      options: {
        config: text(CONFIGURATION_FILE),
        network: text(NETWORK_FILE),
        hosts: text(HOSTS_FILE),
        door: text(LAUNCH_DOOR),
      },
    }).values;
  } catch {
    return leave(EXIT_USAGE, ['usage: main.ts [--config FILE] [--network FILE] [--hosts FILE] [--door PATH]']);
  }
}

const told = readArguments();
const text = await networkFileText({ configurationFile: told.config, hostsFile: told.hosts });
if (text.isErr()) leave(EXIT_CONFIGURATION, describeNetworkFileError(text.error));
const allowed = await readFile(told.network, 'utf8').catch(() => null);
if (allowed !== text.value) {
  leave(EXIT_CONFIGURATION, ['the allowed addresses are not those of the configuration: kofu-terminal-network write']);
}

const program = runProgram({
  entry: HOST,
  arguments: ['--config', told.config],
  ready: 'HOST_LISTENING',
  manager: openServiceManager(process.env),
  print: (line) => void process.stdout.write(`${line}\n`),
});
process.on('SIGTERM', () => program.end());
process.on('SIGINT', () => program.end());
const door = await openLaunchDoor({ path: told.door, newStartUrl: () => program.newStartUrl() }).catch(() => null);
if (door === null) {
  program.end();
  await program.exited;
  leave(EXIT_UNAVAILABLE, ['the door for the browser cannot be opened']);
}
const code = await program.exited;
await door.close();
process.exit(code);
