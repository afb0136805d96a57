/** The card reader by hand; see `--help`. Never shows a person's data unless the person is synthetic. */
import { type CliOptions, parseInvocation, USAGE } from './cli/arguments.ts';
import { connectWhenLaid, readCard, sendCommands } from './cli/commands.ts';
import { insertCard } from './cli/insert-card.ts';
import { openHandReader } from './cli/open-hand-reader.ts';
import { virtualCardOf } from './cli/virtual-card-of.ts';
import { OTHER_CARD_KINDS, oddSyntheticPeople, syntheticPeople } from './virtual/index.ts';

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
    for (const { id, name, issuer, remark } of [...syntheticPeople(), ...oddSyntheticPeople()])
      console.log(`${id}\t${name}\tissuer ${issuer}\t${remark}`);
    console.log(`other cards: ${OTHER_CARD_KINDS.join(' ')}`);
    return 0;
  }
  if (command === 'insert') return insert(rest[0], options);
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

async function insert(name: string, options: CliOptions): Promise<number> {
  const named = virtualCardOf(name, options);
  if (named.isErr()) {
    console.error(named.error);
    return 69;
  }
  const ending = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ending.abort());
  const inserted = await insertCard({
    card: named.value.card,
    reader: options.reader,
    input: process.stdin,
    signal: ending.signal,
    tell: (line) => console.log(line),
  });
  if (inserted.isOk()) return 0;
  console.error(inserted.error);
  return 69;
}

process.exitCode = await run(process.argv.slice(2));
