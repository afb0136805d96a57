/**
 * What kofu-center.service and kofu-vrs.service run: `main.ts --run center|vrs --config FILE`. Ends with the server's own exit code
 * (0 told to end · 69 cannot start · 78 its configuration is wrong), or 64 for wrong arguments.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { runProgram } from '../run-program.ts';
import { openServiceManager } from '../service-manager.ts';

const EXIT_USAGE = 64;
const SERVERS = {
  center: { entry: new URL('../../../server-bridge/center/main.ts', import.meta.url), ready: 'CENTER_LISTENING' },
  vrs: { entry: new URL('../../../server-bridge/vrs/main.ts', import.meta.url), ready: 'VRS_LISTENING' },
} as const;
const ArgumentsSchema = v.object({ run: v.picklist(['center', 'vrs']), config: v.string() });

function readArguments(): v.InferOutput<typeof ArgumentsSchema> | null {
  try {
    const text = { type: 'string' } as const;
    const parsed = v.safeParse(ArgumentsSchema, parseArgs({ options: { run: text, config: text } }).values);
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

const told = readArguments();
if (told === null) {
  process.stderr.write('usage: main.ts --run center|vrs --config FILE\n');
  process.exit(EXIT_USAGE);
}
const program = runProgram({
  entry: fileURLToPath(SERVERS[told.run].entry),
  arguments: ['--config', told.config],
  ready: SERVERS[told.run].ready,
  manager: openServiceManager(process.env),
  print: (line) => void process.stdout.write(`${line}\n`),
});
process.on('SIGTERM', () => program.end());
process.on('SIGINT', () => program.end());
process.exit(await program.exited);
