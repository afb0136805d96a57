/** Starts one VRS process: `main.ts --config FILE.json`. Ends by SIGTERM or SIGINT, letting requests in flight end. */
import { parseArgs } from 'node:util';
import { createEventLog, standardOutputSink } from '../event-log/index.ts';
import type { TokenError } from '../hardware-keys/index.ts';
import { VrsConfigurationSchema } from './configuration.ts';
import { readJson } from './start-files.ts';
import { startVrs, type VrsStartError } from './start-vrs.ts';
import { VRS_EVENTS } from './vrs-events.ts';

/** `EX_CONFIG` of sysexits.h: starting again will not help before somebody has mended the configuration. */
const EXIT_CONFIGURATION = 78;
const EXIT_UNAVAILABLE = 69;

function describe(error: VrsStartError): { line: string; code: number } {
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
    case 'master-key-token':
      return describeToken(error.cause);
    case 'area-keys-unavailable':
      return error.reason === 'master-key-unavailable'
        ? { line: 'the token with the master key does not answer', code: EXIT_UNAVAILABLE }
        : {
            line: 'the keys of the areas do not open: this is not the master key they were wrapped by',
            code: EXIT_CONFIGURATION,
          };
    case 'synthetic-data-beside-production-cards':
      return { line: 'synthetic data and production card anchors must not meet', code: EXIT_CONFIGURATION };
    case 'invalid-tls':
      return { line: 'key, certificate or authority for TLS is not usable', code: EXIT_CONFIGURATION };
    case 'role-too-strong':
      return { line: 'the role kofu_vrs can look past row-level security', code: EXIT_CONFIGURATION };
    case 'private-key-missing':
      return {
        line: `the private half of key ${error.kid} is neither in the file nor in a token`,
        code: EXIT_CONFIGURATION,
      };
    case 'token':
      return describeToken(error.cause);
    case 'store-in-use':
      return { line: 'the store is in use by another process', code: EXIT_UNAVAILABLE };
    case 'store-unavailable':
      return { line: 'the store cannot be opened', code: EXIT_UNAVAILABLE };
    case 'cannot-listen':
      return { line: 'cannot listen on the configured address', code: EXIT_UNAVAILABLE };
    default: {
      const never: never = error;
      throw new Error(`unknown error ${String(never)}`);
    }
  }
}

/** A token that is away or slow may come back; everything else somebody must mend. */
function describeToken(error: TokenError): { line: string; code: number } {
  const isPassing = ['token-lost', 'token-missing', 'busy', 'silent'].includes(error.kind);
  return { line: `the hardware token: ${error.kind}`, code: isPassing ? EXIT_UNAVAILABLE : EXIT_CONFIGURATION };
}

function fail(line: string, code: number): void {
  process.stderr.write(`vrs: ${line}\n`);
  process.exitCode = code;
}

function configurationFile(): string | null {
  try {
    return parseArgs({ options: { config: { type: 'string' } } }).values.config ?? null;
  } catch {
    return null;
  }
}

/** The invented people of the card room; loaded only where they are wanted. */
async function people(wanted: boolean) {
  if (!wanted) return [];
  const { syntheticPeople } = await import('../../card-reader/virtual/index.ts');
  return syntheticPeople();
}

async function run(): Promise<void> {
  const file = configurationFile();
  if (file === null) return fail('usage: main.ts --config FILE.json', EXIT_CONFIGURATION);
  const configuration = await readJson(file, VrsConfigurationSchema);
  if (configuration.isErr()) return fail(describe(configuration.error).line, EXIT_CONFIGURATION);
  const log = createEventLog(VRS_EVENTS, { sink: standardOutputSink(), now: () => new Date() });
  const started = await startVrs(configuration.value, {
    report: (event) => log.record(event, {}),
    people: await people(configuration.value.syntheticData),
  });
  if (started.isErr()) {
    const { line, code } = describe(started.error);
    return fail(line, code);
  }
  const end = (): void => void started.value.stop();
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  const { port, publicPort, staffPort, tabletPort } = started.value;
  const listening = {
    event: 'VRS_LISTENING',
    port,
    ...(publicPort === null ? {} : { publicPort }),
    ...(staffPort === null ? {} : { staffPort }),
    ...(tabletPort === null ? {} : { tabletPort }),
  };
  process.stdout.write(`${JSON.stringify(listening)}\n`);
}

await run();
