/** `node server-bridge/vrs/operation-log/cli.ts FILE [--head HASH]`: checks an exported operation log offline. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { type LogVerdict, verifyLog } from './verify-log.ts';

const EXIT_FAULTY = 1;
const EXIT_USAGE = 64;
const EXIT_UNREADABLE = 66;

async function run(): Promise<number> {
  let file: string | undefined;
  let head: string | undefined;
  try {
    const { positionals, values } = parseArgs({ allowPositionals: true, options: { head: { type: 'string' } } });
    [file] = positionals;
    ({ head } = values);
    if (positionals.length !== 1 || (head !== undefined && !/^[0-9a-f]{64}$/.test(head))) file = undefined;
  } catch {
    file = undefined;
  }
  if (file === undefined) {
    process.stderr.write('usage: cli.ts EXPORTED.jsonl [--head 64-HEXADECIMAL-DIGITS]\n');
    return EXIT_USAGE;
  }
  let verdict: LogVerdict;
  try {
    const lines = createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
    verdict = await verifyLog(lines, head ?? null);
  } catch {
    process.stderr.write('the file cannot be read\n');
    return EXIT_UNREADABLE;
  }
  process.stdout.write(`${JSON.stringify(verdict)}\n`);
  return verdict.kind === 'whole' ? 0 : EXIT_FAULTY;
}

process.exitCode = await run();
