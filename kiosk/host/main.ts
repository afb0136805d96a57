/**
 * Entry of the host process: `main.ts --config FILE`. Says `{"event":"HOST_LISTENING","startUrl":…}` on stdout when screens may
 * connect; ends on SIGTERM or SIGINT with every device closed and every yen settled. Whoever started it may ask for another
 * address, for a browser started anew, by the line `start-url` on stdin.
 *
 * Exit codes (sysexits.h): 0 it was told to end · 69 it cannot start · 75 it wants to be started anew at once, as a planned restart
 * does · 78 its configuration is wrong. A supervisor starts it again after 75, and after anything else only as after a crash.
 */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { openScreens } from '../shell/index.ts';
import { readHostConfiguration } from './configuration.ts';
import { startHost } from './host.ts';

const EXIT_CONFIGURATION = 78;
const EXIT_UNAVAILABLE = 69;
const EXIT_RESTART = 75;

/** The whole of an orderly end; after that the process goes as it is, and what is open is settled at the next start. */
const STOP_LIMIT_MS = 180_000;

function leave(code: number, message: string): never {
  process.stderr.write(`kofu-host: ${message}\n`);
  process.exit(code);
}

async function main(): Promise<void> {
  let path: string | undefined;
  try {
    path = parseArgs({ options: { config: { type: 'string' } } }).values.config;
  } catch {
    return leave(EXIT_CONFIGURATION, 'usage: main.ts --config FILE');
  }
  if (path === undefined) return leave(EXIT_CONFIGURATION, 'usage: main.ts --config FILE');
  const configuration = await readHostConfiguration(path);
  if (configuration.isErr()) {
    const { error } = configuration;
    return leave(
      EXIT_CONFIGURATION,
      error.kind === 'configuration-invalid'
        ? `the configuration is wrong at: ${error.where}`
        : 'the configuration cannot be read',
    );
  }
  const { screens } = configuration.value;
  const restart = Promise.withResolvers<void>();
  const host = await startHost(configuration.value, {
    openScreens: (report) => openScreens(screens, report),
    onRestart: restart.resolve,
  });
  if (host.isErr()) return leave(EXIT_UNAVAILABLE, `cannot start: ${host.error.kind}`);
  const say = (event: string, startUrl: string): void => {
    process.stdout.write(`${JSON.stringify({ event, startUrl })}\n`);
  };
  say('HOST_LISTENING', host.value.startUrl);
  createInterface({ input: process.stdin }).on('line', (line) => {
    if (line === 'start-url') say('START_URL', host.value.newStartUrl());
  });

  let stopping = false;
  const stop = async (exitCode: number): Promise<void> => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(exitCode), STOP_LIMIT_MS);
    await host.value.stop();
    process.exit(exitCode);
  };
  process.on('SIGTERM', () => void stop(0));
  process.on('SIGINT', () => void stop(0));
  await restart.promise;
  await stop(EXIT_RESTART);
}

await main();
