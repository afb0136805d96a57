/** The program that opens areas for municipalities, on the machine itself; `cli.ts` is its entry. */
import { parseArgs } from 'node:util';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { EXIT, type OpenAreaStore, openAreaStore, type Unopened, type Writers } from '../area-keys/open-area-store.ts';
import { createOperationLog } from '../operation-log/index.ts';
import { readJson } from '../start-files.ts';
import type { AreaFacts } from '../store/register-area.ts';
import { AreaFactsSchema, readAreaList, wordsOf } from './area-facts.ts';
import { type OpenAreasError, openAreas } from './open-areas.ts';

const USAGE = `usage: cli.ts register --config FILE --area CODE --prefecture NAME --prefecture-en NAME --name NAME --name-en NAME
                       --kana HIRAGANA --taking-part yes|no [--for-restore]
       cli.ts register --config FILE --list FILE.json [--for-restore]    a list as "list" prints it: all of it or nothing
       cli.ts list --config FILE
--for-restore leaves the operation log empty, for an area whose backup is put back next.`;

const text = v.pipe(v.string(), v.minLength(1));
const forRestore = v.optional(v.boolean(), false);
const OrderSchema = v.union([
  v.strictObject({
    what: v.literal('register'),
    config: text,
    area: text,
    prefecture: text,
    'prefecture-en': text,
    name: text,
    'name-en': text,
    kana: text,
    'taking-part': v.picklist(['yes', 'no']),
    'for-restore': forRestore,
  }),
  v.strictObject({ what: v.literal('register'), config: text, list: text, 'for-restore': forRestore }),
  v.strictObject({ what: v.literal('list'), config: text }),
]);
type Order = v.InferOutput<typeof OrderSchema>;

function readOrder(given: readonly string[]): Order | null {
  try {
    const option = { type: 'string' } as const;
    const { values, positionals } = parseArgs({
      args: [...given],
      allowPositionals: true,
      options: {
        config: option,
        list: option,
        area: option,
        prefecture: option,
        'prefecture-en': option,
        name: option,
        'name-en': option,
        kana: option,
        'taking-part': option,
        'for-restore': { type: 'boolean' },
      },
    });
    const order = v.safeParse(OrderSchema, { what: positionals[0], ...values });
    return positionals.length === 1 && order.success ? order.output : null;
  } catch {
    return null;
  }
}

/**
 * @param given arguments as `cli.ts` takes them
 * @param open the store of a configuration file
 * @returns the exit code
 */
export async function runAreasProgram(
  given: readonly string[],
  { out, errors }: Writers,
  open: typeof openAreaStore = openAreaStore,
): Promise<number> {
  const order = readOrder(given);
  const done = order === null ? err({ line: USAGE, code: EXIT.usage }) : await carryOut(order, open);
  if (done.isOk()) {
    out(`${done.value}\n`);
    return EXIT.done;
  }
  errors(`${done.error.line}\n`);
  return done.error.code;
}

async function carryOut(order: Order, open: typeof openAreaStore): Promise<Result<string, Unopened>> {
  const given = order.what === 'list' ? ok([]) : await factsOf(order);
  if (given.isErr()) return err(given.error);
  const opened = await open(order.config);
  if (opened.isErr()) return err(opened.error);
  try {
    return order.what === 'list'
      ? ok(await listed(opened.value))
      : await register(opened.value, given.value, order['for-restore']);
  } finally {
    await opened.value.close();
  }
}

/** Read before the store is opened, so that nothing is touched where something is wrong. */
async function factsOf(order: Exclude<Order, { what: 'list' }>): Promise<Result<readonly AreaFacts[], Unopened>> {
  if ('list' in order) {
    const content = await readJson(order.list, v.unknown());
    if (content.isErr()) return err({ line: `${order.list}: ${content.error.kind}`, code: EXIT.refused });
    return readAreaList(content.value).mapErr((faults) => ({
      line: faults.map((fault) => `${order.list}: ${fault}`).join('\n'),
      code: EXIT.refused,
    }));
  }
  const facts = v.safeParse(AreaFactsSchema, {
    code: order.area,
    prefecture: { ja: order.prefecture, en: order['prefecture-en'] },
    name: { ja: order.name, en: order['name-en'] },
    kana: order.kana,
    takingPart: order['taking-part'] === 'yes',
  });
  if (facts.success) return ok([facts.output]);
  const lines = facts.issues.map((issue) => `${v.getDotPath(issue)}: ${wordsOf(issue)}`);
  return err({ line: lines.join('\n'), code: EXIT.usage });
}

async function register(
  { store, database, masterKey }: OpenAreaStore,
  facts: readonly AreaFacts[],
  isForRestore: boolean,
): Promise<Result<string, Unopened>> {
  const now = (): Date => new Date();
  const parts = { store, database, masterKey, log: createOperationLog({ now }), now };
  const opened = await openAreas(parts, facts, { forRestore: isForRestore });
  return opened
    .map((areas) =>
      areas
        .map(({ code, done }) => `${code} ${done === 'opened' ? 'is open' : 'was open already with the same facts'}`)
        .join('\n'),
    )
    .mapErr(refusal);
}

function refusal(error: OpenAreasError): Unopened {
  switch (error.kind) {
    case 'other-facts':
      return {
        line: `${error.code} is open already with another ${error.columns.join(', ')}; nothing was registered`,
        code: EXIT.refused,
      };
    case 'area-keys-unavailable':
      return { line: `the keys of the areas cannot be had: ${error.reason}`, code: EXIT.configuration };
    default: {
      const never: never = error;
      throw new Error(`unknown refusal ${String(never)}`);
    }
  }
}

/** JSON, one municipality a line, as `--list` takes it. */
async function listed({ store }: OpenAreaStore): Promise<string> {
  const rows = await store.outsideAreas((database) =>
    database.selectFrom('municipalities').selectAll().orderBy('code').execute(),
  );
  const lines = rows.map((row) =>
    JSON.stringify({
      code: row.code,
      prefecture: { ja: row.prefecture_ja, en: row.prefecture_en },
      name: { ja: row.name_ja, en: row.name_en },
      kana: row.kana,
      takingPart: row.taking_part,
    }),
  );
  return lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n]`;
}
