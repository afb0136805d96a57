import { parseArgs } from 'node:util';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';

const OptionsSchema = v.strictObject({
  reader: v.optional(v.picklist(['pcsc', 'virtual']), 'pcsc'),
  person: v.optional(v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/))),
  socket: v.optional(v.pipe(v.string(), v.startsWith('/'))),
  name: v.optional(v.string()),
  synthetic: v.optional(v.boolean(), false),
});

const hexCommand = v.pipe(v.string(), v.regex(/^([0-9A-Fa-f]{2}){4,261}$/));

const InvocationSchema = v.variant('command', [
  v.strictObject({ command: v.literal('status'), options: OptionsSchema, rest: v.strictTuple([]) }),
  v.strictObject({ command: v.literal('people'), options: OptionsSchema, rest: v.strictTuple([]) }),
  v.strictObject({ command: v.literal('read'), options: OptionsSchema, rest: v.strictTuple([]) }),
  v.strictObject({
    command: v.literal('apdu'),
    options: OptionsSchema,
    rest: v.pipe(v.array(hexCommand), v.minLength(1)),
  }),
]);

export type Invocation = v.InferOutput<typeof InvocationSchema>;
export type CliOptions = Invocation['options'];

export const USAGE = `card-reader/cli.ts: the card reader by hand

  status                     what the reader says, until Ctrl-C
  people                     the synthetic people whose cards can be laid down
  read                       one whole reading, as in a visit, with a masked trace
  apdu HEX [HEX …]           commands as given (VERIFY is refused: it costs tries)

  --person ID                lay this synthetic person's card on a virtual reader and use that
  --reader pcsc|virtual      with --person: through a private pcscd, or in process (default pcsc)
  --synthetic                show data in clear; only together with --person
  --socket PATH              another PC/SC service than the system's
  --name NAME                one reader by its name`;

/** Reads the command line. Nothing is guessed: whatever is not listed above is refused. */
export function parseInvocation(argv: readonly string[]): Result<Invocation, string> {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        reader: { type: 'string' },
        person: { type: 'string' },
        socket: { type: 'string' },
        name: { type: 'string' },
        synthetic: { type: 'boolean' },
      },
    });
    const [command, ...rest] = positionals;
    const parsed = v.safeParse(InvocationSchema, { command, options: { ...values }, rest });
    if (!parsed.success) return err(USAGE);
    const { person, synthetic } = parsed.output.options;
    return synthetic && person === undefined ? err('--synthetic needs --person') : ok(parsed.output);
  } catch {
    return err(USAGE);
  }
}
