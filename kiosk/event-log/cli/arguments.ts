import { parseArgs } from 'node:util';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';

const directory = v.pipe(v.string(), v.minLength(1, '--directory is empty'));
const entry = v.pipe(
  v.string(),
  v.regex(/^[1-9][0-9]{0,14}$/, '--from is the number of an entry, such as 1'),
  v.transform(Number),
);
const event = v.pipe(v.string(), v.regex(/^[A-Z][A-Z0-9_]{1,39}$/, '--event is a word such as CARD_LEFT'));

const InvocationSchema = v.variant(
  'command',
  [
    v.strictObject({ command: v.literal('show'), directory, from: v.optional(entry, '1'), event: v.optional(event) }),
    v.strictObject({ command: v.literal('check'), directory }),
    v.strictObject({
      command: v.literal('export'),
      directory,
      to: v.pipe(v.string(), v.minLength(1, '--to is empty')),
    }),
  ],
  'there are the commands show, check and export',
);
export type Invocation = v.InferOutput<typeof InvocationSchema>;

export const USAGE = `npm run event-log -- COMMAND: the terminal's log by hand; it is only read, also while the terminal runs

  show   --directory DIR [--from ENTRY] [--event EVENT]   entries, one JSON object a line
  check  --directory DIR                                  counts, and damage if there is any
  export --directory DIR --to FOLDER                      one file, as the terminal writes it for the store

Exit codes: 0 done, 1 damage was found, 64 wrong command line, 66 no log there, 73 the file cannot be written.`;

/** Reads the command line. Nothing is guessed; the error says what is wrong. */
export function parseInvocation(argv: readonly string[]): Result<Invocation, string> {
  const option = { type: 'string' } as const;
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { directory: option, from: option, event: option, to: option },
    });
    const [command, ...rest] = positionals;
    if (rest.length > 0) return err(`too much: ${rest.join(' ')}`);
    const parsed = v.safeParse(InvocationSchema, { command, ...values });
    return parsed.success ? ok(parsed.output) : err(messageOf(parsed.issues[0]));
  } catch (cause) {
    return err(cause instanceof Error ? cause.message : 'the command line cannot be read');
  }
}

function messageOf(issue: v.BaseIssue<unknown>): string {
  if (issue.type !== 'strict_object') return issue.message;
  const option = `--${v.getDotPath(issue)}`;
  return issue.expected === 'never' ? `${option} is not an option of this command` : `${option} is missing`;
}
