/** Starts one center process: `main.ts --config FILE.json`. Ends by SIGTERM or SIGINT, letting requests in flight end. */
import { parseArgs } from 'node:util';
import { CenterConfigurationSchema, describeConfigurationError, readJsonFile } from './configuration.ts';
import { dumpingOptions } from './dumping-options.ts';
import { type CenterStartError, startCenter } from './start.ts';

/** `EX_CONFIG` of sysexits.h: starting again will not help before somebody has mended the configuration. */
const EXIT_CONFIGURATION = 78;
const EXIT_UNAVAILABLE = 69;

function describe(error: CenterStartError): { line: string; code: number } {
  switch (error.kind) {
    case 'unreadable-file':
    case 'invalid-content':
      return { line: describeConfigurationError(error), code: EXIT_CONFIGURATION };
    case 'store-in-use':
      return { line: 'the store is in use by another process', code: EXIT_UNAVAILABLE };
    case 'store-unavailable':
      return { line: 'the store cannot be opened', code: EXIT_UNAVAILABLE };
    case 'cannot-listen': {
      const { cause } = error;
      return {
        line: `cannot listen: ${cause instanceof Error ? cause.message : 'unknown reason'}`,
        code: EXIT_UNAVAILABLE,
      };
    }
    default: {
      const never: never = error;
      throw new Error(`unknown error ${String(never)}`);
    }
  }
}

function fail(line: string, code: number): void {
  process.stderr.write(`center: ${line}\n`);
  process.exitCode = code;
}

function configurationFile(): string | null {
  try {
    return parseArgs({ options: { config: { type: 'string' } } }).values.config ?? null;
  } catch {
    return null;
  }
}

async function run(): Promise<void> {
  const dumping = dumpingOptions(process.execArgv, process.env['NODE_OPTIONS']);
  if (dumping.length > 0) {
    return fail(`the runtime may not be started with ${dumping.join(', ')}`, EXIT_CONFIGURATION);
  }
  const file = configurationFile();
  if (file === null) return fail('usage: main.ts --config FILE.json', EXIT_CONFIGURATION);
  const configuration = await readJsonFile('configuration', file, CenterConfigurationSchema);
  if (configuration.isErr()) return fail(describeConfigurationError(configuration.error), EXIT_CONFIGURATION);
  const started = await startCenter(configuration.value);
  if (started.isErr()) {
    const { line, code } = describe(started.error);
    return fail(line, code);
  }
  const center = started.value;
  const end = (): void => void center.stop();
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  const { port, operationsPort, consolePort, enrolmentPort } = center;
  const ports = { port, operationsPort, consolePort, enrolmentPort };
  process.stdout.write(`${JSON.stringify({ event: 'CENTER_LISTENING', ...ports })}\n`);
}

await run();
