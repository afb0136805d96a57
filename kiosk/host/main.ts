/**
 * Entry of the host process: `main.ts --config FILE`. Says `{"event":"HOST_LISTENING","startUrl":…}` on stdout when screens may
 * connect; ends on SIGTERM or SIGINT with every device closed and every yen settled. Whoever started it may ask for another
 * address, for a browser started anew, by the line `start-url` on stdin.
 */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { serveScreens } from '../shell/chromium/index.ts';
import { readHostConfiguration } from './configuration.ts';
import { startHost } from './host.ts';

const EXIT_CONFIGURATION = 78;
const EXIT_UNAVAILABLE = 69;

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
  const host = await startHost(configuration.value, {
    openScreens: (report) =>
      serveScreens({ assetsDirectory: screens.assetsDirectory, host: '127.0.0.1', port: screens.port, report }),
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
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await host.value.stop();
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
}

await main();
