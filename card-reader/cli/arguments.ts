import { parseArgs } from 'node:util';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { parseFaultScript } from '../virtual/index.ts';

/** Ids of synthetic people and names of other cards. */
const cardName = v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/));

const servedAddress = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9.-]{1,253}:[1-9][0-9]{0,4}$/),
  v.transform((text) => ({ host: text.slice(0, text.lastIndexOf(':')), port: Number(text.split(':').at(-1)) })),
  v.check(({ port }) => port <= 65_535, 'no such port'),
);

const bitRate = v.pipe(v.picklist(['106', '212', '424']), v.transform(Number), v.picklist([106, 212, 424]));

const faultScript = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const planned = parseFaultScript(dataset.value);
    if (planned.isOk()) return [...planned.value];
    addIssue({ message: `not a fault: ${planned.error}` });
    return NEVER;
  }),
);

const OptionsSchema = v.strictObject({
  reader: v.optional(v.picklist(['pcsc', 'virtual']), 'pcsc'),
  person: v.optional(cardName),
  served: v.optional(servedAddress),
  socket: v.optional(v.pipe(v.string(), v.startsWith('/'))),
  name: v.optional(v.string()),
  faults: v.optional(faultScript, ''),
  timing: v.optional(bitRate),
  synthetic: v.optional(v.boolean(), false),
});

const hexCommand = v.pipe(v.string(), v.regex(/^([0-9A-Fa-f]{2}){4,261}$/));

const InvocationSchema = v.variant('command', [
  v.strictObject({ command: v.literal('status'), options: OptionsSchema, rest: v.strictTuple([]) }),
  v.strictObject({ command: v.literal('people'), options: OptionsSchema, rest: v.strictTuple([]) }),
  v.strictObject({ command: v.literal('insert'), options: OptionsSchema, rest: v.strictTuple([cardName]) }),
  v.strictObject({ command: v.literal('read'), options: OptionsSchema, rest: v.strictTuple([]) }),
  v.strictObject({
    command: v.literal('apdu'),
    options: OptionsSchema,
    rest: v.pipe(v.array(hexCommand), v.minLength(1)),
  }),
]);

export type Invocation = v.InferOutput<typeof InvocationSchema>;
export type CliOptions = Invocation['options'];

export const USAGE = `npm run card -- COMMAND: the card reader by hand

  status                     what the reader says, until Ctrl-C
  people                     the synthetic people and the other cards that can be laid down
  insert NAME                lay that card on a reader of its own for other programs, until Ctrl-C;
                             Enter takes it away, Enter again lays it down
  read                       one whole reading, as in a visit, with a masked trace
  apdu HEX [HEX …]           commands as given (VERIFY and its like are refused: they cost tries)

  --person ID                lay this synthetic person's card on a virtual reader and use that
  --reader pcsc|virtual      that reader behind a private pcscd, or without one (default pcsc)
  --faults SCRIPT            with a virtual card, such as "3:silent 6:wrong-length=-3" (commands from 1)
  --timing 106|212|424       with a virtual card, answers as slow as at this bit rate (kbit/s)
  --synthetic                show data in clear; only together with --person
  --served HOST:PORT         a virtual reader that another program serves
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
        served: { type: 'string' },
        socket: { type: 'string' },
        name: { type: 'string' },
        faults: { type: 'string' },
        timing: { type: 'string' },
        synthetic: { type: 'boolean' },
      },
    });
    const [command, ...rest] = positionals;
    const parsed = v.safeParse(InvocationSchema, { command, options: { ...values }, rest });
    if (!parsed.success) return err(USAGE);
    return contradiction(parsed.output).match(
      () => ok(parsed.output),
      (message) => err(message),
    );
  } catch {
    return err(USAGE);
  }
}

function contradiction({ command, options }: Invocation): Result<void, string> {
  const { person, served, socket, name, faults, timing, synthetic } = options;
  if (synthetic && person === undefined) return err('--synthetic needs --person');
  const ownCard = person !== undefined || command === 'insert';
  if (!ownCard && (faults.length > 0 || timing !== undefined)) return err('--faults and --timing need a virtual card');
  const another = served !== undefined || socket !== undefined || name !== undefined;
  return ownCard && another ? err('a virtual card lies on a reader of its own') : ok();
}
