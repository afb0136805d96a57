/** The card reader by hand; see `--help`. Never shows a person's data unless the person is synthetic. */
import { parseInvocation, USAGE } from './cli/arguments.ts';
import { connectWhenLaid, readCard, sendCommands } from './cli/commands.ts';
import { openHandReader } from './cli/open-hand-reader.ts';
import { syntheticPeople } from './virtual/index.ts';

async function run(argv: readonly string[]): Promise<number> {
  if (argv.includes('--help') || argv.length === 0) {
    console.log(USAGE);
    return argv.length === 0 ? 64 : 0;
  }
  const invocation = parseInvocation(argv);
  if (invocation.isErr()) {
    console.error(invocation.error);
    return 64;
  }
  const { command, options, rest } = invocation.value;
  if (command === 'people') {
    for (const { id, name, issuer, remark } of syntheticPeople())
      console.log(`${id}\t${name}\tissuer ${issuer}\t${remark}`);
    return 0;
  }
  const opened = await openHandReader(options);
  if (opened.isErr()) {
    console.error(opened.error);
    return 69;
  }
  const { reader, pin, end } = opened.value;
  const tell = (line: string): void => console.log(line);
  try {
    if (command === 'status') {
      reader.watch((status) => tell(`${new Date().toISOString()} ${reader.name}: ${JSON.stringify(status)}`));
      await new Promise<void>((resolve) => process.once('SIGINT', () => resolve()));
      return 0;
    }
    const connection = await connectWhenLaid(reader, tell);
    if (connection.isErr()) {
      console.error(`no connection: ${connection.error.kind}`);
      return 1;
    }
    const result =
      command === 'read'
        ? await readCard(connection.value, { pin, clear: options.synthetic, tell })
        : await sendCommands(connection.value, rest, { clear: options.synthetic, tell });
    await connection.value.disconnect();
    if (result.isOk()) return 0;
    console.error(`failed: ${JSON.stringify(result.error)}`);
    return 1;
  } finally {
    await end();
  }
}

process.exitCode = await run(process.argv.slice(2));
