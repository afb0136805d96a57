/**
 * The program that makes a municipality's first administrator and registers its first terminal, on the machine itself; `cli.ts` is its
 * entry. Everybody else is registered by that administrator (V10). Apart from it so that it can be called without a process.
 */
import { parseArgs } from 'node:util';
import { err, ok, type Result } from 'neverthrow';
import { toString as qrCode } from 'qrcode';
import * as v from 'valibot';
import { createPasswordHashing, type Handed, type SecretBox } from '../../staff-access/index.ts';
import { EXIT, type OpenAreaStore, openAreaStore, type Writers } from '../area-keys/open-area-store.ts';
import { NewAccountSchema } from '../console-api/staff.ts';
import { createOperationLog } from '../operation-log/index.ts';
import { readStaffSecrets } from '../staff-server/staff-files.ts';
import { accountsOf } from './accounts.ts';
import { resealSecondFactors } from './reseal-second-factors.ts';
import { AreaSchema, RightsSchema, StaffIdSchema, StaffTerminalNameSchema } from './rights.ts';
import { registerTerminal, withdrawTerminal } from './staff-terminals.ts';

const USAGE = `usage: cli.ts make-administrator --config FILE --area CODE --id ID --name NAME
       cli.ts renew --config FILE --area CODE --id ID
       cli.ts register-terminal --config FILE --area CODE --terminal NAME
       cli.ts withdraw-terminal --config FILE --area CODE --terminal NAME
       cli.ts reseal --config FILE                           every second factor, under the first key of the file`;

/** Looks after accounts and terminals, and reviews the log; reads no record. */
const ADMINISTRATOR = v.parse(RightsSchema, { accounts: 'write', 'operation-log': 'write' });

const config = v.pipe(v.string(), v.minLength(1));
const place = { config, area: AreaSchema } as const;
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
  v.strictObject({ what: v.literal('reseal'), config }),
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
  const opened = await openAreaStore(order.config);
  if (opened.isErr()) return fail(opened.error.line, opened.error.code);
  try {
    const done = await carryOut(order, opened.value);
    if (done.isErr()) return fail(done.error, EXIT.refused);
    if (typeof done.value === 'string') {
      out(`${done.value}\n`);
      return EXIT.done;
    }
    const { firstPassword, otpauthUri } = done.value;
    const code = await qrCode(otpauthUri, { type: 'terminal', small: true });
    out(`first password  ${firstPassword}\nauthenticator   ${otpauthUri}\n`);
    out(`${code}\nShown once. The person sets an own password at the first sign-in.\n`);
    return EXIT.done;
  } finally {
    await opened.value.close();
  }
}

/** @returns what a person is handed; a line where nobody is handed anything */
async function carryOut(
  order: Order,
  { store, configuration }: OpenAreaStore,
): Promise<Result<Handed | string, string>> {
  const now = (): Date => new Date();
  const log = createOperationLog({ now });
  const secretsOf = async (): Promise<Result<SecretBox, string>> => {
    if (configuration.staff === undefined) return err('the configuration has no staff');
    const secrets = await readStaffSecrets(configuration.staff.secretKeyFile);
    return secrets.mapErr(({ file, kind }) => `${file}: ${kind}`);
  };
  if (order.what === 'reseal') {
    const secrets = await secretsOf();
    if (secrets.isErr()) return err(secrets.error);
    const { resealed, asTheyWere, lost } = await resealSecondFactors({ store, log, secrets: secrets.value });
    const line = `${resealed} sealed anew, ${asTheyWere} were already`;
    return lost.length === 0 ? ok(line) : err(`${line}\nnone of the keys opens: ${lost.join(' ')}`);
  }
  const { area } = order;
  if (!(await store.areas()).includes(area)) return err('there is no such area');
  const actor = { kind: 'system', area } as const;
  switch (order.what) {
    case 'register-terminal':
      return (await registerTerminal({ store, log, now }, actor, order.terminal)).map(() => 'done').mapErr(wordOf);
    case 'withdraw-terminal':
      return (await withdrawTerminal({ store, log, now }, actor, order.terminal)).map(() => 'done').mapErr(wordOf);
    case 'make-administrator':
    case 'renew': {
      const secrets = await secretsOf();
      if (secrets.isErr()) return err(secrets.error);
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
