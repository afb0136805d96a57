/** Starts one gateway process: `main.ts --config FILE.json`. Ends by SIGTERM or SIGINT, letting requests in flight end. */
import { parseArgs } from 'node:util';
import { dumpingOptions } from '../center/dumping-options.ts';
import { GatewayConfigurationSchema } from './gateway-configuration.ts';
import { readJson } from './gateway-files.ts';
import { type GatewayStartError, startGateway } from './start-gateway.ts';

/** `EX_CONFIG` of sysexits.h: starting again will not help before somebody has mended the configuration. */
const EXIT_CONFIGURATION = 78;
const EXIT_UNAVAILABLE = 69;

function describe(error: GatewayStartError): { line: string; code: number } {
  switch (error.kind) {
    case 'unreadable-file':
      return { line: `cannot read ${error.file}`, code: EXIT_CONFIGURATION };
    case 'invalid-content':
      return { line: `${error.file} does not hold what it should`, code: EXIT_CONFIGURATION };
    case 'open-to-others':
      return {
        line: `${error.file} holds secrets but is open to others (mode 0600 is needed)`,
        code: EXIT_CONFIGURATION,
      };
    case 'no-gateway':
      return { line: `${error.file} must name one urn:kofu:gateway: and nothing else`, code: EXIT_CONFIGURATION };
    case 'development-verifier-beside-production':
      return {
        line: 'attestation may be skipped only beside a development VRS and cards that are not of production',
        code: EXIT_CONFIGURATION,
      };
    case 'invalid-tls':
      return { line: 'key or certificate of the public listener is not usable', code: EXIT_CONFIGURATION };
    case 'cannot-listen':
      return { line: 'cannot listen on the configured address', code: EXIT_UNAVAILABLE };
    default: {
      const never: never = error;
      throw new Error(`unknown error ${String(never)}`);
    }
  }
}

function fail(line: string, code: number): void {
  process.stderr.write(`app-gateway: ${line}\n`);
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
  const configuration = await readJson(file, GatewayConfigurationSchema);
  const started = configuration.isErr() ? configuration : await startGateway(configuration.value);
  if (started.isErr()) {
    const { line, code } = describe(started.error);
    return fail(line, code);
  }
  const end = (): void => void started.value.stop();
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  process.stdout.write(`${JSON.stringify({ event: 'GATEWAY_LISTENING', port: started.value.port })}\n`);
}

await run();
