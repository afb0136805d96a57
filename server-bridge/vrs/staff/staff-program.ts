/**
 * The program that makes a municipality's first administrator and registers its first terminal, on the machine itself; `cli.ts` is its
 * entry. Everybody else is registered by that administrator (V10). Apart from it so that it can be called without a process.
 */
import { parseArgs } from 'node:util';
import { err, ok, type Result } from 'neverthrow';
import { toString as qrCode } from 'qrcode';
import * as v from 'valibot';
import { createPasswordHashing, type Handed } from '../../staff-access/index.ts';
import { type VrsConfiguration, VrsConfigurationSchema } from '../configuration.ts';
import { NewAccountSchema } from '../console-api/staff.ts';
import { createOperationLog } from '../operation-log/index.ts';
import { readStaffSecrets } from '../staff-server/staff-files.ts';
import { readJson, readStartFiles } from '../start-files.ts';
import { openDatabase } from '../store/open-store.ts';
import { createVrsStore, type VrsStore } from '../store/vrs-store.ts';
import { accountsOf } from './accounts.ts';
import { AreaSchema, RightsSchema, StaffIdSchema, StaffTerminalNameSchema } from './rights.ts';
import { registerTerminal, withdrawTerminal } from './staff-terminals.ts';

const USAGE = `usage: cli.ts make-administrator --config FILE --area CODE --id ID --name NAME
       cli.ts renew --config FILE --area CODE --id ID
       cli.ts register-terminal --config FILE --area CODE --terminal NAME
       cli.ts withdraw-terminal --config FILE --area CODE --terminal NAME`;
/** Of sysexits.h. */
const EXIT = { usage: 64, refused: 65, unavailable: 69, configuration: 78 } as const;

/** Looks after accounts and terminals, and reviews the log; reads no record. */
const ADMINISTRATOR = v.parse(RightsSchema, { accounts: 'write', 'operation-log': 'write' });

const place = { config: v.pipe(v.string(), v.minLength(1)), area: AreaSchema } as const;
const OrderSchema = v.variant('what', [
  v.strictObject({
    what: v.literal('make-administrator'),
    ...place,
    id: StaffIdSchema,
    name: NewAccountSchema.entries.name,
  }),
  v.strictObject({ what: v.literal('renew'), ...place, id: StaffIdSchema }),
  v.strictObject({ what: v.literal('register-terminal'), ...place, terminal: StaffTerminalNameSchema }),
  v.strictObject({ what: v.literal('withdraw-terminal'), ...place, terminal: StaffTerminalNameSchema }),
]);
type Order = v.InferOutput<typeof OrderSchema>;

function readOrder(given: readonly string[]): Order | null {
  try {
    const text = { type: 'string' } as const;
    const { values, positionals } = parseArgs({
      args: [...given],
      allowPositionals: true,
      options: { config: text, area: text, id: text, name: text, terminal: text },
    });
    if (positionals.length !== 1) return null;
    const order = v.safeParse(OrderSchema, { what: positionals[0], ...values });
    return order.success ? order.output : null;
  } catch {
    return null;
  }
}

export type Writers = { readonly out: (text: string) => void; readonly errors: (text: string) => void };

/**
 * @param given arguments as `cli.ts` takes them
 * @returns the exit code
 */
export async function runStaffProgram(given: readonly string[], { out, errors }: Writers): Promise<number> {
  const fail = (line: string, code: number): number => {
    errors(`${line}\n`);
    return code;
  };
  const order = readOrder(given);
  if (order === null) return fail(USAGE, EXIT.usage);
  const read = await readJson(order.config, VrsConfigurationSchema);
  if (read.isErr()) return fail(`the configuration is not usable: ${read.error.kind}`, EXIT.configuration);
  const opened = await openStore(read.value);
  if (opened.isErr()) return fail(opened.error.line, opened.error.code);
  const store = opened.value;
  try {
    const done = await carryOut(order, read.value, store);
    if (done.isErr()) return fail(done.error, EXIT.refused);
    if (done.value === null) {
      out('done\n');
      return 0;
    }
    const { firstPassword, otpauthUri } = done.value;
    const code = await qrCode(otpauthUri, { type: 'terminal', small: true });
    out(`first password  ${firstPassword}\nauthenticator   ${otpauthUri}\n`);
    out(`${code}\nShown once. The person sets an own password at the first sign-in.\n`);
    return 0;
  } finally {
    await store.close();
  }
}

async function openStore(
  configuration: VrsConfiguration,
): Promise<Result<VrsStore, { readonly line: string; readonly code: number }>> {
  const files = await readStartFiles(configuration);
  if (files.isErr()) return err({ line: `${files.error.file}: ${files.error.kind}`, code: EXIT.configuration });
  const database = await openDatabase(configuration.store);
  if (database.isErr()) {
    const inUse = database.error.kind === 'store-in-use';
    const line = inUse ? 'the store is in use: stop VRS first' : `the store cannot be opened: ${database.error.kind}`;
    return err({ line, code: EXIT.unavailable });
  }
  return ok(createVrsStore({ ...database.value, masterKey: files.value.masterKey }));
}

/** @returns what a person is handed; null where nobody is handed anything */
async function carryOut(
  order: Order,
  configuration: VrsConfiguration,
  store: VrsStore,
): Promise<Result<Handed | null, string>> {
  const { area } = order;
  if (!(await store.areas()).includes(area)) return err('there is no such area');
  const now = (): Date => new Date();
  const log = createOperationLog({ now });
  const actor = { kind: 'system', area } as const;
  switch (order.what) {
    case 'register-terminal':
      return (await registerTerminal({ store, log, now }, actor, order.terminal)).map(() => null).mapErr(wordOf);
    case 'withdraw-terminal':
      return (await withdrawTerminal({ store, log, now }, actor, order.terminal)).map(() => null).mapErr(wordOf);
    case 'make-administrator':
    case 'renew': {
      if (configuration.staff === undefined) return err('the configuration has no staff');
      const secrets = await readStaffSecrets(configuration.staff.secretKeyFile);
      if (secrets.isErr()) return err(`${secrets.error.file}: ${secrets.error.kind}`);
      const hashing = createPasswordHashing();
      const accounts = accountsOf({ store, log, hashing, secrets: secrets.value, now }, actor);
      const handed =
        order.what === 'renew'
          ? await accounts.renew(order.id)
          : await accounts.make({ staffId: order.id, name: order.name, roles: ADMINISTRATOR });
      return handed.mapErr(wordOf);
    }
    default: {
      const never: never = order;
      throw new Error(`unknown order ${String(never)}`);
    }
  }
}

const wordOf = ({ kind }: { readonly kind: string }): string => kind;
