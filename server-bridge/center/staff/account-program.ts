/**
 * The program that makes and renews accounts on the machine itself; `cli.ts` is its entry. Apart from it so that it can be called
 * without a process.
 */
import { parseArgs } from 'node:util';
import { toString as qrCode } from 'qrcode';
import * as v from 'valibot';
import { createEventLog } from '../../event-log/index.ts';
import { createPasswordHashing } from '../../staff-access/index.ts';
import { openAuditWriter } from '../audit/audit-writer.ts';
import { CenterConfigurationSchema, describeConfigurationError, readJsonFile } from '../configuration.ts';
import { NewAccountSchema } from '../console-api/staff.ts';
import { readSecretBox } from '../console-server/index.ts';
import { centerEvents } from '../event-catalogue.ts';
import { openStore } from '../store/index.ts';
import { type AccountError, makeAccount, renewAccount } from './accounts.ts';
import { resealSecondFactors } from './reseal-second-factors.ts';
import { StaffIdSchema } from './rights.ts';

const USAGE = `usage: cli.ts make --config FILE --id ID --name NAME --role ROLE [--role ROLE ...]
       cli.ts renew --config FILE --id ID
       cli.ts reseal --config FILE
roles: watcher operator drafter approver administrator auditor`;
/** Of sysexits.h. */
const EXIT = { usage: 64, refused: 65, unavailable: 69, configuration: 78 } as const;

const config = v.pipe(v.string(), v.minLength(1));
const OrderSchema = v.variant('what', [
  v.strictObject({ what: v.literal('make'), config, ...NewAccountSchema.entries }),
  v.strictObject({ what: v.literal('renew'), config, staffId: StaffIdSchema }),
  v.strictObject({ what: v.literal('reseal'), config }),
]);
type Order = v.InferOutput<typeof OrderSchema>;

function readOrder(given: readonly string[]): Order | null {
  try {
    const text = { type: 'string' } as const;
    const { values, positionals } = parseArgs({
      args: [...given],
      allowPositionals: true,
      options: { config: text, id: text, name: text, role: { type: 'string', multiple: true } },
    });
    if (positionals.length !== 1) return null;
    const { id, role, ...named } = values;
    const asked = {
      what: positionals[0],
      ...named,
      ...(id === undefined ? {} : { staffId: id }),
      ...(role === undefined ? {} : { roles: role }),
    };
    const order = v.safeParse(OrderSchema, asked);
    return order.success ? order.output : null;
  } catch {
    return null;
  }
}

const describe = (error: AccountError): string => {
  switch (error.kind) {
    case 'taken':
      return 'there is such an account already; renew it instead';
    case 'unknown-account':
      return 'there is no such account';
    case 'own-account':
    case 'last-administrator':
    case 'busy':
      return error.kind;
    default: {
      const never: never = error;
      throw new Error(`unknown error ${String(never)}`);
    }
  }
};

export type Writers = { readonly out: (text: string) => void; readonly errors: (text: string) => void };

/**
 * @param given arguments as `cli.ts` takes them
 * @returns the exit code
 */
export async function runAccountProgram(given: readonly string[], { out, errors }: Writers): Promise<number> {
  const fail = (line: string, code: number): number => {
    errors(`${line}\n`);
    return code;
  };
  const order = readOrder(given);
  if (order === null) return fail(USAGE, EXIT.usage);
  const read = await readJsonFile('configuration', order.config, CenterConfigurationSchema);
  if (read.isErr()) return fail(describeConfigurationError(read.error), EXIT.configuration);
  const configuration = read.value;
  if (configuration.console === undefined) return fail('the configuration has no console', EXIT.configuration);
  const secrets = await readSecretBox(configuration.console.secretKeyFile);
  if (secrets.isErr()) return fail(describeConfigurationError(secrets.error), EXIT.configuration);
  const opened = await openStore(configuration.store);
  if (opened.isErr()) {
    const inUse = opened.error.kind === 'store-in-use';
    return fail(inUse ? 'the store is in use: stop the center first' : 'the store cannot be opened', EXIT.unavailable);
  }
  const store = opened.value;
  const now = (): Date => new Date();
  try {
    const log = createEventLog(centerEvents, { sink: { write: (line) => errors(line) }, now });
    const audit = await openAuditWriter({ store, name: configuration.audit?.name ?? 'center', now, log });
    try {
      const { database } = store;
      if (order.what === 'reseal') {
        const { resealed, asTheyWere, lost } = await resealSecondFactors({
          database,
          secrets: secrets.value,
          audit,
          now,
        });
        out(`${resealed} sealed anew, ${asTheyWere} were already\n`);
        return lost.length === 0 ? 0 : fail(`none of the keys opens: ${lost.join(' ')}`, EXIT.refused);
      }
      const parts = { database, hashing: createPasswordHashing(), secrets: secrets.value, audit, now };
      const actor = { kind: 'center' } as const;
      const handed =
        order.what === 'make'
          ? await makeAccount(parts, actor, order)
          : await renewAccount(parts, actor, order.staffId);
      if (handed.isErr()) return fail(describe(handed.error), EXIT.refused);
      const { firstPassword, otpauthUri } = handed.value;
      const code = await qrCode(otpauthUri, { type: 'terminal', small: true });
      out(`account         ${order.staffId}\nfirst password  ${firstPassword}\nauthenticator   ${otpauthUri}\n`);
      out(`${code}\nShown once. The person sets an own password at the first sign-in.\n`);
      return 0;
    } finally {
      await audit.close();
    }
  } finally {
    await store.close();
  }
}
